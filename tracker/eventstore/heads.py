"""The row that says where the log ends."""

from typing import Any

from sqlalchemy import Connection

from tracker.errors import IntegrityError
from tracker.eventstore import statements
from tracker.eventstore.model import Head
from tracker.eventstore.rows import Tip


def read_head(connection: Connection) -> Head:
    """Where the log ends, as `connection` sees it."""
    return Head(*_found(connection.execute(statements.read_head).one_or_none()))


def lock_tip(connection: Connection) -> Tip:
    """Where the log ends; it stays so until the transaction of `connection` does."""
    return tip(connection.execute(statements.lock_tip).one_or_none())


def tip(row: Any) -> Tip:
    """The tip out of a row of `lock_tip`; IntegrityError if there is none."""
    return Tip(*_found(row))


def _found(row: Any) -> Any:
    if row is None:
        raise IntegrityError("The log has lost its head row; restore the database from a backup.")
    return row
