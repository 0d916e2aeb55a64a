"""Which shifts somebody wants to hear of: those of some articles, of some kinds, of some weight."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selection:
    """At most one of story, outlet and tag names the articles; None of them: all.

    `kinds` are kinds of shift ("revised", "withdrawn") and topics ("fact", "statement", "notice",
    "wording"); where both are named a shift must be of one of each. `weight` (0 to 1) is the least.
    """

    story: str | None = None
    outlet: str | None = None
    tag: str | None = None
    kinds: tuple[str, ...] = ()
    weight: float = 0.0

    def wants(self, topic: str, kind: str, weight: float) -> bool:
        """Whether a shift of this topic, kind and weight is wanted, of whatever article."""
        topics = [word for word in self.kinds if word in TOPICS]
        kinds = [word for word in self.kinds if word not in TOPICS]
        return (
            weight >= self.weight
            and (not topics or topic in topics)
            and (not kinds or kind in kinds)
        )

    @property
    def picks_shifts(self) -> bool:
        """Whether it leaves any shift of its articles out."""
        return bool(self.kinds) or self.weight > 0


TOPICS = frozenset({"fact", "statement", "notice", "wording"})
"""What a shift can be a shift of (`tracker.understanding.model.Topic`)."""
