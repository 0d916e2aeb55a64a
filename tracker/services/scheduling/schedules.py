"""Schedules in the log: added, changed, paused, resumed, removed; never twice for the same wish."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, select

from tracker.article.identity import commit_id
from tracker.errors import InputError, NotFoundError
from tracker.eventstore.model import NewCommit, NewEvent
from tracker.newsroom.events import (
    NewsroomEvent,
    SchedulePaused,
    ScheduleRemoved,
    ScheduleResumed,
    slug,
)
from tracker.projections.lookup import find_story
from tracker.projections.tables import articles, schedules, tags
from tracker.services.context import Context
from tracker.services.scheduling.plans import Plan, checked, plan_in


class How(StrEnum):
    """What became of a schedule."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    PAUSED = "paused"
    RESUMED = "resumed"


@dataclass(frozen=True, slots=True)
class Kept:
    """A schedule and what became of it."""

    name: str
    how: How


def add_schedule(context: Context, plan: Plan, *, from_start: bool = False) -> Kept:
    """Add a schedule, or change the plan of one; it goes on from where it was.

    A new one tells what is recorded from now on or, `from_start`, all that was recorded ever.
    Raises InputError, naming the field, where the plan cannot be kept, and NotFoundError where
    there is no such story.
    """
    return add_all(context, [plan], from_start=from_start)[0]


def add_all(
    context: Context, plans: Sequence[Plan], *, prune: bool = False, from_start: bool = False
) -> list[Kept]:
    """Add or change all of them or, where one cannot be kept, none.

    With `prune`, schedules that are not among them are removed. A plan that is kept already adds
    nothing to the log. `from_start` is for new ones.
    """
    context.projector.catch_up()
    wanted = [checked(plan) for plan in plans]
    with context.engine.connect() as connection:
        for plan in wanted:
            _check_story(connection, plan)
        standing = {row["name"]: plan_in(row) for row in _rows(connection)}
    begin = 0 if from_start else context.store.head().position
    kept, commits = [], []
    for plan in wanted:
        if from_start and plan.name in standing:
            raise InputError(
                f"schedule {plan.name}: from_start is for new ones; this one goes on where it was."
                " Remove it first, or give it another name."
            )
        how = _how(standing.get(plan.name), plan)
        kept.append(Kept(plan.name, how))
        if how is not How.UNCHANGED:
            commits.append(_commit(context, plan.name, "planned", plan.event(begin)))
    names = {plan.name for plan in wanted}
    for name in standing if prune else ():
        if name not in names:
            kept.append(Kept(name, How.REMOVED))
            commits.append(_commit(context, name, "removed", ScheduleRemoved(name=name)))
    if commits:
        context.store.append(*commits)
        context.projector.catch_up()
    return kept


def pause_schedule(context: Context, name: str) -> Kept:
    """Publish nothing until it is resumed; its next digest then tells all of it."""
    row = find_schedule(context, name)
    if row["paused"]:
        return Kept(row["name"], How.UNCHANGED)
    _append(context, row["name"], "paused", SchedulePaused(name=row["name"]))
    return Kept(row["name"], How.PAUSED)


def resume_schedule(context: Context, name: str) -> Kept:
    """Publish again; slots count from this moment on."""
    row = find_schedule(context, name)
    if not row["paused"]:
        return Kept(row["name"], How.UNCHANGED)
    _append(context, row["name"], "resumed", ScheduleResumed(name=row["name"]))
    return Kept(row["name"], How.RESUMED)


def remove_schedule(context: Context, name: str) -> Kept:
    """Remove a schedule; what it published stays. Raises NotFoundError."""
    row = find_schedule(context, name)
    _append(context, row["name"], "removed", ScheduleRemoved(name=row["name"]))
    return Kept(row["name"], How.REMOVED)


def list_schedules(context: Context) -> Sequence[RowMapping]:
    """All schedules by name."""
    with context.engine.connect() as connection:
        return _rows(connection)


def find_schedule(context: Context, name: str) -> RowMapping:
    """The row of a schedule. Raises NotFoundError, naming what comes near."""
    context.projector.catch_up()
    row = glance_at_schedule(context, name)
    if row is not None:
        return row
    with context.engine.connect() as connection:
        names = list(connection.scalars(select(schedules.c.name)))
    near = get_close_matches(name, names, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else " 'tracker schedule list' shows them."
    raise NotFoundError(f"no schedule is called {name!r}.{hint}")


def glance_at_schedule(context: Context, name: str) -> RowMapping | None:
    """The row of a schedule as it stands, without looking whether the log has more on it."""
    query = select(schedules).where(schedules.c.name == slug(name))
    with context.engine.connect() as connection:
        return connection.execute(query).mappings().one_or_none()


def without_articles(context: Context, plan: Plan) -> str | None:
    """What a reader may have mistyped: an outlet or tag that no article has yet, in words."""
    wanted = plan.selection
    for kind, given, column in (
        ("is of the outlet", wanted.outlet, articles.c.outlet),
        ("has the tag", wanted.tag, tags.c.tag),
    ):
        if given is None:
            continue
        with context.engine.connect() as connection:
            known = list(connection.scalars(select(column).distinct()))
        if given not in known:
            near = get_close_matches(given, known, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            return f"No article {kind} {given!r} yet.{hint}"
    return None


def _check_story(connection: Connection, plan: Plan) -> None:
    if plan.selection.story is None:
        return
    try:
        find_story(connection, plan.selection.story)
    except NotFoundError as error:
        raise NotFoundError(f"schedule {plan.name}: story cannot be used: {error}") from error


def _how(standing: Plan | None, plan: Plan) -> How:
    if standing is None:
        return How.ADDED
    return How.UNCHANGED if standing == plan else How.CHANGED


def _rows(connection: Connection) -> Sequence[RowMapping]:
    return connection.execute(select(schedules).order_by(schedules.c.name)).mappings().all()


def _append(context: Context, name: str, cause: str, event: NewsroomEvent) -> None:
    context.store.append(_commit(context, name, cause, event))
    context.projector.catch_up()


def _commit(context: Context, name: str, cause: str, event: NewsroomEvent) -> NewCommit:
    """The next commit of a schedule's stream: back to an earlier plan is a step of its own."""
    stream = f"schedule-{name}"
    version = context.store.stream_version(stream)
    new = NewEvent(event.event, event.payload(), event.schema_version)
    return NewCommit(commit_id(stream, cause, str(version)), stream, [new], version)
