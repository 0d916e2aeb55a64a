"""A reading together with what it asserts, so that every version is understood once."""

from dataclasses import dataclass, replace

from tracker.article.reading import Layout, Reading, lay_out
from tracker.understanding.model import Understanding
from tracker.understanding.understand import understand


@dataclass(frozen=True, slots=True)
class Understood:
    """A reading, its layout, and what the laid-out text asserts (offsets are the layout's)."""

    reading: Reading
    layout: Layout
    understanding: Understanding


def understand_reading(reading: Reading, *, zone: str | None = None) -> Understood:
    """Understand `reading` as of its publication; `zone` is the outlet's (IANA name).

    The reading's own notices count where it has any: they know the fields they stand in.
    """
    layout = lay_out(reading)
    found = understand(layout.text, published=reading.published, zone=zone)
    if reading.notices:
        found = replace(found, notices=reading.notices)
    return Understood(reading, layout, found)
