"""Deliveries a minute from one process to 50 endpoints, of which 10 hang and 10 fail."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter, sleep

from sqlalchemy import func, select

from tests.benchmarks.harness import Figure, Options
from tests.benchmarks.receivers import Receiver, receiver
from tracker.bootstrap import open_context
from tracker.config import load_settings
from tracker.delivery.messages import Test
from tracker.delivery.tables import outbox
from tracker.eventstore.engine import writing
from tracker.services.context import Context
from tracker.services.delivering.dispatching import Dispatcher
from tracker.services.delivering.endpoints import Wish, add_endpoint
from tracker.services.delivering.happenings import Happening
from tracker.services.delivering.statuses import Status

GOOD, HANGING, FAILING = 30, 10, 10
EACH = 100
LEAST_PER_MINUTE, LEAST_RATIO = 2_000, 0.8


def run(options: Options) -> Iterator[Figure]:
    """Yield deliveries a minute, with and without endpoints that are out of order."""
    each = options.scaled(EACH)
    pairs = []
    for _ in range(1 if options.quick else 3):
        alone = _rate([("good", GOOD)], each)
        mixed = _rate([("good", GOOD), ("hang", HANGING), ("fail", FAILING)], each)
        pairs.append((alone, mixed))
    rate = median(mixed for _, mixed in pairs)
    yield Figure("deliveries a minute, 10 of 50 hang, 10 fail", rate, "", LEAST_PER_MINUTE)
    name = "the same, as a ratio to good endpoints alone"
    yield Figure(name, median(m / a for a, m in pairs), "", at_least=LEAST_RATIO)


def _rate(kinds: Sequence[tuple[str, int]], each: int) -> float:
    """Deliveries taken a minute by the good endpoints."""
    with (
        receiver() as at,
        TemporaryDirectory() as folder,
        filled(str(Path(folder, "log.db")), at, kinds, each) as context,
    ):
        began = perf_counter()
        with delivering(context, context.database):
            wait_for(context, each * GOOD)
            took = perf_counter() - began
        return each * GOOD / took * 60


@contextmanager
def filled(
    database: str, at: Receiver, kinds: Sequence[tuple[str, int]], each: int
) -> Iterator[Context]:
    """A database whose outbox holds so many messages for each endpoint."""
    settings = load_settings(flags={"database_url": database, "zone": "UTC"})
    with open_context(settings) as context:
        names = []
        for kind, count in kinds:
            for number in range(count):
                address = f"http://{at.at}/{kind}/{number}"
                wish = Wish(address, f"{kind}-{number}", allow_loopback=True)
                names.append(add_endpoint(context, wish).name)
        context.projector.catch_up()
        _fill(context, names, each)
        yield context


def _fill(context: Context, names: Sequence[str], each: int) -> None:
    announcer = context.announcer.loaded()
    with writing(context.engine).begin() as connection:
        for number in range(each):
            data = Test(endpoint="all", text="What is told. " * 60)
            happening = Happening(number, str(number), datetime.now(UTC), data)
            announcer.queue(connection, announcer.keep(connection, happening), names)


@contextmanager
def delivering(context: Context, database: str) -> Iterator[None]:
    """A dispatcher at work meanwhile."""
    settings = load_settings(flags={"database_url": database})
    stop, wake = Event(), Event()
    thread = Thread(target=Dispatcher(context, settings).run, args=(stop, wake), daemon=True)
    thread.start()
    yield
    stop.set()
    wake.set()
    thread.join()


def wait_for(context: Context, count: int) -> None:
    """Until so many deliveries were taken."""
    taken = select(func.count()).where(outbox.c.status == Status.DELIVERED)
    while True:
        with context.engine.connect() as connection:
            if (connection.scalar(taken) or 0) >= count:
                return
        sleep(0.02)
