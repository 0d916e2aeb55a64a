"""Forgetting what was delivered long ago; what waits or was given up stays."""

from datetime import timedelta

from sqlalchemy import Connection, delete, exists, select

from tracker.delivery.tables import messages, outbox
from tracker.eventstore.engine import writing
from tracker.services.context import Context
from tracker.services.delivering.statuses import Status

BATCH = 1_000
"""Rows forgotten in one transaction, so that nobody waits for long."""

_OVER = (Status.DELIVERED, Status.DROPPED)


def prune(context: Context, days: int) -> int:
    """Forget deliveries put in more than so many days ago, and messages that nobody has any more.

    With 0 days nothing is forgotten. Returns how many deliveries were. Nothing is ever told again
    for it: that is decided by marks.
    """
    forgotten = 0
    while days:
        with writing(context.engine).begin() as connection:
            count = _prune(connection, context, days)
        forgotten += count
        if count < BATCH:
            break
    return forgotten


def _prune(connection: Connection, context: Context, days: int) -> int:
    before = context.clock() - timedelta(days=days)
    old = (
        select(outbox.c.id, outbox.c.message)
        .where(outbox.c.status.in_(_OVER), outbox.c.next_attempt < before)
        .limit(BATCH)
    )
    rows = connection.execute(old).all()
    connection.execute(delete(outbox).where(outbox.c.id.in_([row.id for row in rows])))
    theirs = messages.c.id.in_({row.message for row in rows})
    wanted = exists().where(outbox.c.message == messages.c.id)
    connection.execute(delete(messages).where(theirs, ~wanted))
    return len(rows)
