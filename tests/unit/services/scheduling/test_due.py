"""Which slot is due, whatever a clock does between two glances at it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.services.scheduling.test_slots import crons
from tests.unit.services.scheduling.test_walls import ZONES
from tracker.errors import InputError
from tracker.services.scheduling.due import coming_slots, dated_ahead, slot_due, waits_until
from tracker.services.scheduling.plans import Plan
from tracker.services.scheduling.slots import following
from tracker.services.scheduling.walls import passed, wall

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
moments = st.one_of(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(
        [
            datetime(2026, 3, 29, 0, tzinfo=UTC),
            datetime(2026, 10, 25, 0, tzinfo=UTC),
            datetime(2026, 10, 3, 14, tzinfo=UTC),
            datetime(2026, 2, 15, 1, tzinfo=UTC),
        ]
    ),
)


def row(added_at: datetime, **changed: object) -> Any:
    return {"added_at": added_at, "last_local": None, "last_slot": None} | changed


@settings(deadline=None)
@given(
    crons,
    st.sampled_from(ZONES),
    moments,
    st.lists(st.timedeltas(timedelta(hours=-3), timedelta(hours=9)), max_size=30),
)
def test_every_slot_is_due_at_most_once_and_none_stays_behind(
    cron: str, zone: str, begun: datetime, steps: list[timedelta]
) -> None:
    """The clock goes on, and back by a day; what is due is published at each glance."""
    plan, place = Plan("any", cron, zone), ZoneInfo(zone)
    standing, now, furthest = row(begun), begun, begun
    published: list[datetime] = []
    for step in steps:
        now = max(now + step, furthest - timedelta(days=1))
        furthest = max(furthest, now)
        slot = slot_due(standing, plan, now)
        if slot is not None:
            local = datetime.fromisoformat(slot.local)
            assert begun < slot.moment == passed(local, place) <= now
            published.append(local)
            standing |= {"last_local": slot.local, "last_slot": slot.moment}
        if now == furthest:
            last = published[-1] if published else wall(begun, place)
            coming = following(cron, last)
            assert coming is None or coming > wall(now, place)
    assert published == sorted(set(published))


@settings(deadline=None)
@given(crons, st.sampled_from(ZONES), moments)
def test_coming_slots_come_one_after_the_other(cron: str, zone: str, now: datetime) -> None:
    """Or at once, where one jump of the clocks brings several."""
    plan = Plan("any", cron, zone)
    slots = coming_slots(row(now - timedelta(days=1)), plan, now, 5)
    assert len(slots) == 5
    assert [slot.local for slot in slots] == sorted({slot.local for slot in slots})
    assert [slot.moment for slot in slots] == sorted(slot.moment for slot in slots)
    assert all(slot.moment > now for slot in slots)


def test_a_slot_that_waits_for_a_daemon_is_none_of_those_to_come() -> None:
    standing, plan = row(NOON - timedelta(hours=3)), Plan("any", "0 * * * *")
    due = slot_due(standing, plan, NOON)
    assert due
    assert due.local == "2026-06-01T12:00:00"
    assert [each.local[11:16] for each in coming_slots(standing, plan, NOON, 2)] == [
        "13:00",
        "14:00",
    ]


@pytest.mark.parametrize(
    ("last", "quiet", "until"),
    [
        (None, None, None),
        (-900, None, None),
        (-899, None, 1),
        (0, None, 900),
        (10, None, 910),  # a clock that was put back a little
        (10_000, None, None),  # one that was wrong
        (None, "14:00-15:00", 3600),
        (None, "13:00-14:00", None),
        (-800, "14:00-14:01", 100),
        (-800, "14:01-15:00", 3600),  # it would fall into the quiet hours
    ],
)
def test_shifts_wait_for_the_time_between_two_digests_and_for_the_end_of_quiet_hours(
    last: int | None, quiet: str | None, until: int | None
) -> None:
    """At two o'clock in Berlin, with a quarter of an hour between two."""
    plan = Plan("any", zone="Europe/Berlin", shifts=1, every=900, quiet=quiet)
    at = None if last is None else NOON + timedelta(seconds=last)
    found = waits_until(row(NOON, last_slot=at), plan, NOON)
    assert found == (None if until is None else NOON + timedelta(seconds=until))


@pytest.mark.parametrize(
    ("now", "credible"),
    [
        ("2026-03-28T02:00:00", True),  # a day earlier, with an hour skipped in between
        ("2026-03-28T01:59:59", False),
        ("2026-03-29T01:59:59", True),
    ],
)
def test_a_slot_is_waited_for_that_is_a_day_ahead_and_no_longer(now: str, credible: bool) -> None:
    """Four o'clock of the day on which Berlin's clocks are put forward was the last one."""
    plan, moment = Plan("any", "* * * * *", "Europe/Berlin"), datetime.fromisoformat(f"{now}Z")
    standing = row(NOON - timedelta(days=99), last_local="2026-03-29T04:00:00")
    assert (slot_due(standing, plan, moment) is None) == credible


def test_a_clock_that_was_days_ahead_does_not_hold_up_one_that_publishes_once_a_month() -> None:
    plan = Plan("any", shifts=1, every=30 * 86_400)
    assert waits_until(row(NOON, last_slot=NOON + timedelta(hours=25)), plan, NOON)
    assert waits_until(row(NOON, last_slot=NOON + timedelta(hours=26)), plan, NOON) is None


def test_of_two_wrong_times_neither_is_believed() -> None:
    """What came in the last day may be told once more than was asked for, and nothing is lost."""
    plan, far = Plan("any", "0 9 * * *"), NOON + timedelta(days=3650)
    standing = row(far, last_local=far.replace(tzinfo=None).isoformat(), last_slot=far)
    slot = slot_due(standing, plan, NOON)
    assert slot
    assert slot.local == "2026-06-01T09:00:00"
    assert dated_ahead(standing, NOON) == far
    assert dated_ahead(row(NOON), NOON) is None


def test_a_zone_that_this_machine_does_not_know_is_told() -> None:
    """Another one may have; the schedule is named."""
    with pytest.raises(InputError, match="schedule any: zone 'Mars/Base'"):
        slot_due(row(NOON), Plan("any", "0 7 * * *", "Mars/Base"), NOON)
