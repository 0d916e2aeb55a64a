"""`tracker status`: what is late, failing and held, since when, and what to do about it."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from rich.console import Console
from sqlalchemy import Table, event, insert, text, update

from tests.integration.desk import NOON, Desk, desk
from tracker.capture.tables import sources, watches
from tracker.cli.faces.status import render_status
from tracker.delivery.tables import endpoint_health, endpoint_keys, messages, outbox
from tracker.newsroom.events import StoryOpened
from tracker.projections.tables import checkpoints, endpoints, schedules
from tracker.services.looks.watching import watch
from tracker.services.newsroom import append
from tracker.services.operating.heartbeat import FORGOTTEN, JobState, beat, leave, list_daemons
from tracker.services.operating.sizes import MOST, count
from tracker.services.operating.status import Operating, status
from tracker.services.operating.troubles import FEW, Trouble

HOURS = timedelta(hours=1)


@pytest.fixture(params=["sqlite", "postgres"])
def at_work(request: pytest.FixtureRequest) -> Iterator[Desk]:
    with desk(request.getfixturevalue(f"{request.param}_database")) as working:
        yield working


def alive(working: Desk, **jobs: JobState) -> None:
    """A daemon is at work now."""
    beat(working.context, "d1", working.clock.now, jobs)


def put(working: Desk, table: Table, **values: Any) -> None:
    with working.context.engine.begin() as connection:
        connection.execute(insert(table).values(values))


def set_watch(working: Desk, address: str, **values: Any) -> None:
    watch(working.context, address)
    later = {"next_look": working.clock.now + HOURS} | values
    with working.context.engine.begin() as connection:
        connection.execute(update(watches).where(watches.c.address == address).values(later))


def found(working: Desk, kind: str) -> Trouble:
    return next(each for each in status(working.context).troubles if each.kind == kind)


def shown(operating: Operating) -> str:
    console = Console(width=100, color_system=None)
    with console.capture() as captured:
        render_status(console, operating, NOON.tzinfo or pytest.fail("no zone"))
    return captured.get()


def endpoint(working: Desk, name: str, state: str, **values: Any) -> None:
    put(working, endpoint_keys, endpoint=name, address=f"https://{name}.example/k3y")
    row = {"id": name, "name": name, "kind": "webhook", "address": f"https://{name}.example/..."}
    settings = {"allow_loopback": False, "after": 0, "wants": "{}", "reason": None}
    put(working, endpoints, **row, **settings, status=state, since=NOON - HOURS)
    put(working, endpoint_health, endpoint=name, failures=0, **values)


def delivery(working: Desk, name: str, state: str, at: datetime) -> None:
    told = {"type": "fact.shifted", "position": 1, "subject": "s", "created_at": NOON, "body": "{}"}
    put(working, messages, id=name, **told)
    row = {"attempts": 1, "queued_at": NOON, "next_attempt": at}
    put(working, outbox, id=name, endpoint="one", message=name, status=state, **row)


def test_an_empty_database_is_well(at_work: Desk) -> None:
    """There is nothing for a daemon to do."""
    told = status(at_work.context)
    assert (told.well, told.troubles) == (True, ())
    assert shown(told).splitlines()[0] == "All is well."


def test_without_a_daemon_what_is_watched_is_not_looked_at(at_work: Desk) -> None:
    set_watch(at_work, "https://courier.example/a")
    told = status(at_work.context)
    assert not told.well
    assert found(at_work, "no daemon").next == "tracker run"
    alive(at_work)
    assert status(at_work.context).well


def test_a_daemon_gives_a_sign_of_life_and_takes_it_back(at_work: Desk) -> None:
    """One that is killed is told as silent, and forgotten after a day."""
    alive(at_work, looks=JobState(NOON))
    (one,) = list_daemons(at_work.context)
    assert (one.at_work, one.seen_at, one.jobs["looks"].last_success) == (True, NOON, NOON)
    at_work.clock.move(minutes=2)
    silent = found(at_work, "daemon silent")
    assert (silent.since, silent.attention) == (NOON, True)
    assert "(2 minutes)" in shown(status(at_work.context))
    beat(at_work.context, "d2", at_work.clock.now, {})
    assert not found(at_work, "daemon silent").attention
    leave(at_work.context, "d2")
    at_work.clock.move(seconds=FORGOTTEN.total_seconds())
    beat(at_work.context, "d3", at_work.clock.now, {})
    assert [each.id for each in list_daemons(at_work.context)] == ["d3"]


def test_a_job_that_fails_is_told_with_since_when_and_why(at_work: Desk) -> None:
    """Harmless and without secrets, whoever wrote it there."""
    alive(at_work, digests=JobState(NOON, NOON, "x \x1b[31m whsec_c2VjcmV0"))
    failing = found(at_work, "job failing")
    assert failing.since == NOON
    assert failing.about.startswith("digests of process ")
    assert "\x1b" not in shown(status(at_work.context))
    assert "c2VjcmV0" not in failing.detail


def test_looks_that_are_overdue_are_counted_from_the_oldest(at_work: Desk) -> None:
    alive(at_work)
    set_watch(at_work, "https://courier.example/a", next_look=NOON - 2 * HOURS)
    set_watch(at_work, "https://courier.example/b", next_look=NOON - HOURS)
    set_watch(at_work, "https://courier.example/c", next_look=NOON)
    late = found(at_work, "looks late")
    assert (late.since, late.detail[:2]) == (NOON - 2 * HOURS, "2 ")
    assert status(at_work.context).sizes.looks_due == 3


def test_addresses_that_fail_are_named_and_ask_for_attention_after_some_times(
    at_work: Desk,
) -> None:
    alive(at_work)
    failing = {"last_error": "no answer", "last_look": NOON - HOURS}
    set_watch(at_work, "https://courier.example/a", failures=1, **failing)
    assert status(at_work.context).well
    for number in range(FEW + 3):
        set_watch(at_work, f"https://courier.example/{number}", failures=5, **failing)
    told = status(at_work.context)
    assert not told.well
    assert len([each for each in told.troubles if each.kind == "article failing"]) == FEW
    assert told.hidden == {"article failing": 4}
    assert "article failing: 4 more" in shown(told)
    assert "no answer" in found(at_work, "article failing").detail
    assert found(at_work, "article failing").since == NOON - HOURS


def test_a_source_that_fails_is_named(at_work: Desk) -> None:
    row = {"kind": "feed", "include": "[]", "exclude": "[]", "tags": "[]", "entries": 0}
    times = {"added_at": NOON, "next_look": NOON + HOURS, "fresh": 0, "hours": 0}
    put(
        at_work, sources, address="https://f.example/", failures=9, last_error="404", **row, **times
    )
    assert found(at_work, "source failing").about == "https://f.example/"


def test_a_held_page_asks_for_attention_after_a_day(at_work: Desk) -> None:
    alive(at_work)
    reasons = json.dumps(["consent wall"])
    set_watch(at_work, "https://courier.example/a", held_since=NOON - HOURS, held_for=reasons)
    held = found(at_work, "held")
    assert (held.detail, held.since, held.attention) == ("consent wall", NOON - HOURS, False)
    at_work.clock.move(hours=24)
    assert found(at_work, "held").attention


def test_a_digest_that_did_not_come_is_late_since_its_slot(at_work: Desk) -> None:
    alive(at_work)
    plan = {"cron": "0 * * * *", "zone": "UTC", "every": 0, "kinds": "[]", "weight": 0}
    flags = {"skip_empty": False, "paused": False, "cursor": 0, "added_at": NOON + HOURS / 2}
    put(at_work, schedules, name="hourly", **plan, **flags)
    at_work.clock.move(minutes=60, seconds=30)
    alive(at_work)
    assert status(at_work.context).well
    at_work.clock.move(minutes=1)
    assert found(at_work, "digest late").since == NOON + HOURS


def test_endpoints_that_fail_or_ended_are_told(at_work: Desk) -> None:
    """One that somebody paused asks for nothing; no address with its key is shown."""
    alive(at_work)
    endpoint(at_work, "one", "active", failing_since=NOON - HOURS, last_answer="answered 500")
    endpoint(at_work, "two", "disabled")
    endpoint(at_work, "three", "paused")
    failing = found(at_work, "endpoint failing")
    assert (failing.about, failing.since) == ("one", NOON - HOURS)
    assert failing.detail == "answered 500"
    assert found(at_work, "endpoint disabled").attention
    assert not found(at_work, "endpoint paused").attention
    assert "k3y" not in shown(status(at_work.context))


def test_deliveries_that_are_late_or_were_given_up_are_counted(at_work: Desk) -> None:
    alive(at_work)
    endpoint(at_work, "one", "active")
    delivery(at_work, "m1", "waiting", NOON - HOURS)
    delivery(at_work, "m2", "waiting", NOON + HOURS)
    delivery(at_work, "m3", "dead", NOON - HOURS)
    sizes = status(at_work.context).sizes
    assert (sizes.waiting, sizes.late, sizes.dead) == (2, 1, 1)
    assert found(at_work, "deliveries late").since == NOON - HOURS
    assert "replay --failed" in found(at_work, "deliveries dead").next


def test_counting_ends_where_only_more_matters(at_work: Desk) -> None:
    """A million overdue addresses are counted as fast as ten thousand."""
    if at_work.context.engine.dialect.name != "sqlite":
        pytest.skip("one will do")
    with at_work.context.engine.begin() as connection:
        connection.execute(
            text(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= :most)"
                " INSERT INTO watches (address, next_look, failures, domain, tags, looks, changes,"
                " exposure) SELECT 'https://a.example/' || i, '2020-01-01 00:00:00.000000', 0, '',"
                " '[]', 0, 0, 0 FROM n"
            ),
            {"most": MOST + 1000},
        )
        assert count(connection, watches, watches.c.next_look < NOON) == MOST + 1


def test_projections_that_lag_are_late_since_the_first_commit_not_taken_in(at_work: Desk) -> None:
    """It is told after a minute; a query, which takes it in, is not needed for that."""
    alive(at_work)
    for name in ("one", "two"):
        event_data = StoryOpened(name=name, title=name)
        append(at_work.context, f"story-{name}", ("opened",), event_data)
        at_work.clock.move(seconds=45)
    with at_work.context.engine.begin() as connection:
        connection.execute(update(checkpoints).values(position=0))
    alive(at_work)
    late = found(at_work, "projections late")
    assert (late.since, late.detail[:2]) == (NOON, "2 ")


def test_the_big_tables_are_only_read_by_an_index(at_work: Desk) -> None:
    """Every statement of `tracker status`: of the watched there may be a million."""
    if at_work.context.engine.dialect.name != "sqlite":
        pytest.skip("SQLite's planner tells by a word whether it scans")
    asked: list[tuple[str, Any]] = []
    engine = at_work.context.engine
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    status(at_work.context)
    plans = []
    with engine.connect() as connection:
        for statement, parameters in asked:
            if statement.startswith("SELECT"):
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                plans += [str(step) for step in plan.all()]
    assert any("watches_failing" in step for step in plans)
    assert any("watches_held" in step for step in plans)
    big = ("SCAN watches", "SCAN outbox", "SCAN events", "SCAN commits", "SCAN messages")
    scanned = [step for step in plans if any(word in step for word in big)]
    assert [step for step in scanned if "INDEX" not in step] == []
