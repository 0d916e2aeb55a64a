"""Threads: the figures of many sources that measure the same thing, in time order."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tracker.understanding.groups import group
from tracker.understanding.measures import Measure, measures_of
from tracker.understanding.model import Fact, FactKind, Statement, Thread


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact as one source has it, with the sentence it stands in."""

    fact: Fact
    sentence: str


@dataclass(frozen=True, slots=True)
class SourceAccount:
    """What one source of a story says, understood already. Times are zone-aware."""

    id: str
    outlet: str
    published: datetime
    facts: Sequence[Claim] = field(default=())
    statements: Sequence[Statement] = field(default=())


@dataclass(frozen=True, slots=True)
class Measured:
    """A fact of a source with what it measures."""

    source: SourceAccount
    fact: Fact
    measure: Measure


def find_threads(accounts: Sequence[SourceAccount]) -> tuple[Thread, ...]:
    """Every thread of the accounts, those that most sources speak of first."""
    buckets: dict[Hashable, list[Measured]] = defaultdict(list)
    for account in sorted(accounts, key=lambda account: (account.published, account.id)):
        for measured in _measured(account):
            buckets[_bucket(measured.measure)].append(measured)
    found = [_thread(members) for bucket in buckets.values() for members in group(bucket)]
    return tuple(sorted(found, key=lambda thread: -len({source for source, _ in thread.entries})))


def _bucket(measure: Measure) -> Hashable:
    """What must be equal for two figures to be one fact; the rest is weighed."""
    return measure.dimension, measure.what, measure.part


def _measured(account: SourceAccount) -> Iterator[Measured]:
    for sentence, facts in _by_sentence(account.facts).items():
        placed = _places(sentence, facts)
        for (fact, _), measure in zip(placed, measures_of(sentence, placed), strict=True):
            yield Measured(account, fact, measure)


def _by_sentence(claims: Iterable[Claim]) -> dict[str, list[Fact]]:
    grouped: dict[str, list[Fact]] = defaultdict(list)
    for claim in sorted(claims, key=lambda claim: claim.fact.start):
        if claim.fact.kind is FactKind.QUANTITY:
            grouped[claim.sentence].append(claim.fact)
    return grouped


def _places(sentence: str, facts: Sequence[Fact]) -> list[tuple[Fact, int]]:
    """Where each fact stands in its sentence; a sentence printed twice begins again."""
    found = []
    position = 0
    for fact in facts:
        at = sentence.find(fact.text, position)
        if at < 0:
            at = max(sentence.find(fact.text), 0)
        found.append((fact, at))
        position = at + len(fact.text)
    return found


def _thread(members: Sequence[Measured]) -> Thread:
    first = members[0].fact
    return Thread(
        subject=_subject(members[0]),
        scope=", ".join(sorted(members[0].measure.names)) or first.scope,
        unit=first.unit,
        entries=tuple((each.source.id, each.fact) for each in members),
    )


def _subject(measured: Measured) -> str | None:
    return measured.measure.what or measured.fact.subject
