"""Schedules and the digests they published."""

import json
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from tracker.newsroom.events import (
    DigestPublished,
    DigestSkipped,
    NewsroomEvent,
    ScheduleAdded,
    SchedulePaused,
    ScheduleRemoved,
    ScheduleResumed,
)
from tracker.projections.tables import digests, schedules


def plan(connection: Connection, name: str, recorded_at: datetime, event: NewsroomEvent) -> None:
    """Take in an event of a schedule's stream."""
    mine = schedules.c.name == name
    match event:
        case ScheduleAdded():
            _add(connection, name, recorded_at, event)
        case SchedulePaused():
            connection.execute(update(schedules).where(mine).values(paused=True))
        case ScheduleResumed():
            resumed = {"paused": False} | _counting_from(recorded_at)
            connection.execute(update(schedules).where(mine).values(resumed))
        case ScheduleRemoved():
            connection.execute(delete(schedules).where(mine))


def publish(connection: Connection, identifier: str, position: int, event: NewsroomEvent) -> None:
    """Take in what became of a slot; `identifier` is that of the commit, and of the digest."""
    if isinstance(event, DigestPublished):
        connection.execute(
            insert(digests).values(
                id=identifier,
                schedule=event.schedule,
                slot=event.slot,
                local=event.local,
                position=position,
                after=event.after,
                until=event.until,
                digest=json.dumps(event.digest, separators=(",", ":")),
            )
        )
    if isinstance(event, DigestPublished | DigestSkipped):
        reached = {"cursor": event.until, "last_slot": event.slot, "last_local": event.local}
        # Begun elsewhere, it is by a schedule that was removed since, and says nothing of this one.
        its = schedules.c.name == event.schedule, schedules.c.cursor == event.after
        connection.execute(update(schedules).where(*its).values(reached))


def _add(connection: Connection, name: str, recorded_at: datetime, event: ScheduleAdded) -> None:
    """Add a schedule; one of that name changes its plan and keeps its cursor.

    Where its times are others than before, they count from now on: none that has gone by is due.
    """
    columns = ("cron", "zone", "shifts", "every", "quiet", "story", "outlet", "tag")
    its = {column: getattr(event, column) for column in (*columns, "weight", "skip_empty")}
    its["kinds"] = json.dumps(event.kinds)
    mine = schedules.c.name == name
    known = connection.execute(select(schedules.c.cron, schedules.c.zone).where(mine)).one_or_none()
    if known is None:
        begun = {"cursor": event.after, "added_at": recorded_at, "paused": False}
        connection.execute(insert(schedules).values(name=name, **its, **begun))
        return
    if (known.cron, known.zone) != (event.cron, event.zone):
        its |= _counting_from(recorded_at)
    connection.execute(update(schedules).where(mine).values(its))


def _counting_from(moment: datetime) -> dict[str, object]:
    """Slots count from then on, whatever the last one was: it was of another zone, or clock."""
    return {"added_at": moment, "last_local": None}
