"""What came of the captures of an import, counted."""

from collections import Counter
from dataclasses import dataclass, field

_TAKEN = "taken: "


@dataclass(slots=True)
class Tally:
    """How often each outcome and each reason to skip something occurred."""

    counts: Counter[str] = field(default_factory=Counter)

    def taken_as(self, outcome: str) -> None:
        """Count a capture that was taken in; `outcome` is what came of it."""
        self.counts[f"{_TAKEN}{outcome}"] += 1

    def skipped_for(self, reason: str) -> None:
        """Count what was not taken in."""
        self.counts[reason] += 1

    @property
    def outcomes(self) -> dict[str, int]:
        """How many captures were taken in, by what came of them."""
        return {k.removeprefix(_TAKEN): n for k, n in self.counts.items() if k.startswith(_TAKEN)}

    @property
    def skipped(self) -> dict[str, int]:
        """How many were not, by reason, the most frequent first."""
        return {k: n for k, n in self.counts.most_common() if not k.startswith(_TAKEN)}

    @property
    def taken(self) -> int:
        """How many captures were taken in."""
        return sum(self.outcomes.values())
