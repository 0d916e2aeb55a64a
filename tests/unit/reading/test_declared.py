"""When a page says that it was modified, found without reading it."""

from datetime import UTC, datetime
from time import perf_counter

import pytest

from tracker.reading.declared import declared_modified

NINE = datetime(2024, 11, 17, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "page",
    [
        '{"@type": "NewsArticle", "dateModified": "2024-11-17T09:00:00Z"}',
        '{"dateModified":"2024-11-17T10:00:00.000+01:00"}',
        '<meta property="article:modified_time" content="2024-11-17T04:00:00-0500">',
        '<meta itemprop="dateModified" content="2024-11-17T09:00Z">',
        '"dateModified":"2024-11-17T08:00:00Z" "article:modified_time" content="2024-11-17T09:00Z"',
    ],
)
def test_the_latest_declared_moment_counts(page: str) -> None:
    assert declared_modified(page.encode()) == NINE


@pytest.mark.parametrize(
    "page",
    [
        "",
        '"dateModified": "2024-11-17T09:00:00"',
        '"dateModified": "2024-13-40T99:00:00Z"',
        '"dateModified": null, "datePublished": "2024-11-17T09:00:00Z"}{',
        '"datePublished": "2024-11-17T09:00:00Z"',
    ],
    ids=["nothing", "no zone", "no moment", "another's", "published"],
)
def test_what_is_not_told_for_certain_is_not_told(page: str) -> None:
    assert declared_modified(page.encode()) is None


@pytest.mark.parametrize("piece", [b"dateModified", b'dateModified"', b"modified_time:2"])
def test_hostile_pages_cost_no_time(piece: bytes) -> None:
    began = perf_counter()
    declared_modified(piece * (8_000_000 // len(piece)))
    assert perf_counter() - began < 1
