"""Official non-answers: "did not respond to a request for comment", "could not be reached"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.understanding.language.lexicon import words
from tracker.understanding.statements import sources, sources_behind
from tracker.understanding.statements.grammar import Range, low
from tracker.understanding.statements.units import Token, Unit

_NEGATIONS = frozenset(
    {"not", "didn't", "hasn't", "haven't", "couldn't", "wasn't", "weren't", "never", "failed"}
)
_VERBS = {
    "respond": "to", "responded": "to", "reply": "to", "replied": "to", "return": "",
    "returned": "", "answer": "", "answered": "", "reached": "for", "available": "for",
}  # fmt: skip
_TOLD_NO_MORE = frozenset({"elaborate", "comment"})
_TURNED_TO = frozenset({"approached", "contacted", "asked", "reached"})
_LEFT = frozenset({"returned", "answered", "unanswered", "left"})
_LEADING = frozenset({"to", "went", "there"})
_HAVING = frozenset({"had", "has", "have", "offered", "gave", "made"})
_FURTHER = frozenset({"immediate", "further", "public", "official"})
_REACH = 9
_TELLING = frozenset(_VERBS) | _TOLD_NO_MORE | _TURNED_TO | _LEFT


@dataclass(frozen=True, slots=True)
class NonAnswer:
    """Tokens first..at refuse an answer; the content is tokens begin..end; whose answer it is."""

    first: int
    at: int
    begin: int
    end: int
    source: Range


def find_nonanswers(unit: Unit) -> Iterator[NonAnswer]:
    """Every non-answer of a unit."""
    tokens = unit.tokens
    for at in range(1, len(tokens)):
        if tokens[at].low not in _TELLING:
            continue
        found = (
            _refused(tokens, at) or _turned_to(tokens, at) or _none(tokens, at) or _left(tokens, at)
        )
        if found:
            yield found


def _refused(tokens: Sequence[Token], at: int) -> NonAnswer | None:
    """A request not responded to, "did not elaborate", "asked about it, Ruiz did not reply"."""
    word = tokens[at].low
    if word not in _VERBS and word not in _TOLD_NO_MORE:
        return None
    first = _first(tokens, at)
    source = sources.before(tokens, first)
    denied = {tokens[index].low for index in range(first, at)} & _NEGATIONS
    if source is None or (not denied and low(tokens, 0) != "neither"):
        return None
    end = _end(tokens, at + 1)
    preposition = _VERBS.get(word, "")
    if low(tokens, at + 1) in {preposition, "to", "for", "by"} or (preposition == "" and end > at):
        reach = range(at + 1, min(end, at + _REACH))
        if any(tokens[index].low in words("asked") for index in reach):
            return NonAnswer(first, at, at + 1, end, source)
    if word == "comment" and low(tokens, at + 1) == "on":
        return NonAnswer(first, at, at + 1, end, source)
    says_nothing = word in _TOLD_NO_MORE or low(tokens, 0) in {"asked", "contacted", "approached"}
    if says_nothing and end == at + 1:
        return NonAnswer(first, at, at, end, source)
    return None


def _turned_to(tokens: Sequence[Token], at: int) -> NonAnswer | None:
    """Somebody "has been approached for comment"."""
    asked = tokens[at].low in _TURNED_TO and low(tokens, at + 1) == "for"
    if not asked or low(tokens, at + 2) not in {"comment", "a"}:
        return None
    first = _first(tokens, at)
    helpers = {tokens[index].low for index in range(first, at)}
    source = sources.before(tokens, first)
    end = _end(tokens, at + 1)
    told = any(tokens[index].low in words("asked") for index in range(at + 2, end))
    if source is None or not told or not helpers & words("be") or helpers & _NEGATIONS:
        return None
    return NonAnswer(first, at, at + 1, end, source)


def _none(tokens: Sequence[Token], at: int) -> NonAnswer | None:
    """No comment: "had no comment", "there was no immediate comment from the ministry"."""
    if tokens[at].low != "comment":
        return None
    start = at - 1 - (tokens[at - 1].low in _FURTHER)
    if low(tokens, start) == "declined" and start:
        source = sources.subject(tokens, start)
        return NonAnswer(start, start, start + 1, at + 1, source) if source else None
    if low(tokens, start) != "no" or start < 1:
        return None
    end = _end(tokens, at + 1)
    if low(tokens, at + 1) == "from":
        source = sources_behind.after(tokens, at + 2)
        verb = _first(tokens, start)
        return (
            NonAnswer(verb, start - 1, start, at + 1, source) if source and verb < start else None
        )
    if tokens[start - 1].low not in _HAVING:
        return None
    first = _first(tokens, start - 1)
    source = sources.before(tokens, first)
    return NonAnswer(first, start - 1, start, end, source) if source else None


def _left(tokens: Sequence[Token], at: int) -> NonAnswer | None:
    """A message left with somebody: "calls to the company were not returned"."""
    if tokens[at].low not in _LEFT:
        return None
    asked = next((k for k in range(min(3, at)) if tokens[k].low in words("asked")), None)
    first = _first(tokens, at)
    if asked is None or first == at:
        return None
    start, end = (at, len(tokens)) if tokens[at].low == "left" else (asked, first)
    whom = [k for k in range(start, end - 1) if tokens[k].low in {"to", "with", "for"}]
    if not whom:
        return None
    source = sources_behind.after(tokens[:end], whom[-1] + 1)
    return NonAnswer(first, at, 0, asked + 1, source) if source else None


def _first(tokens: Sequence[Token], at: int) -> int:
    helpers = words("be", "modals", "adverbs") | _NEGATIONS | _LEADING
    first = at
    while first and tokens[first - 1].low in helpers:
        first -= 1
    return first


def _end(tokens: Sequence[Token], start: int) -> int:
    """The content runs to the next comma, quotation or end."""
    end = start
    while end < len(tokens) and tokens[end].kind == "word":
        end += 1
    return end
