"""When a schedule comes up."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import InputError
from tracker.services.telling.publishing import next_slot

BERLIN = "Europe/Berlin"


def slots(cron: str, zone: str, start: datetime, count: int) -> list[str]:
    """The first slots from `start` on, in UTC."""
    found = []
    slot = next_slot(cron, zone, None, start)
    for _ in range(count):
        assert slot is not None
        found.append(slot.astimezone(UTC).strftime("%m-%d %H:%M"))
        slot = next_slot(cron, zone, slot, slot)
    return found


@pytest.mark.parametrize(
    ("cron", "zone", "expected"),
    [
        ("0 7 * * mon-fri", "UTC", ["11-18 07:00", "11-19 07:00"]),
        ("0 7 * * *", BERLIN, ["11-18 06:00", "11-19 06:00"]),
        ("*/30 * * * *", "Asia/Kolkata", ["11-17 12:00", "11-17 12:30"]),
        ("0 0 1 * *", "America/New_York", ["12-01 05:00", "01-01 05:00"]),
        ("0 12 * * sun", "UTC", ["11-17 12:00", "11-24 12:00"]),
    ],
)
def test_slots_are_of_the_zone_of_the_schedule(cron: str, zone: str, expected: list[str]) -> None:
    """From Sunday noon in UTC."""
    assert slots(cron, zone, datetime(2024, 11, 17, 12, tzinfo=UTC), 2) == expected


def test_slots_go_on_through_the_doubled_and_the_missing_hour() -> None:
    """Two moments are 02:30 in October, none is in March; the walk neither sticks nor goes back."""
    october = slots("30 * * * *", BERLIN, datetime(2026, 10, 24, 23, tzinfo=UTC), 5)
    assert october == [
        f"10-{d} {h}:30"
        for d, h in (("24", "23"), ("25", "00"), ("25", "01"), ("25", "02"), ("25", "03"))
    ]
    march = slots("30 * * * *", BERLIN, datetime(2026, 3, 29, 0, tzinfo=UTC), 3)
    assert march == ["03-29 00:30", "03-29 01:30", "03-29 02:30"]


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001
def test_a_slot_is_never_before_it_is_asked_for(moment: datetime) -> None:
    now = moment.replace(tzinfo=UTC)
    slot = next_slot("17 3 * * *", BERLIN, None, now)
    assert slot is not None
    assert slot >= now
    local = slot.astimezone(ZoneInfo(BERLIN))
    assert (local.hour, local.minute) == (3, 17)
    after = next_slot("17 3 * * *", BERLIN, slot, slot)
    assert after is not None
    assert after > slot


@pytest.mark.parametrize("cron", ["", "hourly", "* * *", "* * * * * *", "99 * * * *", "a b c d e"])
def test_what_is_no_cron_is_refused(cron: str) -> None:
    with pytest.raises(InputError, match="Give five cron fields"):
        next_slot(cron, BERLIN, None, datetime.now(UTC))


def test_what_never_comes_up_has_no_slot() -> None:
    assert next_slot("0 0 31 2 *", "UTC", None, datetime.now(UTC)) is None
