"""Sitemaps, section pages, OPML, patterns, and how often a source is looked at."""

import gzip
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tracker.cadence.flow import LONGEST, SHORTEST, Flow, first_flow, source_pause
from tracker.discovery.model import Kind, Listing
from tracker.discovery.opml import read_opml
from tracker.discovery.pages import Page, fitting_feed, read_page
from tracker.discovery.patterns import Patterns, checked
from tracker.discovery.recognise import recognise
from tracker.discovery.scoring import dated, score_link
from tracker.discovery.sitemaps import MOST_ADDRESSES, MOST_CHILDREN, read_sitemap
from tracker.errors import InputError

HOST = "https://www.harbour-post.example"
NOW = datetime(2024, 11, 17, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def urlset(*rows: str) -> bytes:
    return f"<urlset>{''.join(f'<url>{row}</url>' for row in rows)}</urlset>".encode()


def sitemap(body: bytes) -> Listing:
    found = recognise(body, f"{HOST}/sitemap.xml", NOW)
    assert isinstance(found, Listing)
    return found


def paths(found: Listing) -> list[str]:
    return [entry.address.removeprefix(HOST) for entry in found.entries]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_a_news_sitemap(pack: type[bytes]) -> None:
    """With its times; newest first."""
    found = sitemap(
        pack(
            b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
            b' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>/a</loc>'
            b"<news:news><news:publication_date>2024-11-17T10:00:00Z</news:publication_date>"
            b"</news:news></url><url><loc>/b</loc><lastmod>2024-11-17T11:00:00Z</lastmod></url></urlset>"
        )
    )
    assert (found.kind, paths(found)) == (Kind.SITEMAP, ["/b", "/a"])
    assert found.entries[1].published == NOW - 2 * HOUR


def test_of_a_sitemap_only_what_is_recent_is_taken() -> None:
    """By its own dates or those in the addresses; other hosts' addresses are not its to list."""
    found = sitemap(
        urlset(
            "<loc>/old</loc><lastmod>2023-01-01</lastmod>",
            "<loc>/2024/11/16/new</loc>",
            "<loc>/undated</loc>",
            "<loc>https://other.example/2024/11/17/x</loc>",
        )
    )
    assert (paths(found), found.total) == (["/2024/11/16/new"], 4)
    assert found.remarks == ("1 of 4 addresses are not the outlet's own",)


def test_of_a_sitemap_without_any_date_the_first_are_taken() -> None:
    assert paths(sitemap(urlset("<loc>/a</loc>", "<loc>/b</loc>"))) == ["/a", "/b"]


def test_of_an_index_the_sitemaps_that_changed_last_are_looked_at() -> None:
    rows = "".join(
        f"<sitemap><loc>/s{n}.xml</loc><lastmod>2024-10-{n:02}</lastmod></sitemap>"
        for n in range(1, 31)
    )
    found = sitemap(f"<sitemapindex>{rows}</sitemapindex>".encode())
    assert (found.kind, found.total, len(found.children)) == (Kind.INDEX, 30, MOST_CHILDREN)
    assert found.children[0].address == f"{HOST}/s30.xml"


@pytest.mark.parametrize("most", [5_000, pytest.param(MOST_ADDRESSES, marks=pytest.mark.slow)])
def test_a_giant_sitemap_costs_bounded_memory(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """It is read as it comes, up to the number of addresses that sitemaps.org allows."""
    monkeypatch.setattr("tracker.discovery.sitemaps.MOST_ADDRESSES", most)

    def chunks() -> Iterator[bytes]:
        yield b"<urlset>"
        for n in range(3_000):
            row = f"<url><loc>{HOST}/a{n}-%d</loc><lastmod>2024-11-{n % 17 + 1:02}</lastmod></url>"
            yield b"".join((row % k).encode() for k in range(50))

    tracemalloc.start()
    found = read_sitemap(chunks(), f"{HOST}/sitemap.xml", NOW)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000
    assert found.total == most
    assert f"goes on behind its first {most:,}" in found.remarks[0]


def test_a_packed_bomb_costs_what_it_may_hold_and_no_more() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * 200_000_000)
    tracemalloc.start()
    found = sitemap(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (found.total, peak < 5_000_000) == (0, True)


SECTION = """<html><head><title>Harbour</title>
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments.xml">
<link rel="alternate" type="application/rss+xml" title="All" href="/all.xml">
<link rel="alternate" type="application/atom+xml" title="Harbour" href="/harbour/feed">
</head><body>
<nav><a href="/politics">Politics</a>
<a href="/about-us-and-what-we-do-here">About this paper and us</a>
</nav><main><h2>
<a href="/harbour/2024/11/17/ferry-fares-rise-again">Ferry fares to rise again</a></h2>
<article><a href="/harbour/crane-falls-into-the-water-918273"><img></a>
<a href="/harbour/crane-falls-into-the-water-918273?ref=home">A crane fell into the water</a>
</article>
<div><a href="/harbour/new-quay-will-be-built-by-spring">New quay will be built by spring</a>
<a href="https://elsewhere.example/2024/11/17/some-other-news-story">Some other news story</a>
<a href="/tag/ferries-and-boats-and-quays">Ferries</a><a href="/harbour?page=2">Next page</a>
<a href="/harbour/report-2024-11-17.pdf">The report on the quay in full</a>
<a href="javascript:void(0)">Show me more of these stories</a></div></main></body></html>"""


def test_the_articles_of_a_section_page() -> None:
    """Not its navigation, tags, files, pages, nor other outlets; each with the reasons for it."""
    page = read_page(SECTION, f"{HOST}/harbour")
    assert [link.address.removeprefix(HOST) for link in page.links] == [
        "/harbour/2024/11/17/ferry-fares-rise-again",
        "/harbour/crane-falls-into-the-water-918273",
        "/harbour/new-quay-will-be-built-by-spring",
    ]
    assert page.links[0].score.reasons == (
        "a date in its path",
        "a slug of words",
        "a text of some words",
        "in a heading or teaser",
    )


def test_the_feed_that_fits_a_section() -> None:
    """Its own; for the home page any but that of comments."""
    page = read_page(SECTION, f"{HOST}/harbour")
    assert fitting_feed(page, f"{HOST}/harbour") == f"{HOST}/harbour/feed"
    assert fitting_feed(page, f"{HOST}/") == f"{HOST}/all.xml"
    assert fitting_feed(page, f"{HOST}/sport") is None


@pytest.mark.parametrize(
    ("path", "head", "is_article"),
    [
        ("/", '<meta property="og:type" content="article">', False),
        ("/x", '<meta property="og:type" content="article">', True),
        ("/x", '<script type="application/ld+json">{"@type": "NewsArticle"}</script>', True),
        ("/2024/11/17/ferry-fares-rise-again", "", True),
        ("/harbour", '<meta property="og:type" content="website">', False),
        ("/harbour", "", True),
    ],
)
def test_a_page_is_an_article_or_a_section(path: str, head: str, is_article: bool) -> None:
    body = f"<html><head>{head}</head><body><a href='/a'>x</a></body></html>"
    found = recognise(body.encode(), HOST + path, NOW)
    assert isinstance(found, Page)
    assert found.is_article == is_article


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2024/11/17/a", 17),
        ("/a-2024-11-17", 17),
        ("/20241117-a", 17),
        ("/2024/02/31/a", None),
        ("/a/20241199", None),
        ("/920241117", None),
    ],
)
def test_a_date_in_an_address(path: str, day: int | None) -> None:
    found = dated(HOST + path)
    assert (found.day if found else None) == day


def test_a_score_says_what_speaks_against_too() -> None:
    score = score_link(f"{HOST}/login", "Log in")
    assert (score.is_enough, score.reasons) == (False, ("a short path", "a path of no article"))


def test_opml() -> None:
    """Folders are tags; feeds count once; what names no feed is left out."""
    found = read_opml(
        """<?xml version="1.0"?><opml><head><title>Mine</title></head><body>
        <outline text="Islands"><outline text="Post" xmlUrl="https://a.example/feed"/>
        <outline text="North"><outline text="Wire" xmlUrl="https://b.example/rss"/></outline></outline>
        <outline text="Post again" xmlUrl="https://a.example/feed"/>
        <outline text="bad" xmlUrl="javascript:1"/></body></opml>""",
        "",
    )
    assert [(c.address, c.title, c.tags) for c in found.children] == [
        ("https://a.example/feed", "Post", ("Islands",)),
        ("https://b.example/rss", "Wire", ("Islands", "North")),
    ]
    assert (found.title, found.total) == ("Mine", 4)


@pytest.mark.parametrize(
    ("include", "exclude", "path", "wanted"),
    [
        ((), (), "/a", True),
        (("/politics/*",), (), "/Politics/2024/x", True),
        (("/politics/*",), (), "/sport/politics/x", False),
        (("*/politics/*",), (), "/sport/politics/x", True),
        ((), ("*/live/*",), "/a/live/b", False),
        (("/a*",), ("/ab*",), "/abc", False),
        (("/caf\u00e9/*",), (), "/caf%C3%A9/x", True),
    ],
)
def test_patterns(
    include: tuple[str, ...], exclude: tuple[str, ...], path: str, wanted: bool
) -> None:
    assert Patterns(checked(include), checked(exclude)).wants(HOST + path) == wanted


@pytest.mark.parametrize("pattern", ["politics", "", "/" + "x" * 300, "/" + "*a" * 9])
def test_a_pattern_that_cannot_be_used_is_refused(pattern: str) -> None:
    with pytest.raises(InputError, match="pattern"):
        checked([pattern])


def test_no_pattern_hangs() -> None:
    assert not Patterns(checked(["/" + "*a" * 8 + "b"])).wants(f"{HOST}/{'a' * 2_000}")


def test_the_pace_of_a_source_is_that_of_its_entries() -> None:
    """Quick where much comes, slow where nothing does; never out of its bounds."""
    busy = first_flow([NOW - HOUR * n / 20 for n in range(100)], NOW)
    quiet = first_flow([NOW - timedelta(days=n) for n in range(1, 20)], NOW)
    assert source_pause(busy) < timedelta(minutes=3)
    assert source_pause(quiet) == LONGEST
    assert source_pause(Flow(10**6, 1)) == SHORTEST
    assert source_pause(Flow()) == HOUR / 2


def test_a_source_that_falls_silent_is_asked_less_and_one_that_wakes_more() -> None:
    flow = Flow(48, 24)
    for _ in range(48):
        flow = flow.after(0, HOUR)
    silent = source_pause(flow)
    assert silent > source_pause(Flow(48, 24)) * 3
    for _ in range(6):
        flow = flow.after(8, HOUR)
    assert source_pause(flow) < silent / 3


def test_a_source_that_may_be_kept_is_kept() -> None:
    """As it says, up to the longest pause."""
    assert source_pause(Flow(100, 1), HOUR) == HOUR
    assert source_pause(Flow(100, 1), timedelta(days=7)) == LONGEST
