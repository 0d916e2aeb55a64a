"""Threads: the figures of many sources that measure the same thing, in time order."""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeAlias

from tracker.understanding.language.metrology import COUNT
from tracker.understanding.measures.measure import Measure
from tracker.understanding.measures.measure_words import looseness
from tracker.understanding.measures.measures import measures_of
from tracker.understanding.measures.scenes import STEM
from tracker.understanding.model import Fact, FactKind, Thread
from tracker.understanding.threads.accounts import Claim, SourceAccount
from tracker.understanding.threads.groups import group
from tracker.understanding.threads.kin import join_kin

__all__ = ["Claim", "SourceAccount", "find_threads"]

_BEFORE: Final = timedelta(
    days=20
)  # before the first report; what happened earlier is not its event
# "officials said on Sunday" dates the saying, which is no event of the story.
_REPORTED: Final = re.compile(
    r"\b(?:said|says|told|announced|confirmed|reported|wrote|added|according)\b[^,;]{0,24}\Z"
)
# What leads to the value that a figure had before.
_FORMER: Final = re.compile(r"\b(?:from|not|than|instead|earlier|previous(?:ly)?|initial(?:ly)?)\b")
_NAME: Final = re.compile(r"[^\W\d_]+")
_CALENDAR: Final = re.compile(r"\d{4}(?:-\d\d){0,2}")


Told: TypeAlias = tuple[tuple[Fact, int], Measure]  # a fact, where it stands, what it measures


@dataclass(frozen=True, slots=True)
class Measured:
    """A fact of a source with what it measures and the sentence it stands in."""

    source: SourceAccount
    fact: Fact
    measure: Measure
    sentence: str


def find_threads(accounts: Sequence[SourceAccount]) -> tuple[Thread, ...]:
    """Every thread of the accounts, those that most sources speak of first.

    A figure that only one source has is a thread of its own; a date of which only one source
    speaks is none.
    """
    buckets: dict[Hashable, list[Measured]] = defaultdict(list)
    told = sorted(accounts, key=lambda account: (account.published, account.id))
    began = (told[0].published - _BEFORE).date().isoformat() if told else ""
    for account in told:
        for measured in _measured(account):
            buckets[_bucket(measured.measure, began)].append(measured)
    found = join_kin([members for bucket in buckets.values() for members in group(bucket)])
    kept = [members for members in found if _is_figure(members) or _voices(members) > 1]
    return tuple(_thread(members) for members in sorted(kept, key=_voices, reverse=True))


def _is_figure(members: Sequence[Measured]) -> bool:
    return members[0].fact.kind is FactKind.QUANTITY


def _voices(members: Sequence[Measured]) -> int:
    return len({each.source.id for each in members})


def _bucket(measure: Measure, began: str) -> Hashable:
    """What must be equal for two figures to be one fact; the rest is weighed.

    What happened long before the story `began` is another event's.
    """
    what = measure.what if measure.known or measure.dimension == COUNT else ""
    earlier = measure.when if _is_before(measure.when, began) else ""
    return measure.dimension, what, measure.part, earlier


def _is_before(when: str, began: str) -> bool:
    """Whether a TIMEX value names a day, month or year that ended before a day (both ISO)."""
    return _CALENDAR.fullmatch(when) is not None and when < began[: len(when)]


def _measured(account: SourceAccount) -> Iterator[Measured]:
    last: Measure | None = None
    for sentence, facts in _by_sentence(account.facts):
        placed = [
            (fact, at)
            for fact, at in facts
            if fact.kind is FactKind.QUANTITY
            or not _REPORTED.search(sentence[max(at - 40, 0) : at])
        ]
        told = list(zip(placed, measures_of(sentence, placed, last), strict=True))
        figures = [measure for (fact, _), measure in told if fact.kind is FactKind.QUANTITY]
        last = next((each for each in figures if each.known and _are_people(each)), None)
        for (fact, _), measure in _oldest_first(sentence, told):
            yield Measured(account, fact, measure, sentence)


def _are_people(measure: Measure) -> bool:
    return looseness(measure.counted) == "loosely"


def _oldest_first(sentence: str, told: Sequence[Told]) -> Iterator[Told]:
    """Two values of one figure in the order in which they held: "to 22 from 19" is 19, then 22."""
    waiting: list[Told] = []
    for each in told:
        if waiting and each[1] is waiting[0][1]:
            (before, at), _ = waiting[0]
            if _FORMER.search(sentence[at + len(before.text) : each[0][1]]):
                yield each
                continue
        else:
            yield from waiting
            waiting = []
        waiting.append(each)
    yield from waiting


def _by_sentence(claims: Iterable[Claim]) -> Iterator[tuple[str, list[tuple[Fact, int]]]]:
    """The facts of each sentence with their places in it; a sentence printed twice comes twice."""
    sentence, together, position = "", list[tuple[Fact, int]](), 0
    for claim in sorted(claims, key=lambda claim: claim.fact.start):
        fact = claim.fact
        if fact.kind is not FactKind.QUANTITY and not _is_date(fact):
            continue
        at = sentence.find(fact.text, position) if claim.sentence == sentence else -1
        if at < 0:
            if together:
                yield sentence, together
            sentence, together = claim.sentence, []
            at = max(sentence.find(fact.text), 0)
        together.append((fact, at))
        position = at + len(fact.text)
    if together:
        yield sentence, together


def _is_date(fact: Fact) -> bool:
    """A calendar date, not a vague reference or a time of day."""
    return (fact.timex or "")[:4].isdigit()


def _thread(members: Sequence[Measured]) -> Thread:
    facts = [each.fact for each in members]
    measure = members[0].measure
    if not _is_figure(members):
        subject = f"date of {event}" if (event := _event(members)) else measure.what
    else:
        told = measure.known or measure.dimension == COUNT
        subject = measure.what if told else facts[0].subject or measure.what
    return Thread(
        subject=subject or None,
        scope=_scope(members),
        unit=_usual(fact.unit for fact in facts if fact.unit),
        entries=tuple((each.source.id, each.fact) for each in members),
    )


def _event(members: Sequence[Measured]) -> str:
    """What a date is the date of: the words beside it that its sources share, as one has them."""
    shared = frozenset[str].intersection(*(each.measure.around for each in members))
    written = _NAME.findall(members[0].sentence)
    return " ".join(dict.fromkeys(word for word in written if word[:STEM].lower() in shared))


def _scope(members: Sequence[Measured]) -> str | None:
    """For whom a thread holds, else where, if most of its figures say so."""
    named = _usual(_listed(each.measure.names) for each in members if each.measure.names)
    places = [_listed(each.measure.place) for each in members]
    place = _usual(places)
    if named or (place and 2 * places.count(place) > len(places)):
        return named or place
    scopes = [each.fact.scope for each in members]
    scope = _usual(scope for scope in scopes if scope)
    return scope if 2 * scopes.count(scope) > len(scopes) else None


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _usual(values: Iterable[str]) -> str | None:
    """The value that most have, the first of those that as many have."""
    return next((value for value, _ in Counter(values).most_common(1) if value), None)
