"""Lists of captures as archives write them: CDX pages, links, and answers in records."""

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.capture.imports.linkformat import Link, parse_links
from tracker.capture.imports.mementos import raw_form
from tracker.capture.imports.pages import unfit
from tracker.capture.imports.payload import UnusableError, parse_answer, unpacked
from tracker.capture.imports.wayback import parse_page
from tracker.errors import NetworkError

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)


def test_a_time_map_as_the_standard_shows_it() -> None:
    """RFC 7089, 5: relations together, times quoted with commas, parameters of any order."""
    text = """<http://a.example.org>;rel="original",
      <http://arxiv.example.net/timemap/http://a.example.org>
        ; rel="self";type="application/link-format"
        ; from="Tue, 20 Jun 2000 18:02:59 GMT",
      <http://arxiv.example.net/web/20000620180259/http://a.example.org>
        ; rel="first memento";datetime="Sun, 17 Nov 2024 12:00:00 GMT"
        ; license="http://creativecommons.example/publicdomain/zero/1.0/",
      <http://arxiv.example.net/web/x>;datetime=x;rel=memento"""
    links = [link for link in parse_links(text) if link]
    assert [sorted(link.relations) for link in links] == [
        ["original"],
        ["self"],
        ["first", "memento"],
        ["memento"],
    ]
    assert links[2].moment == NOON
    assert links[3].moment is None


def test_what_stands_between_links_is_told() -> None:
    """Once for each place."""
    assert list(parse_links('no link, <http://a>; rel="x" ?? , <http://b>;,')) == [
        None,
        Link("http://a", {"rel": "x"}),
        None,
        Link("http://b", {}),
        None,
    ]


@given(st.text(alphabet='<>;,="rel memnto\n\thttp:/\\', max_size=200) | st.text())
def test_no_text_breaks_the_reader_of_links(text: str) -> None:
    """Links or None, in time that does not explode."""
    assert all(link is None or link.target for link in parse_links(text))


@pytest.mark.parametrize("text", ["<", "<a", "<a>;", "<a> ; ", '<a>;b="', " ", ";", "<a>;a", ","])
def test_a_megabyte_of_anything_is_read_at_once(text: str) -> None:
    """No pattern grows faster than its input; the test would hang."""
    assert list(parse_links(text * (1_000_000 // len(text)))) is not None
    assert list(parse_links("<a>" + text * (1_000_000 // len(text)))) is not None


def test_a_row_is_read_by_the_names_above_it() -> None:
    """In whatever order the fields come; what the list does not know is left open."""
    page = [
        ["original", "timestamp", "statuscode", "mimetype", "digest"],
        ["http://a.example/x", "20241117120000", "-", "warc/revisit", "D"],
        ["http://a.example/x", "20241117120000", "404", "text/html", "D"],
        [],
        ["key of next"],
    ]
    rows, key = parse_page(json.dumps(page).encode())
    assert [(r.at, r.original, r.status, r.media_type) for r in rows if r] == [
        (NOON, "http://a.example/x", 200, None),
        (NOON, "http://a.example/x", 404, "text/html"),
    ]
    assert key == "key of next"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=20,
)


@given(json_values.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=200))
def test_no_list_breaks_the_reader_of_captures(body: bytes) -> None:
    """Rows, or one of our errors."""
    with suppress(NetworkError):
        rows, key = parse_page(body)
        assert all(row is None or row.at.tzinfo for row in rows)
        assert key is None or isinstance(key, str)


@given(
    st.binary(max_size=300)
    | st.binary(max_size=100).map(lambda rest: b"HTTP/1.1 200 OK\r\n" + rest)
    | st.tuples(
        st.sampled_from(["gzip", "deflate", "zstd", "br", "gzip, gzip", ""]),
        st.sampled_from(["chunked", "x"]),
        st.binary(max_size=100),
    ).map(
        lambda given: (
            f"HTTP/1.1 200 OK\r\nContent-Encoding: {given[0]}\r\n"
            f"Transfer-Encoding: {given[1]}\r\n\r\n".encode()
            + given[2]
        )
    )
)
def test_no_answer_breaks_the_reader_of_answers(block: bytes) -> None:
    """A body within its bound, or a reason in few words."""
    with suppress(UnusableError):
        assert len(unpacked(parse_answer(block), 50)) <= 50


@pytest.mark.parametrize(
    ("address", "raw"),
    [
        ("http://w.example/web/20241117120000/http://a/", "http://w.example/web/20241117120000id_/http://a/"),
        ("http://w.example/web/20241117120000mp_/https://a/", "http://w.example/web/20241117120000id_/https://a/"),
        ("http://w.example/web/20241117120000id_/http://a/", "http://w.example/web/20241117120000id_/http://a/"),
        ("http://w.example/20241117/x", "http://w.example/20241117/x"),
        ("http://w.example/a?m=1", "http://w.example/a?m=1"),
    ],
)  # fmt: skip
def test_the_bytes_as_captured_are_asked_for(address: str, raw: str) -> None:
    """Where the archive's addresses have that form; others are left as they are."""
    assert raw_form(address) == raw


@pytest.mark.parametrize(
    ("address", "status", "kind", "reason"),
    [
        ("https://a.example/x", 200, "text/html; charset=x", None),
        ("https://a.example/x", 200, None, None),
        ("https://a.example/?p=12", 200, "TEXT/HTML", None),
        ("http://[::1/x", 200, "text/html", "home page"),
        ("https://a.example", 200, "text/html", "home page"),
        ("https://a.example/robots.txt", 200, "text/html", "robots.txt"),
        ("https://a.example/x", 200, "video/mp4", "video"),
        ("https://a.example/x", 200, "application/pdf", "not HTML"),
        ("https://a.example/x", 301, "text/html", "answered 301"),
    ],
)
def test_which_captures_may_be_pages(
    address: str, status: int, kind: str | None, reason: str | None
) -> None:
    """Told by address, status and type alone."""
    assert unfit(address, status, kind) == reason
