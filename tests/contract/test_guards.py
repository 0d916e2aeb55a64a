"""The database itself refuses to rewrite the log."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.conftest import copied
from tests.contract.commits import commit, erasure
from tracker.errors import DatabaseError
from tracker.eventstore.sql import SqlEventStore
from tracker.services.keeping.migrating import open_database

REFUSED = (IntegrityError, DatabaseError)
"""SQLite's triggers refuse a row, those of PostgreSQL end the statement."""

REWRITES = [
    "UPDATE events SET data = '{}' WHERE position = 2",
    "UPDATE events SET position = 20 WHERE position = 2",
    "UPDATE events SET version = 9 WHERE position = 2",
    "UPDATE events SET commit_number = 2 WHERE position = 2",
    "UPDATE events SET schema_version = 2 WHERE position = 2",
    "UPDATE events SET digest = salt WHERE position = 2",
    "UPDATE events SET digest = NULL, data = '{}', salt = digest WHERE position = 1",
    "UPDATE events SET digest = commits.hash FROM commits WHERE position = 1",
    "DELETE FROM events WHERE position = 2",
    "DELETE FROM events",
    "UPDATE commits SET recorded_at = 0",
    "UPDATE commits SET hash = id WHERE number = 1",
    "DELETE FROM commits WHERE number = 3",
    "UPDATE streams SET id = 'other'",
    "UPDATE streams SET key = 99",
    "DELETE FROM streams",
    "UPDATE event_types SET name = 'other' WHERE key = 1",
    "DELETE FROM event_types",
    "UPDATE log_head SET log_id = hash",
    "UPDATE log_head SET commit_number = 1",
    "UPDATE log_head SET position = 1",
    "DELETE FROM log_head",
]

ONLY_POSTGRESQL = [
    "TRUNCATE events",
    "TRUNCATE commits, events",
    "TRUNCATE streams CASCADE",
    "TRUNCATE log_head",
    "UPDATE events SET data = NULL, salt = NULL, digest = sha256('other') WHERE position = 2",
]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def written(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SqlEventStore]:
    """Commits 1 to 3, positions 1 to 4, of which position 1 is erased; no test changes it."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            template = request.getfixturevalue("sqlite_template")
            address = str(shutil.copyfile(template, tmp_path_factory.mktemp("guards") / "log.db"))
        else:
            server = request.getfixturevalue("postgres_server")
            template = request.getfixturevalue("postgres_template")
            address = stack.enter_context(copied(server, template))
        engine = open_database(address)
        store = SqlEventStore(engine)
        store.append(commit("a", count=2), commit("b"))
        store.erase(erasure("order", (1, 1)))
        yield store
        engine.dispose()


@pytest.mark.parametrize("statement", [*REWRITES, *ONLY_POSTGRESQL])
def test_a_rewrite_is_refused(written: SqlEventStore, statement: str) -> None:
    engine = written.engine
    if engine.dialect.name == "sqlite" and statement in ONLY_POSTGRESQL:
        pytest.skip("SQLite has no TRUNCATE and no SHA-256")
    with pytest.raises(REFUSED), engine.begin() as connection:
        connection.execute(text(statement))
    assert written.verify().ok


def test_the_guard_says_why(written: SqlEventStore) -> None:
    with (
        pytest.raises(REFUSED, match="append-only: events"),
        written.engine.begin() as connection,
    ):
        connection.execute(text("DELETE FROM events"))
    assert written.verify().ok


def test_replacing_a_row_is_refused_too(written: SqlEventStore) -> None:
    """SQLite's REPLACE deletes, and asks the triggers of DELETE only if told to."""
    if written.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has REPLACE")
    replace = (
        "INSERT OR REPLACE INTO events"
        " SELECT position, commit_number, version, type, 7, data, salt, digest FROM events"
    )
    with pytest.raises(REFUSED, match="append-only"), written.engine.begin() as connection:
        connection.execute(text(replace))
    assert written.verify().ok
