"""Whether an edit made a claim less sure or surer, and whether it did anything else."""

import re
from enum import StrEnum
from typing import Final, NamedTuple

from tracker.comparing.terms import is_plain, terms_of
from tracker.understanding.language.hedges import certainty, hedges
from tracker.understanding.model import ShiftKind

HAPPENED: Final = "what was ahead has happened"
"""The rule of a status: "is expected to be released" -> "was released"."""

_HEDGING: Final = "hedging words"
_BESIDE: Final = 1  # words that may have come or gone with a hedge
_AHEAD: Final = re.compile(
    r"\b(?:expected|set|due|scheduled|planned|slated|poised|about|going|ready) to\b|\bwill\b",
    re.IGNORECASE,
)
_DONE: Final = re.compile(r"\b(?:has|have|had|was|were)\b|\b\w{2,}ed\b", re.IGNORECASE)


class Turn(NamedTuple):
    """What an edit did to a claim, and by which rule."""

    kind: ShiftKind
    reason: str


class _Side(StrEnum):
    """What the verbs of a stretch of words tell."""

    AHEAD = "ahead"
    DONE = "done"
    OPEN = "open"


def turn_of(old: str, new: str) -> Turn | None:
    """How `new` is less sure than `old`, or surer; None where that is not what the edit is about.

    An edit that replaces more than the words that hedge asserts something else.
    """
    if (_side(old), _side(new)) == (_Side.AHEAD, _Side.DONE) and _is_all(old, new):
        return Turn(ShiftKind.REVISED, HAPPENED)
    before, after = certainty(old), certainty(new)
    if before == after or not _is_all(old, new):
        return None
    return Turn(ShiftKind.HEDGED if after < before else ShiftKind.FIRMED, _HEDGING)


def _side(text: str) -> _Side:
    if _AHEAD.search(text):
        return _Side.AHEAD
    return _Side.DONE if _DONE.search(text) else _Side.OPEN


def _is_all(old: str, new: str) -> bool:
    """Whether one side's words, apart from hedges and plain words, are among the other's."""
    one, other = _bare(old), _bare(new)
    if bool(one) != bool(other) and old and new:
        return False  # "a suspect" who is "a witness" now
    return (one <= other or other <= one) and len(one ^ other) <= _BESIDE


def _bare(text: str) -> set[str]:
    kept, at = [], 0
    for hedge in hedges(text):
        kept.append(text[at : hedge.start])
        at = hedge.end
    kept.append(text[at:])
    return {term.key for term in terms_of(_AHEAD.sub(" ", " ".join(kept))) if not is_plain(term)}
