"""Many writers at once: one order without gaps, in which a tailing reader misses nothing."""

import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.contract.commits import commit
from tracker.errors import ConflictError
from tracker.eventstore.model import NO_STREAM
from tracker.eventstore.sql import SqlEventStore
from tracker.eventstore.store import EventStore
from tracker.services.keeping.migrating import open_database

WRITERS = 8
APPENDS = 12
TOTAL = sum(1 + turn % 3 for turn in range(APPENDS)) * WRITERS


def test_a_tailing_reader_misses_nothing_under_eight_writers(store: EventStore) -> None:
    """Threads that share a store, each appending to its own stream and to one they share."""
    done = threading.Event()
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        tail = pool.submit(_tail, store, done.is_set)
        writers = [pool.submit(_write, store, writer) for writer in range(WRITERS)]
        for each in writers:
            each.result()
        done.set()
    assert tail.result() == list(range(1, TOTAL + 1))
    assert store.head().position == TOTAL
    assert store.verify().ok


def test_a_tailing_reader_misses_nothing_under_eight_processes(database: str) -> None:
    """Processes share nothing but the database."""
    context = multiprocessing.get_context("spawn")
    processes = [
        context.Process(target=_write_alone, args=(database, writer)) for writer in range(WRITERS)
    ]
    for process in processes:
        process.start()
    engine = open_database(database)
    store = SqlEventStore(engine)
    seen = _tail(store, lambda: not any(process.is_alive() for process in processes))
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * WRITERS
    assert seen == list(range(1, TOTAL + 1))
    assert store.verify().ok
    engine.dispose()


def test_of_those_who_expect_the_same_version_one_wins(store: EventStore) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        results = [
            pool.submit(store.append, commit(f"writer {writer}", expected=NO_STREAM))
            for writer in range(WRITERS)
        ]
    failures = [result.exception() for result in results if result.exception()]
    assert len(failures) == WRITERS - 1
    assert {type(failure) for failure in failures} == {ConflictError}
    assert store.stream_version("article-1") == 1


def test_a_commit_appended_by_all_at_once_is_there_once(store: EventStore) -> None:
    """Two daemons on the same capture."""
    with ThreadPoolExecutor(WRITERS) as pool:
        results = [pool.submit(store.append, commit("same", count=3)) for _ in range(WRITERS)]
    found = [result.result()[0] for result in results]
    assert sorted(each.repeated for each in found) == [False] + [True] * (WRITERS - 1)
    assert {each.number for each in found} == {1}
    assert store.head().position == 3


@pytest.mark.slow
def test_a_tailing_reader_misses_nothing_in_a_long_run(store: EventStore) -> None:
    for _ in range(20):
        done = threading.Event()
        start = store.head().position
        with ThreadPoolExecutor(WRITERS + 1) as pool:
            tail = pool.submit(_tail, store, done.is_set, start)
            writers = [pool.submit(_write, store, writer, start) for writer in range(WRITERS)]
            for each in writers:
                each.result()
            done.set()
        assert tail.result() == list(range(start + 1, start + TOTAL + 1))


def _write(store: EventStore, writer: int, run: int = 0) -> None:
    for turn in range(APPENDS):
        stream = "shared" if turn % 2 else f"article-{writer}"
        store.append(commit(f"{run} {writer} {turn}", stream=stream, count=1 + turn % 3))


def _write_alone(database: str, writer: int) -> None:
    engine = open_database(database)
    _write(SqlEventStore(engine), writer)
    engine.dispose()


def _tail(store: EventStore, is_done: Callable[[], bool], after: int = 0) -> list[int]:
    """Positions seen by a reader that goes on from the last one it saw, until nothing comes."""
    seen: list[int] = []
    while True:
        last_look = is_done()
        seen += [event.position for event in store.read_all(seen[-1] if seen else after)]
        if last_look:
            return seen
