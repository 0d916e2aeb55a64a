"""A site whose articles show another figure at every look, and endpoints some of which fail.

What daemons make of it is checked here: nothing lost, nothing doubled, whatever happened to them.
"""

import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from threading import Condition

from sqlalchemy import func, select

from tests.contract.desk import dump
from tests.contract.newsroom import is_contiguous
from tests.integration.desk import ROBOTS, story_page
from tests.integration.loopback import Answer, Asked, Loopback
from tracker.bootstrap import open_context
from tracker.config import load_settings
from tracker.delivery.tables import messages, outbox
from tracker.newsroom.events import DigestPublished, decode
from tracker.projections.queries import Among, version_records
from tracker.projections.tables import checkpoints, facts
from tracker.services.context import Context
from tracker.services.delivering.endpoints import Wish, add_endpoint
from tracker.services.delivering.statuses import Status
from tracker.services.keeping.verifying import verify_all
from tracker.services.looks.watching import watch
from tracker.services.scheduling.plans import Plan
from tracker.services.scheduling.publishing import shifts_waiting
from tracker.services.scheduling.schedules import add_schedule, find_schedule
from tracker.services.telling.stories import link, open_story

ARTICLES, ENDPOINTS = 4, 3
STEP = 10_000
"""Each article counts from a multiple of this, so that a figure names article and look."""
SCHEDULE = "shifts"
ARTICLE, HOOK = "article", "hook"


@dataclass(frozen=True)
class Received:
    """A delivery as it arrived: at which endpoint, under which id; `taken`: answered with 204."""

    endpoint: str
    message: str
    body: bytes
    taken: bool


@dataclass
class Unrest:
    """Answers for all of it; chance is the same for the same seed.

    `fails` is the share of deliveries that are answered with 500, `slow` the longest time in
    seconds that an answer takes. Once `is_still` the articles stay as they are.
    """

    seed: int = 0
    fails: float = 0.0
    slow: float = 0.0
    is_still: bool = False
    figures: dict[int, int] = field(default_factory=dict)
    served: int = 0
    cut_off: int = 0
    received: list[Received] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)
    _arrived: Counter[str] = field(default_factory=Counter)
    _moved: Condition = field(default_factory=Condition)

    def __call__(self, asked: Asked) -> Answer:
        if asked.path == ROBOTS:
            return Answer(404)
        kind = asked.path.split("/")[1]
        with self._moved:
            self._arrived[kind] += 1
            chance = random.Random(f"{self.seed} {kind} {self._arrived[kind]}")
            self._moved.notify_all()
        time.sleep(chance.uniform(0, self.slow))
        return self._show(asked) if kind == ARTICLE else self._take(asked, chance)

    def wait_for(self, kind: str, seconds: float = 5) -> bool:
        """Until the next request of a kind is there; False where none comes."""
        with self._moved:
            seen = self._arrived[kind]
            return self._moved.wait_for(lambda: self._arrived[kind] > seen, seconds)

    @property
    def repeats(self) -> int:
        """How many deliveries arrived that had been taken already."""
        taken: Counter[tuple[str, str]] = Counter()
        repeats = 0
        for each in list(self.received):
            repeats += taken[each.endpoint, each.message] > 0
            taken[each.endpoint, each.message] += each.taken
        return repeats

    def _show(self, asked: Asked) -> Answer:
        number = int(asked.path.rpartition("/")[2])
        with self._moved:
            before = self.figures.get(number, STEP * (number + 1))
            self.figures[number] = before + (not self.is_still)
            self.served += not self.is_still
            return story_page(self.figures[number])

    def _take(self, asked: Asked, chance: random.Random) -> Answer:
        if len(asked.body) < int(asked.headers["content-length"]):
            self.cut_off += 1  # whoever sent it was killed in the middle of it
            return Answer(400)
        endpoint, message = asked.path.rpartition("/")[2], asked.headers["webhook-id"]
        taken = chance.random() >= self.fails
        self.received.append(Received(endpoint, message, asked.body, taken))
        return Answer(204 if taken else 500)


@contextmanager
def opened(database: str) -> Iterator[Context]:
    settings = load_settings(flags={"database_url": database, "zone": "UTC"})
    with open_context(settings) as context:
        yield context


def begin(database: str, server: Loopback, *plans: Plan, every: int = 1) -> None:
    """Watch the articles, which make a story, for endpoints that want everything; and digests."""
    with opened(database) as context:
        # Two domains, which are asked side by side.
        places = (f"localhost:{server.port}", server.at)
        addresses = [f"http://{places[n % 2]}/{ARTICLE}/{n}" for n in range(ARTICLES)]
        open_story(context, "ferries")
        link(context, "ferries", addresses)
        for address in addresses:
            watch(context, address, every=every)
        for number in range(ENDPOINTS):
            address = f"http://{server.at}/{HOOK}/{number}"
            add_endpoint(context, Wish(address, f"hook-{number}", allow_loopback=True))
        for plan in (Plan(SCHEDULE, shifts=1, every=1), *plans):
            add_schedule(context, plan)


def is_at_rest(context: Context, unrest: Unrest) -> bool:
    """Whether all that the site shows is recorded, told in a digest, and delivered.

    In this order: a digest that comes of it would put more into the outbox.
    """
    with context.engine.connect() as connection:
        reached = connection.scalar(select(checkpoints.c.position)) or 0
        shown = set(connection.scalars(select(facts.c.value).where(facts.c.value >= STEP)))
    if set(unrest.figures.values()) - shown or shifts_waiting(
        context, find_schedule(context, SCHEDULE), reached
    ):
        return False
    return reached == context.store.head().position and not waiting(context)


def waiting(context: Context) -> int:
    """How many deliveries are still to be made."""
    query = select(func.count()).where(outbox.c.status == Status.WAITING)
    with context.engine.connect() as connection:
        return int(connection.scalar(query) or 0)


def captured(context: Context) -> int:
    """How many versions the log holds."""
    return sum(event.type == "version.captured" for event in context.store.read_all())


def figures(context: Context, unrest: Unrest) -> dict[str, int]:
    """What a run came to."""
    with context.engine.connect() as connection:
        deliveries = connection.scalar(select(func.count()).select_from(outbox)) or 0
        told = connection.scalar(select(func.count()).select_from(messages)) or 0
    types = Counter(event.type for event in context.store.read_all())
    return {
        "served": unrest.served,
        "versions": types["version.captured"],
        "digests": types["digest.published"],
        "messages": told,
        "deliveries": deliveries,
        "arrived": len(unrest.received),
        "repeats": unrest.repeats,
        "cut_off": unrest.cut_off,
        "seconds": round(time.monotonic() - unrest.began),
    }


def assert_nothing_is_lost_or_doubled(context: Context, unrest: Unrest) -> None:
    """All of it, of a site at rest."""
    assert verify_all(context).ok
    assert_each_look_once(context, unrest)
    assert_digests_are_contiguous(context, SCHEDULE)
    assert_each_message_everywhere(context, unrest)
    assert_a_rebuild_is_the_same(context)


def assert_each_look_once(context: Context, unrest: Unrest) -> None:
    """Every page that was served has a figure of its own: no version shows one again.

    And versions stand in the order in which the site showed them, to the last one.
    """
    shown = select(facts.c.version, facts.c.value).where(facts.c.value >= STEP)
    with context.engine.connect() as connection:
        figures: dict[str, list[float]] = defaultdict(list)
        for version, value in connection.execute(shown):
            figures[version].append(value)
        versions = version_records(connection, Among())
    assert captured(context) == len(versions) == len(figures)
    by_article: dict[str, list[float]] = defaultdict(list)
    for version in sorted(versions, key=lambda version: version.number):
        (figure,) = figures[version.commit]
        by_article[version.article].append(figure)
    assert len(by_article) == ARTICLES
    assert all(one < other for row in by_article.values() for one, other in pairwise(row))
    assert {row[-1] for row in by_article.values()} == set(unrest.figures.values())


def assert_digests_are_contiguous(context: Context, schedule: str) -> None:
    """Each slot once, and every position in one of them."""
    made = [
        decode(event.type, event.data or {})
        for event in context.store.read_stream(f"digest-{schedule}")
    ]
    digests = [each for each in made if isinstance(each, DigestPublished)]
    assert digests
    assert len({digest.local for digest in digests}) == len(digests)
    assert is_contiguous([(digest.after, digest.until) for digest in digests])


def assert_each_message_everywhere(context: Context, unrest: Unrest) -> None:
    """Every endpoint got every message, always under one id and with one body."""
    with context.engine.connect() as connection:
        bodies = select(messages.c.id, messages.c.type, messages.c.body)
        known = {row.id: row for row in connection.execute(bodies)}
        queued = select(outbox.c.endpoint, outbox.c.message)
        kept = [tuple(row) for row in connection.execute(queued)]
        states = set(connection.scalars(select(outbox.c.status)))
    assert states == {Status.DELIVERED}
    assert len(kept) == len(set(kept)) == len(known) * ENDPOINTS
    got = {(each.endpoint, each.message) for each in unrest.received if each.taken}
    assert got == {(str(number), message) for number in range(ENDPOINTS) for message in known}
    bodies_sent = {(each.message, each.body.decode()) for each in unrest.received}
    assert bodies_sent == {(row.id, row.body) for row in known.values()}
    types = Counter(row.type for row in known.values())
    events = Counter(event.type for event in context.store.read_all())
    for same in ("version.captured", "digest.published"):
        assert types[same] == events[same] > 0
    assert types["fact.shifted"] >= events["version.captured"] - ARTICLES


def assert_a_rebuild_is_the_same(context: Context) -> None:
    context.projector.line_up()
    before = dump(context)
    queued = waiting(context)
    context.projector.rebuild()
    assert dump(context) == before
    assert waiting(context) == queued
