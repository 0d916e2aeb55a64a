"""Telling an endpoint what it missed while it was paused or disabled."""

from itertools import islice

from sqlalchemy import select

from tracker.delivery.tables import endpoint_marks
from tracker.eventstore.engine import writing
from tracker.projections.projector import BATCH
from tracker.projections.streams import commits_of
from tracker.projections.tables import endpoints
from tracker.services.context import Context
from tracker.services.delivering import wants
from tracker.services.delivering.enqueuing import Listener


def tell_missed(context: Context, identifier: str) -> None:
    """Put into the outbox what was recorded above the endpoint's mark, and move the mark on.

    In batches, each of which moves the mark in its own transaction: cut short, it is gone on with.
    """
    context.projector.catch_up()
    announcer = context.announcer.loaded()
    query = (
        select(endpoint_marks.c.position, endpoints.c.after, endpoints.c.wants)
        .join(endpoints, endpoints.c.id == endpoint_marks.c.endpoint)
        .where(endpoints.c.id == identifier)
    )
    while True:
        with writing(context.engine).begin() as connection:
            row = connection.execute(query).one_or_none()
            if row is None:  # its removal was cut short: it begins anew
                return
            commits = list(islice(commits_of(context.store.read_all(after=row.position)), BATCH))
            if not commits:
                return
            listener = Listener(identifier, row.position, row.after, wants.loads(row.wants))
            announcer.tell(connection, [listener], commits)
