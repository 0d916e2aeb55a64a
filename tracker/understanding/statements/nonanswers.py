"""Official non-answers: "did not respond to a request for comment", "could not be reached"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.understanding.language.lexicon import words
from tracker.understanding.statements.grammar import low
from tracker.understanding.statements.units import Token, Unit

_NEGATIONS = frozenset(
    {"not", "didn't", "hasn't", "haven't", "couldn't", "wasn't", "weren't", "never"}
)
_VERBS = {
    "respond": "to", "responded": "to", "reply": "to", "replied": "to", "return": "",
    "returned": "", "answer": "", "answered": "", "reached": "for", "available": "for",
}  # fmt: skip
_REACH = 9


@dataclass(frozen=True, slots=True)
class NonAnswer:
    """Tokens first..at refuse an answer; the content is tokens begin..end."""

    first: int
    at: int
    begin: int
    end: int


def find_nonanswers(unit: Unit) -> Iterator[NonAnswer]:
    """Every non-answer of a unit."""
    tokens = unit.tokens
    for at, token in enumerate(tokens):
        if token.low not in _VERBS:
            continue
        preposition = _VERBS[token.low]
        if preposition and low(tokens, at + 1) != preposition:
            continue
        first = _first(tokens, at)
        end = _end(tokens, at + 1)
        asked = any(
            tokens[index].low in words("asked") for index in range(at + 1, min(end, at + _REACH))
        )
        denied = {tokens[index].low for index in range(first, at)} & _NEGATIONS
        if asked and (denied or low(tokens, 0) == "neither"):
            yield NonAnswer(first, at, at + 1, end)


def _first(tokens: Sequence[Token], at: int) -> int:
    helpers = words("be") | words("modals") | words("adverbs")
    first = at
    while first and tokens[first - 1].low in helpers | _NEGATIONS:
        first -= 1
    return first


def _end(tokens: Sequence[Token], start: int) -> int:
    """The content runs to the next comma, quotation or end."""
    end = start
    while end < len(tokens) and tokens[end].kind == "word":
        end += 1
    return end
