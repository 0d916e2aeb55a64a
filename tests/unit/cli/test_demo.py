"""`tracker demo` and `tracker run --once`, from the first line to the last."""

import logging
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Tracker
from tracker.errors import IntegrityError
from tracker.services.context import Context


def test_the_demo_plays_names_its_database_and_says_what_to_type(
    tracker: Tracker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it says to type works as it stands."""
    ran = tracker("demo", "--html", tmp_path / "digest.html")
    database = tmp_path / "home" / "tracker" / "demo.db"
    assert (ran.code, ran.err) == (0, "")
    assert f"export TRACKER_DATABASE_URL={database}" in ran.out
    assert "\x1b" not in ran.out
    assert (tmp_path / "digest.html").read_text().startswith("<!doctype html>")
    monkeypatch.setenv("TRACKER_DATABASE_URL", str(database))
    lines = [line.strip() for line in ran.out.splitlines() if line.startswith("  tracker ")]
    assert len(lines) == 4
    for line in lines:
        typed = line.split("  ")[0].removeprefix("tracker ").replace("'", "").split(" > ")[0]
        assert tracker(*typed.split()).code == 0, line


def test_the_demo_touches_no_database_of_someone_else(tracker: Tracker, tmp_path: Path) -> None:
    """A name that is taken is refused; its own file it makes anew."""
    (tmp_path / "mine.db").write_text("mine")
    ran = tracker("demo", "--database", tmp_path / "mine.db")
    assert (ran.code, "is not new: name another" in ran.err) == (2, True)
    assert (tmp_path / "mine.db").read_text() == "mine"
    ran = tracker("demo", "--database", "postgresql://somewhere/x")
    assert (ran.code, "needs a file of its own" in ran.err) == (2, True)


def test_run_once_does_what_is_due(tracker: Tracker, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that leads nowhere is a failure that `watch` tells, not one of the command."""
    monkeypatch.setattr(logging, "basicConfig", lambda **_: None)
    assert tracker("watch", "http://127.0.0.1:9/a").code == 0
    ran = tracker("run", "--once")
    assert (ran.code, ran.out) == (0, "")
    assert "Database: " in ran.err
    assert "127.0.0.1" in tracker("watch").out


def test_run_once_tells_by_its_exit_code_that_a_step_failed(
    tracker: Tracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every other step was done before it leaves."""
    monkeypatch.setattr(logging, "basicConfig", lambda **_: None)
    assert tracker("watch", "http://127.0.0.1:9/a").code == 0

    def fails(_context: Context) -> None:
        raise IntegrityError("the log contradicts itself.")

    monkeypatch.setattr("tracker.daemon.list_schedules", fails)
    ran = tracker("run", "--once")
    assert (ran.code, "error: the log contradicts itself." in ran.err) == (6, True)
    assert "127.0.0.1" in tracker("watch").out
