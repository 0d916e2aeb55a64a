"""The drivers' errors, told as ours."""

import sqlite3

import pytest
from sqlalchemy.exc import InvalidRequestError, OperationalError

from tracker.errors import ConflictError, DatabaseError, IntegrityError, TrackerError
from tracker.eventstore.failures import told_as_ours


@pytest.mark.parametrize(
    ("error", "ours", "says"),
    [
        (sqlite3.OperationalError("database is locked"), DatabaseError, "busy"),
        (sqlite3.OperationalError("no such table: events"), DatabaseError, "lacks a table"),
        (sqlite3.OperationalError("disk I/O error"), DatabaseError, "cannot be used"),
        (sqlite3.DatabaseError("database disk image is malformed"), IntegrityError, "damaged"),
        (sqlite3.IntegrityError("UNIQUE constraint failed"), ConflictError, "came between"),
    ],
)
@pytest.mark.parametrize("wrapped", [False, True], ids=["driver", "sqlalchemy"])
def test_each_becomes_an_error_of_the_tracker(
    error: sqlite3.Error, ours: type[TrackerError], says: str, wrapped: bool
) -> None:
    """Whether SQLAlchemy or the driver's own cursor raised it; the database is named."""
    with pytest.raises(ours, match=rf"log\.db.*{says}"), told_as_ours("log.db"):
        raise OperationalError("SELECT 1", {}, error) if wrapped else error


def test_sqlalchemys_own_errors_are_told_too() -> None:
    with pytest.raises(DatabaseError, match=r"log\.db failed"), told_as_ours("log.db"):
        raise InvalidRequestError("no rows")


def test_other_errors_pass() -> None:
    with pytest.raises(ZeroDivisionError), told_as_ours("log.db"):
        raise ZeroDivisionError
