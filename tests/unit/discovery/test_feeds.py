"""What feeds list: every dialect, and everything that is wrong with them in the wild."""

import tracemalloc
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.discovery.model import MOST_ENTRIES, Kind, Listing
from tracker.discovery.pages import Page
from tracker.discovery.recognise import recognise
from tracker.errors import InputError

HOST = "https://www.harbour-post.example"
FEED = f"{HOST}/feeds/all.xml"
NOW = datetime(2024, 11, 17, 12, tzinfo=UTC)
MB = 1_000_000


def listing(body: bytes | str, media_type: str | None = None) -> Listing:
    found = recognise(body if isinstance(body, bytes) else body.encode(), FEED, NOW, media_type)
    assert isinstance(found, Listing)
    return found


def rss(items: str, head: str = "") -> str:
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'


def addresses(found: Listing) -> list[str]:
    return [entry.address.removeprefix(HOST) for entry in found.entries]


def test_rss() -> None:
    found = listing(
        rss(
            "<item><title>A</title><link>/a?utm_source=rss&amp;id=7#top</link>"
            '<guid isPermaLink="false">77</guid>'
            "<pubDate>Sun, 17 Nov 2024 11:00:00 +0100</pubDate></item>",
            "<title>Harbour &lt;b&gt;Post&lt;/b&gt;</title><ttl>15</ttl>",
        )
    )
    assert (found.kind, found.title, found.keep) == (
        Kind.FEED,
        "Harbour Post",
        timedelta(minutes=15),
    )
    (entry,) = found.entries
    assert (entry.address, entry.id) == (f"{HOST}/a?id=7", "77")
    assert (entry.published, entry.updated) == (NOW - timedelta(hours=2), None)
    assert not entry.elsewhere


def test_atom() -> None:
    """Of an entry's links the alternate one counts; what it is relative to is told by xml:base."""
    found = listing(
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="{HOST}/x/"><title>A</title>'
        '<link rel="self" href="self"/><entry><id>urn:1</id><link rel="edit" href="/edit"/>'
        '<link rel="alternate" href="one"/><updated>2024-11-17T10:00:00+01:00</updated>'
        "<published>2024-11-16T10:00:00Z</published></entry></feed>"
    )
    (entry,) = found.entries
    assert (entry.address, entry.id) == (f"{HOST}/x/one", "urn:1")
    assert entry.updated == NOW - timedelta(hours=3)
    assert entry.published == NOW - timedelta(days=1, hours=2)


def test_rdf() -> None:
    found = listing(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/"><channel><title>R</title></channel>'
        "<item><link>/one</link></item><item><link>/two</link></item></rdf:RDF>"
    )
    assert addresses(found) == ["/one", "/two"]


def test_json_feed() -> None:
    found = listing(
        '{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":1,"url":"/a",'
        '"date_published":"2024-11-17T10:00:00Z","date_modified":"2024-11-17T11:00:00Z"},'
        '{"id":"x"},7,null,{"url":9}]}'
    )
    (entry,) = found.entries
    assert (entry.id, entry.updated) == ("1", NOW - timedelta(hours=1))
    assert found.remarks == ("4 of 5 entries have no usable address",)


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("/a", ["/a"]),
        ("a", ["/feeds/a"]),
        ("  /a\n", ["/a"]),
        ("/a?x=1&y=2", ["/a?x=1&y=2"]),
        ("<![CDATA[/a?x=1&y=2]]>", ["/a?x=1&y=2"]),
        ("HTTPS://WWW.harbour-post.example:443/a", ["/a"]),
        ("javascript:alert(1)", []),
        ("mailto:x@y.example", []),
        ("file:///etc/passwd", []),
        ("http://[broken", []),
        ("", []),
        ("/", []),
        ("/" + "a" * 3_000, []),
    ],
)
def test_links(link: str, found: list[str]) -> None:
    """Relative ones are made whole; what cannot be an article's address is counted as unusable."""
    got = listing(rss(f"<item><link>{link}</link></item>"))
    assert addresses(got) == found
    assert bool(got.remarks) == (not found)


def test_articles_of_other_outlets_are_marked() -> None:
    """And the address behind a counting service is taken where the feed tells it."""
    found = listing(
        '<rss xmlns:f="http://rssnamespace.org/feedburner/ext/1.0"><channel><item>'
        "<link>https://counter.example/1</link><f:origLink>https://a.example/x</f:origLink></item>"
        "<item><link>https://news.harbour-post.example/y</link></item></channel></rss>"
    )
    assert [(e.address, e.elsewhere) for e in found.entries] == [
        ("https://a.example/x", True),
        ("https://news.harbour-post.example/y", False),
    ]


def test_the_same_address_counts_once() -> None:
    """Whatever it is adorned with."""
    items = "".join(f"<item><link>/a?utm_medium={n}</link></item>" for n in range(3))
    assert addresses(listing(rss(items))) == ["/a"]


@pytest.mark.parametrize("when", ["yesterday", "0000-00-00", "Sun, 99 Foo 2024", "-1"])
def test_a_date_that_cannot_be_read_is_none(when: str) -> None:
    (entry,) = listing(rss(f"<item><link>/a</link><pubDate>{when}</pubDate></item>")).entries
    assert entry.published is None


@pytest.mark.parametrize(
    "body",
    [
        "<rss><channel><item><link>/a</link></item><item><link>/b",
        "<rss><channel><item><link>/a</link><title>a &b; c</title></item></rss>",
        "<rss><channel><item><link>/a</link><x:y>1</x:y></item></channel></rss>",
        "<rss><channel><item><link>/a</link><title>\x08</title></item></channel></rss>",
    ],
)
def test_of_broken_xml_the_readable_part_is_taken(body: str) -> None:
    found = listing(body)
    assert addresses(found)[:1] == ["/a"]
    assert found.remarks[0].startswith("its XML is broken")


@pytest.mark.parametrize(
    ("encoding", "declared", "sent"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8", "iso-8859-1", "text/xml; charset=us-ascii"),
        ("cp1252", "utf-8", None),
        ("iso-8859-15", "iso-8859-15", None),
        ("utf-8", "no-such-thing", None),
        ("utf-16", "utf-16", None),
    ],
)
def test_a_wrong_charset_does_no_harm(encoding: str, declared: str, sent: str | None) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>' + rss(
        "<item><link>/caf\u00e9</link></item>", "<title>Caf\u00e9&nbsp;&eacute;</title>"
    )
    found = listing(text.encode(encoding), sent)
    assert (found.title, addresses(found)) == ("Caf\u00e9 \u00e9", ["/caf%C3%A9"])


def test_entities_are_never_expanded_or_fetched() -> None:
    """Not those that multiply, nor those that name a file."""
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    body = (
        f'<!DOCTYPE rss [<!ENTITY l0 "{"x" * 1_000}">{lol}<!ENTITY f SYSTEM "file:///etc/hostname">]>'
        + rss(
            "<item><link>/a</link><title>&l11;</title><guid>&f;</guid></item>", "<title>&f;</title>"
        )
    )
    tracemalloc.start()
    found = listing(body)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * MB
    assert (addresses(found), found.title, found.entries[0].id) == (["/a"], None, None)


def many(kind: str) -> bytes:
    if kind == "json":
        items = ",".join(f'{{"url":"/a{n}"}}' for n in range(200_000))
        return f'{{"items":[{items}]}}'.encode()
    return rss("".join(f"<item><link>/a{n}</link></item>" for n in range(200_000))).encode()


@pytest.mark.parametrize("kind", ["rss", "json"])
def test_200000_entries_cost_bounded_memory(kind: str) -> None:
    """The first are taken, the others counted."""
    body = many(kind)
    tracemalloc.start()
    found = listing(body)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5 * len(body)
    assert (found.total, len(found.entries)) == (200_000, MOST_ENTRIES)
    assert found.remarks == ("it lists 200,000 entries, of which 1,000 are taken",)


def test_an_empty_feed_says_so() -> None:
    assert listing(rss("", "<title>T</title>")).remarks == ("it lists nothing",)


def test_a_login_page_is_no_feed() -> None:
    page = b"<html><head><title>Log in</title></head><body><form><input></form></body></html>"
    found = recognise(page, FEED, NOW)
    assert isinstance(found, Page)
    assert found.title == "Log in"


@pytest.mark.parametrize("body", [b"", b"  ", b"hello", b"[]", b"{}", b'{"items":3}', b"\x1f\x8bx"])
def test_what_is_nothing_is_refused_in_a_line(body: bytes) -> None:
    with pytest.raises(InputError, match=r"^it"):
        recognise(body, FEED, NOW)


PARTS = [
    "<rss>",
    "<channel>",
    "<item>",
    "</item>",
    "<link>",
    "</link>",
    "/a",
    "<feed>",
    "<entry>",
    "<!DOCTYPE x [",
    "]>",
    "<!--",
    "-->",
    "&lt;",
    "&x;",
    "&eacute;",
    "<?xml ?>",
    '<a href="',
    '">',
    "<urlset>",
    "<url>",
    "<loc>",
    "</loc>",
    "</url>",
    "<lastmod>2024-11-17</lastmod>",
    "<html>",
    "<sitemapindex>",
    "<opml>",
    '<outline xmlUrl="/f"/>',
    "{",
    '"items":[',
    "\x00",
    "\ud800",
    "<pubDate>Sun, 17 Nov 2024</pubDate>",
    "<![CDATA[",
    "]]>",
    "<base href='//['>",
    "xml:base='//['",
]


@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=5), max_size=30))
def test_nothing_is_raised_but_our_own_errors(parts: list[str]) -> None:
    body = "".join(parts).encode("utf-8", "surrogatepass")
    for each in (body, "".join(parts).encode("utf-16", "replace"), body[::-1]):
        try:
            found = recognise(each, FEED, NOW)
        except InputError:
            continue
        entries = found.entries if isinstance(found, Listing) else found.listing.entries
        assert all(entry.address.startswith("http") for entry in entries)


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_do_no_harm(body: bytes) -> None:
    for start in (b"", b"<rss><item>", b"<urlset><url>", b"\x1f\x8b\x08\x00", b'{"items":['):
        try:
            recognise(start + body, FEED, NOW)
        except InputError:
            continue


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "<!--",
        "<!DOCTYPE [",
        "<a>",
        "&",
        "&amp;",
        "<item>",
        "x",
        "[",
        "<?",
        "<a href='/b'>",
        "<![CDATA[",
        " ",
        "<link>",
    ],
)
@pytest.mark.parametrize("start", ["", "<rss><channel>", "<html><body>", "<urlset>", '{"items":['])
def test_repetition_costs_time_in_proportion(start: str, unit: str) -> None:
    """A megabyte of anything is read, or refused, within seconds (here: of shared processors)."""
    body = (start + unit * (300_000 // len(unit))).encode()
    began = perf_counter()
    with suppress(InputError):
        recognise(body, FEED, NOW)
    assert perf_counter() - began < 3
