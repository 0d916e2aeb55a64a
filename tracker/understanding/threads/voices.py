"""How outlets stand to each other on one fact: who agrees, who was first, who corrected last."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import TypeAlias

from tracker.understanding.measures.values import Standing, standing
from tracker.understanding.model import Fact

Place: TypeAlias = tuple[datetime, str]  # when a text was published, and which it is


@dataclass(frozen=True, slots=True)
class Telling:
    """A value of a fact as one text of an outlet gives it.

    `copy_of` is the outlet whose text it prints, if it is not its own.
    """

    outlet: str
    place: Place
    fact: Fact
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """How outlets stand to each other on one fact. A printed copy is nobody's own voice.

    `standing` is None where one outlet alone speaks of it; a copy that still says what its original
    has given up is heard there.
    """

    standing: Standing | None
    first_to_report: str | None
    last_to_correct: str | None


def stand(tellings: Sequence[Telling]) -> Stand:
    """Who agrees, who was first, who corrected last; nobody where there are but copies."""
    own = [telling for telling in tellings if telling.copy_of is None]
    if not own:
        return Stand(None, None, None)
    left_behind = [t for t in tellings if t.copy_of and _given_up(t, t.copy_of, own)]
    return Stand(agreement([*own, *left_behind]), first_to_report(own), last_to_correct(own))


def agreement(tellings: Iterable[Telling]) -> Standing | None:
    """Of what each outlet says last: who has updated does not contradict itself.

    None where one outlet alone speaks of it.
    """
    latest = dict(_by_text(tellings))  # in time: an outlet's last text is what remains
    if len(latest) == 1:
        return None
    worst = Standing.AGREE
    for one, other in combinations(dict.fromkeys(latest.values()), 2):
        found = _held_together(one, other)
        if found is Standing.DIFFER:
            return found
        if found is Standing.COMPATIBLE:
            worst = found
    return worst


def first_to_report(tellings: Sequence[Telling]) -> str | None:
    """The outlet that told it first; None where two did at the same moment."""
    earliest = min(telling.place[0] for telling in tellings)
    outlets = {telling.outlet for telling in tellings if telling.place[0] == earliest}
    return outlets.pop() if len(outlets) == 1 else None


def last_to_correct(tellings: Iterable[Telling]) -> str | None:
    """The outlet that came last to a value another had already, having told one that differs."""
    told: dict[str, tuple[Fact, ...]] = {}
    found = None
    for outlet, facts in _by_text(tellings):
        before = told.get(outlet)
        if before is not None and _held_together(before, facts) is Standing.DIFFER:
            others = [have for other, have in told.items() if other != outlet]
            followed = any(_held_together(facts, have) is Standing.AGREE for have in others)
            found = outlet if followed else None  # what is new is nobody's correction yet
        told[outlet] = facts
    return found


def _by_text(tellings: Iterable[Telling]) -> Iterator[tuple[str, tuple[Fact, ...]]]:
    """Each text's outlet and the values it holds to, in time."""
    texts: dict[tuple[Place, str], list[Fact]] = {}
    for telling in tellings:
        texts.setdefault((telling.place, telling.outlet), []).append(telling.fact)
    told: set[frozenset[Hashable]] = set()
    for place, outlet in sorted(texts):
        facts = texts[place, outlet]
        yield outlet, tuple(_held(facts, told))
        told.add(frozenset(map(_value, facts)))


def _held(facts: Sequence[Fact], told: Collection[frozenset[Hashable]]) -> Iterator[Fact]:
    """The values without those it gives up ("eight, not nine"): one before had but those."""
    last = facts[-1]
    for fact in facts:
        given_up = any(_value(fact) in each and _value(last) not in each for each in told)
        if not given_up or standing(fact, last) is not Standing.DIFFER:
            yield fact


def _given_up(copied: Telling, outlet: str, tellings: Iterable[Telling]) -> bool:
    """Whether the `outlet` that a text was copied from says otherwise in its last one."""
    values: dict[Place, set[Hashable]] = {}
    for telling in tellings:
        if telling.outlet == outlet:
            values.setdefault(telling.place, set()).add(_value(telling.fact))
    return bool(values) and _value(copied.fact) not in values[max(values)]


def _value(fact: Fact) -> Hashable:
    return fact.value, fact.low, fact.high, fact.timex


def _held_together(one: Sequence[Fact], other: Sequence[Fact]) -> Standing:
    """Two outlets differ where a value of one cannot be true beside any that the other gives."""
    found = {
        *(_closest(fact, other) for fact in one),
        *(_closest(fact, one) for fact in other),
    }
    if Standing.DIFFER in found:
        return Standing.DIFFER
    return Standing.COMPATIBLE if Standing.COMPATIBLE in found else Standing.AGREE


def _closest(fact: Fact, values: Sequence[Fact]) -> Standing:
    found = {standing(fact, value) for value in values}
    for nearest in (Standing.AGREE, Standing.COMPATIBLE):
        if nearest in found:
            return nearest
    return Standing.DIFFER
