"""Messages to put into envelopes."""

from datetime import UTC, datetime

from tracker.delivery.messages import About, FactShifted, More
from tracker.digest.model import Matter, Quote
from tracker.understanding.model import ShiftKind

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)
LOG = "0f4c7b52-8a51-4d0e-9c3b-2f0f6f1f9a11"

ARTICLE = About(
    id="1f0c2a9e",
    outlet="harbour-post.example",
    address="https://www.harbour-post.example/ferries/night-boat",
    headline="Night boat to stop in spring",
    status="live",
    stories=("night-boat",),
)


def fact_shifted(
    old: str = "It carried 10,000 passengers.", new: str = "It carried 12,000 passengers."
) -> FactShifted:
    """10,000 passengers became 12,000, and the outlet did not say so."""
    return FactShifted(
        article=ARTICLE,
        shift="9d0c41a7",
        chain="77aa0b1e",
        kind=ShiftKind.REVISED,
        matter=Matter.FIGURE,
        subject="passengers",
        old_version=1,
        version=2,
        seen_at=NOON,
        announced=False,
        direction="up",
        weight=0.7,
        reasons=("figure:value",),
        before="10,000 passengers",
        after="12,000 passengers",
        old=Quote(text=old, marks=((11, 17),)),
        new=Quote(text=new, marks=((11, 17),)),
        more=More(command="tracker explain 1f0c2a9e 9d0c41a7"),
    )
