"""Pages that are not the article: held over real HTTP on loopback, and what comes of them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import RowMapping

from tests.integration.desk import NOON, Desk, Site, desk, site, story_page
from tests.integration.loopback import Answer, Loopback
from tracker.capture.archive import Outcome
from tracker.projections.lookup import article_at
from tracker.projections.queries import (
    Among,
    Span,
    article_records,
    presence_records,
    version_records,
)
from tracker.projections.shifted import shift_records
from tracker.services.looks.watching import watch, watched

EVERY = 600
HTML = {"Content-Type": "text/html; charset=utf-8"}


def page(title: str, *paragraphs: str) -> Answer:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    markup = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
    return Answer(200, HTML, markup.encode())


OUTAGE = page("Service unavailable", "The server is busy at the moment. Please try again later.")
CONSENT = page(
    "Your privacy",
    "We and our 312 partners store and/or access information on your device.",
    "Accept all. Reject all. Manage your preferences at any time in our settings.",
)
NOT_FOUND = page(
    "Page not found | Harbour Post", "The page you are looking for is not here any more."
)
REWRITTEN = page(
    "Council buys the ferry line",
    "The island council took over all four boats on Monday evening, after a night in which the"
    " owners had threatened to tie them up at the quay for good.",
    "Nobody who works aboard will lose a place, promised its chair, Ingrid Moe, who called the"
    " price of nine million a bargain for people with no other road.",
    "Opponents doubt it: the hulls are rusty, and the youngest engine is older than the mayor.",
)
HOME_IN_PLACE = page(
    "Harbour Post",
    "<link rel='canonical' href='https://harbour-post.example/'>Fog holds up the morning boat.",
    "Orchestra tours the outer islands. Bakery reopens. Crossword, weather, tides.",
)
HOME = page("Harbour Post", "News of the islands, every day.", "Fog holds up the morning boat.")


@pytest.fixture
def at_work(sqlite_database: str) -> Iterator[Desk]:
    with desk(sqlite_database) as working:
        yield working


@pytest.fixture
def served() -> Iterator[tuple[Loopback, Site]]:
    with site() as serving:
        yield serving


def plan(at_work: Desk) -> RowMapping:
    (row,) = watched(at_work.context)
    return row


def versions(at_work: Desk) -> list[timedelta]:
    """When each version was seen, since noon."""
    with at_work.context.engine.connect() as connection:
        found = version_records(connection, Among())
    return [record.observed_at - NOON for record in found]


def outcomes(at_work: Desk) -> list[Outcome]:
    with at_work.context.engine.connect() as connection:
        (record,) = article_records(connection, Among())
    return [look.outcome for look in at_work.context.archive.of_article(record.id)]


def presence(at_work: Desk) -> list[tuple[str, timedelta]]:
    with at_work.context.engine.connect() as connection:
        found = presence_records(connection, Among(), Span())
    return [(record.kind, record.observed_at - NOON) for record in found]


def shifts(at_work: Desk) -> int:
    with at_work.context.engine.connect() as connection:
        return len(shift_records(connection, Among(), Span()))


def at_minutes(at_work: Desk, *minutes: float) -> None:
    """Work at so many minutes after noon."""
    for minute in minutes:
        at_work.clock.now = NOON + timedelta(minutes=minute)
        at_work.daemon.work_once()


@pytest.mark.parametrize("bad", [OUTAGE, CONSENT], ids=["outage", "consent wall"])
def test_a_page_in_the_articles_place_is_held_and_dismissed(
    at_work: Desk, served: tuple[Loopback, Site], bad: Answer
) -> None:
    """It is looked at again soon, says why meanwhile, and leaves no trace in the facts."""
    server, pages = served
    pages.answers["/a"] = story_page()
    watch(at_work.context, f"http://{server.at}/a", EVERY)
    at_minutes(at_work, 0)
    pages.answers["/a"] = bad
    at_minutes(at_work, 10)
    assert plan(at_work)["held_since"] == at_work.clock.now
    assert plan(at_work)["next_look"] == at_work.clock.now + timedelta(minutes=1)
    at_minutes(at_work, 11, 12, 14, 18, 26)
    pages.answers["/a"] = story_page()
    at_minutes(at_work, 42)
    assert versions(at_work) == [timedelta()]
    assert shifts(at_work) == 0
    assert outcomes(at_work) == [Outcome.VERSION, Outcome.DISMISSED, Outcome.UNCHANGED]
    assert plan(at_work)["held_since"] is None


def test_a_consent_wall_that_first_stands_there_is_no_article(
    at_work: Desk, served: tuple[Loopback, Site]
) -> None:
    """Nothing is recorded; the watch says why, and the article is taken in when it shows."""
    server, pages = served
    pages.answers["/a"] = CONSENT
    watch(at_work.context, f"http://{server.at}/a", EVERY)
    at_minutes(at_work, 0, 1)
    assert versions(at_work) == []
    assert at_work.context.store.head().position == 0
    assert "consent wall" in plan(at_work)["held_for"]
    pages.answers["/a"] = story_page()
    at_minutes(at_work, 3)
    assert versions(at_work) == [timedelta(minutes=3)]
    assert plan(at_work)["held_for"] is None


def test_a_rewrite_counts_from_when_it_was_first_seen(
    at_work: Desk, served: tuple[Loopback, Site]
) -> None:
    """Held for some minutes, then believed by rule; the pace takes it for a change."""
    server, pages = served
    pages.answers["/a"] = story_page()
    watch(at_work.context, f"http://{server.at}/a", EVERY)
    at_minutes(at_work, 0)
    pages.answers["/a"] = REWRITTEN
    at_minutes(at_work, 10)
    assert versions(at_work) == [timedelta()]
    at_minutes(at_work, 11.2, 12.6, 15.5, 21.5)
    assert versions(at_work) == [timedelta(), timedelta(minutes=10)]
    assert plan(at_work)["changes"] == 1
    assert plan(at_work)["held_since"] is None


def test_a_missing_page_that_answers_200_is_gone_after_an_hour(
    at_work: Desk, served: tuple[Loopback, Site]
) -> None:
    """As of when it was first found so; what returns is compared with what was there before."""
    server, pages = served
    pages.answers["/a"] = story_page()
    watch(at_work.context, f"http://{server.at}/a", EVERY)
    at_minutes(at_work, 0)
    pages.answers["/a"] = NOT_FOUND
    at_minutes(at_work, 10, 30)
    assert presence(at_work) == []
    at_minutes(at_work, 50, 71)
    assert presence(at_work) == [("gone", timedelta(minutes=10))]
    assert plan(at_work)["missing_since"] == NOON + timedelta(minutes=10)
    at_minutes(at_work, 90)
    pages.answers["/a"] = story_page(12_000)
    at_minutes(at_work, 120)
    assert presence(at_work)[1:] == [("returned", timedelta(minutes=120))]
    assert versions(at_work) == [timedelta(), timedelta(minutes=120)]
    assert shifts(at_work) == 1
    assert plan(at_work)["missing_since"] is None


def test_an_article_that_leads_to_the_home_page_for_long_is_gone(
    at_work: Desk, served: tuple[Loopback, Site]
) -> None:
    """For a short time it is held, and the home page is never an address of the article."""
    server, pages = served
    pages.answers |= {"/ferries/a": story_page(), "/": HOME}
    watch(at_work.context, f"http://{server.at}/ferries/a", EVERY)
    at_minutes(at_work, 0)
    pages.answers["/ferries/a"] = Answer(301, {"Location": "/"})
    at_minutes(at_work, 10, 20)
    assert "home page" in plan(at_work)["held_for"]
    assert presence(at_work) == []
    pages.answers["/ferries/a"] = story_page()
    at_minutes(at_work, 40)
    assert presence(at_work) == []
    pages.answers["/ferries/a"] = Answer(302, {"Location": "/"})
    at_minutes(at_work, 60, 90, 125)
    assert presence(at_work) == [("gone", timedelta(minutes=60))]
    assert versions(at_work) == [timedelta()]
    with at_work.context.engine.connect() as connection:
        assert article_at(connection, [f"http://{server.at}/"]) is None


def test_an_article_that_returns_rewritten_returned_when_it_was_first_seen(
    at_work: Desk, served: tuple[Loopback, Site]
) -> None:
    server, pages = served
    pages.answers["/a"] = story_page()
    watch(at_work.context, f"http://{server.at}/a", EVERY)
    at_minutes(at_work, 0)
    pages.answers["/a"] = Answer(404)
    at_minutes(at_work, 10, 12)
    pages.answers["/a"] = REWRITTEN
    at_minutes(at_work, 200 + 1440)
    assert presence(at_work) == [("gone", timedelta(minutes=10))]
    at_minutes(at_work, 210 + 1440)
    assert presence(at_work)[1:] == [("returned", timedelta(minutes=1640))]
    assert versions(at_work) == [timedelta(), timedelta(minutes=1640)]


def test_a_day_of_everything(at_work: Desk, served: tuple[Loopback, Site]) -> None:
    """Every change is recorded once, whatever comes in between."""
    server, pages = served
    address = watch(at_work.context, f"http://{server.at}/a", EVERY)
    for hour, answer in enumerate(
        [
            *(story_page(), OUTAGE, story_page(), CONSENT, story_page(11_000), HOME_IN_PLACE),
            *(Answer(503), story_page(11_000), NOT_FOUND, NOT_FOUND, story_page(12_000), CONSENT),
        ]
    ):
        pages.answers["/a"] = answer
        at_minutes(at_work, *(60 * hour + minute for minute in range(0, 60, 10)))
    assert versions(at_work) == [timedelta(), timedelta(hours=4), timedelta(hours=10)]
    assert presence(at_work) == [("gone", timedelta(hours=8)), ("returned", timedelta(hours=10))]
    assert shifts(at_work) == 2
    assert "consent wall" in plan(at_work)["held_for"]
    assert plan(at_work)["address"] == address
