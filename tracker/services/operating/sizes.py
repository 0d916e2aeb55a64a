"""How much waits, fails and lags in a database: each figure read off an index."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, func, literal_column, select

from tracker.capture.tables import sources, watches
from tracker.delivery.tables import outbox
from tracker.eventstore.heads import read_head
from tracker.projections.projector import CONSUMER
from tracker.projections.tables import checkpoints, ledgers
from tracker.services.context import Context

MOST = 10_000
"""Counting ends here: beyond it only "more" matters."""

LATE = timedelta(minutes=1)
"""How much later than planned a delivery or a digest counts as late."""

OVERDUE = timedelta(minutes=5)
"""How much later than planned a look counts as overdue; the budget may put it off for a while."""

FAILING = watches.c.failures > literal_column("0")
"""Spelled as the partial index is: SQLite cannot tell what a parameter will be."""

WAITING, DEAD = "waiting", "dead"


@dataclass(frozen=True, slots=True)
class Sizes:
    """Figures of one database; those of rows end at `MOST` + 1."""

    head: int
    lag: int
    stories_stale: int
    looks_due: int
    looks_overdue: int
    failing: int
    sources: int
    held: int
    waiting: int
    late: int
    dead: int


def sizes_of(context: Context) -> Sizes:
    """The figures of now."""
    now = context.clock()
    with context.engine.connect() as connection:
        head = read_head(connection).position
        reached = connection.scalar(
            select(checkpoints.c.position).where(checkpoints.c.consumer == CONSUMER)
        )
        late = outbox.c.status == WAITING, outbox.c.next_attempt < now - LATE
        return Sizes(
            head=head,
            lag=head - (reached or 0),
            stories_stale=count(connection, ledgers, ledgers.c.stale),
            looks_due=_due(connection, now),
            looks_overdue=_due(connection, now - OVERDUE),
            failing=count(connection, watches, FAILING),
            sources=count(connection, sources, sources.c.failures > 0),
            held=count(connection, watches, watches.c.held_since.is_not(None)),
            waiting=count(connection, outbox, outbox.c.status == WAITING),
            late=count(connection, outbox, *late),
            dead=count(connection, outbox, outbox.c.status == DEAD),
        )


def count(connection: Connection, table: Table, *where: ColumnElement[bool]) -> int:
    """How many rows of a table are such, up to `MOST` + 1."""
    some = select(1).select_from(table).where(*where).limit(MOST + 1).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def _due(connection: Connection, until: datetime) -> int:
    return sum(count(connection, table, table.c.next_look <= until) for table in (watches, sources))


def number(count: int) -> str:
    """A figure in words for people, "more than 10,000" where counting ended."""
    return f"{count:,}" if count <= MOST else f"more than {MOST:,}"
