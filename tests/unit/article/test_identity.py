"""Which addresses are one article, and whose."""

import pytest

from tracker.article.identity import (
    address_key,
    article_id,
    article_of,
    article_stream,
    canonical_address,
    commit_id,
    outlet_of,
)
from tracker.errors import InputError


@pytest.mark.parametrize(
    "other",
    [
        "http://www.courier.example/World/Missiles-Story",
        "https://courier.example/world/missiles-story/?utm_source=x&fbclid=y#comments",
        "https://COURIER.example:443/world/missiles-story",
        "https://m.courier.example/world/missiles-story/amp",
        "https://www.courier.example/world/missiles-story/index.html",
    ],
)
def test_addresses_of_one_article_fold_together(other: str) -> None:
    """Scheme, skin, case, default port, fragment and tracking do not make another article."""
    assert article_id(other) == article_id("https://courier.example/world/missiles-story")


@pytest.mark.parametrize(
    "other",
    [
        "https://courier.example/world/missiles-story-2",
        "https://courier.example/world?id=7",
        "https://courier.example:8443/world/missiles-story",
        "https://herald.example/world/missiles-story",
    ],
)
def test_other_pages_stay_apart(other: str) -> None:
    assert article_id(other) != article_id("https://courier.example/world/missiles-story")


def test_query_order_does_not_matter_but_its_content_does() -> None:
    assert address_key("https://a.example/x?b=2&a=1") == address_key("https://a.example/x?a=1&b=2")
    assert address_key("https://a.example/x?id=1") != address_key("https://a.example/x?id=2")


@pytest.mark.parametrize(
    ("address", "outlet"),
    [
        ("https://www.bbc.co.uk/news/1", "bbc.co.uk"),
        ("https://edition.cnn.com/x", "cnn.com"),
        ("https://news.courier.example/x", "courier.example"),
        ("http://127.0.0.1:8000/x", "127.0.0.1"),
        ("http://[::1]:8000/x", "::1"),
        ("file:///tmp/a.txt", None),
    ],
)
def test_an_outlet_is_a_registrable_domain(address: str, outlet: str | None) -> None:
    assert outlet_of(address) == outlet


@pytest.mark.parametrize(
    "address",
    [
        *("courier.example/x", "ftp://a.example/", "https://", "", "http://a:b:c/", "//x"),
        *("http://a..example/x", "http://.example/", "http://./", "http://a.example../"),
        *("http://a.example:99999/", "http://a.example:x/", "http://[bad", "http://[bad]/"),
        *("http://a b.example/", "http://ü..example/"),
    ],
)
def test_what_is_no_address_is_refused_by_name(address: str) -> None:
    with pytest.raises(InputError, match="not an address"):
        canonical_address(address)


def test_a_canonical_address_keeps_what_a_server_needs() -> None:
    """The path keeps its case and the query its order: only the key folds them."""
    given = "HTTPS://Courier.Example/World/A%20b?Z=1&utm_medium=mail&a=2"
    assert canonical_address(given) == "https://courier.example/World/A%20b?Z=1&a=2"


def test_international_hosts_are_folded_to_ascii() -> None:
    assert canonical_address("https://bücher.example/") == "https://xn--bcher-kva.example/"


def test_the_root_dot_of_a_host_is_dropped() -> None:
    assert canonical_address("https://courier.example./x") == "https://courier.example/x"


def test_streams_and_commits_have_the_ids_of_what_they_are_of() -> None:
    stream = article_stream("abc")
    assert article_of(stream) == "abc"
    assert article_of("story-atacms") is None
    assert commit_id(stream, "a", "b") == commit_id(stream, "a", "b") != commit_id(stream, "ab")
