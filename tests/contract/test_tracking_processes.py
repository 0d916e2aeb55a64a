"""Several processes on one article, and processes killed at any moment: nothing is lost."""

import multiprocessing
import os
import random
import signal
import subprocess
import sys
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from sqlalchemy import select, update

from tests.contract.desk import desk, dump, look, page, take_all
from tracker.capture.archive import Archive, Kept, Outcome
from tracker.capture.tables import captures
from tracker.projections.queries import Among, article_records, version_records
from tracker.services.context import Context
from tracker.services.keeping.verifying import verify_all
from tracker.services.taking.look import Look
from tracker.services.taking.settling import settle
from tracker.services.taking.tracking import take

EVENING = [
    look(page(), 0),
    look(page(11_000), 1),
    look(page(11_000, minutes_ago=50), 2),
    look(page(), 3),
    look(page(12_000), 4),
    look(page(11_000), 5),
    look(page(11_000, headline="The night boat stops"), 6),
    look(page(), 7),
]

INGESTER = """
import sys
from tests.contract.desk import desk, take_all
from tests.contract.test_tracking_processes import EVENING
print("ready", flush=True)
with desk(sys.argv[1]) as context:
    for one in EVENING:
        take_all(context, [one])
        print(one.observed_at.minute, flush=True)
"""


@pytest.fixture(scope="module")
def expected_versions() -> list[tuple[int, int]]:
    """Number and minute of the versions of the evening: the noise at 12:02 is none."""
    return [(1, 0), (2, 1), (3, 3), (4, 4), (5, 5), (6, 6), (7, 7)]


def found_versions(context: Context) -> list[tuple[int, int]]:
    with context.engine.connect() as connection:
        records = version_records(connection, Among())
        (article,) = article_records(connection, Among())
    assert article.versions == len(records)
    return [(record.number, record.observed_at.minute) for record in records]


def assert_whole(context: Context) -> None:
    """No look is unsettled, the log holds, and the tables are what the log makes of itself."""
    context.projector.catch_up()
    assert context.archive.articles_pending() == []
    assert verify_all(context).ok
    before = dump(context)
    context.projector.rebuild()
    assert dump(context) == before


@pytest.mark.parametrize("shares", ["the same looks", "different looks"])
def test_two_processes_at_once_end_consistent(
    database: str, shares: str, expected_versions: list[tuple[int, int]]
) -> None:
    """They meet the article, its versions and its noise at the same moment."""
    apart = [EVENING[::2], EVENING[::-1][::2]]
    _run_at_once(database, apart if shares == "different looks" else [EVENING, EVENING])
    with desk(database) as context:
        assert found_versions(context) == expected_versions
        assert [kept.observed_at.minute for kept in context.archive.noise(_only(context))] == [2]
        assert_whole(context)


def _only(context: Context) -> str:
    with context.engine.connect() as connection:
        (record,) = article_records(connection, Among())
    return record.id


def _run_at_once(database: str, parts: list[list[Look]]) -> None:
    spawning = multiprocessing.get_context("spawn")
    barrier = spawning.Barrier(len(parts))
    processes = [
        spawning.Process(target=_take_alone, args=(database, part, barrier)) for part in parts
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * len(parts)


def _take_alone(database: str, looks: list[Look], barrier: Barrier) -> None:
    with desk(database) as context:
        barrier.wait()
        take_all(context, looks)


@pytest.mark.parametrize("kills", [3, pytest.param(40, marks=pytest.mark.slow)])
def test_a_killed_ingest_is_healed_by_the_next(
    database: str, kills: int, expected_versions: list[tuple[int, int]]
) -> None:
    """What was said to be taken in is there, and taking all in again completes the rest."""
    chance = random.Random(kills)
    for _ in range(kills):
        said = _ingest_and_kill(database, chance.uniform(0.0, 0.6))
        with desk(database) as context, context.engine.connect() as connection:
            assert verify_all(context).ok
            kept = connection.scalars(select(captures.c.observed_at))
            assert {at.minute for at in kept} >= set(said)
    with desk(database) as context:
        take_all(context, EVENING)
        assert found_versions(context) == expected_versions
        assert_whole(context)


def _ingest_and_kill(database: str, seconds: float) -> list[int]:
    """The minutes of the looks that the process said were taken in before it was killed."""
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", INGESTER, database],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(root)},
    ) as ingester:
        assert ingester.stdout is not None
        assert ingester.stdout.readline() == "ready\n"
        try:
            ingester.wait(seconds)
        except subprocess.TimeoutExpired:
            ingester.send_signal(signal.SIGKILL)
        return [int(line) for line in ingester.stdout if line.endswith("\n")]


def test_what_a_crash_left_unsettled_is_settled_later(
    database: str, expected_versions: list[tuple[int, int]]
) -> None:
    """The looks are in the archive: neither files nor network are needed again."""
    with desk(database) as context:
        article = take(context, EVENING[0]).article
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tracker.services.taking.tracking.settle", lambda *_: {})
            take_all(context, EVENING[1:])
        assert found_versions(context) == [(1, 0)]
        assert len(context.archive.pending(article)) == len(EVENING) - 1
        assert context.archive.articles_pending() == [article]
        settle(context, article)
        context.projector.catch_up()
        assert found_versions(context) == expected_versions
        assert_whole(context)


def test_a_crash_before_the_look_after_is_judged_again_loses_no_version(database: str) -> None:
    """A, A, then a late B between them: the second A is a version now, whatever dies when."""
    with desk(database) as context:
        taken = take_all(context, [look(page(), 0), look(page(), 2)])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tracker.services.taking.settling._judge_next", _die)
            with pytest.raises(KeyboardInterrupt):
                take(context, look(page(5), 1))
        settle(context, taken[0].article)
        context.projector.catch_up()
        assert found_versions(context) == [(1, 0), (2, 1), (3, 2)]
        assert_whole(context)


def _die(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_look_put_in_while_another_is_judged_is_seen(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A, B, A: the last A is judged when only the first is there, and B arrives meanwhile."""
    with desk(database) as context, desk(database) as other:
        take(context, look(page(), 0))
        settled = Archive.settle

        def interrupted(
            archive: Archive, judged: Kept, outcome: Outcome, reasons: tuple[str, ...] = ()
        ) -> None:
            if outcome is Outcome.UNCHANGED:
                monkeypatch.undo()
                take(other, look(page(5), 1))
            settled(archive, judged, outcome, reasons)

        monkeypatch.setattr(Archive, "settle", interrupted)
        last = take(context, look(page(), 2))
        assert (last.outcome, last.version) == (Outcome.VERSION, 3)
        assert found_versions(context) == [(1, 0), (2, 1), (3, 2)]
        assert_whole(context)


def test_an_article_is_never_without_its_introduction(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A daemon that settles what another process has only just archived must not invent one."""
    with desk(database) as context, desk(database) as daemon:
        keep = Archive.keep

        def seen(archive: Archive, kept: Kept, body: bytes | None) -> bool:
            is_new = keep(archive, kept, body)
            for article in daemon.archive.articles_pending():
                settle(daemon, article)
            daemon.projector.catch_up()
            return is_new

        monkeypatch.setattr(Archive, "keep", seen)
        taken = take(context, EVENING[0])
        assert (taken.outcome, taken.version) == (Outcome.VERSION, 1)
        assert found_versions(context) == [(1, 0)]
        assert_whole(context)


def test_looks_marked_unsettled_again_come_to_the_same(database: str) -> None:
    """Settling is a function of the archive: doing it all anew changes nothing."""
    with desk(database) as context:
        article = take_all(context, EVENING)[0].article
        before = dump(context), context.store.head()
        with context.engine.begin() as connection:
            connection.execute(update(captures).values(outcome=Outcome.PENDING))
        settle(context, article)
        context.projector.catch_up()
        assert (dump(context), context.store.head()) == before
