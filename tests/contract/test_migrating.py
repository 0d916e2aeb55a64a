"""Bringing a database to this version, and keeping hands off one that is not ours."""

import multiprocessing
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from tests.contract.commits import commit
from tracker.bundled import bundled
from tracker.errors import DatabaseError, InputError, IntegrityError, TrackerError
from tracker.eventstore.engine import writing
from tracker.eventstore.sql import SqlEventStore
from tracker.eventstore.tables import metadata
from tracker.services.keeping.migrating import REVISIONS, Schema, open_database, status, upgrade


def test_the_list_of_revisions_is_that_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(bundled("migrations")))
    found = ScriptDirectory.from_config(config).walk_revisions()
    assert [script.revision for script in found] == list(reversed(REVISIONS))


def test_the_migrations_make_the_tables_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table": "tracker_schema",
                "include_object": lambda _object, name, kind, *_: (
                    kind != "table" or name in metadata.tables
                ),
            },
        )
        assert compare_metadata(context, metadata) == []


def test_a_new_file_is_made_ready_by_itself(tmp_path: Path) -> None:
    """With its folder; also if an empty file stands there already."""
    for path in (tmp_path / "a" / "b" / "log.db", tmp_path / "empty.db"):
        if path.parent == tmp_path:
            path.touch()
        assert status(str(path)).schema is Schema.NEW
        engine = open_database(str(path))
        SqlEventStore(engine).append(commit("a"))
        engine.dispose()
        assert status(str(path)).schema is Schema.CURRENT
        assert status(str(path)).revision == REVISIONS[-1]


def test_asking_for_the_status_makes_nothing(tmp_path: Path) -> None:
    assert status(str(tmp_path / "log.db")).schema is Schema.NEW
    assert list(tmp_path.iterdir()) == []


def test_a_server_waits_for_the_upgrade_it_is_told_about(postgres_empty: str) -> None:
    assert status(postgres_empty).schema is Schema.NEW
    with pytest.raises(DatabaseError, match="tracker db upgrade"):
        open_database(postgres_empty)
    assert upgrade(postgres_empty).schema is Schema.CURRENT
    open_database(postgres_empty).dispose()


def test_upgrading_what_is_current_changes_nothing(database: str) -> None:
    engine = open_database(database)
    store = SqlEventStore(engine)
    store.append(commit("a"))
    before = store.head()
    assert upgrade(database).schema is Schema.CURRENT
    assert store.head() == before
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_upgrades_at_once_are_safe(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Processes that all meet a new database make one log, with one id."""
    address = str(tmp_path / "log.db")
    if kind == "postgres":
        address = request.getfixturevalue("postgres_empty")
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        found = pool.map(upgrade, [address] * 4, chunksize=1)
    assert {each.schema for each in found} == {Schema.CURRENT}
    engine = open_database(address)
    assert SqlEventStore(engine).verify().ok
    engine.dispose()


def test_a_new_file_opened_by_many_threads_is_made_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        engines = list(pool.map(open_database, [str(tmp_path / "log.db")] * 4))
    assert len({SqlEventStore(engine).head().log_id for engine in engines}) == 1
    for engine in engines:
        engine.dispose()


def test_opening_a_current_database_does_not_load_alembic(sqlite_database: str) -> None:
    """It takes longer to import than a short command takes to run."""
    code = (
        "import sys; from tracker.services.keeping.migrating import open_database;"
        f"open_database({sqlite_database!r}); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def _a_text(path: Path) -> None:
    path.write_text("Half past nine, and still no word from the harbour office.\n" * 50)


def _a_foreign_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


def _a_newer_log(path: Path) -> None:
    upgrade(str(path))
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE tracker_schema SET version_num = '9999'")
    connection.close()


def _a_truncated_log(path: Path) -> None:
    upgrade(str(path))
    path.write_bytes(path.read_bytes()[:5000])


def _a_folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("what", ["verify", "upgrade", "status"])
@pytest.mark.parametrize(
    ("make", "says"),
    [
        (_a_text, "not an SQLite database"),
        (_a_foreign_database, "something else"),
        (_a_newer_log, "newer tracker"),
        (_a_truncated_log, "damaged"),
        (_a_folder, "cannot be opened"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_by_name_and_left_alone(
    tmp_path: Path, make: object, says: str, what: str
) -> None:
    path = tmp_path / "some.db"
    assert callable(make)
    make(path)
    before = path.read_bytes() if path.is_file() else None
    acts: dict[str, Callable[[str], object]] = {
        "verify": open_database,
        "upgrade": upgrade,
        "status": status,
    }
    with pytest.raises(TrackerError, match=says) as refused:
        acts[what](str(path))
    assert str(path) in str(refused.value)
    assert isinstance(refused.value, DatabaseError | IntegrityError)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert [each.name for each in tmp_path.iterdir()] == ["some.db"]


def test_a_server_with_other_tables_is_refused(postgres_empty: str) -> None:
    from sqlalchemy import create_engine

    engine = create_engine(postgres_empty)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE recipes (name TEXT)"))
    engine.dispose()
    for act in (status, upgrade, open_database):
        with pytest.raises(DatabaseError, match="something else"):
            act(postgres_empty)


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    """Without the password that the address carries."""
    address = f"postgresql://ada:secret@/log?host={tmp_path}"
    with pytest.raises(DatabaseError, match="cannot be used") as refused:
        open_database(address)
    assert "secret" not in str(refused.value)
    assert str(tmp_path).rpartition("/")[2] in str(refused.value)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("mysql://host/log", "not supported"),
        ("nosuch://host/log", "not supported"),
        ("sqlite://", "in memory"),
        ("sqlite:///:memory:", "in memory"),
        ("://", "cannot be read"),
    ],
)
def test_an_address_that_cannot_work_is_an_input_error(address: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        open_database(address)


def test_a_log_without_its_head_is_told(engine: Engine) -> None:
    store = SqlEventStore(engine)
    with engine.begin() as connection:
        drop = "DROP TRIGGER log_head_no_delete"
        connection.execute(text(drop if engine.dialect.name == "sqlite" else f"{drop} ON log_head"))
        connection.execute(text("DELETE FROM log_head"))
    for act in (store.head, store.verify, lambda: store.append(commit("a"))):
        with pytest.raises(IntegrityError, match="head row"):
            act()


def test_a_writer_that_waits_too_long_says_so(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.eventstore import engine as engines

    monkeypatch.setattr(engines, "BUSY_MILLISECONDS", 50)
    blocking = SqlEventStore(engine)
    waiting = open_database(engine.url.render_as_string(hide_password=False))
    with writing(blocking.engine).begin() as holder:
        holder.execute(text("UPDATE log_head SET position = position"))
        with pytest.raises(DatabaseError, match="busy"):
            SqlEventStore(waiting).append(commit("a"))
    waiting.dispose()
