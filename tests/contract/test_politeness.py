"""One request at a time at a domain, kept by all processes on one database."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from tracker.capture.politeness import LONGEST_DELAY, end_turn, gap_of, take_turn, take_turns
from tracker.services.keeping.migrating import open_database

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)
LEASE = timedelta(minutes=2)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_a_turn_is_for_one(engine: Engine) -> None:
    """From a domain's first request on."""
    assert take_turn(engine, "outlet.example", NOON, LEASE)
    assert not take_turn(engine, "outlet.example", at(1), LEASE)


def test_the_next_turn_comes_after_the_gap(engine: Engine) -> None:
    """Counted from the end of the request before."""
    take_turn(engine, "outlet.example", NOON, LEASE)
    end_turn(engine, "outlet.example", at(10), gap_of(2))
    assert not take_turn(engine, "outlet.example", at(11.9), LEASE)
    assert take_turn(engine, "outlet.example", at(12), LEASE)


def test_domains_do_not_wait_for_each_other(engine: Engine) -> None:
    """Each has turns of its own."""
    assert take_turn(engine, "one.example", NOON, LEASE)
    assert take_turn(engine, "two.example", NOON, LEASE)


def test_several_turns_can_be_had_at_once(engine: Engine) -> None:
    """Of those wanted, the ones that are free, new domains among them."""
    take_turn(engine, "busy.example", NOON, LEASE)
    take_turn(engine, "free.example", NOON, LEASE)
    end_turn(engine, "free.example", NOON, gap_of(0))
    wanted = ["new.example", "free.example", "busy.example", "new.example"]
    assert take_turns(engine, wanted, at(1), LEASE) == {"new.example", "free.example"}
    assert take_turns(engine, wanted, at(2), LEASE) == set()
    assert take_turns(engine, [], at(2), LEASE) == set()


def test_a_turn_that_is_never_ended_lapses(engine: Engine) -> None:
    """A process that died holds nobody up for longer than its lease."""
    take_turn(engine, "outlet.example", NOON, LEASE)
    assert not take_turn(engine, "outlet.example", NOON + LEASE - timedelta(seconds=1), LEASE)
    assert take_turn(engine, "outlet.example", NOON + LEASE, LEASE)


@pytest.mark.parametrize("known", [False, True], ids=["a new domain", "a known domain"])
def test_of_many_at_once_one_gets_the_turn(database: str, known: bool) -> None:
    """Each on an engine of its own, as processes are."""
    with ExitStack() as stack:
        engines = [open_database(database) for _ in range(8)]
        for engine in engines:
            stack.callback(engine.dispose)
        if known:
            take_turn(engines[0], "outlet.example", at(-600), LEASE)
        pool = stack.enter_context(ThreadPoolExecutor(len(engines)))
        got = list(pool.map(lambda one: take_turn(one, "outlet.example", NOON, LEASE), engines))
    assert sorted(got) == [False] * 7 + [True]


def test_whoever_wants_several_waits_for_nobody_for_ever(database: str) -> None:
    """In whatever order they are wanted, each is had by one."""
    domains = [f"{number}.example" for number in range(12)]
    with ExitStack() as stack:
        engines = [open_database(database) for _ in range(6)]
        for engine in engines:
            stack.callback(engine.dispose)
        pool = stack.enter_context(ThreadPoolExecutor(len(engines)))

        def take(number: int) -> set[str]:
            wanted = domains[:: 1 if number % 2 else -1]
            return take_turns(engines[number], wanted, NOON, LEASE)

        got = list(pool.map(take, range(len(engines))))
    assert sorted(domain for each in got for domain in each) == sorted(domains)


@pytest.mark.parametrize(
    ("least", "delay", "gap"),
    [(2, None, 2), (2, 10, 10), (2, 0.5, 2), (0, None, 0), (2, 86_400, 300), (600, 86_400, 600)],
)
def test_a_crawl_delay_widens_the_gap_within_reason(
    least: float, delay: float | None, gap: float
) -> None:
    """Up to five minutes; it never narrows it."""
    assert gap_of(least, delay) == timedelta(seconds=gap)
    assert timedelta(minutes=5) == LONGEST_DELAY
