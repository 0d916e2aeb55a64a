"""Whether a digest is due: the slot that has come, or what a schedule waits for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import RowMapping

from tracker.services.scheduling.plans import Plan
from tracker.services.scheduling.slots import following, latest
from tracker.services.scheduling.walls import is_repeated, is_skipped, passed, wall

FAR = timedelta(hours=25)
"""What is dated further ahead was dated by a clock that was wrong: it holds nothing up.

A day, and the hour for which the wall stands still: clocks that are put back by less than that
repeat nothing, and what they are behind is waited for.
"""


@dataclass(frozen=True, slots=True)
class Slot:
    """`local` is its name, `moment` (UTC) when it comes."""

    local: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class ComingSlot(Slot):
    """`note` says what a change of clocks does to it, where one does."""

    note: str | None = None


def slot_due(row: RowMapping, plan: Plan, now: datetime) -> Slot | None:
    """The latest slot of a cron that has come since the last one."""
    zone, cron = plan.tzinfo, plan.cron or ""
    local = latest(cron, _floor(row, plan, now), wall(now, zone))
    return None if local is None else Slot(local.isoformat(), passed(local, zone))


def coming_slots(
    row: RowMapping,
    plan: Plan,
    now: datetime,
    count: int,
    is_done: Callable[[Slot], bool] = lambda _: False,
) -> list[ComingSlot]:
    """The next slots of a cron, from now on, without those that something became of already."""
    zone, cron = plan.tzinfo, plan.cron or ""
    local = max(wall(now, zone), _floor(row, plan, now))
    found: list[ComingSlot] = []
    while len(found) < count and (after := following(cron, local)):
        local = after
        slot = ComingSlot(local.isoformat(), passed(local, zone), _note(local, plan))
        if not is_done(slot):
            found.append(slot)
    return found


def waits_until(row: RowMapping, plan: Plan, now: datetime) -> datetime | None:
    """Until when a schedule that waits for shifts publishes nothing, whatever comes."""
    last, every = row["last_slot"], timedelta(seconds=plan.every)
    if last is not None and last - now <= FAR and abs(now - last) < every:
        return _awake(plan, last + every)
    return _awake(plan, now) if _is_quiet(plan, now) else None


def _awake(plan: Plan, moment: datetime) -> datetime:
    """This moment, or the end of the quiet hours that it falls into."""
    quiet = plan.quiet_hours
    return quiet.ends(moment, plan.tzinfo) if quiet and _is_quiet(plan, moment) else moment


def _is_quiet(plan: Plan, moment: datetime) -> bool:
    quiet = plan.quiet_hours
    return quiet is not None and quiet.holds(moment, plan.tzinfo)


def dated_ahead(row: RowMapping, now: datetime) -> datetime | None:
    """The moment far ahead of now at which it last published, or was given its times."""
    latest_of_all = max(row["last_slot"] or row["added_at"], row["added_at"])
    return latest_of_all if latest_of_all - now > FAR else None


def _floor(row: RowMapping, plan: Plan, now: datetime) -> datetime:
    """The time on the wall after which slots count."""
    shown = wall(now, plan.tzinfo)
    begun, last = wall(row["added_at"], plan.tzinfo), _on_the_wall(row["last_local"])
    credible = (each for each in (begun, last) if each is not None and each - shown <= FAR)
    return max(credible, default=shown - FAR)


def _on_the_wall(local: str | None) -> datetime | None:
    """The time that a slot is called by; None of one that waited for shifts."""
    try:
        return datetime.fromisoformat(local) if local else None
    except ValueError:
        return None


def _note(local: datetime, plan: Plan) -> str | None:
    zone = plan.tzinfo
    if is_skipped(local, zone):
        moved = passed(local, zone).astimezone(zone)
        return f"clocks are put forward over {local:%H:%M}: it comes at {moved:%H:%M}"
    if is_repeated(local, zone):
        return f"clocks show {local:%H:%M} twice: it comes the first time"
    return None
