"""Publishing what is due: each slot once, each digest of log positions (cursor, now]."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping

from tracker.digest.model import Digest
from tracker.digest.summary import tells_nothing
from tracker.errors import ConflictError
from tracker.newsroom.events import DigestPublished, DigestSkipped, slug
from tracker.projections.counting import count_shifts
from tracker.projections.queries import Span
from tracker.services.context import Context
from tracker.services.newsroom import append
from tracker.services.scheduling.due import Slot, slot_due, waits_until
from tracker.services.scheduling.late import is_done, missed
from tracker.services.scheduling.plans import Plan, plan_in
from tracker.services.scheduling.schedules import find_schedule, glance_at_schedule
from tracker.services.scheduling.waiting import Waiting
from tracker.services.telling.digesting import make_digest


@dataclass(frozen=True, slots=True)
class Published:
    """A digest that went into the log: its id, and the slot that it is of."""

    id: str
    schedule: str
    slot: datetime
    local: str


@dataclass(frozen=True, slots=True)
class _At:
    """The versions of a schedule's two streams, and the position up to which a digest tells."""

    published: int
    planned: int
    upto: int


def publish_due(context: Context, name: str, waiting: Waiting | None = None) -> Published | None:
    """Publish the digest that is due; None where none is, or another process has published it.

    Slots missed while nothing ran are made up for by one digest, the latest: nothing is lost, as
    it covers everything since the one before. An empty one is passed over where the plan says so.
    """
    waiting = waiting or Waiting()
    if not _may_be_due(context, name, waiting):
        return None
    # In this order: whoever publishes or plans in between makes the append at the end a conflict,
    # and everything up to `upto` is in the tables.
    published = context.store.stream_version(f"digest-{slug(name)}")
    planned = context.store.stream_version(f"schedule-{slug(name)}")
    at = _At(published, planned, context.store.head().position)
    row = find_schedule(context, name)
    if row["paused"]:
        return None
    plan = plan_in(row)
    slot = _due(context, row, plan, at, waiting)
    if slot is None or is_done(context, plan, slot):
        return None
    return _publish(context, row, plan, slot, at)


def _may_be_due(context: Context, name: str, waiting: Waiting) -> bool:
    """A glance at the schedule as its row has it: most of the time it costs nothing but that."""
    row = glance_at_schedule(context, name)
    if row is None:
        return True  # or it is unknown, which is told
    if row["paused"]:
        return False
    plan, now = plan_in(row), context.clock()
    if plan.cron is not None:
        return missed(context, row, plan, now) is not None
    if waits_until(row, plan, now) is not None:
        return False
    at = {"after": row["cursor"], "upto": context.store.head().position, "now": now}
    return not waiting.knows_too_few(plan.name, plan.selection, plan.shifts or 1, **at)


def digest_of(context: Context, row: RowMapping, upto: int) -> Digest:
    """The digest that a schedule would publish of everything since its last one."""
    plan = plan_in(row)
    span = Span(after=row["cursor"], upto=upto)
    return make_digest(context, plan.among, span, plan.name, plan.selection)


def shifts_waiting(context: Context, row: RowMapping, upto: int) -> int:
    """How many wanted shifts came since a schedule's last digest, counted anew."""
    with context.engine.connect() as connection:
        return count_shifts(connection, plan_in(row).selection, row["cursor"], upto)


def _due(context: Context, row: RowMapping, plan: Plan, at: _At, waiting: Waiting) -> Slot | None:
    now, upto = context.clock(), at.upto
    if plan.cron is not None:
        return slot_due(row, plan, now)
    if waits_until(row, plan, now) is not None:
        return None
    enough, cursor = plan.shifts or 1, row["cursor"]
    with context.engine.connect() as connection:
        counted = waiting.count(
            connection, plan.name, plan.selection, after=cursor, upto=upto, now=now
        )
    if counted < enough:
        return None
    waiting.forget(plan.name)
    if shifts_waiting(context, row, upto) < enough:
        return None  # a version that came in between two others has taken some of them back
    # A schedule that was removed may have begun at the same position: this one has another plan.
    return Slot(f"after {cursor}, plan {at.planned}", now)


def _publish(
    context: Context, row: RowMapping, plan: Plan, slot: Slot, at: _At
) -> Published | None:
    digest = digest_of(context, row, at.upto)
    told = {
        "schedule": plan.name,
        "slot": slot.moment,
        "local": slot.local,
        "after": row["cursor"],
        "until": at.upto,
    }
    is_skipped = plan.cron is not None and plan.skip_empty and tells_nothing(digest)
    event = (
        DigestSkipped(**told)
        if is_skipped
        else DigestPublished(**told, digest=digest.model_dump(mode="json"))
    )
    if context.store.stream_version(f"schedule-{plan.name}") != at.planned:
        return None  # it was removed, paused or changed while its digest was made
    try:
        commit = append(context, f"digest-{plan.name}", (slot.local,), event, at.published)
    except ConflictError:
        return None  # another process was first
    if is_skipped or commit.repeated:
        return None
    return Published(commit.id.hex, plan.name, slot.moment, slot.local)
