"""Imports on a real database: whole or not at all, once, and on from where they broke off."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.contract.desk import Dump, desk, dump, page
from tests.unit.capture.imports.warcs import ARTICLE, Writer, warc_time
from tracker.capture.archive import Outcome
from tracker.capture.imports.revisits import Payloads
from tracker.capture.imports.steps import Recorded, Skipped, Step
from tracker.capture.imports.warc import WarcFile
from tracker.capture.tables import captures, imports
from tracker.services.context import Context
from tracker.services.importing import run
from tracker.services.importing.known import is_taken, kept_bytes
from tracker.services.importing.run import run_import
from tracker.services.importing.tally import Tally

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)


@dataclass
class Listed:
    """A reader of what a test lists; the cursor is a number."""

    items: list[Recorded | Skipped]
    name: str = "listed"
    total: int | None = None
    asked: int = 0

    def steps(self, cursor: str | None) -> Iterator[Step]:
        for number in range(int(cursor or 0), len(self.items)):
            self.asked += 1
            yield Step(self.items[number], str(number + 1), number + 1)


def versions(number: int = 5) -> list[Recorded | Skipped]:
    return [
        Recorded(ARTICLE, NOON + timedelta(hours=n), page(10_000 + 100 * n)) for n in range(number)
    ]


def taken(context: Context, reader: Listed, upto: int | None = None) -> Tally:
    """Run an import, or leave it after so many steps."""
    tally = Tally()
    for number, step in enumerate(run_import(context, reader), start=1):
        tally = step.tally
        if number == upto:
            break
    return tally


def unfinished(context: Context) -> int:
    with context.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(imports)) or 0


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{request.param}_database"))


@pytest.mark.parametrize("left_after", [1, 2, 4])
def test_what_broke_off_goes_on_and_ends_the_same(
    database: str, sqlite_template: Path, tmp_path: Path, left_after: int
) -> None:
    """Nothing is read twice, the table counts all of it, and nothing stays when it is done."""
    with desk(database) as context:
        reader = Listed(versions())
        taken(context, reader, left_after)
        assert unfinished(context) == 1
        tally = taken(context, reader)
        assert tally.outcomes == {"version": 5}
        assert reader.asked <= 6  # the step that was left may be read again
        assert unfinished(context) == 0
        whole = dump(context, everything=False)
    at = tmp_path / "whole.db"
    at.write_bytes(sqlite_template.read_bytes())
    with desk(str(at)) as context:
        taken(context, Listed(versions()))
        assert dump(context, everything=False) == whole


def test_the_same_import_again_changes_nothing(database: str) -> None:
    """Each capture is known by address, time and bytes, without being read."""
    with desk(database) as context:
        taken(context, Listed(versions()))
        before = dump(context)
        assert taken(context, Listed(versions())).counts == {"taken before": 5}
        assert dump(context) == before


def test_any_order_makes_the_same_history(database: str) -> None:
    """Imports bring the past after the present."""
    with desk(database) as context:
        taken(context, Listed(versions()[3:]))
        taken(context, Listed(versions()[:3][::-1]))
        with context.engine.connect() as connection:
            seen = connection.scalars(select(captures.c.outcome)).all()
        assert list(seen) == ["version"] * 5


def test_two_captures_of_one_moment_are_two(database: str) -> None:
    """Other bytes at the same address and time were seen by somebody else."""
    with desk(database) as context:
        taken(context, Listed([*versions(1), Recorded(ARTICLE, NOON, page(1))]))
        with context.engine.connect() as connection:
            assert connection.scalar(select(func.count()).select_from(captures)) == 2
        assert is_taken(context, ARTICLE, NOON)
        assert kept_bytes(context, f"{ARTICLE}?utm_source=x", NOON) in {page(10_000), page(1)}
        assert not is_taken(context, ARTICLE, NOON + timedelta(seconds=1))
        assert not is_taken(context, "https://elsewhere.example/a", NOON)
        assert not is_taken(context, "no address", NOON)


def test_a_look_that_a_crash_left_unsettled_is_settled(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It counts as taken only when it is known what it saw."""
    with desk(database) as context:
        with monkeypatch.context() as broken:
            broken.setattr("tracker.services.taking.tracking.settle", _die)
            with pytest.raises(DiedError):
                taken(context, Listed(versions(1)))
        assert context.archive.articles_pending()
        assert not is_taken(context, ARTICLE, NOON)
        assert taken(context, Listed(versions(1))).taken == 1
        assert not context.archive.articles_pending()


class DiedError(Exception):
    """The process was killed here."""


def _die(*_given: object) -> None:
    raise DiedError


def test_skipping_alone_is_noted_now_and_then(
    sqlite_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long stretch without pages is not read again from its beginning."""
    monkeypatch.setattr(run, "EVERY", 10)
    with desk(sqlite_database) as context:
        reader = Listed([Skipped("image")] * 100)
        taken(context, reader, 95)
        reader.asked = 0
        assert taken(context, reader).skipped == {"image": 100}
        assert reader.asked == 10


def test_captures_of_the_future_and_no_articles_are_skipped(sqlite_database: str) -> None:
    """They are named; nothing of them is kept."""
    with desk(sqlite_database) as context:
        items: list[Recorded | Skipped] = [
            Recorded(ARTICLE, NOON + timedelta(days=9_000), page()),
            Recorded(ARTICLE, NOON, b"\x89PNG\r\n"),
            Recorded("no address", NOON, page()),
        ]
        steps = list(run_import(context, Listed(items)))
        assert steps[-1].tally.counts == {"in the future": 1, "no article": 2}
        assert all(step.trouble for step in steps)
        with context.engine.connect() as connection:
            assert connection.execute(select(captures)).all() == []


def test_a_page_that_looks_broken_is_held(sqlite_database: str) -> None:
    """As in the daemon: it makes no version until a later capture shows the same."""
    wall = b"<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>"
    wall += b"<p>Please enable cookies. Verify you are human before you continue.</p></body></html>"
    with desk(sqlite_database) as context:
        items = versions(2)
        items.insert(1, Recorded(ARTICLE, NOON + timedelta(minutes=30), wall))
        tally = taken(context, Listed(items))
        assert tally.outcomes == {"version": 2, "suspected": 1}
        with context.engine.connect() as connection:
            held = connection.scalars(select(captures.c.outcome).where(captures.c.raw.is_not(None)))
            assert set(held) <= {Outcome.VERSION, Outcome.SUSPECTED, Outcome.DISMISSED}


def crawl(path: Path) -> Path:
    """Captures of two addresses, each seen again, and images in between."""
    writer = Writer()
    writer.info()
    for number in range(4):
        address = f"{ARTICLE}-{number % 2}"
        first = writer.response(page(10_000 + 7 * number), warc_time(number), address)
        writer.revisit(first, warc_time(number, 30))
        writer.response(b"x", warc_time(number), headers=[("Content-Type", "image/png")])
    return writer.save(path)


KILLED_IN = (
    "tracker.services.importing.checkpoints.save",
    "tracker.services.taking.tracking._introduce",
    "tracker.services.taking.settling.settle",
    "tracker.capture.archive.Archive.settle",
)

_KILLING = """
import os, signal, sys, importlib
place, nth = sys.argv[1], int(sys.argv[2])
module, _, name = place.rpartition(".")
try:
    holder = importlib.import_module(module)
except ModuleNotFoundError:
    module, _, kind = module.rpartition(".")
    holder = getattr(importlib.import_module(module), kind)
real, seen = getattr(holder, name), 0
def deadly(*given, **named):
    global seen
    seen += 1
    if seen == nth:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*given, **named)
setattr(holder, name, deadly)
for user in list(sys.modules.values()):
    if getattr(user, name, None) is real:
        setattr(user, name, deadly)
from tracker.cli.main import main
import tracker.services.taking.tracking, tracker.services.taking.holding
for user in (tracker.services.taking.tracking, tracker.services.taking.holding):
    if getattr(user, name, None) is real:
        setattr(user, name, deadly)
sys.argv = ["tracker", *sys.argv[3:]]
main()
"""


@pytest.mark.parametrize("place", KILLED_IN, ids=lambda place: place.rpartition(".")[2])
def test_an_import_that_is_killed_and_run_again_ends_the_same(
    sqlite_database: str, sqlite_template: Path, tmp_path: Path, place: str
) -> None:
    """kill -9 in the middle: no capture is lost, doubled or half written."""
    file = crawl(tmp_path / "crawl.warc.gz")
    arguments = [place, "3", "--database", sqlite_database, "import", "warc", str(file)]
    killed = subprocess.run(
        [sys.executable, "-c", _KILLING, *arguments],
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    other = tmp_path / "whole.db"
    other.write_bytes(sqlite_template.read_bytes())
    assert imported(sqlite_database, file) == imported(str(other), file)


def imported(database: str, file: Path) -> tuple[Dump, list[object]]:
    """All that the database holds when the file is taken in, but for the order it came in."""
    with desk(database) as context:
        with Payloads([file]) as payloads:
            reader = WarcFile(file, payloads, lambda _a, _t: None, max_bytes=1_000_000)
            for _ in run_import(context, reader):
                pass
        assert unfinished(context) == 0
        assert not context.archive.articles_pending()
        columns = (captures.c.id, captures.c.outcome, captures.c.raw)
        with context.engine.connect() as connection:
            looks = connection.execute(select(*columns).order_by(captures.c.id)).all()
        return dump(context, everything=False), [tuple(row) for row in looks]
