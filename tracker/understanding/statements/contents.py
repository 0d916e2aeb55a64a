"""Finds what was said, before and behind a cue."""

from collections.abc import Sequence

from tracker.understanding.language.lexicon import words
from tracker.understanding.statements.cues import Cue, is_bare_participle
from tracker.understanding.statements.grammar import (
    COMPLEMENTISERS,
    Range,
    closes_sentence,
    has_finite,
    is_participle,
    is_sign,
    low,
)
from tracker.understanding.statements.hearers import past_hearer
from tracker.understanding.statements.units import Token

_FARTHEST = 25

_ASKING = frozenset({"ask", "know", "explain", "understand", "decide", "wonder", "reveal"})
_REFUSING = frozenset({"decline", "refuse"})
_ASKED = frozenset({"asked", "pressed", "questioned", "reached", "contacted", "approached"})
_TELLS_NOTHING = frozenset({"show", "find", "learn"})  # "has shown “great courage”"
_LABEL = 9
_DATELINE = 12
_FEWEST_WORDS = 3
_LONGEST_TITLE = 6  # blanks within the title of a programme or a book
_SHORT_INFINITIVE = 2


def in_front(tokens: Sequence[Token], stop: int, floor: int) -> Range | None:
    """The quotation or clause that ends where the speaker or the cue begins."""
    if low(tokens, stop - 1) == "as":
        stop -= 1
    if stop <= floor:
        return None
    if tokens[stop - 1].kind == "quote":
        return _quoted_clause(tokens, stop, floor), stop
    if is_sign(tokens, stop - 1, ",—–―") and stop - 1 > floor:
        return _past_label(tokens, floor, stop - 1), stop - 1
    return None


def _past_label(tokens: Sequence[Token], start: int, end: int) -> int:
    """Past "Updated 9 p.m.:" and a dateline: "KYIV, Ukraine —"."""
    for at in range(start, min(end - 1, start + _LABEL)):
        if is_sign(tokens, at, ":―"):
            return at + 1
    return past_dateline(tokens, start, end)


def past_dateline(tokens: Sequence[Token], start: int, end: int) -> int:
    """Past "KYIV, Ukraine (AP) —", which begins with a place in capitals."""
    if start < end and tokens[start].text.isupper() and len(tokens[start].text) > 1:
        for at in range(start, min(end - 1, start + _DATELINE)):
            if is_sign(tokens, at, "—–-"):
                return at + 1
    return start


def _quoted_clause(tokens: Sequence[Token], stop: int, floor: int) -> int:
    """Where the clause begins that a quotation ends: it may stand in the writer's own words."""
    for at in range(stop - 2, floor - 1, -1):
        if is_sign(tokens, at, ":;") or (
            tokens[at].kind == "quote" and closes_sentence(tokens[at])
        ):
            return at + 1
    return past_dateline(tokens, floor, stop)


def is_adverbial(tokens: Sequence[Token], front: Range) -> bool:
    """Whether the words in front of a speaker only set the scene: "In May, she said ..."."""
    start, end = front
    first = tokens[start]
    if first.kind == "quote" or tokens[end - 1].text.count(" ") > _LONGEST_TITLE:
        return False
    if first.low in _ASKED:
        return True
    if has_finite(tokens, start, end):
        return False
    scenes = words("prepositions", "subordinators", "times")
    if tokens[end - 1].kind == "quote":
        return first.low in words("prepositions")
    return first.low in scenes or is_participle(first) or not _has_verb(tokens, start, end)


def _has_verb(tokens: Sequence[Token], start: int, end: int) -> bool:
    """A long run of words without a listed verb most likely has one that is not listed."""
    return sum(1 for at in range(start, end) if tokens[at].kind == "word") > _FEWEST_WORDS


def behind(tokens: Sequence[Token], cue: Cue, start: int, end: int) -> Range | None:
    """The content among tokens start..end, which follow the cue and its speaker."""
    begin = _begin(tokens, cue, start, end) if start < end else None
    return (begin, end) if begin is not None and begin < end else None


def _begin(tokens: Sequence[Token], cue: Cue, start: int, end: int) -> int | None:
    token = tokens[start]
    frames = cue.verb.frames
    if token.kind == "sign":
        return _past_sign(tokens, start, end)
    if token.kind == "quote" or (token.low == "to" and "to" in frames):
        return None if cue.verb.lemma in _TELLS_NOTHING else start
    if _begins_clause(tokens, cue, start) and frames & {"clause", "that", "thing", "quoted"}:
        return start
    if "person" in frames:
        return past_hearer(tokens, cue, start, end)
    if token.low == "when" or token.low in words("prepositions", "times"):
        return _past_adverbial(tokens, cue, start, end)
    return start if frames & {"clause", "thing", "quoted"} else None


def _begins_clause(tokens: Sequence[Token], cue: Cue, start: int) -> bool:
    """Whether "that", "how"... stand here; "when" only where it was asked, or not told."""
    if tokens[start].low == "when":
        denied = any(tokens[at].low == "not" for at in range(cue.first, cue.at))
        return denied or cue.verb.lemma in _ASKING
    return tokens[start].low in COMPLEMENTISERS


def _past_sign(tokens: Sequence[Token], start: int, end: int) -> int | None:
    if is_sign(tokens, start, ":") and start + 1 < end:
        return start + 1
    if is_sign(tokens, start, ",") and start + 1 < end:
        if is_sign(tokens, start + 2, ",") and low(tokens, start + 1) in words("adverbs"):
            return start + 3 if low(tokens, start + 3) in COMPLEMENTISERS else None
        return next_quotation(tokens, start, end)
    return None


def next_quotation(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """A quotation that goes on with what was said: behind a comma, a colon or another adverbial."""
    for at in range(start + 1, min(end, start + _FARTHEST)):
        if tokens[at].kind == "quote":
            if is_sign(tokens, at - 1, ",:—–-"):
                return at
            if low(tokens, at - 1) in {"that", "and", "but"} and is_sign(tokens, at - 2, ","):
                return at - 1
            return None
    return None


def _past_adverbial(tokens: Sequence[Token], cue: Cue, start: int, end: int) -> int | None:
    """Behind "on Friday", "in an interview with the paper"."""
    begin = _past_scenes(tokens, start, end)
    if begin > start and "clause" in cue.verb.frames and has_finite(tokens, begin, end):
        return begin
    for at in range(start + 1, min(end, start + _FARTHEST)):
        token = tokens[at]
        if token.low == "that" or (token.low == "to" and "to" in cue.verb.frames):
            return at
        if token.kind == "quote":
            return at if is_sign(tokens, at - 1, ",:") else None
        if is_sign(tokens, at, ":"):
            return at + 1
        if is_sign(tokens, at, ",") and not _is_place(tokens, at):
            return next_quotation(tokens, at, end)
    return None


def _past_scenes(tokens: Sequence[Token], start: int, end: int) -> int:
    """Past "on Wednesday", "late Friday", "in a statement", where a subject follows."""
    at = start
    while at < end:
        inside = at + (tokens[at].low in words("prepositions"))
        inside += inside > at and low(tokens, inside) in words("determiners")
        told = inside
        while told < end and (
            tokens[told].low in words("times") or (told > inside and tokens[told].text.isdecimal())
        ):
            told += 1
        if told == inside > at and low(tokens, inside) in words("occasions"):
            told += 1
        if told == inside:
            break
        at = told
    subject = at < end and (tokens[at].kind == "word" and not _is_scene(tokens[at]))
    return at if subject else start


def _is_scene(token: Token) -> bool:
    return token.low in words("prepositions") or token.low in words("subordinators")


def _is_place(tokens: Sequence[Token], comma: int) -> bool:
    """Whether a comma stands before or behind "Ohio" in "in Toledo, Ohio, that"."""
    beside = tokens[comma + 1 : comma + 3]
    if beside and beside[0].low == "that":
        return True
    return len(beside) > 1 and beside[0].text[0].isupper() and beside[1].text == ","


def is_content(tokens: Sequence[Token], cue: Cue, found: Range) -> bool:
    """Whether a stretch behind a cue can be what was said, thought or judged."""
    frames = cue.verb.frames
    start, end = found
    if any(tokens[at].kind == "quote" for at in range(start, end)):
        return True
    if "quoted" in frames or ("thing" not in frames and not frames & {"clause", "that", "to"}):
        return False
    opening = tokens[start].low
    if "name" in frames:
        return any(tokens[at].low in {"a", "an"} for at in range(start + 1, end))
    brief = opening == "to" and end - start <= _SHORT_INFINITIVE and cue.verb.lemma not in _REFUSING
    sacked = cue.verb.lemma == "dismiss" and _is_somebody(tokens, start, end)
    if brief or sacked or (_is_bare(tokens, cue) and opening not in COMPLEMENTISERS):
        return False
    if opening in COMPLEMENTISERS or opening == "to" or "thing" in frames:
        return True
    return "noun" not in frames or "person" in frames or has_finite(tokens, start, end)


def _is_somebody(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether an object is a person, who is dismissed from office rather than contradicted."""
    return tokens[end - 1].low in words("roles") or tokens[start].low in words("roles")


def _is_bare(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether the cue is an infinitive, or a participle with no comma before it."""
    previous = low(tokens, cue.first - 1)
    if previous == "to":
        return True
    attached = not is_sign(tokens, cue.first - 1, ",—–-") and previous not in {"and", "but", "or"}
    return attached and is_bare_participle(tokens, cue)
