"""Instants survive the log to the microsecond."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from tracker.eventstore.instants import from_microseconds, to_microseconds, utc_now

EARLY, LATE = (datetime(year, 1, 1, tzinfo=UTC).replace(tzinfo=None) for year in (1900, 2200))


@given(st.datetimes(EARLY, LATE), st.integers(-14, 14))
def test_an_instant_comes_back_in_utc(local: datetime, offset: int) -> None:
    instant = local.replace(tzinfo=timezone(timedelta(hours=offset)))
    found = from_microseconds(to_microseconds(instant))
    assert found == instant
    assert found.tzinfo is UTC


def test_the_clock_has_a_zone() -> None:
    assert utc_now().tzinfo is UTC
