"""Pages that are not the article: held over real HTTP on loopback, and what comes of them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import RowMapping

from tests.integration.desk import NOON, Desk, Site, desk, site, story_page
from tests.integration.loopback import Answer, Loopback
from tracker.capture.archive import Outcome
from tracker.projections.queries import (
    Among,
    Span,
    article_records,
    presence_records,
    shift_records,
    version_records,
)
from tracker.services.watching import watch, watched

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
