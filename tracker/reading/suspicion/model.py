"""What a page is judged by, and what speaks against it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a page seems to be instead of the article."""

    BLOCK = "block page"
    CONSENT = "consent wall"
    LOGIN = "login page"
    NOT_FOUND = "soft 404"
    HOME = "home page"
    SERVER_ERROR = "server error"
    MAINTENANCE = "maintenance page"
    EMPTY = "empty body"
    GARBLED = "mojibake"
    CUT = "cut off"
    PAYWALL = "paywall cut"
    SHRUNK = "loss of text"
    GROWN = "growth of text"
    OTHER = "wrong article"
    LANGUAGE = "wrong language"


SOFT = frozenset({Kind.SHRUNK, Kind.GROWN, Kind.OTHER, Kind.LANGUAGE})
"""Signs that a genuine edit may bear too: a second look that shows the same refutes them.

All others are hard: however often such a page comes, it is not what the article says. A paywall is
among them, as what it hides has not been taken back; a shortened text without the words of a
paywall is a loss of text, and soft.
"""

HARD = frozenset(Kind) - SOFT

_KINDS = frozenset(kind.value for kind in Kind)

ABSENT = frozenset({Kind.NOT_FOUND, Kind.HOME})
"""Signs of an article that was taken down: where they last, it counts as gone."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign, in words that tell a reader what was seen."""

    kind: Kind
    detail: str

    @property
    def reason(self) -> str:
        return f"{self.kind}: {self.detail}"

    @property
    def is_hard(self) -> bool:
        return self.kind in HARD


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came, decoded: asked for at `address`, answered by `final_address`."""

    address: str
    final_address: str
    markup: str


def kinds_of(reasons: Iterable[str]) -> frozenset[str]:
    """What the page seemed to be, out of its reasons as recorded."""
    return _KINDS & {reason.partition(":")[0] for reason in reasons}


def is_absent(reason: str) -> bool:
    """Whether a reason, as recorded, says that the article is not there any more."""
    return reason.partition(":")[0] in ABSENT
