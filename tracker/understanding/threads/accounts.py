"""A source of a story, understood already: all that a ledger needs of it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tracker.comparing.model import Sentence
from tracker.understanding.model import Fact, Source, Statement
from tracker.understanding.understand import understand


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact as one source has it, with the sentence it stands in."""

    fact: Fact
    sentence: str


@dataclass(frozen=True, slots=True)
class SourceAccount:
    """What one source says. `published` is zone-aware."""

    id: str
    outlet: str
    published: datetime
    facts: Sequence[Claim] = field(default=())
    statements: Sequence[Statement] = field(default=())


def account_of(source: Source) -> SourceAccount:
    """Understand one source; the facts keep the offsets of its text."""
    found = understand(source.text, published=source.published)
    return SourceAccount(
        id=source.id,
        outlet=source.outlet,
        published=source.published,
        facts=tuple(claims_of(found.facts, found.sentences)),
        statements=found.statements,
    )


def claims_of(facts: Iterable[Fact], sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """Each fact with the sentence it begins in."""
    starts = [sentence.start for sentence in sentences]
    for fact in facts:
        index = bisect_right(starts, fact.start) - 1
        yield Claim(fact, sentences[index].text if index >= 0 else fact.text)
