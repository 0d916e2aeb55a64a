"""Keeping the looks within what may be spent, and spending it where most is to be gained.

Where more falls due than may be taken, everybody waits longer *in proportion*: the number of
changes that make a look due is raised, so the likeliest changes are still looked for first.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tracker.cadence.pause import DUE

_HOUR = timedelta(hours=1)
_LATE = timedelta(minutes=1)
_UP, _DOWN = 1.05, 0.98
_MOST = DUE * 1000


@dataclass(slots=True)
class Budget:
    """At most `per_hour` looks in any hour. `due` is the number of expected changes that count.

    Not for use by several threads at once.
    """

    per_hour: int
    due: float = DUE
    _taken: deque[datetime] = field(default_factory=deque)

    def left(self, now: datetime) -> int:
        """How many looks may be taken now."""
        while self._taken and self._taken[0] <= now - _HOUR:
            self._taken.popleft()
        return max(self.per_hour - len(self._taken), 0)

    def spend(self, now: datetime) -> None:
        """Note a look."""
        self._taken.append(now)

    def adapt(self, late: timedelta) -> None:
        """Raise `due` while looks come later than planned, lower it while they come in time."""
        factor = _UP if late > _LATE else _DOWN
        self.due = min(max(self.due * factor, DUE), _MOST)


@dataclass(slots=True)
class HostBudgets:
    """At most `per_hour` looks in any hour at any one domain, so that none eats up the others'.

    Not for use by several threads at once.
    """

    per_hour: int
    _last: dict[str, deque[datetime]] = field(default_factory=dict)
    _swept: datetime | None = None

    def free_at(self, domain: str, now: datetime) -> datetime | None:
        """When another look at a domain may be taken; None where it may be now."""
        last = self._last.get(domain)
        if last is None or len(last) < self.per_hour or last[0] <= now - _HOUR:
            return None
        return last[0] + _HOUR

    def spend(self, domain: str, now: datetime) -> None:
        """Note a look."""
        self._sweep(now)
        self._last.setdefault(domain, deque(maxlen=self.per_hour)).append(now)

    def _sweep(self, now: datetime) -> None:
        """Once an hour, forget the domains that nobody looked at in it."""
        if self._swept and now - self._swept < _HOUR:
            return
        self._swept = now
        self._last = {of: last for of, last in self._last.items() if last[-1] > now - _HOUR}
