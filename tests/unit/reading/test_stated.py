"""The moment a stamp names, and the zones news names."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tracker.reading.notices.stated import is_stamp, stated_time
from tracker.reading.notices.zones import zone_named

_EVENING = datetime(2024, 11, 17, 17, 30, tzinfo=timezone(timedelta(hours=-5)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9 p.m. ET", "2024-11-17T21:00:00-05:00"),
        ("9:05PM EST", "2024-11-17T21:05:00-05:00"),
        ("21:05 GMT", "2024-11-18T21:05:00+00:00"),
        ("2300 GMT", "2024-11-17T23:00:00+00:00"),
        ("11 p.m.", "2024-11-17T23:00:00-05:00"),
        ("noon ET", "2024-11-18T12:00:00-05:00"),
        ("midnight ET", "2024-11-18T00:00:00-05:00"),
        ("Monday 8 a.m. ET", "2024-11-18T08:00:00-05:00"),
        ("Nov. 19, 8 a.m. ET", "2024-11-19T08:00:00-05:00"),
        ("19 November 2024 at 08:00 CET", "2024-11-19T08:00:00+01:00"),
        ("the 3rd of January", "2025-01-03T00:00:00-05:00"),
        ("2024-11-19T08:00:00+02:00", "2024-11-19T08:00:00+02:00"),
        ("Feb. 30", None),
        ("13 p.m.", None),
        ("soon", None),
    ],
)
def test_clock_times_dates_and_zones(text: str, expected: str | None) -> None:
    """A clock time before publication is of the next day; a year that is missing is the nearest."""
    found = stated_time(text, published=_EVENING)
    assert (found.isoformat() if found else None) == expected


def test_a_bare_date_of_publication_is_that_local_day() -> None:
    """Midnight UTC stands for the day, not for the evening before in New York."""
    found = stated_time("9 p.m. ET", published=datetime(2024, 11, 17, tzinfo=UTC))
    assert found == datetime(2024, 11, 18, 2, tzinfo=UTC)


def test_without_publication_only_a_whole_date_is_resolved() -> None:
    """A clock time alone cannot be dated."""
    assert stated_time("9 p.m. ET") is None
    assert stated_time("Nov. 17, 2024, 9 p.m. ET") == datetime(2024, 11, 18, 2, tzinfo=UTC)
    assert stated_time("Nov. 17, 9 p.m. ET") is None


def test_a_leap_day_without_a_year_needs_a_leap_year_near() -> None:
    """29 February is looked for in the years that have one."""
    near = datetime(2024, 3, 1, 12, tzinfo=UTC)
    assert stated_time("Feb. 29", published=near) == datetime(2024, 2, 29, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "hours"),
    [
        *(("ET", -5), ("Eastern time", -5), ("EDT", -4), ("eastern daylight time", -4)),
        *(("CT", -6), ("PT", -8), ("GMT", 0), ("BST", 1), ("CET", 1), ("+01:00", 1)),
        *(("UTC-0330", -3.5), ("Kyiv time", 2), ("IST", 5.5)),
    ],
)
def test_zone_names(name: str, hours: float) -> None:
    """In mid-November; a name that says "daylight" means it."""
    zone = zone_named(name)
    assert zone is not None
    assert datetime(2024, 11, 17, tzinfo=zone).utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize("name", ["", "XYZ", "time", "+99:00", "valley time"])
def test_unknown_zones_are_none(name: str) -> None:
    """Nothing is guessed."""
    assert zone_named(name) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nov. 17, 2024, 9:00 p.m. ET", True),
        ("Sun, 17 November 2024 | 21:00 GMT", True),
        ("9 p.m.", True),
        ("9 p.m. in Ober", False),
        ("", False),
        ("The dam holds", False),
    ],
)
def test_what_is_nothing_but_a_stamp(text: str, expected: bool) -> None:
    """Dates, clock times, zones and what joins them."""
    assert is_stamp(text) is expected
