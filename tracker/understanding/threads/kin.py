"""Threads that outlets tell in neighbouring words: trapped or missing, homes or buildings.

What one source sets beside the other ("12 trapped, 5 missing") stays two facts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar

from tracker.understanding.measures.measure_words import looseness
from tracker.understanding.measures.values import Standing, base_value, standing
from tracker.understanding.threads.groups import Grouped, Values, by_place

M = TypeVar("M", bound=Grouped)

# What one outlet calls the first and another the second of the same people.
_SAME: Final = (("missing", "trapped"), ("displaced", "evacuated"))
# What may be the same people or some of them: one fact only where the values lie together.
_NEAR: Final = (("injured", "hospitalized"), ("rescued", "returned"))
_COUNTED: Final = (
    ("home", "building"),
    ("home", "household"),
    ("household", "building"),
    ("firefighter", "personnel"),
    ("rescuer", "personnel"),
    ("vehicle", "carriage"),
)
_LATEST: Final = 8  # figures of a source that one is held against
_FAR: Final = 8  # times as many are others
_SHARE: Final = 0.5  # of a thread's values that must lie among the other's


def join_kin(threads: Sequence[list[M]]) -> list[list[M]]:
    """The threads, those of kin measures joined that no source holds apart."""
    found = [list(members) for members in threads]
    by_what: dict[str, list[int]] = defaultdict(list)
    for number, members in enumerate(found):
        if _is_plain(members):
            by_what[members[0].measure.what].append(number)
    for number in sorted(_numbers(by_what), key=lambda n: -len(found[n])):
        if found[number]:
            _take_kin(found, number, by_what)
    return [members for members in found if members]


def _numbers(by_what: Mapping[str, Sequence[int]]) -> set[int]:
    return {number for numbers in by_what.values() for number in numbers}


def _take_kin(found: list[list[M]], number: int, by_what: Mapping[str, Sequence[int]]) -> None:
    measure = found[number][0].measure
    near = {measure.what, *_neighbours(measure.what, (*_SAME, *_NEAR, *_COUNTED))}
    others = sorted(n for what in near for n in by_what.get(what, ()))
    for other in others:
        if other != number and found[other] and _are_kin(found[number], found[other]):
            joined = found[number] + found[other]
            joined.sort(key=lambda each: (each.source.published, each.source.id))
            found[number], *apart = by_place(joined)
            found[other] = [each for those in apart for each in those]


def _neighbours(word: str, pairs: Iterable[tuple[str, str]]) -> set[str]:
    return {two if one == word else one for one, two in pairs if word in (one, two)}


def _is_plain(members: Sequence[Grouped]) -> bool:
    """Whether a thread is of nobody and nowhere in particular."""
    return not any(each.measure.names or each.measure.place for each in members[:1])


def _are_kin(one: Sequence[Grouped], other: Sequence[Grouped]) -> bool:
    first, second = one[0].measure, other[0].measure
    if (first.dimension, first.part) != (second.dimension, second.part):
        return False
    counted = _counted(one), _counted(other)
    if first.what == second.what or not (first.known and second.known):
        together = _are_pair(counted, _COUNTED) and first.what in {second.what, counted[0]}
        return together and _lie_together(one, other) and not _are_contrasted(one, other)
    if counted[0] != counted[1] and not any(looseness(name) == "loosely" for name in counted):
        return False
    pair = (first.what, second.what)
    same = _are_pair(pair, _SAME) and not _lie_far_apart(one, other)
    alike = same or (_are_pair(pair, _NEAR) and _lie_together(one, other))
    return alike and not _are_contrasted(one, other)


def _are_pair(pair: tuple[str, str], listed: Iterable[tuple[str, str]]) -> bool:
    return pair in listed or pair[::-1] in listed


def _counted(members: Sequence[Grouped]) -> str:
    return Counter(each.measure.counted for each in members).most_common(1)[0][0]


def _lie_together(one: Sequence[Grouped], other: Sequence[Grouped]) -> bool:
    values = Values(each.fact for each in one)
    inside = sum(values.span(each.fact) for each in other)
    return inside >= _SHARE * len(other)


def _lie_far_apart(one: Sequence[Grouped], other: Sequence[Grouped]) -> bool:
    """Whether no value of one comes near any of the other: 15,000 trapped by water, 347 missing."""
    first = [base_value(each.fact) or 0.0 for each in one]
    second = [base_value(each.fact) or 0.0 for each in other]
    return min(first) > _FAR * max(second) or min(second) > _FAR * max(first)


def _are_contrasted(one: Sequence[Grouped], other: Sequence[Grouped]) -> bool:
    """Whether a source gives both, with values that are not the same."""
    told: dict[str, list[Grouped]] = defaultdict(list)
    for each in one:
        told[each.source.id].append(each)
    return any(
        standing(each.fact, there.fact) is not Standing.AGREE
        for each in other
        for there in told[each.source.id][:_LATEST]
        if not each.measure.place and not there.measure.place
    )
