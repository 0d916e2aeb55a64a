"""What an article and others both say, by the rules of a story's ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tracker.understanding.ledger import assemble
from tracker.understanding.measures.values import Standing, standing
from tracker.understanding.model import Fact, FactKind, Remark, Statement, Thread
from tracker.understanding.threads.accounts import SourceAccount

Item = TypeVar("Item", Fact, Statement)


@dataclass(frozen=True, slots=True)
class Common:
    """What an article and a story both say.

    Figures with the same measure and value, the same remarks, and whether it is a copy.
    """

    figures: tuple[Fact, ...] = ()
    remarks: tuple[Statement, ...] = ()
    is_copy: bool = False


def common_ground(article: SourceAccount, others: Sequence[SourceAccount]) -> Common:
    """What `article` says as `others` do, by the rules of a ledger."""
    if not others:
        return Common()
    found = assemble([article, *others])
    return Common(
        tuple(_figures(found.threads, article.id)),
        tuple(_remarks(found.remarks, article.id)),
        any(article.id in pair for pair in found.copies),
    )


def _figures(threads: Iterable[Thread], source: str) -> list[Fact]:
    """The article's figures for which another source has the same value."""
    found = []
    for thread in threads:
        own, others = _parted(thread.entries, source)
        agreed = (fact for fact in own if any(_agree(fact, other) for other in others))
        found += [fact for fact in agreed if fact.kind is FactKind.QUANTITY][:1]
    return found


def _agree(one: Fact, other: Fact) -> bool:
    return standing(one, other) is Standing.AGREE


def _remarks(remarks: Iterable[Remark], source: str) -> list[Statement]:
    """The article's wording of each remark that another source has."""
    parted = (_parted(remark.entries, source) for remark in remarks)
    return [own[0] for own, others in parted if own and others]


def _parted(entries: Iterable[tuple[str, Item]], source: str) -> tuple[list[Item], list[Item]]:
    """What the source says, and what others do."""
    own: list[Item] = []
    others: list[Item] = []
    for each, item in entries:
        (own if each == source else others).append(item)
    return own, others
