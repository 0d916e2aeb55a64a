"""Which figures of one measure are one fact: told apart by whom they count and for whom they hold.

A narrower group, a name or a place makes a fact of its own only where some source sets it beside a
different figure ("34 dead, 7 of them children"); else "passengers" are the people others count.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, Protocol, TypeVar

from tracker.understanding.language.metrology import COUNT
from tracker.understanding.measures.measure import Measure
from tracker.understanding.measures.measure_words import PERSON, is_owned, looseness
from tracker.understanding.measures.values import Standing, base_value, standing
from tracker.understanding.model import Fact


class _Sourced(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def published(self) -> datetime: ...


class Grouped(Protocol):
    """A fact of a source with what it measures."""

    @property
    def source(self) -> _Sourced: ...
    @property
    def fact(self) -> Fact: ...
    @property
    def measure(self) -> Measure: ...


M = TypeVar("M", bound=Grouped)

_SHARED: Final = 3  # stems around two figures that make them one, where no measure is known
_SHARED_KNOWN: Final = 2  # the same where the measure is known and only the owner is not
_SHARED_AGREEING: Final = 1  # the same where their values agree
_NEAR: Final = 0.25  # relative distance up to which a figure may belong to a name it does not tell
_SAME_NOUN: Final = 0.5  # the same for figures that count one thing ("districts")
_DATE: Final = "date"
_ROUNDS: Final = 4
_LATEST: Final = 8  # facts that share a stem, and members of a fact, that a figure is held against


def group(members: Sequence[M]) -> list[list[M]]:
    """The facts among figures of one measure, each in the order given, the first fact first."""
    if not members:
        return []
    measure = members[0].measure
    if measure.known:
        parts = [named for counted in _by_counted(members) for named in _by_names(counted)]
        return [part for named in parts for part in by_place(named)]
    if measure.dimension == COUNT and measure.counted != PERSON:
        return [part for named in _by_names(members) for part in _by_words(named)]
    return _by_words(members)


def _by_counted(members: Sequence[M]) -> list[list[M]]:
    """Narrower groups are facts of their own where a source sets them beside a larger figure.

    What others say of that group belongs to it or to the people at large, whichever is nearer; a
    group never set apart joins the people where its figures lie among theirs ("11 miners died").
    """
    beside: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for each in members:
        if not each.measure.within:
            beside[each.source.id].append((base_value(each.fact) or 0.0, each.measure.counted))
    whole: list[M] = []
    parts: dict[str, list[M]] = defaultdict(list)
    rest: list[M] = []
    for each in members:
        value, counted = base_value(each.fact) or 0.0, each.measure.counted
        if counted == PERSON:
            whole.append(each)
        elif each.measure.within or any(
            other != counted and (v > value or (other != PERSON and not _is_loose(counted)))
            for v, other in beside[each.source.id][:_LATEST]
        ):
            parts[counted].append(each)
        else:
            rest.append(each)
    return _ordered(members, _placed(rest, whole, parts))


def _is_loose(counted: str) -> bool:
    return looseness(counted) == "loosely"


def _placed(
    rest: Sequence[M], whole: Sequence[M], parts: Mapping[str, list[M]]
) -> list[Sequence[M]]:
    known = {counted: Values(each.fact for each in those) for counted, those in parts.items()}
    main, apart = list(whole), {counted: list(those) for counted, those in parts.items()}
    waiting = list(rest)
    for _ in range(_ROUNDS):  # what joined may bring others within reach
        people = Values(each.fact for each in main)
        began = min((each.source.published for each in main), default=None)
        joined = [
            each
            for each in waiting
            if _joins(each, people, known) or _is_first_toll(each, began, known)
        ]
        main += joined
        taken = set(map(id, joined))
        waiting = [each for each in waiting if id(each) not in taken]
        if not joined:
            break
    for each in waiting:
        apart.setdefault(each.measure.counted, []).append(each)
    return [main, *apart.values()]


def _is_first_toll(each: Grouped, began: datetime | None, known: Mapping[str, "Values"]) -> bool:
    """Whether this comes before all others of its measure: those first counted ("4 miners")."""
    return (
        began is not None
        and each.source.published < began
        and each.measure.counted not in known
        and looseness(each.measure.counted) == "narrowly"
    )


def _joins(each: Grouped, people: "Values", known: Mapping[str, "Values"]) -> bool:
    """Whether a figure of a group that its source does not set apart is one of the people."""
    counted = each.measure.counted
    near = known[counted].distance(each.fact) if counted in known else 1.0
    if near == 1.0 and looseness(counted) == "loosely":
        return True
    return near > people.distance(each.fact) and people.span(each.fact)


def _joined(
    members: Sequence[M],
    main: list[M],
    groups: Iterable[list[M]],
) -> list[list[M]]:
    """The groups, those joined to `main` that agree with it and that no source holds apart."""
    values = {base_value(each.fact) for each in main}
    by_source: dict[str, list[M]] = defaultdict(list)
    for each in members:
        by_source[each.source.id].append(each)
    whole, apart = list(main), []
    for those in groups:
        agree = bool(main) and all(base_value(each.fact) in values for each in those)
        if agree and not _is_contrasted(those, by_source):
            whole.extend(those)
        else:
            apart.append(those)
    return _ordered(members, [whole, *apart])


def _is_contrasted(those: Sequence[M], by_source: Mapping[str, Sequence[M]]) -> bool:
    """Whether a source gives this group a figure beside another figure of the measure."""
    inside = {id(each) for each in those}
    return any(
        standing(each.fact, other.fact) is not Standing.AGREE
        for each in those
        for other in by_source[each.source.id][:_LATEST]
        if id(other) not in inside
    )


def _by_names(members: Sequence[M]) -> list[list[M]]:
    """Figures for one name together; what names nobody is the whole, or is its nearest owner's."""
    groups: list[list[M]] = []
    home: dict[str, int] = {}
    nameless: list[M] = []
    for each in members:
        names = each.measure.names
        if not names:
            nameless.append(each)
            continue
        number = next((home[name] for name in sorted(names) if name in home), len(groups))
        if number == len(groups):
            groups.append([])
        groups[number].append(each)
        home.update((name, number) for name in names if name not in home)
    measure = members[0].measure
    if not groups or not (is_owned(measure.what) or not measure.known):
        return _joined(members, nameless, groups)
    return _ordered(members, _adopted(nameless, groups, to_main=is_owned(measure.what)))


def _adopted(nameless: Sequence[M], groups: list[list[M]], *, to_main: bool) -> list[list[M]]:
    """Nameless figures go to the name nearest in value, else to the story's main one if asked.

    Figures told in the same words go together: the 500 km that became 300 km is the 300's.
    """
    values = [Values(each.fact for each in those) for those in groups]
    sizes = sorted(map(len, groups), reverse=True)
    main = max(groups, key=len) if sizes[1:2] < [sizes[0]] else []
    alone: list[M] = []
    for those in _by_words(nameless, _SHARED_KNOWN):
        distance, nearest = min(
            (known.distance(each.fact), n) for each in those for n, known in enumerate(values)
        )
        home = groups[nearest] if distance <= _NEAR else main if to_main and main else alone
        home.extend(those)
    return [*groups, alone]


def by_place(members: Sequence[M]) -> list[list[M]]:
    """A place's own figure is one that a source sets beside a larger one, never that itself.

    "37 people were killed, 12 in Belor" makes Belor's a fact apart; what others say of Belor
    belongs to whichever figure it is nearest to.
    """
    stood = {base_value(each.fact) for each in members if not each.measure.place}
    largest: dict[str, float] = defaultdict(float)
    for each in members:
        largest[each.source.id] = max(largest[each.source.id], base_value(each.fact) or 0.0)
    apart: dict[frozenset[str], list[M]] = defaultdict(list)
    main: list[M] = []
    for each in members:
        value = base_value(each.fact) or 0.0
        less = value not in stood and value < largest[each.source.id]
        is_part = each.measure.place and (less or each.measure.within)
        (apart[each.measure.place] if is_part else main).append(each)
    if not apart:
        return [list(members)]
    whole = Values(each.fact for each in main if each.measure.place not in apart)
    there = {place: Values(each.fact for each in those) for place, those in apart.items()}
    for each in main:
        place = each.measure.place
        if place in there and there[place].distance(each.fact) < whole.distance(each.fact):
            apart[place].append(each)
    placed = {id(each) for those in apart.values() for each in those}
    return _ordered(members, [[e for e in main if id(e) not in placed], *apart.values()])


def _by_words(members: Sequence[M], enough: int = _SHARED) -> list[list[M]]:
    """Figures with enough words in common around them."""
    found: list[list[M]] = []
    homes: dict[str, list[int]] = defaultdict(list)
    for each in members:
        shared = Counter(n for stem in each.measure.around for n in homes[stem][-_LATEST:])
        number = max(shared, key=lambda n: (shared[n], -n), default=len(found))
        if number == len(found) or not _is_one(each, found[number], shared[number], enough):
            number = len(found)
            found.append([])
        found[number].append(each)
        for stem in each.measure.around:
            if number not in homes[stem][-_LATEST:]:
                homes[stem].append(number)
    return found


def _is_one(each: M, those: Sequence[M], shared: int, enough: int) -> bool:
    near = those[-_LATEST:]
    if any(_are_two(each, other) for other in near):
        return False
    if any(standing(each.fact, other.fact) is Standing.AGREE for other in near):
        return shared >= _SHARED_AGREEING + (each.measure.dimension == _DATE)
    if each.measure.dimension == COUNT and each.measure.counted != PERSON:
        return (
            shared >= enough - 1
            or Values(other.fact for other in near).distance(each.fact) <= _SAME_NOUN
        )
    return shared >= enough + (each.measure.dimension == _DATE)


def _are_two(each: M, other: M) -> bool:
    """Whether one source tells both beside each other, and not as two values of one figure."""
    same_source = each.source.id == other.source.id and each.measure is not other.measure
    return same_source and each.fact.start != other.fact.start and not _agree(each, other)


def _agree(each: M, other: M) -> bool:
    return standing(each.fact, other.fact) is Standing.AGREE


class Values:
    """The values of a fact's figures, in base units."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        values = map(base_value, facts)
        self._sorted = sorted(value for value in values if value is not None)

    def span(self, fact: Fact) -> bool:
        """Whether a fact's value lies among them, or a little outside."""
        value = base_value(fact)
        if value is None or not self._sorted:
            return False
        return self._sorted[0] * (1 - _NEAR) <= value and value * (1 - _NEAR) <= self._sorted[-1]

    def distance(self, fact: Fact) -> float:
        """The relative distance (0 to 1) of a fact's value from the nearest; 1 if there is none."""
        value = base_value(fact)
        if value is None or not self._sorted:
            return 1.0
        at = bisect_left(self._sorted, value)
        near = self._sorted[max(at - 1, 0) : at + 1]
        return min(abs(value - v) / (max(abs(value), abs(v)) or 1.0) for v in near)


def _ordered(members: Sequence[M], groups: Iterable[Sequence[M]]) -> list[list[M]]:
    """The groups that have members, each in the members' order, the groups by their first."""
    place = {id(each): n for n, each in enumerate(members)}
    kept = [sorted(those, key=lambda each: place[id(each)]) for those in groups if those]
    return sorted(kept, key=lambda those: place[id(those[0])])
