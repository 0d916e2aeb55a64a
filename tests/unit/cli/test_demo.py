"""`tracker demo` and `tracker run --once`, from the first line to the last."""

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Tracker
from tracker.config import Settings
from tracker.errors import InputError, IntegrityError
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


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that demos were to be played into, by leaving one line there instead."""
    paths: list[Path] = []

    def leave_a_line(settings: Settings, **_: object) -> None:
        path = Path(settings.database_url)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("played")
        paths.append(path)
        raise InputError("enough")

    monkeypatch.setattr("tracker.bootstrap.open_context", leave_a_line)
    return paths


def test_the_demo_touches_no_database_of_someone_else(
    tracker: Tracker, tmp_path: Path, played: list[Path]
) -> None:
    """A name that is taken is refused; its password is not told."""
    (tmp_path / "mine.db").write_text("mine")
    for taken, shown in (
        (str(tmp_path / "mine.db"), str(tmp_path / "mine.db")),
        (f"sqlite:///{tmp_path}/mine.db", str(tmp_path / "mine.db")),
        (str(tmp_path), str(tmp_path)),
        ("postgresql://me:s3cret@somewhere/x", "postgresql+psycopg://me:***@somewhere/x"),
    ):
        ran = tracker("demo", "--database", taken)
        assert ran.code == 2
        assert ran.err == (
            f"error: the demo needs a new SQLite file of its own, and {shown} is none:"
            " name another.\n"
        )
    assert (played, (tmp_path / "mine.db").read_text()) == ([], "mine")


def test_each_demo_gets_a_new_file_in_the_data_folder(
    tracker: Tracker, tmp_path: Path, played: list[Path]
) -> None:
    """The last one is still there: somebody may be looking around in it."""
    for _ in range(3):
        tracker("demo")
    names = ["demo.db", "demo-2.db", "demo-3.db"]
    assert played == [tmp_path / "home" / "tracker" / name for name in names]


def test_the_variable_names_the_demos_file_if_nothing_is_there(
    tracker: Tracker, tmp_path: Path, played: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second demo, or one beside a server, goes to the data folder."""
    for value in (str(tmp_path / "own.db"), str(tmp_path / "own.db"), "postgresql://somewhere/x"):
        monkeypatch.setenv("TRACKER_DATABASE_URL", value)
        tracker("demo")
    folder = tmp_path / "home" / "tracker"
    assert played == [tmp_path / "own.db", folder / "demo.db", folder / "demo-2.db"]


def test_run_once_does_what_is_due(tracker: Tracker) -> None:
    """An address that leads nowhere is a failure that `watch` tells, not one of the command."""
    assert tracker("watch", "http://127.0.0.1:9/a").code == 0
    ran = tracker("run", "--once")
    assert (ran.code, ran.out) == (0, "")
    assert "Database: " in ran.err
    assert "127.0.0.1" in tracker("watch").out


def test_run_once_tells_by_its_exit_code_that_a_step_failed(
    tracker: Tracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every other step was done before it leaves."""
    assert tracker("watch", "http://127.0.0.1:9/a").code == 0

    def fails(_context: Context) -> None:
        raise IntegrityError("the log contradicts itself.")

    monkeypatch.setattr("tracker.daemon.publishing.list_schedules", fails)
    ran = tracker("run", "--once")
    assert (ran.code, "error: the log contradicts itself." in ran.err) == (6, True)
    assert "127.0.0.1" in tracker("watch").out
