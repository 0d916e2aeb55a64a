"""Erasing recorded data so that it is gone from the database's file too."""

from collections.abc import Iterable

from sqlalchemy import Connection, Engine

from tracker.eventstore import statements
from tracker.eventstore.erasing import Run, erased
from tracker.eventstore.rows import EventRow

_BATCH = 500


def erase_runs(connection: Connection, runs: Iterable[Run]) -> None:
    """Put the digest in place of data and salt at every position of `runs`."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")  # freed bytes become zeros
    for first, last in runs:
        for start in range(first, last + 1, _BATCH):
            _erase_batch(connection, start, min(start + _BATCH - 1, last))


def _erase_batch(connection: Connection, first: int, last: int) -> None:
    found = connection.execute(statements.event_rows, {"first": first, "last": last})
    before = [EventRow(*row) for row in found]
    changed = [
        {"erased": new.position, "left": new.digest}
        for old, new in zip(before, erased(before), strict=True)
        if new is not old
    ]
    if changed:
        connection.execute(statements.erase, changed)


def forget(engine: Engine) -> None:
    """Move erased pages from SQLite's write-ahead log into the file, and empty that log.

    PostgreSQL lets go of the old rows at its next VACUUM, and of their journal as it recycles it.
    """
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
