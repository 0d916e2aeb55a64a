"""Sources over HTTP: what an outlet announces is found, watched once, and never forgotten."""

from collections.abc import Iterator

import pytest

from tests.integration.desk import NOON, Desk, Site, desk, looks, site, story_page
from tests.integration.loopback import Answer, Loopback
from tracker.discovery.model import Kind
from tracker.services.sources import Wish, add_source, list_sources
from tracker.services.watching import watched


def rss(*items: str) -> Answer:
    body = "".join(f"<item>{item}</item>" for item in items)
    feed = f'<rss version="2.0"><channel><title>Quay News</title>{body}</channel></rss>'
    return Answer(200, {"Content-Type": "application/rss+xml"}, feed.encode())


@pytest.fixture
def at_work(sqlite_database: str) -> Iterator[Desk]:
    with desk(sqlite_database) as working:
        yield working


@pytest.fixture
def outlet() -> Iterator[tuple[Loopback, Site]]:
    with site() as found:
        yield found


def test_articles_of_a_feed_are_taken_in(at_work: Desk, outlet: tuple[Loopback, Site]) -> None:
    """In the same run that found them."""
    server, pages = outlet
    pages.answers["/feed"] = rss("<link>/a?utm_source=rss</link>", "<link>/b</link>")
    pages.answers |= {"/a": story_page(), "/b": story_page(20_000)}
    add_source(at_work.context, f"http://{server.at}/feed", Kind.FEED, Wish(tags=("islands",)))
    at_work.work()
    assert [asked.path for asked in looks(server)][:1] == ["/feed"]
    assert {row["address"] for row in watched(at_work.context)} == {
        f"http://{server.at}/a",
        f"http://{server.at}/b",
    }
    (source,) = list_sources(at_work.context)
    assert (source.articles, source.title, source.last_new) == (2, "Quay News", NOON)
