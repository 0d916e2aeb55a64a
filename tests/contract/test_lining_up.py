"""Stories are lined up without holding anybody up, and never as of a past that is over."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import Connection, insert, select

from tests.contract.desk import desk, dump, look, page
from tracker.config import load_settings
from tracker.daemon.work import Daemon
from tracker.projections import ledgers, projector
from tracker.projections.queries import Among, Span, fact_threads
from tracker.projections.records import FactThread
from tracker.projections.staleness import Stale
from tracker.projections.tables import threads
from tracker.services.context import Context
from tracker.services.taking.tracking import take
from tracker.services.telling.digesting import make_digest
from tracker.services.telling.stories import link, open_story

RADIO = "https://news.coast-radio.example/boat"
DEADLINE = 20.0
"""Seconds after which what should happen at once counts as held up; SQLite waits for 30."""

Act = Callable[[], object]


@pytest.fixture
def context(database: str) -> Iterator[Context]:
    """A story that two outlets tell, to be lined up."""
    with desk(database) as context:
        boat = take(context, look(page(12_000), 0)).article
        radio = take(context, look(page(12_000), 5, RADIO)).article
        open_story(context, "boat", "The boat")
        link(context, "boat", [boat, radio])
        yield context


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Act], list[int]]:
    """Has something done each time a story was read and is lined up; how often that was."""

    def arrange(act: Act) -> list[int]:
        times: list[int] = []
        original = ledgers.line_up

        def line_up(said: ledgers.Said) -> list[ledgers.Row]:
            times.append(len(times))
            act()
            return original(said)

        monkeypatch.setattr(ledgers, "line_up", line_up)
        return times

    return arrange


def figures(context: Context) -> set[float | None]:
    """What is told of the passengers in the story as it is lined up."""
    found: list[FactThread] = []
    with context.engine.connect() as connection:
        found += fact_threads(connection, Among(story="boat"), Span(), shared=False)
    facts = [voice.item for thread in found for voice in thread.voices]
    return {fact.value for fact in facts if fact.unit == "passenger"}


def is_stale(context: Context) -> bool:
    return context.projector.stale() == ["boat"]


def test_others_write_while_a_story_is_lined_up(
    context: Context, database: str, meanwhile: Callable[[Act], list[int]]
) -> None:
    """However long it takes, no lock is held: a look is taken in, and it is in the threads."""
    took: list[float] = []

    def write() -> None:
        if not took:
            began = time.monotonic()
            with desk(database) as other:
                take(other, look(page(15_000), 60))
            took.append(time.monotonic() - began)

    times = meanwhile(write)
    context.projector.line_up()
    assert took[0] < DEADLINE
    assert len(times) == 2  # what was found first was of no use any more
    assert figures(context) == {12_000, 15_000}
    assert not is_stale(context)


def test_threads_of_one_process_write_meanwhile_too(
    context: Context, meanwhile: Callable[[Act], list[int]]
) -> None:
    def write() -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(take, context, look(page(15_000), 60)).result(DEADLINE)

    meanwhile(write)
    context.projector.line_up()
    assert 15_000 in figures(context)


def test_a_story_that_changes_again_and_again_is_left_for_the_next_time(
    context: Context, meanwhile: Callable[[Act], list[int]]
) -> None:
    """It is read a few times only, keeps what it had, and nobody waits for it."""
    context.projector.line_up()
    take(context, look(page(13_000), 30))
    counted = iter(range(20, 100))
    times = meanwhile(lambda: take(context, look(page(1_000 * (n := next(counted))), 30 + n)))
    context.projector.line_up()
    assert len(times) == projector.TRIES
    assert is_stale(context)
    assert figures(context) == {12_000}


def test_a_rebuild_meanwhile_is_noticed(
    context: Context,
    database: str,
    meanwhile: Callable[[Act], list[int]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was read before it may have been erased since, though the same commits are taken in."""
    stored: list[bool] = []
    original = ledgers.store

    def store(connection: Connection, stale: Stale, rows: Sequence[ledgers.Row]) -> bool:
        stored.append(original(connection, stale, rows))
        return stored[-1]

    def cut(reached: int, until: int) -> None:
        if reached == until:
            raise KeyboardInterrupt  # with the story still to be lined up

    def rebuild() -> None:
        if not stored:
            with desk(database) as other, suppress(KeyboardInterrupt):
                other.projector.rebuild(cut)

    meanwhile(rebuild)
    monkeypatch.setattr(ledgers, "store", store)
    context.projector.line_up()
    assert stored == [False, True]
    before = dump(context)
    context.projector.rebuild()
    assert dump(context) == before


def test_two_processes_line_up_the_same_story_at_once(
    context: Context, database: str, meanwhile: Callable[[Act], list[int]]
) -> None:
    """One stores it, the other leaves it at that; both are content."""
    together = threading.Barrier(2, timeout=DEADLINE)
    times = meanwhile(lambda: together.wait() if len(times) <= 2 else None)
    with desk(database) as other, ThreadPoolExecutor(2) as pool:
        both = [pool.submit(each.projector.line_up) for each in (context, other)]
        for each in both:
            each.result(DEADLINE)
    assert len(times) == 2
    assert not is_stale(context)
    before = dump(context)
    context.projector.rebuild()
    assert dump(context) == before


def test_two_threads_line_it_up_once(
    context: Context, meanwhile: Callable[[Act], list[int]]
) -> None:
    """The second waits for the first, and finds it done."""
    times = meanwhile(lambda: time.sleep(0.05))
    with ThreadPoolExecutor(4) as pool:
        for each in [pool.submit(context.projector.line_up) for _ in range(4)]:
            each.result(DEADLINE)
    assert len(times) == 1


def test_a_story_holds_up_no_other(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """A digest of one is made while another is being lined up."""
    open_story(context, "strike", "The strike")
    link(context, "strike", [take(context, look(page(9_000), 5, f"{RADIO}/2")).article])
    begun, over = threading.Event(), threading.Event()
    original = ledgers.line_up

    def line_up(said: ledgers.Said) -> list[ledgers.Row]:
        if said.stale.story == "boat":
            begun.set()
            assert over.wait(DEADLINE)
        return original(said)

    monkeypatch.setattr(ledgers, "line_up", line_up)
    with ThreadPoolExecutor(2) as pool:
        boat = pool.submit(context.projector.line_up, ["boat"])
        assert begun.wait(DEADLINE)
        digest = pool.submit(make_digest, context, Among(story="strike"), Span(after=0))
        assert digest.result(DEADLINE).articles
        assert is_stale(context)
        over.set()
        boat.result(DEADLINE)
    assert not context.projector.stale()


def test_the_daemon_lines_up_what_changed(context: Context) -> None:
    daemon = Daemon(context, load_settings())
    daemon.line_up()
    assert figures(context) == {12_000}
    assert not is_stale(context)


def test_a_digest_has_its_stories_lined_up(context: Context) -> None:
    """Also one of everything, for the stories that it tells of."""
    assert is_stale(context)
    make_digest(context, Among(outlet="another.example"), Span(after=0))
    assert is_stale(context)
    make_digest(context, Among(), Span(after=0))
    assert figures(context) == {12_000}
    take(context, look(page(15_000), 60))
    make_digest(context, Among(story="boat"), Span(after=0))
    assert figures(context) == {12_000, 15_000}


def test_it_is_announced_in_the_transaction_that_stores_it(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If that fails, the story is still to be lined up, and has no new threads."""

    class Failing:
        def lined_up(self, _connection: object, story: str) -> None:
            raise KeyError(story)

    monkeypatch.setattr(context.projector, "_announcer", Failing())
    with pytest.raises(KeyError, match="boat"):
        context.projector.line_up()
    assert is_stale(context)
    assert figures(context) == set()


def test_what_another_put_in_its_place_is_replaced_as_a_whole(context: Context) -> None:
    """Rows of a story are never mixed of two times of lining it up."""
    context.projector.line_up()
    with context.engine.begin() as connection:
        kept = [dict(row) for row in connection.execute(select(threads)).mappings()]
        connection.execute(insert(threads), [row | {"ordinal": 900} for row in kept[:1]])
    take(context, look(page(15_000), 60))
    context.projector.line_up()
    with context.engine.begin() as connection:
        assert 900 not in set(connection.scalars(select(threads.c.ordinal)))
