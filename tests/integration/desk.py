"""A daemon with a clock that a test moves, and a site whose pages the test writes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.integration.loopback import Answer, Asked, Loopback
from tracker.bootstrap import open_context
from tracker.config import Settings, load_settings
from tracker.daemon import Daemon
from tracker.services.context import Context

ROBOTS = "/robots.txt"
NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)
DELIVERY_TIMEOUT = 4.0


@dataclass
class Hand:
    """A clock that stands until it is moved."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Site:
    """What stands at each path; a path without an answer is a 404."""

    answers: dict[str, Answer] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Answer:
        answer = self.answers.get(asked.path, Answer(404))
        etag = answer.headers.get("ETag")
        if etag and asked.headers.get("if-none-match") == etag:
            return Answer(304, {"ETag": etag})
        return answer


@dataclass
class Desk:
    """One daemon at work."""

    context: Context
    daemon: Daemon
    clock: Hand

    def work(self, **after: float) -> None:
        """Do all that is due, so much time after now."""
        self.clock.move(**after)
        self.daemon.work_once()


@contextmanager
def desk(database: str, clock: Hand | None = None, **capture: float) -> Iterator[Desk]:
    settings = settings_of(database, **capture)
    with open_context(settings, clock=(hand := clock or Hand())) as context:
        yield Desk(context, Daemon(context, settings), hand)


def settings_of(database: str, **capture: float) -> Settings:
    return load_settings(
        flags={
            "database_url": database,
            "zone": "UTC",
            "capture": {"allow_loopback": True, "timeout": 5, "gap": 0} | capture,
            "delivery": {"retry": (60, 600), "timeout": DELIVERY_TIMEOUT},
        }
    )


@contextmanager
def site(answer: Callable[[Asked], Answer] | None = None) -> Iterator[tuple[Loopback, Site]]:
    """A site on the loopback interface; `answer` replies instead of the site's own pages.

    It has no robots.txt, which allows everything.
    """
    pages = Site()
    replies = answer or pages

    def allow(asked: Asked) -> Answer:
        return Answer(404) if asked.path == ROBOTS else replies(asked)

    with Loopback(allow) as server:
        yield server, pages


def looks(server: Loopback) -> list[Asked]:
    """What was asked for, but for robots.txt."""
    return [asked for asked in server.asked if asked.path != ROBOTS]


def story_page(boats: int = 10_000, etag: str | None = None) -> Answer:
    """A small article; its figure tells the versions apart."""
    body = f"""<!DOCTYPE html><html lang="en"><head><title>Ferry fares rise</title></head><body>
<article><h1>Ferry fares rise</h1>
<p>The ferry line raises its fares in March, it told the island council on Sunday, because fuel and
wages cost it more than they did when the fares were last changed, four winters ago.</p>
<p>The line carried {boats:,} passengers last year, and expects fewer of them in the coming one.</p>
<p>The council has asked the line to spare those who live on the islands, many of whom cross to the
mainland for work, and will speak with the ministry in the new year.</p>
</article></body></html>""".encode()
    headers = {"Content-Type": "text/html; charset=utf-8"} | ({"ETag": etag} if etag else {})
    return Answer(200, headers, body)
