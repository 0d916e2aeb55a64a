"""Engines for both databases, each set so that a commit acknowledged is a commit kept."""

import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from tracker.errors import DatabaseError, InputError
from tracker.eventstore.failures import tell_as_ours, told_as_ours

if TYPE_CHECKING:
    from sqlalchemy import Connection

REST_SECONDS = 1.0
"""After so long unused, a connection to a server is asked whether it is still there."""

BUSY_MILLISECONDS = 30_000
"""How long a writer waits for the ones before it; an append takes milliseconds."""

IDLE_MILLISECONDS = 25_000
"""How long a transaction on a server may stand still, as one of a suspended process does.

Less than others wait for its locks.
"""

_POOL: dict[str, Any] = {"pool_size": 8, "max_overflow": 56}
"""A daemon's looks and deliveries each have a thread; what is not used is not kept."""


def database_url(database: str) -> URL:
    """URL of a database named by a URL or by the path of an SQLite file."""
    if "://" not in database:
        return URL.create("sqlite", database=str(Path(database).expanduser().absolute()))
    try:
        url = make_url(database)
    except ArgumentError as error:
        raise InputError(
            "The database address cannot be read; try postgresql://host/name."
        ) from error
    if url.drivername in {"postgres", "postgresql"}:
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
        raise InputError("A log in memory would be lost; name a file: sqlite:///path.")
    return url


def shown(url: URL) -> str:
    """The database's name for messages: the file, or the address without its password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.render_as_string(hide_password=True)


def make_engine(url: URL, *, read_only: bool = False) -> Engine:
    """An engine for `url`; nothing is opened yet. `read_only` leaves an SQLite file as it is."""
    try:
        engine = _made(url, read_only=read_only)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise DatabaseError(
            "PostgreSQL needs its driver: pip install 'news-update-tracker[postgres]'."
        ) from error
    tell_as_ours(engine, shown(url))
    return engine


def writing(engine: Engine) -> Engine:
    """The same engine and pool, for whoever writes: in SQLite with the lock from the beginning.

    On a server what only reads has no transaction, which would take two more round trips.
    """
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="READ COMMITTED")
    return engine.execution_options(begin="BEGIN IMMEDIATE")


def one_state(engine: Engine) -> Engine:
    """The same engine and pool, whose transactions see one state of the database throughout."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ")
    return engine


def _made(url: URL, *, read_only: bool) -> Engine:
    if url.get_backend_name() == "sqlite":
        return _sqlite_read_only(url) if read_only else _sqlite(url)
    if url.get_backend_name() == "postgresql":
        return _postgresql(url)
    raise InputError(f"{url.get_backend_name()} is not supported; use SQLite or PostgreSQL.")


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, hide_parameters=True, **_POOL)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _sqlite_read_only(url: URL) -> Engine:
    file = Path(str(url.database)).absolute()
    # Without a write-ahead log nobody has the file open, and SQLite need not make its own files
    # beside it to read along.
    alone = "" if file.with_name(f"{file.name}-wal").exists() else "&immutable=1"
    return create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(f"{file.as_uri()}?mode=ro{alone}", uri=True),
        poolclass=NullPool,
        hide_parameters=True,
    )


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # sqlite3 would begin transactions by itself, and too late: only before the first write.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_MILLISECONDS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "recursive_triggers = ON",  # or REPLACE would delete without asking the delete triggers
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: "Connection") -> None:
    # On the driver itself: through SQLAlchemy this takes longer than inserting ten events.
    driver: Any = connection.connection.driver_connection
    with told_as_ours(shown(connection.engine.url)):
        driver.execute(connection.get_execution_options().get("begin", "BEGIN")).close()


def _postgresql(url: URL) -> Engine:
    engine = create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
        use_insertmanyvalues=False,
        connect_args={"connect_timeout": 10},
        **_POOL,
    )
    event.listen(engine, "connect", _set_up_postgresql)
    event.listen(engine, "checkout", _ask_after_a_rest)
    return engine


def _set_up_postgresql(connection: Any, _record: object) -> None:
    connection.autocommit = True
    # Compiling a query that reads a page of a log takes longer than reading it.
    connection.execute(
        f"SET jit = off; SET lock_timeout = {BUSY_MILLISECONDS};"
        f" SET idle_in_transaction_session_timeout = {IDLE_MILLISECONDS}"
    )


def _ask_after_a_rest(connection: Any, record: Any, _proxy: object) -> None:
    """Whether a connection is still there: a server that was restarted has forgotten all of them.

    Not while it is busy, for asking costs as much as most queries.
    """
    now, last = time.monotonic(), record.info.get("used")
    record.info["used"] = now
    if last is None or now - last < REST_SECONDS:
        return
    try:
        connection.execute("")
    except Exception as error:  # the pool makes another one in its place
        raise DisconnectionError from error
