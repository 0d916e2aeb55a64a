"""How many shifts came since a schedule's last digest, remembered between two glances."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from tracker.newsroom.selection import Selection
from tracker.projections.counting import count_shifts

RECOUNT = timedelta(minutes=5)
"""After which all is counted anew: articles come into a story, and get tags, after their shifts."""


@dataclass(frozen=True, slots=True)
class _Count:
    wanted: Selection
    after: int
    upto: int
    shifts: int
    counted_at: datetime


@dataclass(slots=True)
class Waiting:
    """What one process has counted. Without it, every glance would begin at the last digest.

    It may only be wrong by too little or too much for a while: before a digest is published,
    `count_shifts` has the last word. Not for use by two threads at once.
    """

    _counts: dict[str, _Count] = field(default_factory=dict)

    def count(
        self,
        connection: Connection,
        name: str,
        wanted: Selection,
        *,
        after: int,
        upto: int,
        now: datetime,
    ) -> int:
        """How many wanted shifts stand at positions (after, upto], as far as is known."""
        known = self._counts.get(name)
        if known is None or not _leads_on(known, wanted, after, upto, now):
            known = _Count(wanted, after, after, 0, now)
        shifts = known.shifts + count_shifts(connection, wanted, known.upto, upto)
        self._counts[name] = _Count(wanted, after, upto, shifts, known.counted_at)
        return shifts

    def knows_too_few(
        self, name: str, wanted: Selection, enough: int, *, after: int, upto: int, now: datetime
    ) -> bool:
        """Whether all up to there was counted, and is less than enough."""
        known = self._counts.get(name)
        return (
            known is not None
            and _leads_on(known, wanted, after, upto, now)
            and known.upto == upto
            and known.shifts < enough
        )

    def forget(self, name: str) -> None:
        """Count anew next time: what was counted has changed since."""
        self._counts.pop(name, None)


def _leads_on(known: _Count, wanted: Selection, after: int, upto: int, now: datetime) -> bool:
    return (
        (known.wanted, known.after) == (wanted, after)
        and known.upto <= upto
        and abs(now - known.counted_at) < RECOUNT
    )
