"""Where the database is, who may read it, and which databases are refused, untouched."""

import hashlib
import json
import shutil
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from tests.acceptance.conftest import Installed
from tests.contract.desk import ADDRESS, desk, look, page, take_all
from tracker.eventstore.model import NewCommit, NewEvent
from tracker.projections.streams import commits_of

FORGED = {"parent": None, "reading": "0" * 64}

On = Callable[[object], Installed]


@pytest.fixture
def boats(sqlite_template: Path, tmp_path: Path) -> Path:
    """A closed database that holds one article in three versions."""
    path = Path(shutil.copyfile(sqlite_template, tmp_path / "boats.db"))
    with desk(str(path)) as context:
        take_all(context, [look(page(), 0), look(page(11_000), 1), look(page(12_000), 2)])
    return path


def tampered(path: Path, *statements: str) -> Path:
    """The database after someone with a database tool has been at it."""
    connection = sqlite3.connect(path)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


def content(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_first_command_makes_the_database_where_users_keep_data(
    installed: Installed, home: Path, tmp_path: Path
) -> None:
    """Its folder is made, it is its owner's alone, and the command names it."""
    (tmp_path / "boat.html").write_bytes(page())
    ran = installed("ingest", tmp_path / "boat.html", "--url", ADDRESS)
    database = home / ".local" / "share" / "tracker" / "tracker.db"
    assert ran.returncode == 0, ran.stderr
    assert f"Database: {database}" in ran.stdout
    assert stat.S_IMODE(database.stat().st_mode) == 0o600
    assert ADDRESS in installed("log", "--json").stdout


def test_the_flag_wins_over_the_variable(on: On, tmp_path: Path) -> None:
    first, second = tmp_path / "a.db", tmp_path / "deep" / "b.db"
    assert f"{second}" in on(first)("story", "open", "x", "--database", second).stdout
    assert second.is_file()
    assert not first.exists()


def test_asking_where_the_database_is_makes_none(on: On, tmp_path: Path) -> None:
    ran = on(tmp_path / "none.db")("db", "status", "--json")
    assert json.loads(ran.stdout)["schema_revision"] is None
    assert not (tmp_path / "none.db").exists()


def test_without_a_database_a_question_says_how_to_make_one(
    installed: Installed, home: Path
) -> None:
    """And makes none."""
    ran = installed("articles")
    assert (ran.returncode, ran.stdout) == (3, "")
    assert ran.stderr.startswith(f"error: no database at {home}")
    assert "'tracker ingest' or 'tracker demo' makes one" in ran.stderr
    assert not (home / ".local").exists()


def test_two_processes_may_make_the_database_at_once(on: On, tmp_path: Path) -> None:
    """Both work; neither finds the other's half."""
    (tmp_path / "boat.html").write_bytes(page())
    (tmp_path / "more.html").write_bytes(page(12_000))
    both = on(tmp_path / "new" / "tracker.db")
    started = [
        both.start("ingest", tmp_path / name, "--url", ADDRESS)
        for name in ("boat.html", "more.html")
    ]
    ended = [(*process.communicate(), process.returncode) for process in started]
    assert [code for _, _, code in ended] == [0, 0], ended
    versions = json.loads(both("history", ADDRESS, "--json").stdout)["versions"]
    assert [version["number"] for version in versions] == [1, 2]
    assert both("verify").returncode == 0


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("text", "is not an SQLite database"),
        ("foreign", "holds tables of something else"),
        ("newer", "of a newer tracker"),
        ("folder", "cannot be opened"),
    ],
)
def test_a_database_that_is_not_ours_is_refused_by_name_and_left_alone(
    on: On, tmp_path: Path, boats: Path, kind: str, said: str
) -> None:
    """By reading and writing commands alike, with exit code 5."""
    path = tmp_path / f"{kind}.db"
    if kind == "text":
        path.write_text("these are my notes, not a database\n" * 100)
    elif kind == "foreign":
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE recipes (name TEXT)")
    elif kind == "newer":
        path = tampered(boats, "UPDATE tracker_schema SET version_num = '9999'")
    else:
        path.mkdir()
    before = content(path) if path.is_file() else None
    (tmp_path / "boat.html").write_bytes(page())
    for command in (
        ["articles"],
        ["ingest", tmp_path / "boat.html"],
        ["rebuild"],
        ["verify"],
        ["db", "upgrade"],
        ["db", "status"],
    ):
        ran = on(path)(*command)
        assert (ran.returncode, ran.stdout) == (5, ""), command
        assert ran.stderr.startswith("error: ")
        assert str(path) in ran.stderr
        assert said in ran.stderr
        assert ran.stderr.count("\n") == 1
    assert (content(path) if path.is_file() else None) == before


@pytest.mark.parametrize(
    ("what", "statement", "said"),
    [
        (
            "a figure",
            "UPDATE events SET data = replace(data, '11,000', '11,001') WHERE data LIKE '%11,000%'",
            "does not match its hash",
        ),
        ("an event", "DELETE FROM events WHERE position = 5", "missing: position 6 follows"),
        ("a time", "UPDATE commits SET recorded_at = recorded_at + 1 WHERE number = 2", "commit 2"),
        ("the head", "UPDATE log_head SET position = position - 1", "the head's position"),
    ],
)
def test_verify_names_what_was_changed(
    on: On, boats: Path, what: str, statement: str, said: str
) -> None:
    """With exit code 6, in words and in JSON; and it changes nothing itself."""
    assert what
    path = tampered(boats, statement)
    before = content(path)
    ran = on(path)("verify", "--json")
    answer = json.loads(ran.stdout)
    assert (ran.returncode, answer["ok"]) == (6, False)
    assert any(said in problem for problem in answer["problems"])
    plain = on(path)("verify")
    assert (plain.returncode, plain.stdout) == (6, "")
    assert said in plain.stderr
    assert content(path) == before


def test_a_version_that_does_not_fold_is_named(on: On, boats: Path) -> None:
    """One whose whole chain of hashes is in order still has to be what its reading says."""
    with desk(str(boats)) as context:
        (*_, last) = commits_of(context.store.read_all())
        forged = [NewEvent(e.type, dict(e.data or {}) | FORGED, 1) for e in last.events[:1]]
        context.store.append(NewCommit(uuid4(), last.stream, forged))
    ran = on(boats)("verify")
    assert ran.returncode == 6
    assert "does not fold to the reading it was recorded with" in ran.stderr
    assert on(boats)("articles").returncode == 6


@pytest.mark.parametrize("damage", ["cut short", "overwritten"])
def test_a_damaged_file_is_told_in_one_line(on: On, boats: Path, damage: str) -> None:
    """Not with a library's traceback; nothing is repaired behind the user's back."""
    whole = boats.read_bytes()
    middle = len(whole) // 2
    boats.write_bytes(
        whole[:middle] if damage == "cut short" else whole[:8192] + b"\xa5" * (len(whole) - 8192)
    )
    before = content(boats)
    for command in (["articles"], ["verify"], ["digest"]):
        ran = on(boats)(*command)
        assert ran.returncode in {5, 6}, (command, ran)
        assert "Traceback" not in ran.stderr
        assert all(line.startswith("error: ") for line in ran.stderr.splitlines())
    assert content(boats) == before


def test_postgresql_by_address(on: On, postgres_empty: str, tmp_path: Path) -> None:
    """It is made ready when asked, not by itself; then everything works as on a file."""
    (tmp_path / "a.html").write_bytes(page())
    (tmp_path / "b.html").write_bytes(page(12_000))
    server = on(postgres_empty)
    assert "Next: tracker db upgrade" in server("db", "status").stdout
    waits = server("articles")
    assert (waits.returncode, "tracker db upgrade" in waits.stderr) == (5, True)
    assert "Schema none ->" in server("db", "upgrade").stdout
    for name, at in (("b", "2024-11-17T13:00"), ("a", "2024-11-17T12:00")):
        ran = server("ingest", tmp_path / f"{name}.html", "--url", ADDRESS, "--at", at)
        assert ran.returncode == 0, ran.stderr
    digest = json.loads(server("digest", "--json").stdout)
    assert len(digest["facts"]) == 1
    assert server("verify").returncode == 0
