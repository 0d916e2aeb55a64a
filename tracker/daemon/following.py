"""Following the log: what any process records is projected at once, and deliveries are woken."""

from collections.abc import Callable
from threading import Event

from tracker.daemon.jobs import Job
from tracker.services.context import Context


class LogFollower:
    """Sees the log grow, within `poll` seconds. Of one thread."""

    def __init__(self, context: Context, wake: Event) -> None:
        self._context = context
        self._wake = wake
        self._seen = -1

    def run(self, stop: Event, poll: Callable[[], float], job: Job) -> None:
        """Follow until `stop`."""
        while not stop.wait(poll()):
            job.run(self.step)

    def step(self) -> None:
        """Take in what is new, if anything is."""
        head = self._context.store.head().position
        if head != self._seen:
            self._context.projector.catch_up()
            self._seen = head
            self._wake.set()
