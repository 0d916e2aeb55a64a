"""robots.txt as it is fetched over HTTP and kept in the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.integration.loopback import Answer, Asked, Loopback
from tests.integration.misbehaving import dripping, gzip_bomb, loop, packed, redirect
from tracker.capture.fetch import Fetcher
from tracker.capture.robots import MAX_BYTES, RobotsCache
from tracker.network.client import open_client
from tracker.network.guard import Guard
from tracker.services.keeping.migrating import open_database

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)
PAGE = "http://outlet.example/story"
CLOSED = b"User-agent: *\nDisallow: /"
SLOW = b"User-agent: *\nCrawl-delay: 7"
DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)


class Desk:
    """A cache and the one site it asks, whose answer to /robots.txt a test sets."""

    def __init__(self, engine: Engine, fetcher: Fetcher, site: Loopback) -> None:
        self.cache = RobotsCache(engine, "desk-bot/1")
        self.answer = Answer(404)
        self._fetcher = fetcher
        self._site = site

    @property
    def asked(self) -> list[str]:
        return [asked.path for asked in self._site.asked]

    def ask(self, answer: Answer, now: datetime = NOON) -> bool:
        """Whether the page may be looked at after this answer."""
        self.answer = answer
        return self.cache.ask(self._fetcher, PAGE, now).allows(PAGE)

    def kept_for(self) -> timedelta:
        """How long from noon on the rules are known, in whole hours."""
        hours = (hour * HOUR for hour in range(100))
        return next(kept for kept in hours if not self.cache.known(PAGE, NOON + kept))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(str(tmp_path / "log.db"))
    yield engine
    engine.dispose()


@pytest.fixture
def desk(engine: Engine) -> Iterator[Desk]:
    with opened(engine, seconds=5) as made:
        yield made


@contextmanager
def opened(engine: Engine, seconds: float) -> Iterator[Desk]:
    made: list[Desk] = []

    def answer(asked: Asked) -> Answer:
        return made[0].answer if asked.path == "/robots.txt" else loop("/a", "/b")(asked)

    with Loopback(answer) as site:
        guard = Guard(resolve={"outlet.example": site.at}, seconds=seconds)
        with open_client(guard, user_agent="desk-bot/1") as client:
            made.append(Desk(engine, Fetcher(client, clock=lambda: NOON), site))
            yield made[0]


def test_nothing_is_known_before_it_was_asked_for(desk: Desk) -> None:
    """And asking is the caller's, who holds the turn at the domain."""
    assert desk.cache.known(PAGE, NOON) is None
    assert desk.asked == []


def test_what_was_asked_for_is_known_for_a_day(desk: Desk) -> None:
    """Without a second request, and for all pages of the origin; not for another one's."""
    assert not desk.ask(Answer(200, {}, CLOSED))
    known = desk.cache.known("http://outlet.example/other", NOON + DAY - SECOND)
    assert known is not None
    assert not known.allows(PAGE)
    assert desk.cache.known(PAGE, NOON + DAY) is None
    assert desk.cache.known("http://www.outlet.example/", NOON) is None
    assert desk.cache.known("https://outlet.example/", NOON) is None
    assert desk.asked == ["/robots.txt"]


def test_what_one_process_asked_for_is_known_to_all(desk: Desk, engine: Engine) -> None:
    """It is the database that remembers."""
    desk.ask(Answer(200, {}, CLOSED))
    known = RobotsCache(engine, "desk-bot/1").known(PAGE, NOON)
    assert known is not None
    assert not known.allows(PAGE)


@pytest.mark.parametrize(
    ("control", "kept"),
    [
        ("max-age=7200", 2 * HOUR),
        ("max-age=60", HOUR),
        ("no-store", HOUR),
        ("max-age=31536000", DAY),
    ],
)
def test_it_is_kept_as_long_as_the_server_says(desk: Desk, control: str, kept: timedelta) -> None:
    """Between an hour and a day."""
    desk.ask(Answer(200, {"Cache-Control": control}, CLOSED))
    assert desk.kept_for() == kept


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_where_there_is_none_all_is_allowed(desk: Desk, status: int) -> None:
    """Whatever was there before, and whatever the error page says."""
    assert not desk.ask(Answer(200, {}, CLOSED))
    assert desk.ask(Answer(status, {}, CLOSED))


@pytest.mark.parametrize("status", [429, 500, 502, 503])
class TestWhereItCannotBeHad:
    def test_nothing_is_allowed_at_first(self, desk: Desk, status: int) -> None:
        """And it is asked for again within the hour."""
        assert not desk.ask(Answer(status))
        assert desk.kept_for() == HOUR

    def test_what_was_known_before_stays_in_force(self, desk: Desk, status: int) -> None:
        """However old, for as long as it lasts."""
        assert desk.ask(Answer(200, {}, SLOW))
        assert desk.ask(Answer(status), NOON + 3 * DAY)
        assert desk.ask(Answer(status), NOON + 6 * DAY)
        known = desk.cache.known(PAGE, NOON + 6 * DAY)
        assert known is not None
        assert known.crawl_delay == 7

    def test_it_is_mended_by_the_next_answer(self, desk: Desk, status: int) -> None:
        """The site opens again by itself."""
        desk.ask(Answer(status))
        assert desk.ask(Answer(404), NOON + HOUR)

    def test_the_server_may_ask_for_more_time(self, desk: Desk, status: int) -> None:
        """Retry-After holds here too."""
        desk.ask(Answer(status, {"Retry-After": "7200"}))
        assert desk.kept_for() == 2 * HOUR


def test_a_server_that_drips_is_one_that_does_not_answer(engine: Engine) -> None:
    """It closes the site as an error does, and raises nothing."""
    with opened(engine, seconds=0.2) as desk:
        assert not desk.ask(dripping())


def test_redirects_are_followed(desk: Desk) -> None:
    """To a robots.txt elsewhere, five times."""
    assert not desk.ask(redirect("http://10.0.0.1/robots.txt")), "inward nobody is asked"
    assert desk.ask(redirect("/nowhere")), "404 at its end"
    assert not desk.ask(Answer(200, {}, CLOSED))
    assert desk.ask(redirect("/a")), "a circle counts as not there"


def test_only_the_first_half_megabyte_counts(desk: Desk) -> None:
    """RFC 9309: the rest may be left out; packed or not, it is not read."""
    padding = b"# " + b"x" * (MAX_BYTES - 3) + b"\n"
    assert len(padding) == MAX_BYTES
    assert desk.ask(Answer(200, {}, padding + CLOSED))
    assert not desk.ask(Answer(200, {}, CLOSED + b"\n" + padding))
    assert not desk.ask(packed(CLOSED + b"\n" + padding))
    assert desk.ask(gzip_bomb(50_000_000))
