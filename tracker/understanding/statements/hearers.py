"""Finds what was said behind the person who was told: "told the mayor | that ..."."""

from collections.abc import Sequence

from tracker.understanding.statements.cues import Cue
from tracker.understanding.statements.grammar import (
    has_finite,
    is_finite,
    is_sign,
)
from tracker.understanding.statements.units import Token

_FARTHEST = 25
_TELLING = frozenset({"tell", "inform", "warn", "notify", "remind", "assure"})
_HEARER = 8
_SUBJECTS = frozenset({"he", "she", "they", "we", "it", "there", "i", "you"})


def past_hearer(tokens: Sequence[Token], cue: Cue, start: int, end: int) -> int | None:
    """Behind the person told: a clause, quoted words; or the person with what they should do."""
    announced = _announced(tokens, start, end)
    if announced is None and cue.verb.lemma in _TELLING:
        announced = _told_of(tokens, start, end)
    if announced is not None:
        return announced
    for at in range(start + 1, min(end, start + _FARTHEST)):
        token = tokens[at]
        if token.low in {"whether", "how", "why", "what", "if"}:
            return at
        if token.low == "to" and "to" in cue.verb.frames and at - start <= _HEARER:
            return start
        if token.low in _SUBJECTS or (
            at - start > 1 and token.low in {"the", "his", "her", "their"}
        ):
            return at
        if is_finite(token) and at > start + 1:
            return at - 1
    return None


def _told_of(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """What somebody was told of: "told the mayor | of her plan"."""
    if has_finite(tokens, start, end):
        return None
    reach = range(start + 1, min(end, start + _HEARER))
    return next((at for at in reach if tokens[at].low in {"of", "about"}), None)


def _announced(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """The first "that", colon or quotation behind a hearer, with no clause in between."""
    for at in range(start + 1, min(end, start + _FARTHEST)):
        if tokens[at].low == "that" or tokens[at].kind == "quote":
            return at
        if is_sign(tokens, at, ":"):
            return at + 1
        if is_finite(tokens[at]) or tokens[at].low in _SUBJECTS or tokens[at].low == "to":
            return None
    return None
