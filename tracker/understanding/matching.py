"""Which fact or statement of one version is which of the next."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from tracker.understanding.measures import Measure
from tracker.understanding.model import Fact, FactKind, Statement
from tracker.understanding.tokens import tokenize
from tracker.understanding.values import dimension_of, same_value

T = TypeVar("T")

_KIN: Final = 2.0  # score from which two facts of linked sentences are one fact
_ALIKE: Final = 0.5  # share of words from which two statements are one
_MOST_LIKE: Final = 24  # candidates that a fact or statement is held against


@dataclass(frozen=True, slots=True)
class Pairing(Generic[T]):
    """What was matched, and what only one side has."""

    pairs: tuple[tuple[T, T], ...]
    gone: tuple[T, ...]
    come: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact in its place: sentence number, what it measures, the words around it."""

    fact: Fact
    sentence: int
    measure: Measure
    around: frozenset[str]


@dataclass(frozen=True, slots=True)
class Remarked:
    """A statement in its place: the numbers of its sentences, and its words."""

    statement: Statement
    sentences: frozenset[int]
    words: tuple[str, ...]


def pair_up(
    olds: Sequence[T], news: Sequence[T], score: Callable[[T, T], float], least: float
) -> Pairing[T]:
    """Greedy one-to-one matching, best scores first; ties go by order."""
    scored = [
        (-value, abs(i - j), i, j)
        for i, old in enumerate(olds)
        for j, new in enumerate(news)
        if (value := score(old, new)) >= least
    ]
    old_of: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(scored):
        if i not in old_of and j not in taken:
            old_of[i] = j
            taken.add(j)
    return Pairing(
        tuple((olds[i], news[j]) for i, j in sorted(old_of.items())),
        tuple(old for i, old in enumerate(olds) if i not in old_of),
        tuple(new for j, new in enumerate(news) if j not in taken),
    )


def kinship(old: Figure, new: Figure) -> float:
    """How surely two figures of linked sentences are one fact: value, measure, words around."""
    one, other = old.fact, new.fact
    if one.kind != other.kind or dimension_of(one) != dimension_of(other):
        return 0.0
    score = 2.0 * same_value(one, other)
    if one.kind is FactKind.QUANTITY:
        score += 1.5 * (old.measure.what == new.measure.what)
        score += 0.5 * (old.measure.counted == new.measure.counted)
    return score + 2.0 * _share(old.around, new.around)


def pair_figures(olds: Sequence[Figure], news: Sequence[Figure]) -> Pairing[Figure]:
    """Figures of one passage."""
    return pair_up(olds, news, kinship, _KIN)


def pair_elsewhere(gone: Sequence[Figure], come: Sequence[Figure]) -> Pairing[Figure]:
    """Figures that left one sentence and came into another: the same value, or the same measure."""
    return _bucketed(gone, come, _what_it_measures, _same_fact, 1.0)


def pair_statements(olds: Sequence[Remarked], news: Sequence[Remarked]) -> Pairing[Remarked]:
    """Statements by their words, whoever speaks."""
    return pair_up(olds, news, likeness, _ALIKE)


def likeness(old: Remarked, new: Remarked) -> float:
    """0 to 1: the share of words in common, or how much of the shorter the longer holds."""
    shared = sum((Counter(old.words) & Counter(new.words)).values())
    if not shared:
        return 0.0
    both = 2 * shared / (len(old.words) + len(new.words))
    held = shared / min(len(old.words), len(new.words))
    return max(both, 0.9 * held if shared >= 3 else 0.0)


def words_of(text: str) -> tuple[str, ...]:
    """The words and figures of a text in lower case, signs left out."""
    tokens = tokenize(text)
    return tuple(tokens.lowers[k] for k in range(tokens.count) if tokens.kinds[k] != "sign")


def _what_it_measures(figure: Figure) -> Hashable:
    measure = figure.measure
    if figure.fact.kind is FactKind.DATE:
        return figure.fact.timex
    return measure.dimension, measure.what, measure.counted, measure.part


def _same_fact(old: Figure, new: Figure) -> float:
    value = 1.0 * same_value(old.fact, new.fact)
    names = old.measure.names == new.measure.names
    return value + 0.5 * names + 0.5 * _share(old.around, new.around) + 0.25


def _bucketed(
    gone: Sequence[T],
    come: Sequence[T],
    key: Callable[[T], Hashable],
    score: Callable[[T, T], float],
    least: float,
) -> Pairing[T]:
    buckets: dict[Hashable, tuple[list[T], list[T]]] = defaultdict(lambda: ([], []))
    for old in gone:
        buckets[key(old)][0].append(old)
    for new in come:
        buckets[key(new)][1].append(new)
    found = [
        pair_up(olds[:_MOST_LIKE], news[:_MOST_LIKE], score, least)
        for olds, news in buckets.values()
        if olds and news
    ]
    pairs = [pair for pairing in found for pair in pairing.pairs]
    return Pairing(
        tuple(pairs),
        tuple(_without(gone, (old for old, _ in pairs))),
        tuple(_without(come, (new for _, new in pairs))),
    )


def _without(items: Sequence[T], taken: Iterable[T]) -> list[T]:
    numbers = {id(item) for item in taken}
    return [item for item in items if id(item) not in numbers]


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one | other), 1)
