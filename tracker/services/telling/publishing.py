"""Publishing digests on a schedule: each slot once, each covering log positions (cursor, now]."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping, select

from tracker.article.identity import commit_id
from tracker.errors import ConflictError, InputError, NotFoundError
from tracker.newsroom.events import DigestPublished, ScheduleAdded, ScheduleRemoved, slug
from tracker.projections.lookup import find_story
from tracker.projections.queries import Among, Span
from tracker.projections.tables import schedules
from tracker.services.context import Context
from tracker.services.newsroom import append
from tracker.services.telling.digesting import make_digest

MOST_SLOTS = 10_000
"""Slots a schedule may have missed before the latest of them is looked for from now on only."""


@dataclass(frozen=True, slots=True)
class Plan:
    """When (`cron` in `zone`, an IANA name) and for which articles a digest is published."""

    name: str
    cron: str
    zone: str
    among: Among


def add_schedule(context: Context, plan: Plan) -> tuple[str, datetime]:
    """Add a schedule, or change one; returns its name and its next slot. Raises InputError."""
    name, now = slug(plan.name), context.clock()
    coming = next_slot(plan.cron, plan.zone, None, now)
    if coming is None:
        raise InputError(f"{plan.cron!r} never comes up: no digest would be published.")
    if plan.among.story is not None:
        with context.engine.connect() as connection:
            find_story(connection, plan.among.story)
    head = context.store.head().position
    event = ScheduleAdded(
        name=name,
        cron=plan.cron,
        zone=plan.zone,
        story=plan.among.story,
        outlet=plan.among.outlet,
        tag=plan.among.tag,
        after=head,
    )
    append(context, f"schedule-{name}", ("added", str(head)), event)
    return name, coming


def remove_schedule(context: Context, name: str) -> None:
    """Remove a schedule; what it published stays. Raises NotFoundError."""
    _schedule(context, name)
    stream = f"schedule-{name}"
    cause = ("removed", str(context.store.stream_version(stream)))
    append(context, stream, cause, ScheduleRemoved(name=name))


def list_schedules(context: Context) -> Sequence[RowMapping]:
    """All schedules by name."""
    with context.engine.connect() as connection:
        return connection.execute(select(schedules).order_by(schedules.c.name)).mappings().all()


def publish_due(context: Context, name: str) -> datetime | None:
    """Publish the digest of the latest slot that has come; None where that was done already.

    Slots missed while nothing ran are made up for by one digest, the latest: nothing is lost, as
    it covers everything since the one before.
    """
    stream = f"digest-{name}"
    # Read before the cursor: whoever publishes in between makes the append below a conflict.
    version = context.store.stream_version(stream)
    context.projector.catch_up()
    schedule = _schedule(context, name)
    slot = _due_slot(schedule, context.clock())
    if slot is None:
        return None
    local = slot.replace(tzinfo=None).isoformat()
    if context.store.has_commit(commit_id(stream, local)):
        return None
    upto = context.store.head().position
    among = Among(schedule["story"], schedule["outlet"], schedule["tag"])
    digest = make_digest(context, among, Span(after=schedule["cursor"], upto=upto), title=name)
    published = DigestPublished(
        schedule=name,
        slot=slot,
        after=schedule["cursor"],
        until=upto,
        digest=digest.model_dump(mode="json"),
    )
    try:
        append(context, stream, (local,), published, version)
    except ConflictError:
        return None  # another daemon has published it
    return slot


def next_slot(cron: str, zone: str, last: datetime | None, now: datetime) -> datetime | None:
    """The first slot after `last`, else from `now` on. Raises InputError for what is no cron."""
    from apscheduler.triggers.cron import CronTrigger

    try:
        trigger = CronTrigger.from_crontab(cron, timezone=ZoneInfo(zone))
    except (ValueError, KeyError, OSError) as error:
        raise InputError(
            f"the schedule {cron!r} in {zone!r} cannot be kept: {error}. Give five cron fields,"
            " such as '0 7 * * mon-fri', and a zone like Europe/Berlin."
        ) from error
    found: datetime | None = trigger.get_next_fire_time(last, now)
    return found


def _due_slot(schedule: RowMapping, now: datetime) -> datetime | None:
    """The latest slot up to `now` since the last one published, or since the schedule was added."""
    last = schedule["last_slot"]
    slot = next_slot(schedule["cron"], schedule["zone"], last, last or schedule["added_at"])
    due = None
    for _ in range(MOST_SLOTS):
        if slot is None or slot > now:
            break
        due, slot = slot, next_slot(schedule["cron"], schedule["zone"], slot, slot)
    return due


def _schedule(context: Context, name: str) -> RowMapping:
    with context.engine.connect() as connection:
        query = select(schedules).where(schedules.c.name == name)
        row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFoundError(f"no schedule is called {name!r}. 'tracker schedule list' shows them.")
    return row
