"""The daemon as a process: its threads, its clock, its signals, and how it ends."""

import logging
import os
import signal
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from threading import Event, Thread, current_thread, main_thread
from threading import enumerate as enumerate_threads
from types import FrameType
from typing import Any

from tracker.config import Settings
from tracker.daemon.following import LogFollower
from tracker.daemon.lock import only_one
from tracker.daemon.reloading import reloaded
from tracker.daemon.work import Daemon
from tracker.errors import TrackerError
from tracker.services.context import Context
from tracker.services.operating.heartbeat import JobState, beat, leave

TICK = 1
"""Seconds between two glances at what is due."""

CALM = 5
"""Seconds between two signs of life, and between two times of lining up what changed."""

HOUR = 3600
"""Seconds between two times of forgetting what was delivered long ago."""

PATIENCE = 7.0
"""Seconds that what is under way gets to end, of the ten that a stop may take."""

MOMENT = 1.0
"""Seconds that threads without work get to notice it, and that signing off may take."""

_STEP = 0.05
_CLOCK = "APScheduler"  # its thread
_STOP, _RELOAD = "stop", "reload"

Load = Callable[[], Settings]
Told = Callable[[Settings], None]

logger = logging.getLogger(__name__)


class Service:
    """One daemon at work, from its start until it is stopped.

    `load` reads the settings again on SIGHUP; `told` is called with settings that were reloaded.
    """

    def __init__(
        self,
        context: Context,
        settings: Settings,
        load: Load | None = None,
        told: Told | None = None,
    ) -> None:
        self.name = uuid.uuid4().hex
        self.daemon = Daemon(context, settings)
        self.loops: list[Thread] = []
        self._context = context
        self._load = load or (lambda: settings)
        self._told = told or (lambda _: None)
        self._calls: SimpleQueue[str] = SimpleQueue()  # unlike an event, safe to use in a handler
        self._asked = False
        self._wake = Event()
        self._renew = Event()
        self._started = context.clock()
        self._before = set(enumerate_threads())

    def run(self) -> bool:
        """Work until SIGTERM or SIGINT; False where something hangs and had to be left alone.

        Then the process is to be ended without waiting for its threads. Raises ConflictError where
        another daemon has the file, and what keeps it from listening for HTTP.
        """
        daemon = self.daemon
        with ExitStack() as opened:
            opened.enter_context(only_one(self._context))
            opened.enter_context(self._signals())
            if daemon.settings.daemon.listen:
                from tracker.daemon.serving import serving

                opened.enter_context(serving(self))
            daemon.jobs["heartbeat"].run(self._beat)
            scheduler = self._begin()
            logger.info("started", extra={"database": self._context.database, "pid": os.getpid()})
            try:
                self._wait()
            finally:
                ended = self._end(scheduler)
            if not ended:
                opened.pop_all()  # the lock stays with the process, for it may still write
            return ended

    def stop(self) -> None:
        """Let it come to its end."""
        self._calls.put(_STOP)

    def reload(self) -> None:
        """Let it read its settings again."""
        self._calls.put(_RELOAD)

    @property
    def states(self) -> dict[str, JobState]:
        """How its jobs do."""
        return {name: job.state() for name, job in self.daemon.jobs.items()}

    @property
    def is_alive(self) -> bool:
        """Whether all of its threads are there."""
        clock = [each for each in enumerate_threads() if each.name == _CLOCK]
        return bool(clock and self.loops) and all(loop.is_alive() for loop in self.loops)

    def _begin(self) -> Any:
        """Start the clock and the loops."""
        from apscheduler.executors.pool import ThreadPoolExecutor
        from apscheduler.schedulers.background import BackgroundScheduler

        daemon = self.daemon
        timed = {
            "looks": (daemon.look, TICK),
            "digests": (daemon.publish, TICK),
            "stories": (daemon.line_up, CALM),
            "pruning": (daemon.prune, HOUR),
            "heartbeat": (self._beat, CALM),
        }
        scheduler = BackgroundScheduler(
            executors={name: ThreadPoolExecutor(1) for name in timed},
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
            timezone=UTC,
        )
        for name, (work, seconds) in timed.items():
            scheduler.add_job(
                daemon.jobs[name].run,
                "interval",
                args=[work],
                seconds=seconds,
                executor=name,
                next_run_time=datetime.now(UTC),
            )
        scheduler.start()
        follower = LogFollower(self._context, self._wake)
        follow = daemon.jobs["follow"]
        poll = lambda: daemon.settings.daemon.poll  # noqa: E731 - read anew each time
        self.loops = [
            Thread(target=follower.run, args=(daemon.stop, poll, follow), name="follow"),
            Thread(target=self._deliver, name="deliver"),
        ]
        for loop in self.loops:
            loop.daemon = True
            loop.start()
        return scheduler

    def _deliver(self) -> None:
        """Keep the deliveries going: after a failure, and with new settings."""
        job, stop = self.daemon.jobs["deliveries"], self.daemon.stop
        while not stop.is_set():
            job.run(lambda: self.daemon.deliverer().run(self._renew, self._wake))
            if not stop.is_set():
                self._renew.clear()
                stop.wait(_STEP)

    def _beat(self) -> None:
        beat(self._context, self.name, self._started, self.states)

    def _wait(self) -> None:
        """Until it is to stop. Waits in short steps: a signal may come just before waiting."""
        while (call := self._next_call()) != _STOP:
            if call == _RELOAD:
                self._take_settings()

    def _next_call(self) -> str | None:
        try:
            return self._calls.get(timeout=MOMENT)
        except Empty:
            return None

    def _take_settings(self) -> None:
        before = self.daemon.settings
        self.daemon.settings = reloaded(before, self._load)
        if self.daemon.settings is not before:
            self._told(self.daemon.settings)
            self._renew.set()
            self._wake.set()

    def _end(self, scheduler: Any) -> bool:
        """Wait for what is under way, but not for long; whether all of it ended."""
        for event in (self.daemon.stop, self._wake, self._renew):
            event.set()
        logger.info("stopping")
        with suppress(Exception):
            scheduler.shutdown(wait=False)
        jobs = self.daemon.jobs
        busy = _left(lambda: [name for name in jobs if jobs[name].is_running], PATIENCE)
        if busy:
            logger.warning("stopped in the middle", extra={"jobs": ", ".join(busy)})
        else:
            self.daemon.looking.close()
        self._leave()
        hanging = [] if busy else _left(self._threads, MOMENT)
        logger.info("stopped")
        return not busy and not hanging

    def _threads(self) -> list[str]:
        """Those begun here; for a look that hangs the interpreter would wait, daemon or not."""
        mine = set(enumerate_threads()) - self._before
        return [each.name for each in mine if each.name != "http"]

    def _leave(self) -> None:
        """Sign off, if the database lets us: its writers may hold it for longer than we have."""
        last = Thread(target=self._sign_off, daemon=True)
        last.start()
        last.join(MOMENT)

    def _sign_off(self) -> None:
        with suppress(TrackerError):
            leave(self._context, self.name)

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """Heed signals meanwhile; only the main thread can (a test may run this in another)."""

        def asked_to_stop(number: int, _frame: FrameType | None) -> None:
            if self._asked:
                os._exit(128 + number)  # asked twice: at once
            self._asked = True
            self.stop()

        if current_thread() is not main_thread():
            yield
            return
        handlers: dict[int, Any] = {signal.SIGTERM: asked_to_stop, signal.SIGINT: asked_to_stop}
        if hasattr(signal, "SIGHUP"):  # Windows has none
            handlers[signal.SIGHUP] = lambda *_: self.reload()
        before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _left(waited_for: Callable[[], list[str]], seconds: float) -> list[str]:
    """What is still there of what is waited for, once it is gone or the time is over."""
    until = time.monotonic() + seconds
    while (left := waited_for()) and time.monotonic() < until:
        time.sleep(_STEP)
    return left
