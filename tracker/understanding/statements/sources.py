"""Finds the words that name who is speaking, before a cue."""

from collections.abc import Sequence

from tracker.understanding.language.lexicon import words
from tracker.understanding.language.names import parse_name
from tracker.understanding.statements.clauses import (
    LONGEST,
    before_aside,
    clause_start,
    head_of_apposition,
    is_relative,
    last_comma,
    past_lead,
    sentence_clause,
)
from tracker.understanding.statements.cues import Cue
from tracker.understanding.statements.grammar import (
    PRONOUNS,
    RELATIVES,
    Range,
    is_finite,
    is_led,
    is_name,
    is_participle,
    is_past,
    is_sign,
    low,
)
from tracker.understanding.statements.sources_behind import apposition_follows
from tracker.understanding.statements.units import Token

_OBJECTS = frozenset({"him", "them", "us", "me", "whom"})
_CONTRACTED = frozenset({"it's", "that's", "there's", "what's", "here's", "let's"})
_QUOTING = frozenset({"quoted", "quotes", "quoting", "cited", "cites", "citing"})


def before(tokens: Sequence[Token], end: int, floor: int = 0) -> Range | None:
    """Tokens that name the subject of the verb group beginning at `end`; none before `floor`."""
    if end <= floor:
        return None
    previous = tokens[end - 1]
    if previous.low in PRONOUNS or (previous.low in RELATIVES and end - 1 > floor):
        return end - 1, end
    start = clause_start(tokens, end, floor)
    if is_sign(tokens, end - 1, ","):
        start = head_of_apposition(tokens, start, end - 1)
    else:
        start = max(start, last_comma(tokens, start, end) + 1)
    start = past_lead(tokens, start, end)
    found = _trimmed(tokens, start, before_aside(tokens, start, end))
    return found if found and _can_speak(tokens, found) else None


def subject(tokens: Sequence[Token], end: int) -> Range | None:
    """The subject of a verb that may be the second of its clause: "Ruiz stayed but | declined"."""
    if low(tokens, end - 1) not in {"and", "but"}:
        return before(tokens, end)
    verb = next((at for at in range(1, end) if is_finite(tokens[at])), None)
    return before(tokens, verb) if verb else None


def attached(tokens: Sequence[Token], end: int, floor: int = 0) -> Range | None:
    """The noun phrase a participle is attached to: "footage of | Ada Ruiz | saying"."""
    start = end
    while start > floor and is_name(tokens[start - 1]):
        start -= 1
    return (start, end) if start < end else before(tokens, end, floor)


def quoted(tokens: Sequence[Token], end: int) -> Range | None:
    """Whom a text quotes: "TV quoted | an official | as saying", "Ruiz was quoted as saying"."""
    reach = range(end - 1, max(-1, end - LONGEST), -1)
    at = next((at for at in reach if tokens[at].low in _QUOTING), None)
    if at is None:
        return None
    if at + 1 < end:
        return at + 1, end
    while at and tokens[at - 1].low in words("be", "adverbs"):
        at -= 1
    return before(tokens, at)


def antecedent(tokens: Sequence[Token], relative: int) -> Range | None:
    """Whom "who" at token `relative` stands for: behind a comma the last person named."""
    if not is_sign(tokens, relative - 1, ","):
        return before(tokens, relative)
    end = relative - 1
    while end > max(0, relative - LONGEST):
        start = end
        while start and is_name(tokens[start - 1]):
            start -= 1
        if start < end and parse_name(" ".join(token.text for token in tokens[start:end])):
            return start, end
        end = min(start, end - 1)
    return before(tokens, relative - 1)


def _trimmed(tokens: Sequence[Token], start: int, end: int) -> Range | None:
    while start < end and (is_led(tokens[start]) or tokens[start].kind == "sign"):
        start += 1
    end = _before_time(tokens, start, end)
    return (start, end) if start < end else None


def _before_time(tokens: Sequence[Token], start: int, end: int) -> int:
    """Without the time of the verb: "a judge | on Wednesday", but "a report released on Monday"."""
    cut = end
    while cut - 1 > start and tokens[cut - 1].low in words("times"):
        cut -= 1 + (low(tokens, cut - 2) == "on")
    return end if cut <= start or is_past(tokens[cut - 1]) else cut


def _can_speak(tokens: Sequence[Token], found: Range) -> bool:
    """Whether a run of tokens can name somebody at all."""
    start, end = found
    last = tokens[end - 1]
    if last.low in words("prepositions") or last.low in words("determiners"):
        return last.low in {"some", "those", "this", "another", "both"}
    if is_participle(tokens[start]) or tokens[start].low in words("times"):
        return False
    if tokens[start].low == "to" or low(tokens, end - 2) == "to" or last.text in _OBJECTS:
        return False
    head = _head(tokens, start, end)
    if head.low in words("speechless") and not is_name(head):
        return False
    finite = is_finite(last) or tokens[start].low in _CONTRACTED
    return not finite and end - start <= LONGEST


def _head(tokens: Sequence[Token], start: int, end: int) -> Token:
    """The noun a noun phrase turns on: "the timing of the talks": timing."""
    described = tokens[start].low in words("determiners")
    for at in range(start + 1 + described, end):
        token = tokens[at]
        if token.kind != "word" or token.low in words("prepositions") or token.low in RELATIVES:
            return tokens[at - 1]
        if token.low.endswith("ing") or is_finite(token):
            return tokens[at - 1]
    return tokens[end - 1]


def shared(tokens: Sequence[Token], cue: Cue, floor: int = 0) -> Range | None:
    """The subject of the clause whose second verb the cue is: "Ruiz smiled and said"."""
    start = sentence_clause(tokens, cue.first, floor)
    participle = None
    for at in range(start + 1, cue.first):
        token = tokens[at]
        if is_sign(tokens, at, ",") and not apposition_follows(tokens, at):
            return _speaking(tokens, start, at)
        relative = is_finite(token) and is_relative(tokens, at, start)
        if (is_finite(token) and not relative) or token.low in words("adverbs"):
            return _speaking(tokens, start, at)
        if relative and participle is None and is_past(token):
            participle = at
    second = low(tokens, cue.first - 1) in {"and", "but", "or", "then"}
    return _speaking(tokens, start, participle) if participle and second else None


def _speaking(tokens: Sequence[Token], start: int, end: int) -> Range | None:
    while end > start and tokens[end - 1].kind == "sign":
        end -= 1
    found = _trimmed(tokens, past_lead(tokens, start, end), end)
    return found if found and _can_speak(tokens, found) else None
