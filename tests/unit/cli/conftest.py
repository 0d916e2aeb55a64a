"""The command line in this process: what it prints and the code it leaves with."""

import logging
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tracker.bootstrap import open_context
from tracker.cli.main import main
from tracker.config import load_settings
from tracker.services.demo import SimulatedClock, play
from tracker.services.sample import load_sample


@dataclass(frozen=True)
class Ran:
    """What a command came to."""

    code: int
    out: str
    err: str


Tracker = Callable[..., Ran]


@pytest.fixture
def tracker(
    sqlite_database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Tracker]:
    """Runs `tracker ARGUMENTS` on an empty database, in UTC, with nobody's own settings."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("TRACKER_DATABASE_URL", sqlite_database)
    monkeypatch.setenv("TRACKER_ZONE", "UTC")

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["tracker", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else int(left.code is not None)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    handlers, level = logging.root.handlers, logging.root.level
    logging.root.handlers = list(handlers)
    yield run
    logging.root.handlers = handlers
    logging.root.setLevel(level)


@pytest.fixture(scope="session")
def sample_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which the sample evening was played."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    shutil.copyfile(sqlite_template, path)
    story = load_sample()
    clock = SimulatedClock(story.looks[0].at)
    settings = load_settings(flags={"database_url": str(path), "zone": "UTC"})
    with open_context(settings, clock=clock) as context:
        for _ in play(context, story, clock):
            pass
        context.projector.line_up()
    return path


@pytest.fixture
def sample(
    tracker: Tracker, sample_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Tracker:
    """Runs `tracker ARGUMENTS` on a database that holds the sample evening."""
    copy = shutil.copyfile(sample_template, tmp_path / "sample.db")
    monkeypatch.setenv("TRACKER_DATABASE_URL", str(copy))
    return tracker
