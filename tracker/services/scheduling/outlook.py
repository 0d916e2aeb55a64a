"""How a schedule stands: what it has told, and what comes next."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import RowMapping

from tracker.services.context import Context
from tracker.services.scheduling.due import ComingSlot, coming_slots, waits_until
from tracker.services.scheduling.late import is_done, missed
from tracker.services.scheduling.plans import Plan, plan_in
from tracker.services.scheduling.publishing import shifts_waiting

COMING = 5


@dataclass(frozen=True, slots=True)
class Outlook:
    """A schedule as it stands: `cursor` is the log position up to which it has told everything.

    `slots` are the next ones of a cron; `late` is one that has come and waits for a daemon. For one
    that waits for shifts, `waiting` counts those that came and `waits_until` says until when it
    publishes nothing whatever comes.
    """

    plan: Plan
    paused: bool
    cursor: int
    last_slot: datetime | None
    slots: tuple[ComingSlot, ...] = ()
    late: datetime | None = None
    waiting: int | None = None
    waits_until: datetime | None = None


def outlook(context: Context, row: RowMapping) -> Outlook:
    """How the schedule of this row stands now."""
    plan, now = plan_in(row), context.clock()
    paused, stands = row["paused"], (row["cursor"], row["last_slot"])
    if plan.cron is None:
        upto = context.store.head().position
        came = shifts_waiting(context, row, upto)
        until = waits_until(row, plan, now)
        return Outlook(plan, paused, *stands, waiting=came, waits_until=until)
    if paused:
        return Outlook(plan, paused, *stands)
    slots = coming_slots(row, plan, now, COMING, partial(is_done, context, plan))
    late = missed(context, row, plan, now)
    return Outlook(plan, paused, *stands, tuple(slots), late=late.moment if late else None)
