"""Which stories are to be lined up again: those in which anything changed since they were."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Connection, Select, select, update

from tracker.projections.tables import ledgers


@dataclass(frozen=True, slots=True)
class Stale:
    """A story to be lined up, and the last change in it."""

    story: str
    change: str


def mark_stale(connection: Connection, stories: Collection[str] | Select[tuple[str]]) -> None:
    """Something changed in these stories.

    Each change has a name that none had before, a counter's not being enough: a rebuild would
    count from the beginning, and whoever read a story before it takes old text for new.
    """
    changed = update(ledgers).where(ledgers.c.story.in_(stories))
    connection.execute(changed.values(stale=True, change=uuid4().hex))


def stale_stories(connection: Connection, among: Collection[str] | None = None) -> list[Stale]:
    """Those of the stories (None: of all) that are to be lined up, by id."""
    query = select(ledgers.c.story, ledgers.c.change).where(ledgers.c.stale)
    if among is not None:
        query = query.where(ledgers.c.story.in_(among))
    return [Stale(*row) for row in connection.execute(query.order_by(ledgers.c.story))]


def settle(connection: Connection, stale: Stale) -> bool:
    """The story was lined up as of that change; False where it changed again, or another did it.

    It locks the row: whoever changes the story meanwhile waits for the end of the transaction.
    """
    same = ledgers.c.story == stale.story, ledgers.c.stale, ledgers.c.change == stale.change
    settled = update(ledgers).where(*same).values(stale=False, change="")
    return connection.execute(settled).rowcount == 1
