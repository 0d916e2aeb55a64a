"""Which fact or statement of one version is which of the next."""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeAlias, TypeVar

from tracker.understanding.measures.measure import Measure
from tracker.understanding.measures.measure_words import PERSON, looseness
from tracker.understanding.measures.values import dimension_of, same_value
from tracker.understanding.model import Fact, FactKind, Statement, StatementKind

T = TypeVar("T")

_WORD: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*")
Scored: TypeAlias = tuple[float, int, int]  # score, number among the old, among the new

_KIN: Final = 2.0  # score from which two facts of linked sentences are one fact
_A_DAY: Final = 8  # characters of a TIMEX3 value from which it is a day, or finer
_SOME: Final = 0.2  # share of words around that the only two figures of a kind have in common
_SAME_MEASURE: Final = 1.0
_ALIKE: Final = 0.5  # share of words from which two statements are one
_ENOUGH_WORDS: Final = 3  # that a shorter statement must share with a longer one
_LINKED: Final = 0.2  # what standing in linked sentences adds to the likeness of statements
_SAME_CUE: Final = 0.1  # what the same verb of the same sentence adds to it
_MOST_PAIRS: Final = 2_500  # figures of a giant passage are told by their measure alone
_MOST_LIKE: Final = 24  # items of one measure or word that are held against each other


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
    """A statement in its place: the numbers of its sentences; its words, "#" for each figure."""

    statement: Statement
    sentences: frozenset[int]
    words: tuple[str, ...]


def pair_figures(olds: Sequence[Figure], news: Sequence[Figure]) -> Pairing[Figure]:
    """Figures of one passage: by value, measure, and the words around."""
    if len(olds) * len(news) > _MOST_PAIRS:
        return pair_elsewhere(olds, news)
    scored = ((_kinship(a, b), i, j) for i, a in enumerate(olds) for j, b in enumerate(news))
    found = _paired(olds, news, (each for each in scored if each[0] >= _KIN))
    return _with_lone(found)


def _with_lone(found: Pairing[Figure]) -> Pairing[Figure]:
    """The same, with the only figure of a kind that went paired with the only one that came."""
    gone, come = _by_kind(found.gone), _by_kind(found.come)
    lone = [
        (gone[kind][0], come[kind][0])
        for kind in gone
        if len(gone[kind]) == len(come.get(kind, ())) == 1
        and _may_be_one(gone[kind][0], come[kind][0])
    ]
    taken = {id(each) for pair in lone for each in pair}
    return Pairing(
        (*found.pairs, *lone),
        tuple(each for each in found.gone if id(each) not in taken),
        tuple(each for each in found.come if id(each) not in taken),
    )


def _by_kind(figures: Iterable[Figure]) -> dict[Hashable, list[Figure]]:
    kinds: dict[Hashable, list[Figure]] = defaultdict(list)
    for each in figures:
        kinds[each.fact.kind, dimension_of(each.fact), each.fact.unit, _fineness(each.fact)].append(
            each
        )
    return kinds


def _fineness(fact: Fact) -> Hashable:
    """What dates must have in common to be one: a day and an hour can be, a day and a year not."""
    timex = fact.timex or ""
    return timex[:1] == "P" or (min(_A_DAY, len(timex)))


def _may_be_one(old: Figure, new: Figure) -> bool:
    apart = _is_other_measure(old.measure, new.measure)
    return not apart and _share(old.around, new.around) >= _SOME


def pair_elsewhere(gone: Sequence[Figure], come: Sequence[Figure]) -> Pairing[Figure]:
    """Figures that went over into another sentence: of one measure, the same value first."""
    buckets: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i, old in enumerate(gone):
        buckets[_what_it_measures(old)][0].append(i)
    for j, new in enumerate(come):
        buckets[_what_it_measures(new)][1].append(j)
    scored = (
        (_same_fact(gone[i], come[j]), i, j)
        for olds, news in buckets.values()
        for i in olds[:_MOST_LIKE]
        for j in news[:_MOST_LIKE]
    )
    return _paired(gone, come, (each for each in scored if each[0] >= _SAME_MEASURE))


def pair_statements(
    olds: Sequence[Remarked], news: Sequence[Remarked], linked: Mapping[int, frozenset[int]]
) -> Pairing[Remarked]:
    """Statements by their words, whoever speaks; `linked` gives the new sentences of an old one."""
    scored = []
    for i, j in _candidates(olds, news, linked):
        together = any(
            linked.get(number, frozenset()) & news[j].sentences for number in olds[i].sentences
        )
        score = likeness(olds[i], news[j])
        enough = _ALIKE - together * (_LINKED + _SAME_CUE * _is_same_cue(olds[i], news[j]))
        if score >= enough or (together and _is_same_report(olds[i], news[j])):
            scored.append((score + _LINKED * together, i, j))
    return _paired(olds, news, scored)


def _is_same_report(old: Remarked, new: Remarked) -> bool:
    """Whether somebody's words are reported by one verb: what is reported is told word by word."""
    kinds = {old.statement.kind, new.statement.kind}
    same = kinds == {StatementKind.INDIRECT} and _is_same_cue(old, new)
    return same and old.statement.speaker == new.statement.speaker


def _is_same_cue(old: Remarked, new: Remarked) -> bool:
    return bool(old.statement.cue) and old.statement.cue == new.statement.cue


def likeness(old: Remarked, new: Remarked) -> float:
    """0 to 1: the share of words in common, or how much of the shorter the longer holds."""
    shared = (Counter(old.words) & Counter(new.words)).total()
    if not shared:
        return 0.0
    both = 2 * shared / (len(old.words) + len(new.words))
    held = shared / min(len(old.words), len(new.words))
    return max(both, 0.9 * held if shared >= _ENOUGH_WORDS else 0.0)


def words_of(text: str) -> tuple[str, ...]:
    """The words and figures of a text in lower case, signs left out."""
    return tuple(_WORD.findall(text.lower().replace("’", "'")))


def _paired(olds: Sequence[T], news: Sequence[T], scored: Iterable[Scored]) -> Pairing[T]:
    """Greedy one-to-one matching, best scores first; ties go by order."""
    new_of: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(scored, key=lambda each: (-each[0], abs(each[1] - each[2]), each[1])):
        if i not in new_of and j not in taken:
            new_of[i] = j
            taken.add(j)
    return Pairing(
        tuple((olds[i], news[j]) for i, j in sorted(new_of.items())),
        tuple(old for i, old in enumerate(olds) if i not in new_of),
        tuple(new for j, new in enumerate(news) if j not in taken),
    )


def _kinship(old: Figure, new: Figure) -> float:
    one, other = old.fact, new.fact
    if one.kind != other.kind or dimension_of(one) != dimension_of(other):
        return 0.0
    score = 2.0 * same_value(one, other) + 0.5 * (one.unit == other.unit)
    if one.kind is FactKind.DATE:
        score += 0.5 * (one.timex_type == other.timex_type)
    else:
        score += 1.5 * (old.measure.what == new.measure.what)
        score -= 1.5 * _is_other_measure(old.measure, new.measure)
        score += 0.5 * (old.measure.counted == new.measure.counted)
    return score + 2.0 * _share(old.around, new.around)


def _is_other_measure(one: Measure, other: Measure) -> bool:
    """Whether both say what became of people, and not the same: the dead, the homeless."""
    if PERSON not in (one.counted, other.counted):
        return False
    specific = one.what != one.counted and other.what != other.counted
    return specific and one.what != other.what


def _what_it_measures(figure: Figure) -> Hashable:
    measure = figure.measure
    if figure.fact.kind is FactKind.DATE:
        return figure.fact.timex
    counted = PERSON if looseness(measure.counted) == "loosely" else measure.counted
    return measure.dimension, measure.what, counted, measure.part


def _same_fact(old: Figure, new: Figure) -> float:
    if same_value(old.fact, new.fact):
        return 2.0
    if old.measure.names != new.measure.names:
        return _share(old.around, new.around)
    told = 1.0 if old.measure.what != old.measure.counted else 0.5
    return told + _share(old.around, new.around)


def _candidates(
    olds: Sequence[Remarked], news: Sequence[Remarked], linked: Mapping[int, frozenset[int]]
) -> Iterator[tuple[int, int]]:
    by_sentence: dict[int, list[int]] = defaultdict(list)
    by_word: dict[str, list[int]] = defaultdict(list)
    for j, new in enumerate(news):
        for number in new.sentences:
            by_sentence[number].append(j)
        for word in set(new.words):
            by_word[word].append(j)
    for i, old in enumerate(olds):
        near = {
            j
            for number in old.sentences
            for other in linked.get(number, ())
            for j in by_sentence.get(other, ())[:_MOST_LIKE]
        }
        common = Counter(
            j
            for word in set(old.words)
            if len(by_word.get(word, ())) <= _MOST_LIKE
            for j in by_word.get(word, ())
        )
        near.update(j for j, _ in common.most_common(_MOST_LIKE))
        yield from ((i, j) for j in sorted(near))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one | other), 1)
