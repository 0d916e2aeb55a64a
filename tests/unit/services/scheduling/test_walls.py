"""The clock on the wall, through real changes of clocks."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.services.scheduling.walls import is_repeated, is_skipped, passed, wall

ZONES = (
    *("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"),
    *("Asia/Kolkata", "Pacific/Apia", "America/St_Johns", "Antarctica/Troll"),
)


@dataclass(frozen=True)
class Change:
    """At `moment` (UTC) the wall goes from `before` to `after`."""

    zone: str
    moment: str
    before: str
    after: str


FORWARD = [
    Change("Europe/Berlin", "2026-03-29T01:00", "2026-03-29T02:00", "2026-03-29T03:00"),
    Change("America/New_York", "2026-03-08T07:00", "2026-03-08T02:00", "2026-03-08T03:00"),
    Change("Australia/Lord_Howe", "2026-10-03T15:30", "2026-10-04T02:00", "2026-10-04T02:30"),
    Change("Africa/Casablanca", "2026-03-22T02:00", "2026-03-22T02:00", "2026-03-22T03:00"),
    Change("Pacific/Apia", "2011-12-30T10:00", "2011-12-30T00:00", "2011-12-31T00:00"),
]
BACK = [
    Change("Europe/Berlin", "2026-10-25T01:00", "2026-10-25T03:00", "2026-10-25T02:00"),
    Change("America/New_York", "2026-11-01T06:00", "2026-11-01T02:00", "2026-11-01T01:00"),
    Change("Australia/Lord_Howe", "2026-04-04T15:00", "2026-04-05T02:00", "2026-04-05T01:30"),
    Change("Africa/Casablanca", "2026-02-15T02:00", "2026-02-15T03:00", "2026-02-15T02:00"),
]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def bare(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize("change", [*FORWARD, *BACK], ids=lambda change: f"{change}")
def test_the_zone_database_has_the_changes_these_tests_are_about(change: Change) -> None:
    zone, at, tick = ZoneInfo(change.zone), utc(change.moment), timedelta(microseconds=1)
    assert (at - tick).astimezone(zone).replace(tzinfo=None) == bare(change.before) - tick
    assert at.astimezone(zone).replace(tzinfo=None) == bare(change.after)


@pytest.mark.parametrize("change", FORWARD, ids=lambda change: change.zone)
def test_skipped_times_are_passed_by_the_jump(change: Change) -> None:
    """All of them at once, and what comes after them later."""
    zone, at = ZoneInfo(change.zone), utc(change.moment)
    middle = bare(change.before) + (bare(change.after) - bare(change.before)) / 2
    for local in (bare(change.before), middle, bare(change.after)):
        assert passed(local, zone) == at
    assert is_skipped(middle, zone)
    assert not is_skipped(bare(change.after), zone)
    assert not is_repeated(middle, zone)
    assert wall(at, zone) == bare(change.after)
    assert passed(bare(change.after) + timedelta(minutes=1), zone) == at + timedelta(minutes=1)


@pytest.mark.parametrize("change", BACK, ids=lambda change: change.zone)
def test_repeated_times_are_passed_the_first_time(change: Change) -> None:
    """While they are shown again the wall is taken to stand still."""
    zone, at = ZoneInfo(change.zone), utc(change.moment)
    length = bare(change.before) - bare(change.after)
    middle = bare(change.after) + length / 2
    assert passed(middle, zone) == at - length / 2
    assert is_repeated(middle, zone)
    assert not is_skipped(middle, zone)
    assert not is_repeated(bare(change.before), zone)
    for again in (at, at + length / 2, at + length - timedelta(seconds=1)):
        assert bare(change.before) - timedelta(seconds=1) < wall(again, zone) < bare(change.before)
    assert wall(at + length, zone) == bare(change.before)


@settings(deadline=None)
@given(
    st.sampled_from([ZoneInfo(name) for name in ZONES]),
    st.datetimes(datetime(2010, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.timedeltas(timedelta(0), timedelta(hours=30)),
)
def test_the_wall_never_goes_back_and_every_time_on_it_is_passed(
    zone: ZoneInfo, moment: datetime, later: timedelta
) -> None:
    """`passed` is the first moment at which `wall` is that far."""
    assert wall(moment, zone) <= wall(moment + later, zone)
    local = wall(moment, zone)
    assert passed(local, zone) <= moment
    assert wall(passed(local, zone), zone) >= local
    before = passed(local, zone) - timedelta(seconds=1)
    assert wall(before, zone) < local
