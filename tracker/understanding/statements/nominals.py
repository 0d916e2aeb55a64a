"""Statements told by a noun and its owner: "the mayor's claim that ...", "his warning that ..."."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.understanding.language.lexicon import words
from tracker.understanding.statements.grammar import Range, is_name, is_sign, low
from tracker.understanding.statements.units import Token, Unit

_OWNERS = frozenset({"his", "her", "their"})
_FARTHEST = 5


@dataclass(frozen=True, slots=True)
class Nominal:
    """Tokens of the owner, of the noun with its adjectives, and of what "that" introduces."""

    owner: Range
    cue: Range
    content: Range


def find_nominals(unit: Unit) -> Iterator[Nominal]:
    """Every owned noun of saying in a unit that a "that" follows."""
    tokens = unit.tokens
    for at, token in enumerate(tokens):
        if token.low != "that" or not at or tokens[at - 1].low not in words("nominals"):
            continue
        owner = _owner(tokens, at - 1)
        if owner:
            yield Nominal(owner, (owner[1], at), (at, _end(tokens, at + 1)))


def _owner(tokens: Sequence[Token], noun: int) -> Range | None:
    """The possessive before a noun and its adjectives."""
    for at in range(noun - 1, max(-1, noun - _FARTHEST), -1):
        word = tokens[at].low
        if word in _OWNERS:
            return at, at + 1
        if word.endswith(("'s", "s'")):
            start = at
            while start and is_name(tokens[start - 1]):
                start -= 1
            return start - (low(tokens, start - 1) in words("determiners")), at + 1
        if tokens[at].kind != "word" or word in words("prepositions"):
            return None
    return None


def _end(tokens: Sequence[Token], start: int) -> int:
    """What is claimed runs to the next comma or dash, or the end."""
    return next(
        (at for at in range(start, len(tokens)) if is_sign(tokens, at, ",;—–―")), len(tokens)
    )
