"""Whether a digest that has come was published, and since when one should have been."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping

from tracker.article.identity import commit_id
from tracker.projections.counting import came_at
from tracker.services.context import Context
from tracker.services.scheduling.due import Slot, slot_due, waits_until
from tracker.services.scheduling.plans import Plan, plan_in


def is_done(context: Context, plan: Plan, slot: Slot) -> bool:
    """Whether something became of a slot before its schedule was given other times, or removed."""
    return context.store.has_commit(commit_id(f"digest-{plan.name}", slot.local))


def missed(context: Context, row: RowMapping, plan: Plan, now: datetime) -> Slot | None:
    """The slot of a cron that has come, and of which nothing became yet."""
    slot = slot_due(row, plan, now)
    return None if slot is None or is_done(context, plan, slot) else slot


def late_since(
    context: Context, connection: Connection, row: RowMapping, now: datetime, grace: timedelta
) -> datetime | None:
    """Since when a digest waits for a daemon; None where that is no longer than `grace`."""
    plan = plan_in(row)
    if plan.cron is not None:
        slot = missed(context, row, plan, now)
        since = slot.moment if slot else None
    elif any(waits_until(row, plan, moment) is not None for moment in (now, now - grace)):
        return None
    else:
        since = _enough_since(connection, row, plan)
    return since if since is not None and since <= now - grace else None


def _enough_since(connection: Connection, row: RowMapping, plan: Plan) -> datetime | None:
    """Since when enough shifts have come, and nothing else is waited for."""
    came = came_at(connection, plan.selection, row["cursor"], plan.shifts or 1)
    if came is None:
        return None
    came = max(came, row["added_at"])  # a shift that came while it was paused
    return waits_until(row, plan, came) or came
