"""Schedules that wait for shifts: at most so often, never at night, nothing told twice or lost."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, event, insert, text
from sqlalchemy.engine import Connection

from tests.contract.newsroom import Clock, Room, is_contiguous, room
from tracker.newsroom.selection import Selection
from tracker.projections.counting import came_at, count_shifts
from tracker.projections.tables import articles, shifts, story_articles, tags, versions
from tracker.services.operating.troubles import troubles
from tracker.services.scheduling.plans import Plan
from tracker.services.scheduling.publishing import publish_due
from tracker.services.scheduling.schedules import (
    add_schedule,
    find_schedule,
    pause_schedule,
    remove_schedule,
    resume_schedule,
)
from tracker.services.scheduling.waiting import RECOUNT
from tracker.services.telling.stories import link, open_story

ELSEWHERE = "https://news.coast-radio.example/boat"
SCOPES = (Selection(story="wide"), Selection(outlet="wide"), Selection(tag="wide"))


def test_a_shift_is_told_at_once_and_once(database: str) -> None:
    """A first version shifts nothing."""
    with room(database) as desk:
        desk.add(Plan("alert", shifts=1))
        desk.write(10_000)
        assert desk.publish("alert") is None
        cursor = find_schedule(desk.context, "alert")["cursor"]
        desk.write(11_000)
        assert desk.publish("alert") == f"after {cursor}, plan 1"
        assert desk.publish("alert") is None
        assert len(desk.digests()[0].facts) == 1


def test_added_again_from_the_start_it_tells_all_of_it_again(database: str) -> None:
    """It begins where the removed one began, and is another one; two daemons tell it once."""
    clock, plan = Clock(), Plan("alert", shifts=1)
    with room(database, clock) as one, room(database, clock) as other:
        one.write(10_000)
        one.write(11_000)
        for life in (1, 2):
            add_schedule(one.context, plan, from_start=True)
            assert [one.publish("alert") is None, other.publish("alert")] == [False, None]
            one.write(20_000 + life)
            clock.move(seconds=1)
            assert [other.publish("alert") is None, one.publish("alert")] == [False, None]
            remove_schedule(one.context, "alert")
        assert len(set(one.slots("alert"))) == 4
        assert [after == 0 for after, _ in one.covered("alert")] == [True, False, True, False]


def test_one_that_has_enough_is_late_after_a_minute(database: str) -> None:
    """Since the shift that made it enough; not where it waits for its time, or in quiet hours."""
    with room(database) as desk:
        plan = Plan("bulk", shifts=2, every=900, quiet="22:00-07:00")
        desk.add(plan)
        for boats in (10_000, 11_000):
            desk.write(boats)
        desk.clock.move(minutes=5)
        assert _late(desk) == []
        desk.write(12_000)
        since = desk.clock.now
        desk.clock.move(seconds=59)
        assert _late(desk) == []
        desk.clock.move(seconds=1)
        assert _late(desk) == [since]
        assert desk.publish("bulk")
        published = desk.clock.now
        for boats in (13_000, 14_000):
            desk.write(boats)
        desk.clock.move(minutes=15, seconds=59)
        assert _late(desk) == []
        desk.clock.move(seconds=1)
        assert _late(desk) == [published + timedelta(minutes=15)]
        desk.clock.set("2026-06-01T23:00")
        assert _late(desk) == []
        desk.clock.set("2026-06-02T07:00:59")
        assert _late(desk) == []
        pause_schedule(desk.context, "bulk")
        desk.clock.set("2026-06-02T09:00")
        assert _late(desk) == []
        resume_schedule(desk.context, "bulk")
        resumed = desk.clock.now
        desk.clock.move(minutes=1)
        assert _late(desk) == [resumed]


def _late(desk: Room) -> list[datetime | None]:
    told = [each for some in troubles(desk.context) for each in some.shown]
    return [each.since for each in told if each.kind == "digest late"]


def test_so_many_shifts_are_waited_for(database: str) -> None:
    with room(database) as desk:
        desk.add(Plan("bulk", shifts=3))
        for boats in (10_000, 11_000, 12_000):
            desk.write(boats)
            assert desk.publish("bulk") is None
        desk.write(13_000)
        assert desk.publish("bulk")
        (change,) = desk.digests()[0].facts
        assert len(change.steps) == 3


def test_it_publishes_at_most_so_often(database: str) -> None:
    """What shifts in between is told together when the time is over."""
    with room(database) as desk:
        desk.add(Plan("alert", shifts=1, every=900))
        desk.write(10_000)
        desk.write(11_000)
        assert desk.publish("alert", "2026-06-01T09:00")
        desk.write(12_000)
        assert desk.publish("alert", "2026-06-01T09:10") is None
        desk.write(13_000)
        assert desk.publish("alert", "2026-06-01T09:14:59") is None
        assert desk.publish("alert", "2026-06-01T09:15")
        assert [len(digest.facts[0].steps) for digest in desk.digests()] == [1, 2]
        assert is_contiguous(desk.covered("alert"))


def test_a_clock_that_was_far_ahead_holds_nothing_up_for_long(database: str) -> None:
    """A small step back is waited for; a digest of next year was a mistake of the clock."""
    with room(database) as desk:
        desk.add(Plan("alert", shifts=1, every=900))
        desk.write(10_000)
        desk.write(11_000)
        assert desk.publish("alert", "2027-06-01T09:00")
        desk.write(12_000)
        assert desk.publish("alert", "2027-06-01T08:59") is None
        assert desk.publish("alert", "2026-06-01T09:00")


@pytest.mark.parametrize(
    ("quiet", "night", "morning"),
    [
        ("22:00-07:00", ["2026-06-01T20:00", "2026-06-02T04:59:59"], "2026-06-02T05:00"),
        ("22:00-07:00", ["2026-03-28T21:00", "2026-03-29T04:59"], "2026-03-29T05:00"),
        ("22:00-07:00", ["2026-10-24T20:00", "2026-10-25T05:59"], "2026-10-25T06:00"),
        ("01:00-02:30", ["2026-10-24T23:00", "2026-10-25T00:29"], "2026-10-25T00:30"),
        ("12:00-13:00", ["2026-06-01T10:00", "2026-06-01T10:59"], "2026-06-01T11:00"),
    ],
)
def test_it_publishes_nothing_in_quiet_hours(
    sqlite_database: str, quiet: str, night: list[str], morning: str
) -> None:
    """By the wall of Berlin, over midnight, through both changes of clocks; then it tells all."""
    clock = Clock()
    clock.set(night[0])
    clock.move(hours=-12)
    with room(sqlite_database, clock) as desk:
        desk.add(Plan("day", shifts=1, zone="Europe/Berlin", quiet=quiet))
        desk.write(10_000)
        for number, moment in enumerate(night):
            desk.write(11_000 + number)
            assert desk.publish("day", moment) is None
        assert desk.publish("day", morning)
        assert len(desk.digests()[0].facts[0].steps) == len(night)


def test_only_wanted_shifts_count(database: str) -> None:
    """By kind, topic, weight and article."""
    with room(database) as desk:
        desk.add(Plan("said", shifts=1, selection=Selection(kinds=("statement",))))
        desk.add(Plan("heavy", shifts=1, selection=Selection(weight=1.0)))
        desk.add(Plan("radio", shifts=1, selection=Selection(outlet="coast-radio.example")))
        desk.add(Plan("figures", shifts=1, selection=Selection(kinds=("revised", "fact"))))
        desk.write(10_000)
        desk.write(11_000)
        names = ("said", "heavy", "radio", "figures")
        assert [name for name in names if desk.publish(name)] == ["figures"]
        desk.write(11_000, said="We were never asked about this")
        assert [name for name in names if desk.publish(name)] == ["said"]
        desk.write(9_000, ELSEWHERE)
        desk.write(9_500, ELSEWHERE)
        assert [name for name in names if desk.publish(name)] == ["radio", "figures"]


def test_an_article_that_comes_into_a_story_brings_its_shifts(database: str) -> None:
    """At the latest when everything is counted anew."""
    with room(database) as desk:
        open_story(desk.context, "boat", "The night boat")
        desk.add(Plan("story", shifts=1, selection=Selection(story="boat")))
        article = desk.write(10_000)
        desk.write(11_000)
        assert desk.publish("story") is None
        link(desk.context, "boat", [article])
        assert desk.publish("story") is None
        desk.clock.now += RECOUNT
        assert desk.publish("story")


def test_shifts_that_a_late_version_takes_back_are_not_told(database: str) -> None:
    """What was counted is counted again before anything is published."""
    with room(database) as desk:
        desk.add(Plan("bulk", shifts=2))
        desk.write_late(10_000, 1)
        desk.write_late(11_000, 2)
        assert desk.publish("bulk") is None
        counted = desk.waiting._counts["bulk"]
        desk.waiting._counts["bulk"] = replace(counted, shifts=5)
        assert desk.publish("bulk") is None
        assert desk.slots() == []
        desk.write_late(12_000, 3)
        assert desk.publish("bulk")


def test_two_daemons_tell_it_once(database: str) -> None:
    """Also where both count at the same cursor."""
    clock = Clock()
    with room(database, clock) as one, room(database, clock) as other:
        one.add(Plan("alert", shifts=1))
        one.write(10_000)
        for boats in (11_000, 12_000, 13_000):
            one.write(boats)
            clock.move(seconds=1)
            found = [desk.publish("alert") for desk in (one, other)]
            assert found[0]
            assert found[1] is None
        assert len(one.digests()) == 3
        assert is_contiguous(one.covered("alert"))


def test_of_two_daemons_at_the_same_cursor_one_publishes(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one finds its commit taken: it has the same id."""
    from tracker.services.scheduling import publishing

    clock = Clock()
    with room(database, clock) as one, room(database, clock) as other:
        one.add(Plan("alert", shifts=1))
        one.write(10_000)
        one.write(11_000)
        real = publishing.digest_of

        def late(*given: object) -> object:
            monkeypatch.undo()
            assert publish_due(other.context, "alert")
            return real(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(publishing, "digest_of", late)
        assert publish_due(one.context, "alert") is None
        assert len(one.digests()) == 1


def test_what_was_counted_is_not_counted_again(
    sqlite_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each glance looks at the positions that are new; every five minutes at all of them."""
    asked: list[tuple[int, int]] = []

    def counted(connection: Connection, wanted: Selection, after: int, upto: int) -> int:
        asked.append((after, upto))
        return count_shifts(connection, wanted, after, upto)

    monkeypatch.setattr("tracker.services.scheduling.waiting.count_shifts", counted)
    with room(sqlite_database) as desk:
        desk.add(Plan("bulk", shifts=5))
        for boats in (10_000, 11_000, 12_000):
            desk.write(boats)
            desk.publish("bulk")
        assert is_contiguous(asked)
        assert asked[0][0] == find_schedule(desk.context, "bulk")["cursor"]
        desk.clock.now += RECOUNT
        desk.publish("bulk")
        assert asked[-1] == (asked[0][0], asked[-2][1])


class TestCounting:
    @pytest.fixture
    def filled(self, engine: Engine) -> Engine:
        """300 articles of ten versions, with a shift between each and the next."""
        rows = [
            {"id": f"{article}-{number}", "article": f"{article}", "number": number}
            for number in range(10)
            for article in range(300)
        ]
        with engine.begin() as connection:
            connection.execute(insert(versions), [_version(row, at) for at, row in enumerate(rows)])
            connection.execute(insert(shifts), [_shift(row) for row in rows if row["number"]])
            connection.execute(text("ANALYZE"))
        return engine

    @pytest.mark.parametrize(
        ("wanted", "after", "upto", "expected"),
        [
            (Selection(), 0, 3000, 2700),
            (Selection(), 2990, 3000, 10),
            (Selection(), 0, 300, 0),
            (Selection(), 299, 302, 2),
            (Selection(), 3000, 3000, 0),
            (Selection(kinds=("notice",)), 0, 3000, 0),
            (Selection(kinds=("fact", "revised"), weight=0.5), 2990, 3000, 10),
            (Selection(weight=0.51), 0, 3000, 0),
            (Selection(story="none"), 0, 3000, 0),
        ],
    )
    def test_shifts_count_where_the_later_of_their_sides_was_recorded(
        self, filled: Engine, wanted: Selection, after: int, upto: int, expected: int
    ) -> None:
        with filled.connect() as connection:
            assert count_shifts(connection, wanted, after, upto) == expected

    def test_a_version_that_came_late_brings_the_shift_after_it(self, filled: Engine) -> None:
        """Its old side is the later one then."""
        with filled.begin() as connection:
            moved = versions.update().where(versions.c.id == "7-3").values(position=5000)
            connection.execute(moved)
            assert count_shifts(connection, Selection(), 4000, 6000) == 2
            assert count_shifts(connection, Selection(), 0, 3000) == 2698

    def test_the_newest_are_counted_by_indexes(self, filled: Engine) -> None:
        """Whatever lies before them is not read."""
        plan = _plan(filled, lambda c: count_shifts(c, Selection(weight=0.2), 2990, 3000))
        assert "SCAN shifts" not in plan
        assert "SCAN versions" not in plan
        assert "Seq Scan" not in plan

    @pytest.mark.parametrize("wanted", SCOPES, ids=["story", "outlet", "tag"])
    def test_a_scope_is_asked_of_those_found_and_is_not_where_it_begins(
        self, filled: Engine, wanted: Selection
    ) -> None:
        """A story of two thousand shifts costs no more than one of two, whenever one comes."""
        with filled.begin() as connection:
            _put_into_scope(connection, range(299))
            assert count_shifts(connection, wanted, 0, 3000) == 299 * 9
            assert count_shifts(connection, wanted, 2990, 3000) == 9
        plan = _plan(filled, lambda c: count_shifts(c, wanted, 2990, 3000))
        if filled.dialect.name == "sqlite":
            steps = [step for step in plan.splitlines() if step != "SCAN anon_1"]  # those found
            assert plan.count("SEARCH here USING INDEX ix_versions_position") == 2
            assert plan.count("SEARCH shifts USING INDEX ix_shifts_new_version") == 2
            assert not any("SCAN" in step or "LIST SUBQUERY" in step for step in steps), plan

    @pytest.mark.parametrize("wanted", SCOPES, ids=["story", "outlet", "tag"])
    def test_when_enough_have_come_is_read_in_the_order_of_the_log(
        self, filled: Engine, wanted: Selection
    ) -> None:
        with filled.begin() as connection:
            _put_into_scope(connection, range(1, 300))
            begun = Clock().now
            assert came_at(connection, wanted, 0, 1) == begun + timedelta(seconds=301)
            assert came_at(connection, wanted, 310, 3) == begun + timedelta(seconds=312)
            assert came_at(connection, wanted, 2990, 10) == begun + timedelta(seconds=2999)
            assert came_at(connection, wanted, 2990, 11) is None
        plan = _plan(filled, lambda c: came_at(c, wanted, 310, 3))
        assert "TEMP B-TREE" not in plan


def _version(row: dict[str, object], position: int) -> dict[str, object]:
    at = Clock().now + timedelta(seconds=position)
    empty = dict.fromkeys(("headline", "published", "modified", "image"))
    told = {"observed_at": at, "recorded_at": at, "position": position + 1}
    return row | told | empty | {"substance": row["id"], "words": 100}


def _shift(row: dict[str, object]) -> dict[str, object]:
    number = row["number"]
    assert isinstance(number, int)
    article = row["article"]
    words = {"before": "a", "after": "b", "chain": "c", "data": json.dumps({})}
    return words | {
        "id": f"{article}/{number}",
        "article": article,
        "old_version": f"{article}-{number - 1}",
        "new_version": f"{article}-{number}",
        "ordinal": 0,
        "topic": "fact",
        "kind": "revised",
        "announced": False,
        "weight": 0.5,
    }


def _put_into_scope(connection: Connection, members: range) -> None:
    """These articles are of a story, an outlet and a tag called "wide"."""
    at = Clock().now
    told = {"outlet": "wide", "address": "a", "searched": "", "status": "live", "versions": 10}
    times = {"first_seen": at, "last_changed": at}
    for each in map(str, members):
        connection.execute(insert(articles).values(id=each, **told, **times))
        linked = {"story": "wide", "article": each, "position": 1}
        connection.execute(insert(story_articles).values(linked))
        connection.execute(insert(tags).values(article=each, tag="wide"))
    connection.execute(text("ANALYZE"))


def _plan(engine: Engine, act: Callable[[Connection], object]) -> str:
    """The plan of the very statement that `act` runs."""
    ran: list[tuple[str, object]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        ran.append((statement, parameters))

    with engine.connect() as connection:
        event.listen(engine, "before_cursor_execute", note)
        act(connection)
        event.remove(engine, "before_cursor_execute", note)
        explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
        (only,) = ran
        if engine.dialect.name != "sqlite":  # which rather reads tables as small as these
            connection.execute(text("SET enable_seqscan = off"))
        rows = connection.exec_driver_sql(explain + only[0], only[1])  # type: ignore[arg-type]
        return "\n".join(str(row[-1]) for row in rows)
