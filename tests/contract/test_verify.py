"""Verifying: whatever is changed behind the log's back is named."""

import re
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.contract.commits import commit, erasure
from tracker.eventstore.model import Verification
from tracker.eventstore.sql import SqlEventStore
from tracker.eventstore.store import EventStore
from tracker.eventstore.tables import metadata

TABLES = ("log_head", "streams", "event_types", "commits", "events")


@pytest.fixture
def written(sql_store: SqlEventStore) -> SqlEventStore:
    """Commits 1 to 4, positions 1 to 6 in two streams; positions 1 and 2 are erased."""
    sql_store.append(commit("a", count=2), commit("b", stream="article-2", count=2), commit("c"))
    sql_store.erase(erasure("order", (1, 2)))
    return sql_store


def test_a_log_nobody_touched_is_whole(store: EventStore) -> None:
    """Empty, and with commits in it; progress ends with all of it."""
    assert store.verify().ok
    store.append(commit("a", count=2), commit("b"))
    seen: list[tuple[int, int]] = []
    found = store.verify(lambda done, total: seen.append((done, total)))
    assert found == Verification(store.head(), 2, 3, 0, ())
    assert seen[-1] == (3, 3)


COLUMNS = [
    (table, column.name)
    for table in TABLES
    for column in metadata.tables[table].columns
    if (table, column.name) != ("log_head", "key")  # the row's only name, and nothing reads it
]


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[".".join(pair) for pair in COLUMNS])
def test_a_change_to_any_column_of_any_row_is_named(
    written: SqlEventStore, engine: Engine, table: str, column: str
) -> None:
    """One row at a time, with triggers, keys and checks out of the way."""
    _disarm(engine)
    key = metadata.tables[table].primary_key.columns.values()[0].name
    with engine.connect() as connection:
        rows = connection.execute(text(f"SELECT {key}, {column} FROM {table} ORDER BY 1")).all()
    for row_key, value in rows:
        changed = _other(column, value)
        _set(engine, table, column, key, row_key, changed)
        found = written.verify()
        assert not found.ok, f"{table}.{column} of {row_key}: {value!r} to {changed!r}"
        assert _names(found, table, row_key, changed if column == key else row_key), found.problems
        _set(engine, table, column, key, changed if column == key else row_key, value)
    assert written.verify().ok


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("DELETE FROM events WHERE position = 3", "position 3: missing"),
        ("DELETE FROM events WHERE position = 6", "commit 4: last position"),
        ("DELETE FROM commits WHERE number = 2", "commit 2: missing"),
        ("DELETE FROM commits WHERE number = 4", "belongs to commit 4"),
        ("DELETE FROM streams WHERE id = 'article-2'", "commit 2: its stream"),
        ("DELETE FROM event_types", "commit 2: does not match its hash"),
        ("UPDATE events SET data = NULL, digest = salt, salt = NULL WHERE position = 3",
         "position 3: erased, but no later event orders it"),
        ("UPDATE events SET data = '{}', salt = digest, digest = NULL WHERE position = 1",
         "position 6: orders positions 1 to 2 erased, 1 of them are"),
        ("UPDATE events SET data = '{\"x\":\"\u00e9\"}' WHERE position = 3", "position 3: holds"),
        ("INSERT INTO streams VALUES (7, 'article-7')", "stream 'article-7' has no commits"),
        ("INSERT INTO events SELECT 7, 4, 5, type, 1, data, salt, digest FROM events LIMIT 1",
         "commit 4: last position"),
    ],
)  # fmt: skip
def test_what_is_missing_or_added_is_named(
    written: SqlEventStore, engine: Engine, change: str, says: str
) -> None:
    _disarm(engine)
    with engine.begin() as connection:
        connection.execute(text(change))
    assert any(says in str(problem) for problem in written.verify().problems), [
        str(problem) for problem in written.verify().problems
    ]


def test_one_change_is_told_once_not_for_all_that_follows(
    written: SqlEventStore, engine: Engine
) -> None:
    written.append(*(commit(f"more {number}") for number in range(50)))
    _disarm(engine)
    _set(engine, "events", "data", "position", 3, "{}")
    assert [problem.commit for problem in written.verify().problems] == [2]


def test_a_commit_cut_off_with_its_head_moved_back_is_told_by_the_hash_alone(
    written: SqlEventStore, engine: Engine
) -> None:
    """A log shortened with care is whole in itself: only the head hash published earlier tells."""
    published = written.head().hash
    written.append(commit("later"))
    _disarm(engine)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM events WHERE position > 6"))
        connection.execute(text("DELETE FROM commits WHERE number > 4"))
        connection.execute(
            text("UPDATE log_head SET commit_number = 4, position = 6, hash = :hash"),
            {"hash": published},
        )
    assert written.verify().ok
    assert written.head().hash == published


def test_text_where_numbers_should_be_does_not_stop_the_walk(sqlite_database: str) -> None:
    """SQLite keeps any value in any column that is not the row's own key."""
    from tracker.services.keeping.migrating import open_database

    engine = open_database(sqlite_database)
    store = SqlEventStore(engine)
    store.append(commit("a", count=2), commit("b"))
    _disarm(engine)
    for table in ("commits", "events"):
        for column in metadata.tables[table].columns:
            if not column.primary_key:
                with engine.begin() as connection:
                    connection.execute(text(f"UPDATE {table} SET {column.name} = 'x' || rowid"))
    found = store.verify()
    assert {problem.commit for problem in found.problems} >= {1, 2}
    engine.dispose()


def _disarm(engine: Engine) -> None:
    """Take away what keeps an honest hand from changing the log."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            names = connection.scalars(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            )
            statements = [f"DROP TRIGGER {name}" for name in names]
            statements += ["PRAGMA foreign_keys = OFF", "PRAGMA ignore_check_constraints = ON"]
        else:
            statements = [f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in TABLES]
            checks = "ALTER TABLE {} DROP CONSTRAINT {}"
            statements += [
                checks.format("events", "events_data_or_digest"),
                checks.format("log_head", "log_head_one_row"),
            ]
        connection.commit()
        for statement in statements:
            connection.connection.driver_connection.execute(statement)  # type: ignore[union-attr]
        connection.connection.driver_connection.commit()  # type: ignore[union-attr]


def _other(column: str, value: Any) -> Any:
    match value:
        case None:
            return "{}" if column == "data" else b"other"
        case int():
            return value + 1000
        case str():
            return value + "x"
        case bytes():
            return bytes([value[0] ^ 1]) + value[1:]
        case _:
            return type(value)(int=value.int ^ 1)


def _set(engine: Engine, table: str, column: str, key: str, at: Any, value: Any) -> None:
    with engine.begin() as connection:
        connection.execute(
            text(f"UPDATE {table} SET {column} = :value WHERE {key} = :at"),
            {"value": value, "at": at},
        )


def _names(found: Verification, table: str, before: Any, after: Any) -> bool:
    """Whether a problem points at the row: the commit or position, else the stream or the head."""
    told = "; ".join(str(problem) for problem in found.problems)
    numbers = {int(number) for number in re.findall(r"\d+", told)}
    commits_of = {1: 1, 2: 1, 3: 2, 4: 2, 5: 3, 6: 4}
    match table:
        case "commits":
            return bool({before, after} & {problem.commit for problem in found.problems})
        case "events":
            return bool({before, after} & numbers) and (
                commits_of[before] in {problem.commit for problem in found.problems}
            )
        case "log_head":
            return "the head's" in told or "the log's id" in told
        case _:
            return bool(told)
