"""Digests at their slots: each once, of all that was recorded since the one before."""

import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contract.newsroom import Clock, Room, is_contiguous, room
from tracker.digest.model import Digest
from tracker.newsroom.events import DigestSkipped
from tracker.newsroom.selection import Selection
from tracker.projections.queries import Among, Span
from tracker.services.context import Context
from tracker.services.newsroom import append
from tracker.services.operating.troubles import Trouble, troubles
from tracker.services.scheduling.outlook import outlook
from tracker.services.scheduling.plans import Plan
from tracker.services.scheduling.schedules import (
    find_schedule,
    list_schedules,
    pause_schedule,
    remove_schedule,
    resume_schedule,
)
from tracker.services.scheduling.slots import following
from tracker.services.scheduling.walls import passed
from tracker.services.telling.digesting import make_digest

HOURLY = Plan("hourly", "0 * * * *")
MINUTE = timedelta(minutes=1)


def test_a_slot_is_published_once_when_it_has_come(database: str) -> None:
    with room(database) as desk:
        desk.clock.move(seconds=1)
        desk.add(HOURLY)
        assert desk.publish("hourly", "2026-06-01T08:59:59") is None
        assert desk.publish("hourly", "2026-06-01T09:00") == "2026-06-01T09:00:00"
        assert desk.publish("hourly", "2026-06-01T09:00:01") is None
        assert desk.publish("hourly", "2026-06-01T09:59") is None
        assert desk.slots() == ["2026-06-01T09:00:00"]


def test_missed_slots_are_made_up_for_by_one_digest(database: str) -> None:
    """The latest; what happened since the last one published is all in it."""
    with room(database) as desk:
        desk.add(HOURLY)
        desk.write(10_000)
        assert desk.publish("hourly", "2026-06-01T09:00")
        desk.write(11_000)
        desk.clock.move(days=400, hours=8)
        desk.write(12_000)
        desk.clock.move(minutes=30)
        assert desk.publish("hourly") == "2027-07-06T17:00:00"
        assert [(step.before, step.after) for step in desk.digests()[1].facts[0].steps] == [
            ("10,000 passengers", "11,000 passengers"),
            ("11,000 passengers", "12,000 passengers"),
        ]


def test_a_slot_every_minute_is_found_at_once_after_years(sqlite_database: str) -> None:
    with room(sqlite_database) as desk:
        desk.add(Plan("often", "* * * * *"))
        desk.clock.move(days=3000, seconds=30)
        assert desk.publish("often") == "2034-08-18T08:00:00"


def test_a_digest_covers_what_was_recorded_since_the_one_before(database: str) -> None:
    """Log positions (cursor, now]: without a gap, and nothing is told twice."""
    with room(database) as desk:
        desk.add(HOURLY)
        for boats in (10_000, 11_000, 12_000, 13_000):
            desk.write(boats)
            desk.clock.move(hours=1)
            assert desk.publish("hourly")
        assert is_contiguous(desk.covered("hourly"))
        assert [len(digest.facts) for digest in desk.digests()] == [0, 1, 1, 1]


def test_a_late_capture_is_told_when_it_is_recorded(database: str) -> None:
    """Seen before, taken in later: no digest of "the last 24 hours" would ever tell it."""
    with room(database) as desk:
        desk.add(HOURLY)
        desk.write(10_000)
        assert desk.publish("hourly", "2026-06-01T09:00")
        desk.write_late(11_000, -2 * 24 * 60)
        assert desk.publish("hourly", "2026-06-01T10:00")
        assert len(desk.digests()[1].facts) == 1


CHANGES = [
    # zone, cron, from, to, the slots of that night
    ("Europe/Berlin", "30 2 * * *", "2026-03-29T00:00", "2026-03-29T12:00", ["29T02:30"]),
    ("Europe/Berlin", "30 2 * * *", "2026-10-24T22:00", "2026-10-25T12:00", ["25T02:30"]),
    ("America/New_York", "30 2 * * *", "2026-03-08T05:00", "2026-03-08T17:00", ["08T02:30"]),
    ("America/New_York", "30 1 * * *", "2026-11-01T04:00", "2026-11-01T17:00", ["01T01:30"]),
    ("Australia/Lord_Howe", "15 2 * * *", "2026-10-03T13:30", "2026-10-04T02:00", ["04T02:15"]),
    ("Australia/Lord_Howe", "45 1 * * *", "2026-04-04T13:00", "2026-04-05T02:00", ["05T01:45"]),
    ("Africa/Casablanca", "30 2 * * *", "2026-03-22T00:00", "2026-03-22T12:00", ["22T02:30"]),
    ("Africa/Casablanca", "30 2 * * *", "2026-02-14T23:00", "2026-02-15T12:00", ["15T02:30"]),
    (
        *("Europe/Berlin", "0 * * * *", "2026-03-29T00:00", "2026-03-29T03:00"),
        ["29T03:00", "29T04:00", "29T05:00"],  # two o'clock is told with three, by the jump
    ),
    (
        *("Europe/Berlin", "0 * * * *", "2026-10-24T22:30", "2026-10-25T03:00"),
        ["25T01:00", "25T02:00", "25T03:00", "25T04:00"],  # two o'clock is told the first time
    ),
    (
        *("America/New_York", "*/30 * * * *", "2026-03-08T06:15", "2026-03-08T08:00"),
        ["08T01:30", "08T03:00", "08T03:30", "08T04:00"],
    ),
    (
        *("America/New_York", "*/30 * * * *", "2026-11-01T04:45", "2026-11-01T08:00"),
        ["01T01:00", "01T01:30", "01T02:00", "01T02:30", "01T03:00"],
    ),
    (
        *("Australia/Lord_Howe", "*/30 * * * *", "2026-10-03T14:45", "2026-10-03T16:30"),
        ["04T01:30", "04T02:30", "04T03:00", "04T03:30"],
    ),
    (
        *("Australia/Lord_Howe", "*/30 * * * *", "2026-04-04T13:45", "2026-04-04T16:00"),
        ["05T01:00", "05T01:30", "05T02:00", "05T02:30"],
    ),
    (
        *("Africa/Casablanca", "0 * * * *", "2026-03-22T00:30", "2026-03-22T03:00"),
        ["22T01:00", "22T03:00", "22T04:00"],
    ),
    (
        *("Africa/Casablanca", "0 * * * *", "2026-02-14T23:30", "2026-02-15T03:00"),
        ["15T01:00", "15T02:00", "15T03:00"],
    ),
]


@pytest.mark.parametrize(
    ("zone", "cron", "start", "end", "expected"),
    CHANGES,
    ids=[f"{zone} {cron} {start}" for zone, cron, start, *_ in CHANGES],
)
def test_a_change_of_clocks_publishes_every_slot_once(
    sqlite_database: str, zone: str, cron: str, start: str, end: str, expected: list[str]
) -> None:
    """Looked at every quarter of an hour, through the missing and the doubled hour."""
    clock, until = Clock(), datetime.fromisoformat(end).replace(tzinfo=UTC)
    clock.set(start)
    with room(sqlite_database, clock) as desk:
        desk.add(Plan("night", cron, zone))
        while clock.now < until:
            clock.move(minutes=15)
            desk.publish("night")
        assert [slot[8:16] for slot in desk.slots()] == expected
        assert is_contiguous(desk.covered("night"))


@pytest.mark.parametrize(
    ("zone", "jump"),
    [
        ("Europe/Berlin", "2026-03-29T01:00"),
        ("America/New_York", "2026-03-08T07:00"),
        ("Australia/Lord_Howe", "2026-10-03T15:30"),
        ("Africa/Casablanca", "2026-03-22T02:00"),
    ],
)
def test_a_slot_in_the_missing_hour_comes_with_the_jump(
    sqlite_database: str, zone: str, jump: str
) -> None:
    """Not half an hour before it, nor after."""
    clock, at = Clock(), datetime.fromisoformat(jump).replace(tzinfo=UTC)
    clock.now = at - timedelta(hours=6)
    with room(sqlite_database, clock) as desk:
        desk.add(Plan("night", "10 2 * * *", zone))
        clock.now = at - timedelta(seconds=1)
        assert desk.publish("night") is None
        clock.now = at
        made = desk.published("night")
        assert made is not None
        assert (made.slot, made.local[11:]) == (at, "02:10:00")


def test_off_during_the_first_of_two_hours_it_is_made_up_for_in_the_second(
    sqlite_database: str,
) -> None:
    """The wall has passed half past two by then, though it shows ten past."""
    clock = Clock()
    clock.set("2026-10-24T12:00")
    with room(sqlite_database, clock) as desk:
        desk.add(Plan("night", "30 2 * * *", "Europe/Berlin"))
        assert desk.publish("night", "2026-10-25T01:10") == "2026-10-25T02:30:00"
        assert desk.publish("night", "2026-10-25T01:31") is None


def test_a_clock_that_steps_back_publishes_nothing_again(database: str) -> None:
    with room(database) as desk:
        desk.add(HOURLY)
        assert desk.publish("hourly", "2026-06-01T11:00")
        for moment in ("10:00", "10:59", "11:00", "11:30"):
            assert desk.publish("hourly", f"2026-06-01T{moment}") is None
        assert desk.publish("hourly", "2026-06-01T12:00") == "2026-06-01T12:00:00"


def test_two_daemons_publish_a_slot_once(database: str) -> None:
    """Whoever comes first; the other one finds it done."""
    clock = Clock()
    with room(database, clock) as one, room(database, clock) as other:
        one.add(HOURLY)
        for hour in range(9, 13):
            clock.set(f"2026-06-01T{hour:02}:00")
            found = [desk.publish("hourly") for desk in ((one, other), (other, one))[hour % 2]]
            assert found == [f"2026-06-01T{hour:02}:00:00", None]
        assert len(one.slots()) == 4


def test_of_two_daemons_at_the_same_moment_one_publishes(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one had made its digest already when this one's went into the log."""
    clock = Clock()
    with room(database, clock) as one, room(database, clock) as other:
        one.add(HOURLY)
        one.write(11_000)
        clock.move(hours=1)

        def make_late(
            context: Context, among: Among, span: Span, title: str, wanted: Selection
        ) -> Digest:
            monkeypatch.undo()
            made = make_digest(context, among, span, title, wanted)
            other.write(12_000)
            assert other.publish("hourly") is not None
            return made

        monkeypatch.setattr("tracker.services.scheduling.publishing.make_digest", make_late)
        assert one.publish("hourly") is None
        assert one.slots() == ["2026-06-01T09:00:00"]
        assert is_contiguous(one.covered("hourly"))


def test_of_two_daemons_at_work_at_once_one_publishes_each_slot(database: str) -> None:
    """Each in a thread of its own, let go at the same moment."""
    clock, together = Clock(), Barrier(2)
    with room(database, clock) as one, room(database, clock) as other:
        one.add(HOURLY)
        one.add(Plan("alert", shifts=1))
        one.write(10_000)
        with ThreadPoolExecutor(2) as pool:
            for turn in range(6):
                one.write(11_000 + turn)
                clock.move(hours=1)
                for name in ("hourly", "alert"):
                    found = [pool.submit(_at_once, desk, name, together) for desk in (one, other)]
                    assert sorted(made.result() is not None for made in found) == [False, True]
        assert len(one.slots("hourly")) == len(one.slots("alert")) == 6
        assert is_contiguous(one.covered("hourly"))
        assert is_contiguous(one.covered("alert"))
        assert one.context.store.verify().ok


def _at_once(desk: Room, name: str, together: Barrier) -> str | None:
    together.wait(20)
    return desk.publish(name)


ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca")
EVES = ("2026-10-24T20:00", "2026-03-28T23:00", "2026-10-03T12:00", "2026-02-14T22:00")
CRONS = ("* * * * *", "*/30 * * * *", "0 * * * *", "30 2 * * *", "15 1-3 * * *", "45 1 * * sun")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(ZONES),
    st.sampled_from(CRONS),
    st.sampled_from(EVES),
    st.lists(
        st.tuples(st.integers(-120, 400), st.booleans(), st.booleans()), min_size=1, max_size=12
    ),
    st.booleans(),
)
def test_whatever_the_clock_does_slots_come_once_and_positions_without_gaps(
    sqlite_template: Path,
    zone: str,
    cron: str,
    start: str,
    steps: list[tuple[int, bool, bool]],
    skips: bool,
) -> None:
    """Two daemons in turns, on a clock that also steps back; now and then something is recorded."""
    clock = Clock()
    clock.set(start)
    with tempfile.TemporaryDirectory() as folder:
        copy = str(shutil.copyfile(sqlite_template, Path(folder) / "log.db"))
        with room(copy, clock) as one, room(copy, clock) as other:
            one.add(Plan("any", cron, zone, skip_empty=skips))
            begun = furthest = clock.now
            for number, (minutes, by_other, writes) in enumerate(steps):
                clock.move(minutes=minutes)
                if writes:
                    one.add(Plan("noise", "0 7 * * *", ZONES[number % len(ZONES)]))
                (other if by_other else one).publish("any")
                furthest = max(furthest, clock.now)
            slots = [_slot(event.data) for event in one.context.store.read_stream("digest-any")]
            assert slots == sorted(set(slots))
            assert is_contiguous(one.covered("any"))
            assert all(_is_slot(cron, slot) for slot in slots)
            assert all(begun < passed(slot, ZoneInfo(zone)) <= furthest for slot in slots)


def _slot(data: object) -> datetime:
    assert isinstance(data, dict)
    return datetime.fromisoformat(data["local"])


def _is_slot(cron: str, local: datetime) -> bool:
    return following(cron, local - MINUTE) == local


class TestChangedPlans:
    def test_a_changed_plan_goes_on_where_it_was(self, database: str) -> None:
        """From times to shifts and back: nothing is lost, and nothing told twice."""
        with room(database) as desk:
            desk.add(HOURLY)
            desk.write(10_000)
            assert desk.publish("hourly", "2026-06-01T09:00")
            desk.write(11_000)
            desk.add(Plan("hourly", shifts=1))
            assert desk.publish("hourly") is not None
            assert desk.publish("hourly") is None
            desk.write(12_000)
            desk.add(HOURLY)
            assert desk.publish("hourly", "2026-06-01T09:59") is None
            assert desk.publish("hourly", "2026-06-01T10:00") == "2026-06-01T10:00:00"
            assert is_contiguous(desk.covered("hourly"))
            assert [len(digest.facts) for digest in desk.digests()] == [0, 1, 1]

    def test_other_times_count_from_the_change_on(self, database: str) -> None:
        """Who moves it from seven to ten at noon gets no digest at noon."""
        with room(database) as desk:
            desk.clock.set("2026-06-01T06:00")
            desk.add(Plan("day", "0 7 * * *"))
            assert desk.publish("day", "2026-06-01T07:00")
            desk.clock.set("2026-06-01T12:00")
            desk.add(Plan("day", "0 10 * * *"))
            assert desk.publish("day", "2026-06-01T12:01") is None
            assert desk.publish("day", "2026-06-02T10:00")

    def test_a_slot_that_was_missed_outlives_a_change_of_what_is_told(self, database: str) -> None:
        with room(database) as desk:
            desk.add(HOURLY)
            desk.clock.set("2026-06-01T09:30")
            desk.add(Plan("hourly", "0 * * * *", selection=Selection(tag="sea")))
            assert desk.publish("hourly") == "2026-06-01T09:00:00"

    def test_a_zone_further_west_does_not_repeat_a_slot(self, database: str) -> None:
        """Seven in the morning of that day was published in Berlin."""
        with room(database) as desk:
            desk.clock.set("2026-06-01T04:00")
            desk.add(Plan("day", "0 7 * * *", "Europe/Berlin"))
            assert desk.publish("day", "2026-06-01T05:00")
            desk.add(Plan("day", "0 7 * * *", "America/New_York"))
            assert desk.publish("day", "2026-06-01T11:00") is None
            assert desk.publish("day", "2026-06-02T11:00") == "2026-06-02T07:00:00"

    def test_removed_and_added_again_it_begins_anew(self, database: str) -> None:
        """And a slot that was published before stays published."""
        with room(database) as desk:
            desk.add(HOURLY)
            assert desk.publish("hourly", "2026-06-01T09:00")
            desk.clock.set("2026-06-01T08:30")
            remove_schedule(desk.context, "hourly")
            desk.write(10_000)
            desk.add(HOURLY)
            assert desk.publish("hourly", "2026-06-01T09:00") is None
            assert desk.publish("hourly", "2026-06-01T10:00")
            assert desk.digests()[1].articles[0].versions == ()

    def test_slots_of_a_new_zone_are_not_held_to_the_wall_of_the_old_one(
        self, database: str
    ) -> None:
        """Tuesday seven o'clock has passed in Auckland, and is far from it in New York."""
        with room(database) as desk:
            desk.clock.set("2026-06-01T12:00")
            desk.add(Plan("day", "0 7 * * *", "Pacific/Auckland"))
            assert desk.publish("day", "2026-06-01T19:00") == "2026-06-02T07:00:00"
            desk.clock.set("2026-06-01T20:00")
            desk.add(Plan("day", "0 18 * * *", "America/New_York"))
            assert desk.publish("day", "2026-06-01T21:59") is None
            assert desk.publish("day", "2026-06-01T22:00") == "2026-06-01T18:00:00"
            _is_as_a_rebuild_makes_it(desk)

    def test_a_slot_done_before_is_not_late_in_its_new_zone(self, database: str) -> None:
        with room(database) as desk:
            desk.clock.set("2026-06-01T04:00")
            desk.add(Plan("day", "0 7 * * *", "Europe/Berlin"))
            assert desk.publish("day", "2026-06-01T05:00")
            desk.add(Plan("day", "0 7 * * *", "America/New_York"))
            view = outlook(desk.context, find_schedule(desk.context, "day"))
            assert view.slots[0].local == "2026-06-02T07:00:00"
            desk.clock.set("2026-06-01T12:00")
            view = outlook(desk.context, find_schedule(desk.context, "day"))
            assert (view.late, view.slots[0].local) == (None, "2026-06-02T07:00:00")
            assert _troubles(desk) == []
            desk.clock.set("2026-06-02T12:00")
            assert _troubles(desk) == ["digest late"]

    def test_removed_and_added_again_while_it_publishes_it_goes_on_from_its_own_position(
        self, database: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What the removed one made of it meanwhile is not published."""
        with room(database) as desk:
            desk.add(HOURLY)
            desk.write(10_000)

            def make_late(*given: Any) -> Digest:
                monkeypatch.undo()
                remove_schedule(desk.context, "hourly")
                desk.add(HOURLY)
                return make_digest(*given)

            monkeypatch.setattr("tracker.services.scheduling.publishing.make_digest", make_late)
            assert desk.publish("hourly", "2026-06-01T09:00") is None
            assert desk.slots() == []

    def test_a_digest_of_a_removed_schedule_moves_no_other(self, database: str) -> None:
        """It was on its way into the log when the schedule was added again."""
        with room(database) as desk:
            desk.add(HOURLY)
            before = find_schedule(desk.context, "hourly")["cursor"]
            desk.write(10_000)
            remove_schedule(desk.context, "hourly")
            desk.add(HOURLY)
            standing = find_schedule(desk.context, "hourly")
            event = DigestSkipped(
                schedule="hourly",
                slot=desk.clock.now,
                local="2026-06-01T08:00:00",
                after=before,
                until=before + 1,
            )
            append(desk.context, "digest-hourly", ("late",), event)
            assert find_schedule(desk.context, "hourly") == standing
            _is_as_a_rebuild_makes_it(desk)


class TestWrongClocks:
    @pytest.fixture
    def astray(self, database: str) -> Iterator[Room]:
        """A clock was ten years ahead for one digest, and is right again."""
        with room(database) as desk:
            desk.add(HOURLY)
            assert desk.publish("hourly", "2026-06-01T09:00")
            assert desk.publish("hourly", "2036-06-01T09:00")
            desk.clock.set("2026-06-01T09:30")
            yield desk

    def test_it_holds_up_no_digest(self, astray: Room) -> None:
        """And repeats none."""
        assert astray.publish("hourly") is None
        assert astray.publish("hourly", "2026-06-01T10:00") == "2026-06-01T10:00:00"
        assert astray.publish("hourly", "2026-06-01T09:30") is None
        assert astray.publish("hourly", "2026-06-01T10:30") is None
        assert astray.publish("hourly", "2026-06-01T11:00")
        assert is_contiguous(astray.covered("hourly"))

    def test_it_is_told_until_the_next_digest(self, astray: Room) -> None:
        (ahead,) = _told(astray)
        assert (ahead.kind, ahead.about) == ("digest ahead", "hourly")
        assert "2036-06-01 09:00 UTC" in ahead.detail
        astray.clock.set("2026-06-01T10:05")
        assert _troubles(astray) == ["digest late", "digest ahead"]
        assert astray.publish("hourly")
        assert _troubles(astray) == []

    def test_one_that_was_resumed_and_planned_then_goes_on_too(self, astray: Room) -> None:
        """Its slots were to count from 2036 on."""
        astray.clock.set("2036-06-02T09:00")
        pause_schedule(astray.context, "hourly")
        resume_schedule(astray.context, "hourly")
        astray.add(Plan("hourly", "*/30 * * * *"))
        astray.clock.set("2026-06-01T09:31")
        assert _troubles(astray) == ["digest late", "digest ahead"]
        assert astray.publish("hourly") == "2026-06-01T09:30:00"
        assert astray.publish("hourly", "2026-06-01T09:59") is None
        assert astray.publish("hourly", "2026-06-01T10:00")

    @pytest.mark.parametrize("mended", ["resumed", "planned"])
    def test_a_digest_of_tomorrow_is_waited_for_unless_somebody_mends_it(
        self, database: str, mended: str
    ) -> None:
        """So far ahead it may be this clock that was put back."""
        with room(database) as desk:
            desk.add(HOURLY)
            assert desk.publish("hourly", "2026-06-02T09:00")
            assert desk.publish("hourly", "2026-06-01T10:00") is None
            assert _troubles(desk) == []
            if mended == "resumed":
                pause_schedule(desk.context, "hourly")
                resume_schedule(desk.context, "hourly")
            else:
                desk.add(Plan("hourly", "0,30 * * * *"))
            assert desk.publish("hourly", "2026-06-01T11:00") == "2026-06-01T11:00:00"
            _is_as_a_rebuild_makes_it(desk)


class TestPaused:
    def test_what_came_meanwhile_is_told_after_it(self, database: str) -> None:
        """Slots count from the moment of resuming; the cursor stays."""
        with room(database) as desk:
            desk.add(HOURLY)
            desk.write(10_000)
            assert desk.publish("hourly", "2026-06-01T09:00")
            pause_schedule(desk.context, "hourly")
            desk.write(11_000)
            assert desk.publish("hourly", "2026-06-01T12:00") is None
            desk.clock.set("2026-06-01T12:30")
            resume_schedule(desk.context, "hourly")
            assert desk.publish("hourly", "2026-06-01T12:59") is None
            assert desk.publish("hourly", "2026-06-01T13:00") == "2026-06-01T13:00:00"
            assert len(desk.digests()[1].facts) == 1
            assert is_contiguous(desk.covered("hourly"))

    def test_a_plan_changed_meanwhile_stays_paused(self, database: str) -> None:
        with room(database) as desk:
            desk.add(HOURLY)
            pause_schedule(desk.context, "hourly")
            desk.add(Plan("hourly", "*/5 * * * *"))
            assert desk.publish("hourly", "2026-06-01T09:00") is None
            assert find_schedule(desk.context, "hourly")["paused"]


class TestEmpty:
    def test_an_empty_slot_is_skipped_on_record_where_the_plan_says_so(self, database: str) -> None:
        """It is done: nobody comes back to it, and the next digest begins after it."""
        with room(database) as desk:
            desk.add(Plan("hourly", "0 * * * *", skip_empty=True))
            assert desk.publish("hourly", "2026-06-01T09:00") is None
            desk.write(10_000)
            assert desk.publish("hourly", "2026-06-01T09:30") is None
            assert desk.publish("hourly", "2026-06-01T10:00") == "2026-06-01T10:00:00"
            assert desk.publish("hourly", "2026-06-01T11:00") is None
            assert desk.types().count("digest.skipped") == 2
            assert is_contiguous(desk.covered("hourly"))
            assert len(list_schedules(desk.context)) == 1

    def test_an_empty_digest_is_sent_where_the_plan_says_so(self, database: str) -> None:
        with room(database) as desk:
            desk.add(HOURLY)
            assert desk.publish("hourly", "2026-06-01T09:00")
            assert desk.types().count("digest.skipped") == 0

    def test_two_daemons_skip_a_slot_once(self, database: str) -> None:
        clock = Clock()
        with room(database, clock) as one, room(database, clock) as other:
            one.add(Plan("hourly", "0 * * * *", skip_empty=True))
            clock.move(hours=1)
            assert [one.publish("hourly"), other.publish("hourly")] == [None, None]
            assert one.types().count("digest.skipped") == 1

    def test_what_the_plan_does_not_want_leaves_it_empty(self, database: str) -> None:
        """A revised figure is nothing to who asks for statements."""
        with room(database) as desk:
            wanted = Selection(kinds=("statement",))
            desk.add(Plan("said", "0 * * * *", selection=wanted, skip_empty=True))
            desk.write(10_000)
            desk.write(11_000)
            assert desk.publish("said", "2026-06-01T09:00") is None
            desk.write(11_000, said="We were never asked about this")
            assert desk.publish("said", "2026-06-01T10:00")
            (digest,) = desk.digests()
            assert (digest.facts, len(digest.statements)) == ((), 1)
            assert digest.scope.kinds == ("statement",)


def test_nothing_of_it_depends_on_when_the_tables_were_made(database: str) -> None:
    """A rebuild between two slots changes neither cursor nor floor."""
    with room(database) as desk:
        desk.add(Plan("hourly", "0 * * * *", skip_empty=True))
        desk.add(Plan("shifts", shifts=1, every=60))
        desk.write(10_000)
        desk.publish("hourly", "2026-06-01T09:00")
        pause_schedule(desk.context, "hourly")
        resume_schedule(desk.context, "hourly")
        before = [dict(row) for row in list_schedules(desk.context)]
        desk.context.projector.rebuild()
        assert [dict(row) for row in list_schedules(desk.context)] == before
        assert _publishes(desk) == ["2026-06-01T10:00:00", None]


def _is_as_a_rebuild_makes_it(desk: Room) -> None:
    before = [dict(row) for row in list_schedules(desk.context)]
    desk.context.projector.rebuild()
    assert [dict(row) for row in list_schedules(desk.context)] == before


def _told(desk: Room) -> list[Trouble]:
    return [each for some in troubles(desk.context) for each in some.shown]


def _troubles(desk: Room) -> list[str]:
    return [each.kind for each in _told(desk)]


def _publishes(desk: Room) -> list[str | None]:
    desk.write(12_000, headline="Night boat stops for good")
    return [desk.publish("hourly", "2026-06-01T10:00"), desk.publish("hourly")]
