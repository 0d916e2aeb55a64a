"""The stores that the contract is held against."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from tracker.eventstore.memory import MemoryEventStore
from tracker.eventstore.sql import SqlEventStore
from tracker.eventstore.store import EventStore
from tracker.services.keeping.migrating import open_database

DATABASES = ("sqlite", "postgres")


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """A clock that goes on one second with every look at it."""
    now = datetime(2024, 11, 17, 12, tzinfo=UTC)

    def tick() -> datetime:
        nonlocal now
        now += timedelta(seconds=1)
        return now

    return tick


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database of each kind."""
    address: str = request.getfixturevalue(f"{request.param}_database")
    return address


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = open_database(database)
    yield engine
    engine.dispose()


@pytest.fixture
def sql_store(engine: Engine, clock: Callable[[], datetime]) -> SqlEventStore:
    return SqlEventStore(engine, clock=clock)


@pytest.fixture(params=("memory", *DATABASES))
def store(request: pytest.FixtureRequest, clock: Callable[[], datetime]) -> Iterator[EventStore]:
    """Every store there is, empty."""
    if request.param == "memory":
        yield MemoryEventStore(clock=clock)
        return
    engine = open_database(request.getfixturevalue(f"{request.param}_database"))
    yield SqlEventStore(engine, clock=clock)
    engine.dispose()
