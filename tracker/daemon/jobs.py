"""A job of the daemon: it comes up again whatever becomes of it, and its trouble is told.

Trouble is told when it begins, then at growing intervals, and once when it is over. What fails is
tried again after growing pauses.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock

from tracker.digest.escaping import inert
from tracker.errors import DatabaseError, TrackerError
from tracker.redacting import redacted
from tracker.services.context import Clock
from tracker.services.operating.heartbeat import JobState

FIRST_REST, LONGEST_REST = 1.0, 30.0
"""Seconds after which what failed is tried again, doubled from failure to failure."""

FIRST_SILENCE, LONGEST_SILENCE = 60.0, 3600.0
"""Seconds after which trouble that lasts is told again, doubled each time."""

STEADY = 5.0
"""Seconds after which a job that never ends counts as doing well again."""

LONGEST_ERROR = 300  # characters

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Trouble:
    """Since when and why something fails; `tell_at` and `try_at` are on the clock of seconds."""

    since: datetime
    error: str
    rest: float
    try_at: float
    silence: float
    tell_at: float


@dataclass(slots=True)
class Job:
    """One job; its tasks fail apart from each other. For one thread, but for `state`.

    One that is `endless` does well as long as it runs.
    """

    name: str
    clock: Clock
    seconds: Callable[[], float] = time.monotonic
    endless: bool = False
    failure: Exception | None = None
    _running_since: float | None = None
    _last_success: datetime | None = None
    _troubles: dict[str, _Trouble] = field(default_factory=dict)
    _failing: set[str] = field(default_factory=set)
    _lock: RLock = field(default_factory=RLock)

    def run(self, work: Callable[[], object]) -> None:
        """Do it, unless it is to rest after a failure. `failure` is the first since it was None."""
        if self._rests(self.name):
            return
        with self._lock:
            self._failing.clear()
            self._running_since = self.seconds()
        try:
            work()
        except Exception as error:  # noqa: BLE001 - told, with its traceback if it is a bug
            self._note(self.name, error)
            over = {self.name} - self._failing
        else:
            over = self._troubles.keys() - self._failing
        with self._lock:
            self._running_since = None
            self._end(over)

    def attempt(self, task: str, work: Callable[[], object]) -> None:
        """Do a task of this job; one that fails keeps it from no other.

        Without a database all would fail, each after its time-out: then the job does.
        """
        if self._rests(task):
            self._failing.add(task)
            return
        try:
            work()
        except DatabaseError:
            raise
        except Exception as error:  # noqa: BLE001 - told, with its traceback if it is a bug
            self._note(task, error)

    @property
    def is_running(self) -> bool:
        return self._running_since is not None

    def state(self) -> JobState:
        """How it does, for other threads."""
        with self._lock:
            since = self._running_since
            if self.endless and since is not None and self.seconds() - since >= STEADY:
                self._end(list(self._troubles))
            if not self._troubles:
                return JobState(self._last_success)
            task, worst = min(self._troubles.items(), key=lambda item: item[1].since)
            error = worst.error if task == self.name else f"{task}: {worst.error}"
            if more := len(self._troubles) - 1:
                error += f" (and {more} more)"
            return JobState(self._last_success, worst.since, error)

    def _rests(self, task: str) -> bool:
        trouble = self._troubles.get(task)
        return trouble is not None and self.seconds() < trouble.try_at

    def _note(self, task: str, error: Exception) -> None:
        now, said = self.seconds(), told(error)
        bug = None if isinstance(error, TrackerError) else error
        with self._lock:
            self.failure = self.failure or error
            self._failing.add(task)
            known = self._troubles.get(task)
            if known is None:
                known = _Trouble(self.clock(), said, FIRST_REST, 0, FIRST_SILENCE, 0)
                self._troubles[task] = known
            else:
                known.rest = min(2 * known.rest, LONGEST_REST)
            known.error, known.try_at = said, now + known.rest
            if now < known.tell_at:
                return
            if known.tell_at:
                known.silence = min(2 * known.silence, LONGEST_SILENCE)
            known.tell_at = now + known.silence
        facts = {"task": task, "error": said, "since": known.since.isoformat()}
        logger.warning("%s failed", self.name, exc_info=bug, extra=facts)

    def _end(self, tasks: Iterable[str]) -> None:
        for task in list(tasks):
            if trouble := self._troubles.pop(task, None):
                facts = {"task": task, "failed_since": trouble.since.isoformat()}
                logger.info("%s is well again", self.name, extra=facts)
        if not self._troubles:
            self._last_success = self.clock()


def told(error: Exception) -> str:
    """What went wrong, on one line that nothing obeys and in which no secret stands."""
    said = str(error) if isinstance(error, TrackerError) else f"{type(error).__name__}: {error}"
    line = inert(redacted(said))
    return line if len(line) <= LONGEST_ERROR else f"{line[:LONGEST_ERROR]}..."
