"""Finds what was said, before and behind a cue."""

from collections.abc import Sequence

from tracker.understanding.cues import Cue
from tracker.understanding.lexicon import words
from tracker.understanding.units import Token

Range = tuple[int, int]
_COMPLEMENTISERS = frozenset(
    {"that", "whether", "if", "how", "why", "what", "who", "when", "where"}
)


def behind(tokens: Sequence[Token], cue: Cue, start: int, end: int) -> Range | None:
    """Tokens start..end hold what follows the cue (and its speaker); the content among them."""
    begin = _begin(tokens, cue, start, end)
    if begin is None or begin >= end:
        return None
    return begin, end


def _begin(tokens: Sequence[Token], cue: Cue, start: int, end: int) -> int | None:
    at = start
    if at >= end:
        return None
    token = tokens[at]
    frames = cue.verb.frames
    if token.kind == "quote":
        return at
    if (
        token.text in {":", ","}
        and at + 1 < end
        and (tokens[at + 1].kind == "quote" or token.text == ":")
    ):
        return at + 1
    if token.kind == "sign":
        return None
    if token.low in _COMPLEMENTISERS and frames & {"clause", "that"}:
        return at
    if "to" in frames and token.low == "to":
        return at
    if token.low in words("prepositions") or token.low in words("times") or "person" in frames:
        later = _later(tokens, at, end, person="person" in frames)
        if later is not None:
            return later
        if "person" in frames and token.low not in words("prepositions"):
            return _after_hearer(tokens, at, end)
        if token.low in words("times") and "clause" in frames and at + 1 < end:
            return at + 1 if tokens[at + 1].kind == "word" else None
        return None
    if "clause" in frames or "thing" in frames:
        return at
    return None


def _later(tokens: Sequence[Token], start: int, end: int, *, person: bool) -> int | None:
    """Where the content begins behind an addressee or an adverbial."""
    for at in range(start, min(end, start + 25)):
        token = tokens[at]
        if token.kind == "quote" or token.low in _COMPLEMENTISERS:
            return at
        if token.text == ":":
            return at + 1
        if person and token.low == "to" and at > start:
            return at
    return None


def _after_hearer(tokens: Sequence[Token], start: int, end: int) -> int | None:
    for at in range(start + 1, min(end, start + 12)):
        if tokens[at].low in {"he", "she", "they", "we", "it", "there", "the", "his", "her"}:
            return at
    return None
