"""A database of an earlier version, with all that mattered in it, goes on after the upgrade."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, select, text

from tests.contract.desk import SteppingClock, desk
from tracker.article.identity import commit_id
from tracker.bundled import bundled
from tracker.delivery.tables import endpoint_keys, endpoint_marks, messages, outbox
from tracker.eventstore.engine import database_url, make_engine, writing
from tracker.eventstore.model import NewCommit, NewEvent
from tracker.eventstore.sql import SqlEventStore
from tracker.projections.tables import digests, endpoints, schedules
from tracker.services.delivering.outbox import standings
from tracker.services.keeping.migrating import VERSION_TABLE, Schema, status, upgrade

HOOK = "https://hooks.desk.example/in/k3y"
SLOT = datetime(2024, 11, 17, 7, tzinfo=UTC)
DIGEST = {"title": "morning", "facts": []}


@pytest.fixture(params=["sqlite", "postgres"])
def before(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database at schema 0003: an endpoint, a schedule, a digest, and deliveries of it."""
    address = str(tmp_path / "log.db")
    if request.param == "postgres":
        address = request.getfixturevalue("postgres_empty")
    engine = make_engine(database_url(address))
    with writing(engine).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(bundled("migrations")))
        config.attributes.update(connection=connection, version_table=VERSION_TABLE)
        command.upgrade(config, "0003")
    slot = {"slot": "2024-11-17T08:00:00+01:00", "after": 0, "until": 2}
    events = (
        ("endpoint-e1", "endpoint.added", {"address": HOOK, "after": 0}),
        (
            "schedule-morning",
            "schedule.added",
            {"name": "morning", "cron": "0 8 * * *", "zone": "Europe/Berlin"},
        ),
        ("digest-morning", "digest.published", {"schedule": "morning", "digest": DIGEST} | slot),
    )
    store = SqlEventStore(engine)
    for stream, type_name, data in events:
        new = NewEvent(type_name, data)
        store.append(NewCommit(commit_id(stream, "then"), stream, [new]))
    with writing(engine).begin() as connection:
        _fill(connection, store.head().log_id.hex)
    engine.dispose()
    return address


def _fill(connection: Connection, log_id: str) -> None:
    """The rows that the tracker of then kept of it."""
    slot = SLOT.replace(tzinfo=None) if connection.dialect.name == "sqlite" else SLOT
    moment = f"'{slot.isoformat(sep=' ')}'"
    digest = commit_id("digest-morning", "then").hex
    told = json.dumps(DIGEST)
    then = f"""
        UPDATE checkpoints SET log_id = '{log_id}', position = 3, code = 'then';
        INSERT INTO schedules (name, cron, zone, added_at, cursor, last_slot)
            VALUES ('morning', '0 8 * * *', 'Europe/Berlin', {moment}, 2, {moment});
        INSERT INTO endpoints (id, address, allow_loopback, after)
            VALUES ('e1', '{HOOK}', FALSE, 0);
        INSERT INTO digests (id, schedule, slot, position, after, until, digest)
            VALUES ('{digest}', 'morning', {moment}, 3, 0, 2, '{told}');
        INSERT INTO stories (id, name, title) VALUES ('boat', 'boat', 'The boat');
        INSERT INTO ledgers (story, stale) VALUES ('boat', TRUE);
        INSERT INTO endpoint_keys (endpoint, secret, mark) VALUES ('e1', 'whsec_x', 3);
        INSERT INTO outbox (id, endpoint, digest, status, attempts, next_attempt)
            VALUES ('msg_1', 'e1', '{digest}', 'waiting', 2, {moment});
    """
    for statement in then.split(";")[:-1]:
        connection.execute(text(statement.replace(":", r"\:")))


def test_what_waits_is_delivered_under_the_id_it_had(before: str) -> None:
    """To the same address, with the same secret, and not begun anew."""
    assert status(before).schema is Schema.BEHIND
    upgrade(before)
    with desk(before, SteppingClock()) as context, context.engine.connect() as connection:
        (row,) = connection.execute(select(outbox)).mappings()
        assert (row["id"], row["status"], row["attempts"]) == ("msg_1", "waiting", 2)
        (message,) = connection.execute(select(messages)).mappings()
        body = json.loads(message["body"])
        assert (body["type"], body["data"]) == ("digest.published", DIGEST)
        (key,) = connection.execute(select(endpoint_keys)).mappings()
        assert (key["address"], key["secret"]) == (HOOK, "whsec_x")
        assert connection.scalar(select(endpoint_marks.c.position)) == 3
        assert [each.endpoint for each in standings(connection)] == ["e1"]


def test_schedules_go_on_where_they_were(before: str) -> None:
    upgrade(before)
    with desk(before, SteppingClock()) as context, context.engine.connect() as connection:
        (plan,) = connection.execute(select(schedules)).mappings()
    assert (plan["cursor"], plan["last_local"]) == (2, "2024-11-17T08:00:00")
    assert (plan["paused"], plan["skip_empty"], plan["shifts"]) == (False, False, None)


def test_a_story_that_was_to_be_lined_up_still_is(before: str) -> None:
    upgrade(before)
    with desk(before, SteppingClock()) as context:
        assert context.projector.stale() == ["boat"]
        context.projector.line_up()
        assert context.projector.stale() == []


def test_a_rebuild_after_the_upgrade_changes_nothing_that_was_derived(before: str) -> None:
    """The upgrade gives the rows what a replay of the log gives them."""
    upgrade(before)
    with desk(before, SteppingClock()) as context:

        def derived() -> list[list[tuple[object, ...]]]:
            with context.engine.connect() as connection:
                return [
                    [tuple(row) for row in connection.execute(select(*wanted))]
                    for wanted in (
                        list(endpoints.c),
                        [c for c in digests.c if c.name != "digest"],
                        [c for c in schedules.c if c.name != "added_at"],
                    )
                ]

        before_it = derived()
        context.projector.rebuild()
        assert derived() == before_it
