"""Threads: the figures of many sources that measure the same thing, in time order."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tracker.understanding.measures import Measure, Scene
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
class _Measured:
    source: SourceAccount
    fact: Fact
    measure: Measure


def threads(accounts: Sequence[SourceAccount]) -> tuple[Thread, ...]:
    """Every thread of the accounts, those that most sources speak of first."""
    groups: dict[tuple[str, str, str, str], list[_Measured]] = defaultdict(list)
    for account in sorted(accounts, key=lambda account: (account.published, account.id)):
        for measured in _measured(account):
            measure = measured.measure
            key = (measure.dimension, measure.what, measure.counted, measure.part)
            groups[key].append(measured)
    found = [_thread(group) for group in groups.values()]
    return tuple(sorted(found, key=lambda thread: -len({source for source, _ in thread.entries})))


def _measured(account: SourceAccount) -> Iterable[_Measured]:
    for sentence, claims in _by_sentence(account.facts).items():
        places = _places(sentence, [claim.fact for claim in claims])
        scene = Scene(sentence, [(at, at + len(fact.text)) for fact, at in places])
        for fact, at in places:
            yield _Measured(account, fact, scene.measure(fact, at))


def _by_sentence(claims: Sequence[Claim]) -> dict[str, list[Claim]]:
    grouped: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda claim: claim.fact.start):
        if claim.fact.kind is FactKind.QUANTITY:
            grouped[claim.sentence].append(claim)
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


def _thread(group: Sequence[_Measured]) -> Thread:
    first = group[0].fact
    return Thread(
        subject=first.subject,
        scope=first.scope,
        unit=first.unit,
        entries=tuple((measured.source.id, measured.fact) for measured in group),
    )
