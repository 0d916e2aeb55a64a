"""Hours in which nothing is published, and lengths of time as they are typed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.services.scheduling.durations import parse_duration, typed_duration
from tracker.services.scheduling.quiet import parse_quiet

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = parse_quiet("22:00-07:00")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "is_quiet"),
    [
        *(("2026-06-01T19:59", False), ("2026-06-01T20:00", True), ("2026-06-01T23:00", True)),
        *(("2026-06-02T04:59", True), ("2026-06-02T05:00", False), ("2026-12-01T05:30", True)),
        *(("2026-12-01T06:00", False), ("2026-12-01T20:59", False), ("2026-12-01T21:00", True)),
    ],
)
def test_a_night_spans_midnight_in_its_zone(moment: str, is_quiet: bool) -> None:
    """In summer and in winter time; the hour it ends at is not quiet any more."""
    assert NIGHT.holds(at(moment), BERLIN) is is_quiet


def test_hours_of_a_day_may_be_quiet_too() -> None:
    lunch = parse_quiet("12:00 - 13:30")
    assert [lunch.holds(at(f"2026-06-01T{h}"), BERLIN) for h in ("09:59", "10:00", "11:30")] == [
        False,
        True,
        False,
    ]
    assert str(lunch) == "12:00-13:30"


@pytest.mark.parametrize(
    ("quiet", "begins", "ends"),
    [
        ("22:00-07:00", "2026-03-28T21:00", "2026-03-29T05:00"),  # an hour shorter
        ("22:00-07:00", "2026-10-24T20:00", "2026-10-25T06:00"),  # an hour longer
        ("22:00-02:30", "2026-03-28T21:00", "2026-03-29T01:00"),  # it ends in the jump
        ("03:30-04:00", "2026-10-25T02:30", "2026-10-25T03:00"),
    ],
)
def test_the_night_of_a_change_of_clocks_is_as_long_as_the_wall_says(
    quiet: str, begins: str, ends: str
) -> None:
    """And its end is told before it comes."""
    hours, tick = parse_quiet(quiet), timedelta(seconds=1)
    start, end = at(begins), at(ends)
    assert not hours.holds(start - tick, BERLIN)
    assert hours.holds(start, BERLIN)
    assert hours.holds(end - tick, BERLIN)
    assert not hours.holds(end, BERLIN)
    assert hours.ends(start, BERLIN) == end


def test_an_hour_that_comes_twice_is_quiet_twice() -> None:
    """Nobody who sleeps until half past two is woken at a quarter past two."""
    hours = parse_quiet("22:00-02:30")
    assert [hours.holds(at(f"2026-10-25T{h}"), BERLIN) for h in ("00:15", "00:45", "01:15")] == [
        True,
        False,
        True,
    ]
    assert hours.ends(at("2026-10-24T22:00"), BERLIN) == at("2026-10-25T00:30")
    assert hours.ends(at("2026-10-25T01:15"), BERLIN) == at("2026-10-25T01:30")


@settings(deadline=None)
@given(
    st.times(),
    st.times(),
    st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca"]),
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_quiet_hours_end(start: object, end: object, zone: str, moment: datetime) -> None:
    """At a moment that is later, and that is not quiet."""
    text = f"{start:%H:%M}-{end:%H:%M}"
    if f"{start:%H:%M}" == f"{end:%H:%M}":
        return
    hours, place = parse_quiet(text), ZoneInfo(zone)
    if hours.holds(moment, place):
        over = hours.ends(moment, place)
        assert moment < over <= moment + timedelta(hours=26)
        assert not hours.holds(over, place)


@pytest.mark.parametrize("text", ["", "22-07", "22:00", "25:00-07:00", "07:00-07:00", "night"])
def test_what_are_no_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_quiet(text)


@pytest.mark.parametrize(
    ("typed", "seconds"), [("90s", 90), ("15m", 900), (" 2 H ", 7200), ("1d", 86_400), ("0s", 0)]
)
def test_lengths_of_time_are_typed_with_their_unit(typed: str, seconds: int) -> None:
    assert parse_duration(typed) == seconds


@settings(deadline=None)
@given(st.integers(0, 9_999_999))
def test_a_length_of_time_is_shown_as_it_could_be_typed(seconds: int) -> None:
    assert parse_duration(typed_duration(seconds)) == seconds


@pytest.mark.parametrize("text", ["", "15", "m", "-5m", "1.5h", "15 minutes", "٣m", "99999999s"])
def test_what_is_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no length of time"):
        parse_duration(text)
