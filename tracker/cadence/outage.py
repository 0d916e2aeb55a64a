"""Telling our own outage from theirs: when most hosts fail at once, it is us."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=10)
"""How long what a host did last counts."""

FEWEST = 3
"""Hosts that have to be asked before they tell anything about us."""

MOST = 0.6
"""The share of them that have to fail."""


@dataclass(slots=True)
class Outage:
    """What became of the last request to each host. Not for use by several threads at once."""

    _last: dict[str, tuple[datetime, bool]] = field(default_factory=dict)

    def note(self, domain: str, now: datetime, *, answered: bool) -> None:
        """A host was asked; an error status is an answer."""
        self._last[domain] = now, answered

    def is_ours(self, now: datetime) -> bool:
        """Whether the failures of the last minutes say more about our network than about hosts."""
        self._last = {of: last for of, last in self._last.items() if last[0] > now - WINDOW}
        failed = sum(1 for answered in self._recent() if not answered)
        return len(self._last) >= FEWEST and failed >= MOST * len(self._last)

    def _recent(self) -> Iterator[bool]:
        return (answered for _, answered in self._last.values())
