"""A newsroom on a fresh database, with a clock that a test sets: it writes, and it publishes."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from sqlalchemy import select

from tests.contract.desk import ADDRESS, look, page
from tracker.bootstrap import open_context
from tracker.config import load_settings
from tracker.digest.model import Digest
from tracker.newsroom.events import DigestPublished, DigestSkipped, decode
from tracker.projections.tables import digests
from tracker.services.context import Context
from tracker.services.scheduling.plans import Plan
from tracker.services.scheduling.publishing import Published, publish_due
from tracker.services.scheduling.schedules import add_schedule
from tracker.services.scheduling.waiting import Waiting
from tracker.services.taking.look import Look
from tracker.services.taking.tracking import take

MORNING = datetime(2026, 6, 1, 8, tzinfo=UTC)


@dataclass
class Clock:
    """Stands until it is set or moved."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now

    def set(self, text: str) -> None:
        """To a time in UTC."""
        self.now = datetime.fromisoformat(text).replace(tzinfo=UTC)

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Room:
    """One process at work."""

    context: Context
    clock: Clock
    waiting: Waiting = field(default_factory=Waiting)
    _minutes: int = 0

    def add(self, plan: Plan) -> None:
        add_schedule(self.context, plan)

    def write(self, boats: int, address: str = ADDRESS, **more: str) -> str:
        """A version with this figure is taken in; its article."""
        self._minutes += 1
        body = page(boats, **more)  # type: ignore[arg-type]
        return take(self.context, look(body, self._minutes, address)).article

    def write_late(self, boats: int, minute: float) -> None:
        """One that was seen before others, and comes now."""
        take(self.context, look(page(boats), minute))

    def write_tagged(self, boats: int, *tags: str) -> None:
        """A version with this figure, whose article gets tags."""
        self._minutes += 1
        seen = look(page(boats), self._minutes)
        take(self.context, Look(seen.address, seen.body, seen.observed_at, True, tags=tags))

    def publish(self, name: str, at: str | None = None) -> str | None:
        """What is due is published; the name of its slot."""
        if at:
            self.clock.set(at)
        made = self.published(name)
        return made.local if made else None

    def published(self, name: str) -> Published | None:
        return publish_due(self.context, name, self.waiting)

    def slots(self, name: str | None = None) -> list[str]:
        """The names of all slots published."""
        with self.context.engine.connect() as connection:
            query = select(digests).order_by(digests.c.position)
            rows = connection.execute(query).mappings().all()
        return [row["local"] for row in rows if name in {None, row["schedule"]}]

    def digests(self) -> list[Digest]:
        with self.context.engine.connect() as connection:
            query = select(digests.c.digest).order_by(digests.c.position)
            return [Digest.model_validate(json.loads(row)) for row in connection.scalars(query)]

    def covered(self, name: str) -> list[tuple[int, int]]:
        """The positions (after, until] of everything that became of slots."""
        found = []
        for event in self.context.store.read_stream(f"digest-{name}"):
            made = decode(event.type, event.data or {})
            assert isinstance(made, DigestPublished | DigestSkipped)
            found.append((made.after, made.until))
        return found

    def types(self) -> list[str]:
        """The types of all events, in their order."""
        return [event.type for event in self.context.store.read_all()]


@contextmanager
def room(database: str, clock: Clock | None = None) -> Iterator[Room]:
    settings = load_settings(flags={"database_url": database, "zone": "UTC"})
    with open_context(settings, clock=(hand := clock or Clock())) as context:
        yield Room(context, hand)


def is_contiguous(spans: list[tuple[int, int]]) -> bool:
    """Whether each begins where the one before it ended."""
    return all(one[1] == other[0] for one, other in pairwise(spans))
