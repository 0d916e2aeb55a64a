"""Threads that may be left behind: one that hangs must not keep the process from ending."""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread


class Workers:
    """At most `most` threads, started when needed, that do one task after another."""

    def __init__(self, most: int, name: str) -> None:
        self._most = most
        self._name = name
        self._tasks: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._lock = Lock()
        self._started = 0
        self._busy = 0

    @property
    def free(self) -> int:
        """How many tasks would be begun at once."""
        with self._lock:
            return self._most - self._busy

    def submit(self, task: Callable[[], None]) -> None:
        """Do a task, which must not raise; it waits while all threads are busy."""
        with self._lock:
            self._busy += 1
            if self._busy > self._started and self._started < self._most:
                self._started += 1
                Thread(target=self._work, name=self._name, daemon=True).start()
        self._tasks.put(task)

    def stop(self) -> None:
        """Begin no further task; what is under way is left to itself."""
        for _ in range(self._most):
            self._tasks.put(None)

    def _work(self) -> None:
        while task := self._tasks.get():
            try:
                task()
            finally:
                with self._lock:
                    self._busy -= 1
