"""The one place that puts settings, database, log, projections and clock together."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from tracker.config import Settings, default_database
from tracker.eventstore.engine import shown
from tracker.eventstore.sql import SqlEventStore
from tracker.eventstore.upcasting import Upcasters
from tracker.newsroom.upcasting import STEPS
from tracker.projections.projector import Projector
from tracker.services.context import Clock, Context
from tracker.services.delivering.announcing import LazyAnnouncer
from tracker.services.keeping.migrating import open_database


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def upcasters() -> Upcasters:
    """The steps that lift old events to today's shape."""
    known = Upcasters()
    for (event_type, schema_version), step in STEPS.items():
        known.register(event_type, schema_version, step)
    return known


@contextmanager
def open_context(
    settings: Settings, *, clock: Clock = utc_now, must_exist: bool = False
) -> Iterator[Context]:
    """A context on the database of `settings`; a new SQLite file is made ready first.

    Raises NotFoundError where there is none and it `must_exist`, DatabaseError for a database that
    is foreign, newer, unreachable or not upgraded.
    """
    database = settings.database_url or default_database()
    engine = open_database(database, must_exist=must_exist)
    store = SqlEventStore(engine, clock=clock, upcasters=upcasters())
    announcer = LazyAnnouncer(store, clock, settings.daemon.public_url)
    try:
        yield Context(
            database=shown(engine.url),
            engine=engine,
            store=store,
            projector=Projector(engine, store, announcer),
            announcer=announcer,
            clock=clock,
            zone=settings.timezone,
        )
    finally:
        engine.dispose()
