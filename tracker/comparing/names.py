"""Whether two names mean the same person, place or body, by the company they keep in a text."""

import re
from collections.abc import Iterable
from typing import Final

# What may stand between two parts of one name: "Zeid Ra'ad al-Hussein", "Ito of Osaka" not.
_INSIDE: Final = re.compile(
    r"(?:[\s.\-’']|\b(?:al|bin|bint|de|del|la|van|von|der|ben|el|[A-Z][\w’']*)\b)*"
)
_REACH: Final = 40  # characters that one name may stretch over


def same_bearer(one: str, other: str, texts: Iterable[str]) -> bool:
    """Whether the two stand side by side in one full name somewhere in the texts."""
    return any(
        _joined(text, one, other) or _joined(text, other, one)
        for text in texts
        if one in text and other in text
    )


def _joined(text: str, first: str, second: str) -> bool:
    at = text.find(first)
    while at >= 0:
        end = at + len(first)
        follows = text.find(second, end, end + _REACH)
        if follows >= 0 and _INSIDE.fullmatch(text, end, follows):
            return True
        at = text.find(first, end)
    return False
