"""Sources over HTTP: what an outlet announces is found, watched once, and never forgotten."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime

import pytest
from sqlalchemy import select, update

from tests.integration.desk import NOON, Desk, Site, desk, looks, settings_of, site, story_page
from tests.integration.loopback import Answer, Loopback
from tracker.capture.fetch import open_fetcher
from tracker.capture.tables import sources, watches
from tracker.discovery.model import Kind
from tracker.errors import InputError
from tracker.services.lists.scouting import Found, Scout
from tracker.services.lists.sources import Source, Wish, add_source, drop, list_sources
from tracker.services.lists.subscribing import Subscribed, subscribe
from tracker.services.looks.watching import watch, watched

Outlet = tuple[Loopback, Site]
FEED = {"Content-Type": "application/rss+xml"}
HTML = {"Content-Type": "text/html"}
EVERYTHING = Wish()


def rss(*items: str, **headers: str) -> Answer:
    body = "".join(f"<item>{item}</item>" for item in items)
    feed = f'<rss version="2.0"><channel><title>Quay News</title>{body}</channel></rss>'
    return Answer(200, FEED | headers, feed.encode())


def item(path: str, moment: datetime | None = None, guid: str = "") -> str:
    told = f"<pubDate>{format_datetime(moment)}</pubDate>" if moment else ""
    named = f'<guid isPermaLink="false">{guid}</guid>' if guid else ""
    return f"<link>{path}</link>{told}{named}"


@pytest.fixture
def at_work(sqlite_database: str) -> Iterator[Desk]:
    with desk(sqlite_database) as working:
        yield working


@pytest.fixture
def outlet() -> Iterator[Outlet]:
    with site() as found:
        yield found


def follow(at_work: Desk, outlet: Outlet, path: str = "/feed", wish: Wish = EVERYTHING) -> str:
    address = f"http://{outlet[0].at}{path}"
    add_source(at_work.context, address, Kind.FEED, wish)
    return address


def paths(at_work: Desk) -> set[str]:
    return {row["address"].split("/", 3)[3] for row in watched(at_work.context)}


def the_source(at_work: Desk) -> Source:
    (source,) = list_sources(at_work.context)
    return source


def find_out(at_work: Desk, outlet: Outlet, path: str) -> Found:
    settings = settings_of("").capture
    with open_fetcher(settings, at_work.clock) as fetcher:
        scout = Scout(
            at_work.context, settings, fetcher, lambda seconds: at_work.clock.move(seconds=seconds)
        )
        return scout.find_out(f"http://{outlet[0].at}{path}")


def taken_up(at_work: Desk, outlet: Outlet, path: str) -> Subscribed:
    return subscribe(at_work.context, find_out(at_work, outlet, path), Wish())


def test_articles_of_a_feed_are_taken_in(at_work: Desk, outlet: Outlet) -> None:
    """In the same run that found them, with the source's tags."""
    server, pages = outlet
    pages.answers |= {"/a": story_page(), "/b": story_page(20_000)}
    pages.answers["/feed"] = rss(item("/a?utm_source=rss", NOON), item("/b"))
    follow(at_work, outlet, wish=Wish(tags=("islands",)))
    at_work.work()
    assert [asked.path for asked in looks(server)][:1] == ["/feed"]
    assert paths(at_work) == {"a", "b"}
    source = the_source(at_work)
    assert (source.articles, source.title, source.last_new) == (2, "Quay News", NOON)
    rows = {row["address"][-1]: row for row in watched(at_work.context)}
    assert (rows["a"]["published"], json.loads(rows["b"]["tags"])) == (NOON, ["islands"])


def test_an_article_stays_watched_after_its_feed_drops_it(at_work: Desk, outlet: Outlet) -> None:
    _, pages = outlet
    pages.answers |= {"/a": story_page(), "/b": story_page(20_000), "/feed": rss(item("/a"))}
    follow(at_work, outlet)
    at_work.work()
    pages.answers["/feed"] = rss(item("/b"))
    at_work.work(hours=7)
    assert paths(at_work) == {"a", "b"}


def test_ids_and_forms_of_an_address_do_not_double_an_article(
    at_work: Desk, outlet: Outlet
) -> None:
    """Nor does a new address under an id that is known; ids that several bear name none."""
    server, pages = outlet
    stand = ("/own", "/a?id=1&x=2", "/s", "/t", "/u")
    pages.answers |= {path: story_page(number) for number, path in enumerate(stand, 9_000)}
    watch(at_work.context, f"http://{server.at}/own")
    pages.answers["/feed"] = rss(item("/a?id=1&x=2", guid="7"), item("/own/"), item("/s", guid="s"))
    follow(at_work, outlet)
    at_work.work()
    pages.answers["/feed"] = rss(
        item("/A?x=2&id=1&utm_medium=x"),
        item("/a-new-slug", guid="7"),
        item("/t", guid="s"),
        item("/u", guid="s"),
    )
    at_work.work(hours=7)
    assert paths(at_work) == {"own", "a?id=1&x=2", "s", "t", "u"}


def test_an_article_said_to_be_updated_is_looked_at_at_once(at_work: Desk, outlet: Outlet) -> None:
    """But not when all of a feed bears one time, which is when the feed was made."""
    server, pages = outlet
    pages.answers |= {f"/{name}": story_page(number) for number, name in enumerate("abcd", 10_000)}
    pages.answers["/feed"] = rss(*(item(f"/{name}", NOON) for name in "abcd"))
    follow(at_work, outlet, wish=Wish(every=60))
    at_work.work()
    for _ in range(4):
        at_work.work(hours=8)
    later = at_work.clock() + timedelta(seconds=30)
    server.asked.clear()
    pages.answers["/feed"] = rss(item("/a", later), *(item(f"/{name}", NOON) for name in "bcd"))
    at_work.work(minutes=1)
    assert [asked.path for asked in looks(server)] == ["/feed", "/a"]
    server.asked.clear()
    pages.answers["/feed"] = rss(*(item(f"/{n}", later + timedelta(seconds=60)) for n in "abcd"))
    at_work.work(minutes=1)
    assert [asked.path for asked in looks(server)] == ["/feed"]


def test_a_date_in_the_future_is_taken_for_now(at_work: Desk, outlet: Outlet) -> None:
    _, pages = outlet
    pages.answers |= {"/a": story_page(), "/feed": rss(item("/a", NOON + timedelta(days=400)))}
    follow(at_work, outlet)
    at_work.work()
    (row,) = watched(at_work.context)
    assert row["published"] == NOON


def test_only_what_is_wanted_is_watched(at_work: Desk, outlet: Outlet) -> None:
    _, pages = outlet
    pages.answers["/feed"] = rss(item("/sport/a"), item("/politics/b"), item("/politics/live/c"))
    follow(at_work, outlet, wish=Wish(include=("/politics/*",), exclude=("*/live/*",)))
    at_work.work()
    assert paths(at_work) == {"politics/b"}


def test_a_source_is_asked_whether_it_has_changed(at_work: Desk, outlet: Outlet) -> None:
    """A 304 is a look; what it lists is not read again."""
    server, pages = outlet
    pages.answers |= {"/a": story_page(), "/feed": rss(item("/a"), ETag='"1"')}
    follow(at_work, outlet, wish=Wish(every=60))
    at_work.work()
    at_work.work(minutes=1)
    asked = [each for each in looks(server) if each.path == "/feed"]
    assert [each.headers.get("if-none-match") for each in asked] == [None, '"1"']
    assert (the_source(at_work).last_look, the_source(at_work).trouble) == (at_work.clock(), None)


def test_a_source_is_left_alone_as_long_as_it_asks(at_work: Desk, outlet: Outlet) -> None:
    _, pages = outlet
    items = [item(f"/{n}", NOON - timedelta(minutes=n)) for n in range(60)]
    headers = {"Cache-Control": "max-age=1800"}
    pages.answers["/feed"] = rss(*items, **headers)
    follow(at_work, outlet, wish=Wish(exclude=("*",)))
    at_work.work()
    assert the_source(at_work).next_look == NOON + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (Answer(404), "it answered 404"),
        (Answer(200, FEED, b""), "it is empty"),
        (Answer(200, FEED, b"<rss><channel></channel></rss>"), "it lists nothing"),
        (
            Answer(200, HTML, b"<html><title>Log in</title><form><input></form></html>"),
            "it is no feed any more, but a web page ('Log in')",
        ),
        (Answer(200, FEED, b"\x1f\x8bxx"), "its packing is damaged"),
        (Answer(200, FEED, b"<rss><item><link>/a</link><item>"), "its XML is broken"),
        (Answer(200, FEED, b"<urlset></urlset>"), "it is no feed any more, but: sitemap"),
    ],
    ids=lambda given: given[:25] if isinstance(given, str) else "",
)
def test_trouble_is_told_in_a_line_and_never_ends_a_source(
    at_work: Desk, outlet: Outlet, answer: Answer, trouble: str
) -> None:
    _, pages = outlet
    pages.answers["/feed"] = answer
    follow(at_work, outlet)
    at_work.work()
    source = the_source(at_work)
    assert trouble in (source.trouble or "")
    assert at_work.clock() < source.next_look <= at_work.clock() + timedelta(days=1)
    pages.answers |= {"/feed": rss(item("/b")), "/b": story_page()}
    at_work.work(days=1)
    assert the_source(at_work).trouble is None
    assert "b" in paths(at_work)


def test_unwatching_a_source_keeps_its_articles(at_work: Desk, outlet: Outlet) -> None:
    """Unless they are to go with it; then it may bring them back."""
    _, pages = outlet
    pages.answers |= {"/a": story_page(), "/feed": rss(item("/a"))}
    feed = follow(at_work, outlet)
    at_work.work()
    assert drop(at_work.context, feed).stay == 1
    assert (paths(at_work), list_sources(at_work.context)) == ({"a"}, [])
    drop(at_work.context, feed.replace("/feed", "/a"))
    follow(at_work, outlet)
    at_work.work()
    assert paths(at_work) == set()


def test_an_article_that_was_unwatched_is_not_taken_up_again(at_work: Desk, outlet: Outlet) -> None:
    _, pages = outlet
    pages.answers |= {"/a": story_page(), "/feed": rss(item("/a"), item("/b"))}
    feed = follow(at_work, outlet)
    at_work.work()
    drop(at_work.context, feed.replace("/feed", "/a"))
    at_work.work(hours=7)
    assert paths(at_work) == {"b"}
    assert drop(at_work.context, feed, articles=True).articles == 1
    follow(at_work, outlet)
    at_work.work()
    assert paths(at_work) == {"b"}


def test_an_index_is_followed_to_its_sitemaps_and_their_articles(
    at_work: Desk, outlet: Outlet
) -> None:
    """In one run; the sitemaps count as the index, and go with it."""
    _, pages = outlet
    row = "<url><loc>/{}</loc><lastmod>2024-11-17T09:00:00Z</lastmod></url>"
    pages.answers |= {
        "/index.xml": Answer(
            200,
            {},
            b"<sitemapindex><sitemap><loc>/1.xml</loc></sitemap><sitemap><loc>/2.xml</loc></sitemap>"
            b"</sitemapindex>",
        ),
        "/1.xml": Answer(200, {}, f"<urlset>{row.format('a')}{row.format('b')}</urlset>".encode()),
        "/2.xml": Answer(404),
    } | {f"/{name}": story_page(n) for n, name in enumerate("ab", 7_000)}
    told = taken_up(at_work, outlet, "/index.xml")
    assert (told.kind, told.lists) == (Kind.INDEX, 2)
    at_work.work()
    source = the_source(at_work)
    assert (paths(at_work), source.articles, source.sitemaps) == ({"a", "b"}, 2, 2)
    assert "1 of 2 sitemaps" in (source.trouble or "")
    assert "answered 404" in (source.trouble or "")
    drop(at_work.context, source.address)
    with at_work.context.engine.connect() as connection:
        assert connection.execute(select(sources)).all() == []


LINKS = "".join(
    f'<h2><a href="/2024/11/17/what-happened-at-quay-{n}">What happened at quay {n}</a></h2>'
    for n in range(5)
)


def test_what_an_address_is_is_found_out(at_work: Desk, outlet: Outlet) -> None:
    """A section that names its feed is watched by it; an article that names one only says so."""
    server, pages = outlet
    alternate = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    story = story_page()
    pages.answers |= {
        "/feed": rss(item("/a"), item("/b")),
        "/": Answer(
            200, HTML, f"<html><head>{alternate}</head><body>{LINKS}</body></html>".encode()
        ),
        "/quay": Answer(200, HTML, f"<html><body>{LINKS}</body></html>".encode()),
        "/2024/11/17/ferry-fares-rise": Answer(
            200, story.headers, story.body.replace(b"<head>", f"<head>{alternate}".encode())
        ),
    }
    feed = taken_up(at_work, outlet, "/")
    assert (feed.address, feed.kind, feed.articles) == (f"http://{server.at}/feed", Kind.FEED, 2)
    assert "names this feed" in feed.notes[0]
    section = taken_up(at_work, outlet, "/quay")
    assert (section.kind, section.articles) == (Kind.SECTION, 5)
    article = taken_up(at_work, outlet, "/2024/11/17/ferry-fares-rise")
    assert (article.kind, article.notes) == (
        Kind.ARTICLE,
        (f"it names a feed: http://{server.at}/feed",),
    )


def test_a_home_page_without_links_to_articles_is_watched_by_the_feed_it_names(
    at_work: Desk, outlet: Outlet
) -> None:
    """Scripts put its articles in, or their addresses tell nothing; the feed lists them."""
    _, pages = outlet
    head = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    home = f"<html><head>{head}</head><body><script src='/app.js'></script>Quay</body></html>"
    pages.answers |= {"/": Answer(200, HTML, home.encode()), "/feed": rss(item("/a"))}
    found = find_out(at_work, outlet, "/")
    assert (found.kind, found.address) == (Kind.FEED, f"http://{outlet[0].at}/feed")
    del pages.answers["/feed"]
    with pytest.raises(InputError, match="links to no articles"):
        find_out(at_work, outlet, "/")


@pytest.mark.parametrize("kind", ["image/jpeg", "application/pdf"])
def test_what_is_no_page_is_refused_at_once(at_work: Desk, outlet: Outlet, kind: str) -> None:
    """And not watched as an article whose every look fails."""
    outlet[1].answers["/file"] = Answer(200, {"Content-Type": kind}, b"%PDF-1.4 \xff\xd8")
    with pytest.raises(InputError, match=kind):
        find_out(at_work, outlet, "/file")


def test_an_outlet_is_followed_for_a_day(at_work: Desk, outlet: Outlet) -> None:
    """By feed, sitemap and section page at once: every article once, in time, and few requests."""
    server, pages = outlet
    add_source(at_work.context, f"http://{server.at}/feed", Kind.FEED)
    add_source(at_work.context, f"http://{server.at}/news.xml", Kind.SITEMAP)
    add_source(at_work.context, f"http://{server.at}/", Kind.SECTION)
    out: list[str] = []
    for hour in range(24):
        path = f"/2024/11/17/the-{hour}th-boat-of-the-day"
        out.append(path)
        pages.answers[path] = story_page(5_000 + hour)
        moment = at_work.clock()
        pages.answers["/feed"] = rss(*(item(f"{each}?ref=rss") for each in out[-5:]))
        rows = "".join(
            f"<url><loc>{each}</loc><lastmod>{moment.isoformat()}</lastmod></url>" for each in out
        )
        pages.answers["/news.xml"] = Answer(200, {}, f"<urlset>{rows}</urlset>".encode())
        links = "".join(
            f'<a href="{each}#top">The boat of the {n}th hour</a>' for n, each in enumerate(out)
        )
        pages.answers["/"] = Answer(200, HTML, f"<html><body>{links}</body></html>".encode())
        for _ in range(4):
            at_work.work(minutes=15)
        assert paths(at_work) == {each[1:] for each in out}
    asked = [each.path for each in looks(server)]
    assert all(asked.count(each) <= 24 * 4 for each in ("/feed", "/news.xml", "/"))


def test_a_source_that_moved_for_good_is_asked_where_it_stands_now(
    at_work: Desk, outlet: Outlet
) -> None:
    """What it brought stays its own; nothing of it is watched anew."""
    server, pages = outlet
    pages.answers |= {"/a": story_page(), "/feed": rss(item("/a"))}
    follow(at_work, outlet)
    at_work.work()
    pages.answers["/feed"] = Answer(301, {"Location": "/rss.xml"})
    pages.answers["/rss.xml"] = rss(item("/a"))
    at_work.work(hours=7)
    assert the_source(at_work).address == f"http://{server.at}/rss.xml"
    assert the_source(at_work).articles == 1
    before = len(looks(server))
    at_work.work(hours=25)
    assert "/feed" not in [asked.path for asked in looks(server)[before:]]
    assert paths(at_work) == {"a"}


@pytest.mark.parametrize("kind", [Kind.FEED, Kind.SECTION])
def test_a_source_that_leads_to_the_front_page_was_given_up(
    at_work: Desk, outlet: Outlet, kind: Kind
) -> None:
    """It keeps its address, for it may come back there."""
    server, pages = outlet
    links = "".join(f'<h2><a href="/{n}/a-story-about-fares">Fares {n}</a></h2>' for n in range(9))
    pages.answers["/"] = Answer(200, HTML, f"<main>{links}</main>".encode())
    pages.answers["/fares"] = Answer(301, {"Location": "/"})
    add_source(at_work.context, f"http://{server.at}/fares", kind, EVERYTHING)
    at_work.work()
    assert the_source(at_work).address == f"http://{server.at}/fares"


def test_two_sources_that_turn_out_to_be_one_are_asked_once(at_work: Desk, outlet: Outlet) -> None:
    server, pages = outlet
    pages.answers |= {"/a": story_page(), "/feed": rss(item("/a")), "/rss": rss(item("/a"))}
    follow(at_work, outlet)
    at_work.work()
    follow(at_work, outlet, "/rss")
    pages.answers["/feed"] = Answer(308, {"Location": "/rss"})
    at_work.work(hours=7)
    assert the_source(at_work).address == f"http://{server.at}/rss"
    assert the_source(at_work).articles == 1


def test_a_feed_that_still_lists_an_old_address_speaks_of_the_article_that_moved(
    at_work: Desk, outlet: Outlet
) -> None:
    """An update it tells makes the article due at its new address; so does 'unwatch' find it."""
    server, pages = outlet
    pages.answers |= {"/a": story_page(), "/feed": rss(item("/a", NOON))}
    follow(at_work, outlet)
    at_work.work()
    pages.answers |= {"/a": Answer(301, {"Location": "/b"}), "/b": story_page(11_000)}
    at_work.work(hours=25)
    assert paths(at_work) == {"b"}
    told = at_work.clock.now + timedelta(minutes=10)
    pages.answers["/feed"] = rss(item("/a", told))
    plan_far_ahead(at_work)
    at_work.work(hours=8)
    assert looks(server)[-1].path == "/b"
    dropped = drop(at_work.context, f"http://{server.at}/a")
    assert dropped.address == f"http://{server.at}/b"
    assert paths(at_work) == set()


def test_a_feed_does_not_hurry_a_look_at_a_page_that_is_held(at_work: Desk, outlet: Outlet) -> None:
    """Such a page has a plan of its own: every reading of the feed would call it again."""
    _, pages = outlet
    pages.answers |= {"/a": story_page(), "/feed": rss(item("/a", NOON))}
    follow(at_work, outlet)
    at_work.work()
    plan_far_ahead(at_work, held_since=at_work.clock.now)
    pages.answers["/feed"] = rss(item("/a", NOON + timedelta(minutes=10)))
    before = at_work.clock.now
    at_work.work(hours=8)
    (row,) = watched(at_work.context)
    assert row["last_look"] == before


def plan_far_ahead(at_work: Desk, held_since: datetime | None = None) -> None:
    """No look is due for long, unless somebody calls for one."""
    later = at_work.clock.now + timedelta(days=30)
    with at_work.context.engine.begin() as connection:
        connection.execute(update(watches).values(next_look=later, held_since=held_since))
