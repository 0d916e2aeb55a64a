"""What pages declare of their articles, however they declare it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

import tracker
from tests.unit.reading.pages import article
from tracker.reading.pages.jsonld import find_article
from tracker.reading.pages.metadata import moment_of
from tracker.reading.pages.titles import cleaned_title

_ARTICLE: dict[str, Any] = {
    "@type": "NewsArticle",
    "headline": "Dam above Ober holds",
    "description": "A third night of rain tests the valley",
    "datePublished": "2024-11-17T16:44:00-05:00",
    "dateModified": "2024-11-17T21:00:00-05:00",
    "articleSection": ["Valley", "Weather"],
    "author": [{"@type": "Person", "name": "Ann Low"}, {"@type": "Person", "name": "Bo Chen"}],
    "publisher": {"@type": "Organization", "name": "The Valley Record"},
}


def _script(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    "value",
    [
        _ARTICLE,
        [_ARTICLE],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, _ARTICLE]},
        {"@type": "WebPage", "mainEntity": _ARTICLE},
        _ARTICLE | {"@type": ["Article", "ReportageNewsArticle"]},
        json.dumps(_ARTICLE)[:-1] + ",}",
        f"<!-- {json.dumps(_ARTICLE)} -->",
    ],
    ids=["object", "array", "graph", "main entity", "types", "spare comma", "comment"],
)
def test_json_ld_in_every_shape(value: object) -> None:
    """Headline, dek, bylines, times, section and site come from one object."""
    reading = tracker.read(article(head=_script(value)))
    assert reading.headline == "Dam above Ober holds"
    assert reading.dek == "A third night of rain tests the valley"
    assert reading.bylines == ("Ann Low", "Bo Chen")
    assert reading.published == datetime(2024, 11, 17, 21, 44, tzinfo=UTC)
    assert reading.modified == datetime(2024, 11, 18, 2, tzinfo=UTC)
    assert (reading.section, reading.site) == ("Valley", "The Valley Record")


def test_single_fields_of_broken_json_still_count() -> None:
    """A quote too many does not lose the times."""
    broken = '{"@type": "NewsArticle", "headline": "Dam holds", "x": "a "b" c",'
    found = find_article([broken + '"datePublished": "2024-11-17T16:44:00Z"}'])
    assert found["headline"] == "Dam holds"
    assert found["datePublished"] == "2024-11-17T16:44:00Z"


@pytest.mark.parametrize("script", ["", "null", "[]", "{", '"x"', "[" * 50_000, '{"@graph": 1}'])
def test_json_that_describes_no_article_is_passed_over(script: str) -> None:
    """Whatever it is, it stops no reading."""
    assert find_article([script]) == {}


def test_open_graph_and_meta() -> None:
    """Where there is no JSON-LD."""
    head = (
        '<meta property="og:title" content="Dam above Ober holds | The Valley Record">'
        '<meta property="og:site_name" content="The Valley Record">'
        '<meta property="article:published_time" content="2024-11-17T16:44:00-05:00">'
        '<meta property="article:modified_time" content="2024-11-17T21:00:00-05:00">'
        '<meta property="article:section" content="Valley">'
        '<meta name="author" content="By Ann Low and Bo Chen">'
        '<link rel="canonical" href="/2024/dam">'
    )
    reading = tracker.read(article(head=head), url="https://ober.example/2024/dam?utm=1")
    assert reading.headline == "Dam above Ober holds"
    assert reading.bylines == ("Ann Low", "Bo Chen")
    assert reading.published == datetime(2024, 11, 17, 21, 44, tzinfo=UTC)
    assert reading.modified == datetime(2024, 11, 18, 2, tzinfo=UTC)
    assert (reading.section, reading.site) == ("Valley", "The Valley Record")
    assert reading.address == "https://ober.example/2024/dam"


def test_what_the_page_shows() -> None:
    """A byline and time elements, where nothing is declared."""
    shown = (
        '<p class="byline">By Ann Low</p>'
        '<p>Published <time datetime="2024-11-17T16:44:00-05:00">4:44 p.m.</time></p>'
        '<p><time datetime="2024-11-17T21:00:00-05:00">Updated 9 p.m.</time></p>'
    )
    reading = tracker.read(article(shown))
    assert reading.bylines == ("Ann Low",)
    assert reading.published == datetime(2024, 11, 17, 21, 44, tzinfo=UTC)
    assert reading.modified == datetime(2024, 11, 18, 2, tzinfo=UTC)


def test_a_label_before_the_time_counts() -> None:
    """ "Updated" often stands outside the element, beside the time of publication."""
    shown = (
        '<p>Published <time datetime="2024-11-17T16:44:00-05:00">4:44 p.m.</time> | Updated '
        '<time datetime="2024-11-17T21:00:00-05:00">9 p.m.</time></p>'
    )
    reading = tracker.read(article(shown))
    assert reading.published == datetime(2024, 11, 17, 21, 44, tzinfo=UTC)
    assert reading.modified == datetime(2024, 11, 18, 2, tzinfo=UTC)


def test_what_the_page_says_counts_before_what_is_known_from_outside() -> None:
    """`published` fills in; it does not overrule."""
    outside = datetime(2020, 1, 1, tzinfo=UTC)
    assert tracker.read(article(), published=outside).published == outside
    declared = tracker.read(article(head=_script(_ARTICLE)), published=outside)
    assert declared.published == datetime(2024, 11, 17, 21, 44, tzinfo=UTC)


def test_the_heading_that_readers_see_is_the_headline() -> None:
    """A title for search engines is not; a heading that is the site's name is not either."""
    head = '<meta property="og:title" content="Ober dam holds: all you need to know">'
    assert tracker.read(article(head=head)).headline == "Dam above Ober holds"
    named = article(head=head, title="The Valley Record")
    assert tracker.read(named).headline == "Ober dam holds: all you need to know"


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        ("https://www.ober.example/dam", "https://www.ober.example/dam"),
        ("https://elsewhere.example.org/dam", "https://ober.example/dam?utm=1"),
        ("https://ober.example/", "https://ober.example/dam?utm=1"),
        ("javascript:void(0)", "https://ober.example/dam?utm=1"),
        ("http://[broken", "https://ober.example/dam?utm=1"),
    ],
)
def test_the_canonical_address_counts_within_its_site(canonical: str, expected: str) -> None:
    """An article is of the outlet it was found at; a home page is no article's address."""
    head = f'<link rel="canonical" href="{canonical}">'
    assert (
        tracker.read(article(head=head), url="https://ober.example/dam?utm=1").address == expected
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Dam holds | The Valley Record", "Dam holds"),
        ("Dam holds - The Valley Record", "Dam holds"),
        ("Dam holds — Valley | The Valley Record", "Dam holds — Valley"),
        ("The Valley Record: Dam holds", "The Valley Record: Dam holds"),
        (
            "The Valley Record | Dam holds for a third night, says governor",
            "Dam holds for a third night, says governor",
        ),
        ("Dam holds - for now", "Dam holds - for now"),
        ("Dam holds - ober", "Dam holds"),
        ("Ober 3 - 2 Ubar", "Ober 3 - 2 Ubar"),
    ],
)
def test_titles_without_their_site(title: str, expected: str) -> None:
    """Only what names the site is cut."""
    found = cleaned_title(title, site="The Valley Record", url="https://www.ober.example/dam")
    assert found == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-11-17T16:44:00Z", "2024-11-17T16:44:00+00:00"),
        ("2024-11-17T16:44:00.123456789-0500", "2024-11-17T16:44:00.123456-05:00"),
        ("2024-11-17 16:44:00", "2024-11-17T16:44:00+00:00"),
        ("2024-11-17", "2024-11-17T00:00:00+00:00"),
        ("1731861840", "2024-11-17T16:44:00+00:00"),
        (1731861840000, "2024-11-17T16:44:00+00:00"),
        ("Nov. 17, 2024, 4:44 p.m. ET", "2024-11-17T16:44:00-05:00"),
        ("Sun, 17 Nov 2024 16:44:00 GMT", "2024-11-17T16:44:00+00:00"),
        ("soon", None),
        ("", None),
        (None, None),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
    ],
)
def test_moments_in_every_writing(value: object, expected: str | None) -> None:
    """ISO 8601, epochs, and words; without a zone it is UTC."""
    found = moment_of(value)
    assert (found.isoformat() if found else None) == expected
