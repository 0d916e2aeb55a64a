"""Schedules: when they publish, what of, and what comes next. Times are those of their zones."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.console import Console
from rich.text import Text

from tracker.digest import ink
from tracker.digest.captions import only_words
from tracker.digest.model import Digest, Scope
from tracker.digest.phrases import clock, count, stamp
from tracker.digest.summary import tells_nothing
from tracker.services.scheduling.durations import typed_duration
from tracker.services.scheduling.outlook import Outlook
from tracker.services.scheduling.plans import Plan
from tracker.services.scheduling.schedules import How, Kept

_STYLES = {
    How.ADDED: ink.NEW,
    How.CHANGED: ink.SILENT,
    How.UNCHANGED: ink.QUIET,
    How.REMOVED: ink.OLD,
    How.PAUSED: ink.SILENT,
    How.RESUMED: ink.NEW,
}


def render_schedules(console: Console, views: Sequence[Outlook]) -> None:
    """One row per schedule."""
    if not views:
        hint = "No schedules. Next: tracker schedule add NAME --cron '0 7 * * *'"
        ink.say(console, ink.words(hint, ink.QUIET))
        return
    table = ink.table("Schedule", "Publishes", "Of", "Next", "Last published")
    for view in views:
        plan = view.plan
        last = _moment(view.last_slot, plan) if view.last_slot else "not yet"
        table.add_row(
            ink.words(plan.name, ink.HEADING),
            ink.words(_rhythm(plan)),
            ink.words(_of(plan)),
            _next(view),
            ink.words(last, ink.QUIET),
        )
    ink.say(console, table)


def render_schedule(console: Console, view: Outlook) -> None:
    """One schedule, a line for each thing to know."""
    plan = view.plan
    ink.say(console, ink.line((plan.name, ink.HEADING), (_of(plan), ink.QUIET), gap="   "))
    grid = ink.grid()
    for label, value in _facts(view):
        text = value if isinstance(value, Text) else ink.words(value)
        grid.add_row(ink.words(label, ink.QUIET), text)
    ink.say(console, grid, 2)
    resume = f"resume {plan.name}" if view.paused else f"preview {plan.name}"
    ink.say(console, ink.line(("Next:", ink.QUIET), f"tracker schedule {resume}"))


def render_outlook(console: Console, view: Outlook, digest: Digest) -> None:
    """What comes next, above the digest as it would be published now."""
    plan = view.plan
    title = ((plan.name, ink.HEADING), _rhythm(plan), (_of(plan), ink.QUIET))
    ink.say(console, ink.line(*title, gap="   "))
    if view.slots:
        ink.heading(console, "Next slots", plan.zone)
        if view.late:
            ink.say(console, _next(view), 2)
        for slot in view.slots:
            when = f"{slot.moment.astimezone(plan.tzinfo):%a} {stamp(slot.moment, plan.tzinfo)}"
            ink.say(console, ink.line(when, (slot.note or "", ink.SILENT), gap="   "), 2)
    else:
        ink.heading(console, "Next")
        ink.say(console, _next(view), 2)
    ink.heading(console, "Published now it would say", _emptiness(plan, digest))
    console.print()


def render_kept(console: Console, kept: Kept, view: Outlook) -> None:
    """What became of one schedule, and what comes next."""
    plan = view.plan
    became = "is as it was" if kept.how is How.UNCHANGED else f"is {kept.how}"
    if view.paused:
        coming = "while it is paused nothing is published, and nothing is lost"
        then = f"tracker schedule resume {plan.name}"
    else:
        coming, then = _coming(view), "tracker run"
    ink.say(console, ink.words(f"schedule {plan.name} {became}: {coming}. Next: {then}"))


def render_applied(console: Console, kept: Sequence[Kept], others: Sequence[str]) -> None:
    """What became of each schedule of a file."""
    names = ink.column([each.name for each in kept], ink.HEADING)
    for each, name in zip(kept, names, strict=True):
        ink.say(console, ink.line(name, (each.how.value, _STYLES[each.how]), gap="  "))
    if not kept:
        ink.say(console, ink.words("The file holds no schedules.", ink.QUIET))
    if others:
        told = f"Not in the file, and left alone: {', '.join(others)}. --prune removes them."
        ink.say(console, ink.words(told, ink.SILENT))
    ink.say(console, ink.line(("Next:", ink.QUIET), "tracker schedule list"))


def _facts(view: Outlook) -> Iterator[tuple[str, str | Text]]:
    plan = view.plan
    yield "publishes", _rhythm(plan)
    yield "zone", plan.zone
    if plan.cron is not None:
        yield "if empty", "skipped" if plan.skip_empty else "sent all the same"
    yield "next", _next(view)
    yield "last", stamp(view.last_slot, plan.tzinfo) if view.last_slot else "nothing published yet"
    yield "has told", f"everything up to log position {view.cursor}"


def _rhythm(plan: Plan) -> str:
    """When it publishes: "0 7 * * mon-fri", "on every shift, at most every 15m"."""
    if plan.cron is not None:
        return plan.cron
    shifts = "on every shift" if plan.shifts == 1 else f"after {plan.shifts} shifts"
    every = f"at most every {typed_duration(plan.every)}" if plan.every else ""
    quiet = f"never {plan.quiet}" if plan.quiet else ""
    return ", ".join(part for part in (shifts, every, quiet) if part)


def _of(plan: Plan) -> str:
    """What it tells of: "story bridge, only: fact, weight >= 0.5"."""
    wanted = plan.selection
    scope = (("story", wanted.story), ("outlet", wanted.outlet), ("tag", wanted.tag))
    of = next((f"{kind} {name}" for kind, name in scope if name), "everything")
    only = only_words(Scope(kinds=wanted.kinds, weight=wanted.weight))
    return ", ".join(part for part in (of, only) if part)


def _next(view: Outlook) -> Text:
    plan = view.plan
    if view.paused:
        return ink.words("paused", ink.SILENT)
    if view.late:
        return ink.words(f"due since {_moment(view.late, plan)}", ink.SILENT)
    if view.slots:
        return ink.words(_moment(view.slots[0].moment, plan))
    if view.waiting is None:
        return ink.words("never again", ink.SILENT)
    came, needed = view.waiting, plan.shifts or 1
    waits = f"{came} of {count(needed, 'shift')} came"
    style = ink.NEW if came >= needed else ""
    if view.waits_until:
        rest = f"waits until {_moment(view.waits_until, plan)}"
        return ink.line((waits, style), (rest, ink.QUIET), gap=", ")
    return ink.words(waits, style)


def _coming(view: Outlook) -> str:
    """The same as part of a sentence."""
    if view.slots:
        return f"next digest {stamp(view.slots[0].moment, view.plan.tzinfo)}"
    return f"a digest {_rhythm(view.plan)}"


def _emptiness(plan: Plan, digest: Digest) -> str:
    if not tells_nothing(digest):
        return ""
    if plan.cron is None:
        return "nothing has shifted"
    return "nothing, and is skipped" if plan.skip_empty else "nothing, and is sent all the same"


def _moment(moment: datetime, plan: Plan) -> str:
    return clock(moment, plan.tzinfo)
