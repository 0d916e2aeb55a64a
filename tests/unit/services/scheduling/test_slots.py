"""When a cron comes up, in times on a wall that no change of clocks touches."""

from datetime import datetime, timedelta
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.services.scheduling.slots import following, latest

SUNDAY = datetime(2024, 11, 17, 12)  # noqa: DTZ001

times = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1))  # noqa: DTZ001
crons = st.builds(
    "{} {} {} * {}".format,
    st.sampled_from(["*", "0", "17", "*/30", "*/7", "5,50"]),
    st.sampled_from(["*", "2", "2-3", "*/6", "0"]),
    st.sampled_from(["*", "1", "*/10"]),
    st.sampled_from(["*", "mon-fri", "0", "6,7"]),
)


def slots(cron: str, after: datetime, count: int) -> list[str]:
    found = []
    for _ in range(count):
        slot = following(cron, after)
        assert slot is not None
        found.append(f"{slot:%a %m-%d %H:%M}")
        after = slot
    return found


@pytest.mark.parametrize(
    ("cron", "expected"),
    [
        ("0 7 * * mon-fri", ["Mon 11-18 07:00", "Tue 11-19 07:00"]),
        ("0 7 * * MON", ["Mon 11-18 07:00", "Mon 11-25 07:00"]),
        ("*/30 * * * *", ["Sun 11-17 12:30", "Sun 11-17 13:00"]),
        ("0 0 1 * *", ["Sun 12-01 00:00", "Wed 01-01 00:00"]),
        ("0 7 29 2 *", ["Tue 02-29 07:00", "Sun 02-29 07:00"]),
        ("0 7 13 * fri", ["Fri 12-13 07:00", "Fri 06-13 07:00"]),
    ],
)
def test_slots_come_in_their_order(cron: str, expected: list[str]) -> None:
    """From Sunday noon on; where both fields of a day are given, both must match."""
    assert slots(cron, SUNDAY, 2) == expected


@pytest.mark.parametrize(
    ("field", "days"),
    [
        *(("0", ["Sun"]), ("7", ["Sun"]), ("1", ["Mon"]), ("1-5", ["Mon", "Tue", "Wed"])),
        *(("5-7", ["Fri", "Sat", "Sun"]), ("0-2", ["Mon", "Tue", "Sun"])),
        *(("fri-mon", ["Mon", "Fri", "Sat"]), ("*/3", ["Wed", "Sat", "Sun"])),
        *(("2/2", ["Tue", "Thu", "Sat"]), ("sat,1", ["Mon", "Sat", "Mon"])),
    ],
)
def test_days_of_the_week_are_numbered_as_in_a_crontab(field: str, days: list[str]) -> None:
    """0 and 7 are Sunday, and a span may go over the week's end."""
    assert [slot[:3] for slot in slots(f"0 7 * * {field}", SUNDAY, 3)][: len(days)] == days


@settings(deadline=None)
@given(crons, times, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_the_latest_slot_is_the_last_of_all_that_came(
    cron: str, after: datetime, ahead: timedelta
) -> None:
    """As walking through them one by one finds it."""
    until, walked, slot = after + ahead, None, following(cron, after)
    for _ in range(300):
        if slot is None or slot > until:
            break
        walked, slot = slot, following(cron, slot)
    else:
        return
    assert latest(cron, after, until) == walked


@settings(deadline=None)
@given(crons, times)
def test_a_slot_comes_after_the_time_it_is_asked_for(cron: str, after: datetime) -> None:
    slot = following(cron, after)
    assert slot is not None
    assert slot > after
    assert (slot.second, slot.microsecond) == (0, 0)
    assert latest(cron, after, slot) == slot


def test_years_of_slots_every_minute_are_not_walked_through() -> None:
    """Three million of them."""
    begun = perf_counter()
    found = latest("* * * * *", SUNDAY, SUNDAY + timedelta(days=2200, seconds=7))
    assert found == SUNDAY + timedelta(days=2200)
    assert perf_counter() - begun < 2


def test_what_never_comes_up_has_no_slot() -> None:
    assert following("0 0 31 2 *", SUNDAY) is None
    assert latest("0 0 31 2 *", SUNDAY, SUNDAY + timedelta(days=99)) is None


@pytest.mark.parametrize(
    "cron",
    [
        *("", "hourly", "* * *", "* * * * * *", "99 * * * *", "a b c d e", "0 7 * * 8"),
        *("0 7 * * mon-", "0 7 * * */0", "0 7 * * ١", "0 7 * * monday", "-1 * * * *"),
    ],
)
def test_what_is_no_cron_is_refused(cron: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        following(cron, SUNDAY)
