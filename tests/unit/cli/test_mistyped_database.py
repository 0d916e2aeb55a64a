"""A mistyped path of a database is told; nothing is made there."""

from pathlib import Path

import pytest

from tests.contract.desk import page
from tests.unit.cli.conftest import Tracker

ASKING: tuple[tuple[str, ...], ...] = (
    *(("articles",), ("show", "x"), ("history", "x"), ("diff", "x"), ("explain", "x", "y")),
    ("cadence", "simulate"),
    *(("log",), ("facts",), ("statements",), ("digest",), ("verify",), ("rebuild",)),
    *(("story", "show"), ("story", "show", "x"), ("story", "suggest"), ("watch",)),
    *(("schedule", "list"), ("endpoint", "list"), ("unwatch", "https://a.example/"), ("sources",)),
    *(("schedule", "show", "x"), ("schedule", "preview", "x"), ("digests",), ("digests", "x")),
    *(("schedule", "pause", "x"), ("schedule", "resume", "x"), ("digests", "show", "abcd")),
    *(("schedule", "remove", "x"), ("endpoint", "remove", "https://h.example/")),
    *(("story", "link", "x", "y"), ("story", "unlink", "x", "y")),
)


@pytest.mark.parametrize("command", ASKING, ids=" ".join)
def test_what_only_asks_makes_no_database(
    tracker: Tracker, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """It says that there is none, what makes one, and how to name another."""
    path = tmp_path / "folder" / "mistyped.db"
    ran = tracker(*command, "--database", path)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        f"error: no database at {path}. 'tracker ingest' or 'tracker demo' makes one; "
        "--database names another.\n"
    )
    assert not path.parent.exists()


def test_what_writes_makes_it(tracker: Tracker, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page())
    for number, command in enumerate(
        (
            ("ingest", tmp_path / "a.html"),
            ("watch", "https://a.example/x", "--as", "article"),
            ("story", "open", "x"),
            ("schedule", "add", "x", "--cron", "0 7 * * *"),
            ("endpoint", "add", "https://h.example/"),
        )
    ):
        path = tmp_path / f"{number}.db"
        assert tracker(*command, "--database", path).code == 0
        assert path.is_file()


def test_where_a_database_would_be_is_told(tracker: Tracker, tmp_path: Path) -> None:
    ran = tracker("db", "status", "--database", tmp_path / "none.db")
    assert (ran.code, "Next: tracker ingest PATH" in ran.out) == (0, True)
    assert not (tmp_path / "none.db").exists()
