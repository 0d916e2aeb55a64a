"""A database, a clock in the hand, and a dispatcher run by hand: for tests of deliveries."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

from sqlalchemy import RowMapping, select

from tests.integration.desk import Hand, settings_of, story_page
from tracker.bootstrap import open_context
from tracker.delivery.tables import endpoint_health, outbox
from tracker.services.context import Context
from tracker.services.delivering.deliveries import Which, list_deliveries
from tracker.services.delivering.dispatching import Dispatcher
from tracker.services.delivering.endpoints import (
    Wish,
    add_endpoint,
)
from tracker.services.delivering.outbox import Settled
from tracker.services.taking.look import Look
from tracker.services.taking.tracking import take

ADDRESS = "https://www.ferry-times.example/fares"
RETRY = (60, 600)
"""What tests.integration.desk sets."""


class Mailroom:
    """A database, a clock in the hand, and a dispatcher that is run by hand."""

    def __init__(self, context: Context, clock: Hand, database: str) -> None:
        self.context = context
        self.clock = clock
        self.settings = settings_of(database)
        self._seen = 0

    def happen(self, times: int = 1) -> None:
        """An article is seen so many times, each time with another figure."""
        for _ in range(times):
            self._seen += 1
            now = self.clock.now + timedelta(seconds=self._seen)
            take(self.context, Look(ADDRESS, story_page(9_000 + self._seen).body, now, dated=True))

    def add(self, address: str, name: str = "desk", **wish: object) -> str:
        """Add an endpoint that hears of versions alone; returns its secret."""
        from tracker.services.delivering.wants import Wants

        wants = Wants(types=("version.captured",))
        added = add_endpoint(
            self.context,
            Wish(address, name, allow_loopback=True, wants=wants, **wish),  # type: ignore[arg-type]
        )
        return added.secret or ""

    def deliver(self, **after: float) -> list[Settled]:
        """Deliver what is due, so much time after now."""
        self.clock.move(**after)
        return Dispatcher(self.context, self.settings).run_once()

    def rows(self) -> list[RowMapping]:
        with self.context.engine.connect() as connection:
            query = select(outbox).order_by(outbox.c.queued_at, outbox.c.id)
            return list(connection.execute(query).mappings())

    def statuses(self) -> list[str]:
        return [row["status"] for row in self.rows()]

    def counts(self, name: str) -> dict[str, int]:
        """How many deliveries of an endpoint there are, by status."""
        rows, _ = list_deliveries(self.context, Which(name), 100)
        return dict(Counter(row["status"] for row in rows))

    def tried(self, name: str) -> bool:
        """Whether an attempt at an endpoint has ended."""
        rows, _ = list_deliveries(self.context, Which(name), 100)
        return any(row["last_answer"] for row in rows)

    def health(self) -> RowMapping:
        with self.context.engine.connect() as connection:
            return connection.execute(select(endpoint_health)).mappings().one()


@contextmanager
def mailroom(database: str, clock: Hand | None = None) -> Iterator[Mailroom]:
    hand = clock or Hand()
    with open_context(settings_of(database), clock=hand) as context:
        yield Mailroom(context, hand, database)


@contextmanager
def running(room: Mailroom) -> Iterator[None]:
    """A dispatcher at work in a thread meanwhile."""
    from threading import Thread

    stop, wake = Event(), Event()
    dispatcher = Dispatcher(room.context, room.settings)
    thread = Thread(target=dispatcher.run, args=(stop, wake))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        wake.set()
        thread.join(10)
        assert not thread.is_alive()
