"""The daemon's stories: each is lined up again when it changed, but not without a pause."""

import time
from collections.abc import Callable
from functools import partial
from threading import Event

from tracker.daemon.jobs import Job
from tracker.services.context import Context

SHARE = 10
"""A story is lined up at most this part of the time: after a minute it rests for nine.

A large one takes minutes, and may change with every look. Whoever asks meanwhile has it lined up.
"""


class Lining:
    """Lines up what changed, and remembers how long each story took. For one thread."""

    def __init__(
        self, context: Context, stop: Event, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._context = context
        self._stop = stop
        self._seconds = seconds
        self._rests: dict[str, float] = {}  # until when, for those that do

    def line_up(self, job: Job) -> None:
        """Line up the stories that changed and do not rest; one that fails keeps no other."""
        now = self._seconds()
        self._rests = {story: until for story, until in self._rests.items() if until > now}
        for story in self._context.projector.stale():
            if self._stop.is_set():
                return
            if story not in self._rests:
                job.attempt(f"story {story}", partial(self._line_up, story))

    def _line_up(self, story: str) -> None:
        began = self._seconds()
        try:
            self._context.projector.line_up([story])
        finally:
            ended = self._seconds()
            self._rests[story] = ended + (SHARE - 1) * (ended - began)
