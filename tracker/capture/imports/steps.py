"""What a reader gives, one step at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Recorded:
    """A page that somebody else captured: `body` unpacked, `observed_at` zone-aware.

    `headers` are those of the answer as they came. `final_address` answered, where redirects led
    away from `address`; `moved` is where permanent ones led.
    """

    address: str
    observed_at: datetime
    body: bytes
    media_type: str | None = None
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    final_address: str | None = None
    moved: tuple[str, ...] = ()
    outlet: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """What is not taken in. `reason` is one of few, to count by.

    `detail` names what and where for something that should have been taken: damage, no answer.
    """

    reason: str
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing read. `cursor` is where to go on after it, `done` how far that is of the whole."""

    item: Recorded | Skipped
    cursor: str
    done: int


class Reader(Protocol):
    """A source of captures. `name` tells it from all others, whatever was taken out of it so far.

    `total` is what `done` of the last step comes to, None where nobody knows before.
    """

    @property
    def name(self) -> str: ...

    @property
    def total(self) -> int | None: ...

    def steps(self, cursor: str | None) -> Iterator[Step]:
        """The steps behind `cursor`, or all. Raises our errors where it cannot go on at all."""
        ...
