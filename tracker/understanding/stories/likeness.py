"""How alike two articles are by their terms, each weighed by how rare it is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import log, sqrt
from typing import Final

from tracker.understanding.stories.terms import Term, TermKind

# A small database knows little of what is rare: it is counted together with 200 articles of any
# kind, of which so many hold any one name or word.
_SUPPOSED: Final = 200
_HOLDING: Final = {TermKind.NAME: 2.0, TermKind.WORD: 6.0}

Key = tuple[TermKind, str]
"""What is the same of a term in two articles."""


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare terms are: `holding` counts the articles, of `articles` in all, that hold each."""

    articles: int
    holding: Mapping[Key, int]

    def of(self, key: Key) -> float:
        """The inverse document frequency; a term in every article still weighs a little."""
        held = self.holding.get(key, 0) + _HOLDING[key[0]]
        return log(1 + (self.articles + _SUPPOSED) / held)


@dataclass(frozen=True, slots=True)
class Likeness:
    """The cosine of two articles' weighed terms, 0 to 1, and the shared terms, rarest first.

    `of_names` is the part of `value` that shared names make up; shared words make up the rest.
    """

    value: float
    of_names: float
    shared: tuple[Term, ...]


def key_of(term: Term) -> Key:
    """What must be equal for two terms to be one."""
    return term.kind, term.key


def likeness(one: Collection[Term], other: Collection[Term], rarity: Rarity) -> Likeness:
    """How alike two articles are; terms are shown as `one` has them."""
    theirs = {key_of(term) for term in other}
    shared = [term for term in one if key_of(term) in theirs]
    product = sqrt(_square(one, rarity) * _square(other, rarity))
    names = [term for term in shared if term.kind is TermKind.NAME]
    return Likeness(
        _square(shared, rarity) / product if product else 0.0,
        _square(names, rarity) / product if product else 0.0,
        tuple(rarest(shared, rarity, len(shared))),
    )


def rarest(terms: Collection[Term], rarity: Rarity, most: int) -> list[Term]:
    """The terms by which an article is best told from others; equally rare ones as they stood."""
    return sorted(terms, key=lambda term: -rarity.of(key_of(term)))[:most]


def _square(terms: Collection[Term], rarity: Rarity) -> float:
    return sum(rarity.of(key_of(term)) ** 2 for term in terms)
