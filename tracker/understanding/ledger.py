"""What the sources of a story say on the same things."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from tracker.comparing.model import Sentence
from tracker.understanding.model import Fact, Ledger, Source
from tracker.understanding.threads import Claim, SourceAccount, find_threads
from tracker.understanding.understand import understand


def ledger(sources: Iterable[Source]) -> Ledger:
    """Understand each source by itself, then line up what they say."""
    return assemble([account_of(source) for source in sources])


def assemble(entries: Sequence[SourceAccount]) -> Ledger:
    """Line up sources that are understood already; needs nothing but what the accounts hold."""
    return Ledger(threads=find_threads(entries), remarks=())


def account_of(source: Source) -> SourceAccount:
    """One source as the ledger needs it."""
    found = understand(source.text, published=source.published)
    return SourceAccount(
        id=source.id,
        outlet=source.outlet,
        published=source.published,
        facts=tuple(claims_of(found.facts, found.sentences)),
        statements=found.statements,
    )


def claims_of(facts: Iterable[Fact], sentences: Sequence[Sentence]) -> Iterable[Claim]:
    """Each fact with the sentence it begins in."""
    starts = [sentence.start for sentence in sentences]
    for fact in facts:
        index = bisect_right(starts, fact.start) - 1
        yield Claim(fact, sentences[index].text if index >= 0 else fact.text)
