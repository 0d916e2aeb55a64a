"""How often to look at what lists articles: by how many new ones it has brought of late.

Entries come as a Poisson process whose rate drifts over the day, so the past counts for less as it
gets older. The rate has a Gamma posterior, as that of an article (`tracker.cadence.rate`).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(hours=6)

EXPECTED = 0.5
"""New entries to be expected when a look is due: every other look brings one."""

ENTRIES, HOURS = 1.0, 1.0
"""What a source of which nothing is known is credited with: one entry in an hour."""

MEMORY = 24.0
"""Hours after which what was seen counts for a third (1/e)."""


@dataclass(frozen=True, slots=True)
class Flow:
    """What a source has brought: so many new entries in so many hours, the old ones fading."""

    fresh: float = 0.0
    hours: float = 0.0

    def after(self, fresh: int, since: timedelta) -> "Flow":
        """The flow after a look that found so many new entries, `since` after the one before."""
        passed = max(since.total_seconds(), 0) / 3600
        left = math.exp(-passed / MEMORY)
        return Flow(self.fresh * left + fresh, self.hours * left + MEMORY * (1 - left))

    @property
    def per_hour(self) -> float:
        return (ENTRIES + self.fresh) / (HOURS + self.hours)


def first_flow(published: Iterable[datetime | None], now: datetime) -> Flow:
    """What the times of a list's entries tell when it is seen first."""
    hours = [(now - at).total_seconds() / 3600 for at in published if at and at <= now]
    if not hours:
        return Flow()
    span = min(max(*hours, 1.0), MEMORY)
    return Flow(sum(1 for each in hours if each <= span), span)


def source_pause(flow: Flow, keep: timedelta | None = None) -> timedelta:
    """How long to wait before the next look, between SHORTEST and LONGEST.

    `keep` is for how long the source says that it may be kept; up to LONGEST it is heeded.
    """
    wait = timedelta(hours=EXPECTED / flow.per_hour)
    return min(max(wait, keep or SHORTEST, SHORTEST), LONGEST)
