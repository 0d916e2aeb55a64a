"""A full disk, as a command tells it."""

from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.conftest import Tracker
from tracker.errors import DatabaseError
from tracker.eventstore import engine

PAGE = "<html><body><article><h1>Ferry fares rise</h1>{}</article></body></html>"


def test_a_command_says_that_the_disk_is_full_and_works_once_there_is_space(
    tracker: Tracker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the exit code of a database that cannot be used, and no version half recorded."""
    page = tmp_path / "page.html"
    words = "The line carried {} passengers last year, and expects fewer in the coming one."
    page.write_text(PAGE.format("".join(f"<p>{words.format(each)}</p>" for each in range(400))))
    ingest = ("ingest", page, "--url", "https://ferry-times.example/fares")
    set_up = engine._set_up_sqlite

    def full(connection: Any, record: object) -> None:
        set_up(connection, record)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}").close()

    with monkeypatch.context() as patch:
        patch.setattr(engine, "_set_up_sqlite", full)
        ran = tracker(*ingest)
    assert ran.code == DatabaseError.exit_code
    assert "the disk is full: nothing is recorded until there is space" in ran.err
    assert "0 versions" in tracker("verify").out
    assert tracker(*ingest).code == 0
