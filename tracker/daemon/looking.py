"""The daemon's looks: what a crash left behind is settled, and what is due is looked at."""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from threading import Event

from tracker.capture.archive import Outcome
from tracker.capture.fetch import open_fetcher
from tracker.config import CaptureSettings
from tracker.daemon.counts import Counts
from tracker.daemon.jobs import Job
from tracker.services.context import Context
from tracker.services.looks.rounds import Rounds
from tracker.services.looks.seen import Seen, Sight
from tracker.services.looks.watching import count_due, is_anything_due
from tracker.services.taking.settling import settle

Wait = Callable[[float], object]
"""Lets so many seconds pass."""

logger = logging.getLogger(__name__)


class Looking:
    """Looks at what is due, over one client whose connections are kept. Of one thread."""

    def __init__(
        self, context: Context, settings: CaptureSettings, counts: Counts, stop: Event
    ) -> None:
        self.settings = settings
        self._context = context
        self._counts = counts
        self._stop = stop
        self._open = ExitStack()
        self._rounds: Rounds | None = None

    def settle(self, job: Job) -> None:
        """Take in what was seen and not yet told when a process died."""
        for article in self._context.archive.articles_pending():
            if self._stop.is_set():
                return
            job.attempt(f"settling article {article}", partial(settle, self._context, article))
        self._context.projector.catch_up()

    def look(self) -> None:
        """Look at everything that is due and whose domain is free; the rest has its turn later."""
        if not self._stop.is_set() and is_anything_due(self._context):
            self._round()

    def look_all(self, wait: Wait) -> None:
        """Look at all that is due now, waiting where a domain wants a pause between requests."""
        left = count_due(self._context)
        while left > 0 and not self._stop.is_set():
            looked, found = self._round()
            pause = self._opened().waits_for()
            if not looked and pause is None:
                return  # another process has the rest
            if not looked and pause:
                wait(pause.total_seconds())
            left += found - looked

    def close(self) -> None:
        """Close the connections; the next look opens new ones."""
        self._open.close()
        self._rounds = None

    def _round(self) -> tuple[int, int]:
        """How many addresses were looked at, and how many more fell due by what they list."""
        looked = found = 0
        for seen in self._opened().run():
            self._tell(seen)
            looked, found = looked + 1, found + seen.found
        return looked, found

    def _opened(self) -> Rounds:
        """The rounds of looks; new ones, where they are set otherwise now."""
        if self._rounds and self._rounds.settings != self.settings:
            self.close()
        if self._rounds is None:
            fetcher = self._open.enter_context(open_fetcher(self.settings, self._context.clock))
            self._rounds = Rounds(self._context, self.settings, fetcher, self._stop)
        return self._rounds

    def _tell(self, seen: Seen) -> None:
        taken = seen.taken
        is_version = taken is not None and taken.outcome is Outcome.VERSION
        self._counts.looked(seen.sight.name.lower(), is_version=is_version)
        facts: dict[str, object] = {"address": seen.address}
        if taken:
            facts["version"] = taken.version
        if seen.returned:
            facts["returned"] = True
        if seen.held_for:
            facts["held_for"] = "; ".join(seen.held_for)
        if seen.detail:
            facts["detail"] = seen.detail
        level = logging.WARNING if seen.sight is Sight.FAILED else logging.INFO
        logger.log(level, "%s", _event(seen), extra=facts)


def _event(seen: Seen) -> str:
    """What happened, in the same words each time."""
    if seen.taken:
        is_version = seen.taken.outcome is Outcome.VERSION
        return "version captured" if is_version else f"looked: {seen.taken.outcome}"
    return f"look {seen.sight}" if seen.sight is Sight.FAILED else f"looked: {seen.sight}"
