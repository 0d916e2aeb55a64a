"""The database's own errors, told as ours."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, ExceptionContext, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import IntegrityError as Refused

from tracker.errors import ConflictError, DatabaseError, IntegrityError, TrackerError

_WORDS: tuple[tuple[tuple[str, ...], type[TrackerError], str], ...] = (
    (
        ("malformed", "corrupt", "invalid page", "could not read block"),
        IntegrityError,
        "{name} is damaged ({said}); restore it from a backup.",
    ),
    (
        ("database is locked", "lock timeout", "database table is locked"),
        DatabaseError,
        "{name} is busy: another writer holds it; try again later.",
    ),
    (
        ("database or disk is full", "No space left on device", "could not extend file"),
        DatabaseError,
        (
            "{name}: the disk is full: nothing is recorded until there is space; make some, or"
            " let the file grow."
        ),
    ),
    (
        ("disk I/O error",),
        DatabaseError,
        (
            "{name} cannot be used ({said}): nothing is recorded until it can be written again."
            " Look for a full disk, a limit on the size of files, or a disk that fails."
        ),
    ),
    (
        ("deadlock detected", "could not serialize"),
        ConflictError,
        "{name}: another writer came between; nothing was written, and trying again is safe.",
    ),
    (
        ("no such table", '" does not exist'),
        DatabaseError,
        "{name} lacks a table of the tracker ({said}).",
    ),
)
"""By what the drivers say: what that is, and how it is told."""

_DISK_FULL = "53100"
"""What PostgreSQL calls it (SQLSTATE)."""


def _driver_errors() -> tuple[type[Exception], ...]:
    """The base classes of the drivers in use; the one of a server only if it is loaded."""
    server = sys.modules.get("psycopg")
    return (sqlite3.Error, server.Error) if server else (sqlite3.Error,)


@contextmanager
def told_as_ours(name: str) -> Iterator[None]:
    """Turn whatever goes wrong with the database `name` into an error of the tracker."""
    try:
        yield
    except DBAPIError as error:
        raise _ours(name, error.orig) from error
    except _driver_errors() as error:  # from the driver's own cursor
        raise _ours(name, error) from error
    except SQLAlchemyError as error:
        raise DatabaseError(f"{name} failed: {error}.") from error


def tell_as_ours(engine: Engine, name: str) -> None:
    """Let whatever goes wrong on any connection of `engine` be raised as an error of the tracker.

    But for a row that is refused: whoever inserts it knows what that means.
    """

    def tell(failure: ExceptionContext) -> None:
        if failure.is_pre_ping:
            return  # the pool connects anew
        if failure.sqlalchemy_exception and not isinstance(failure.sqlalchemy_exception, Refused):
            raise _ours(name, failure.original_exception) from failure.original_exception

    event.listen(engine, "handle_error", tell)


def _ours(name: str, error: BaseException | None) -> TrackerError:
    said = " ".join(str(error).split())
    # Every driver names its classes as PEP 249 does.
    if any(base.__name__ == "IntegrityError" for base in type(error).__mro__):
        return ConflictError(f"{name} refused the write, for another came between: {said}.")
    if getattr(error, "sqlstate", None) == _DISK_FULL:
        said = f"No space left on device: {said}"
    for words, kind, message in _WORDS:
        if any(word in said for word in words):
            return kind(message.format(name=name, said=said))
    return DatabaseError(f"{name} cannot be used: {said}.")
