"""Plans: when and for what a digest is published, and what of that can be kept."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping

from tracker.errors import InputError
from tracker.newsroom.events import ScheduleAdded, slug
from tracker.newsroom.selection import TOPICS, Selection
from tracker.projections.queries import Among
from tracker.services.scheduling.durations import typed_duration
from tracker.services.scheduling.quiet import Quiet, parse_quiet
from tracker.services.scheduling.slots import following
from tracker.services.scheduling.zones import instead_of_zone, is_zone
from tracker.understanding.model import ShiftKind

LONGEST_WORD = 200
MOST_SHIFTS = 100_000
MOST_SECONDS = 366 * 86_400
KINDS = (*sorted(TOPICS), *(kind.value for kind in ShiftKind))
"""The words that narrow a plan: what shifted, and how."""


EVERYTHING = Selection()
_ANY_DAY = datetime(2024, 1, 1)  # noqa: DTZ001 - a cron names no year: it comes up always or never


@dataclass(frozen=True, slots=True)
class Plan:
    """At the times of `cron` in `zone` (an IANA name), or once `shifts` of what is wanted came.

    The latter at most every `every` seconds, and not in the `quiet` hours of the zone
    ("22:00-07:00"). `selection` says what is told; where that is nothing, `skip_empty` says that
    nothing is published.
    """

    name: str
    cron: str | None = None
    zone: str = "UTC"
    selection: Selection = EVERYTHING
    shifts: int | None = None
    every: int = 0
    quiet: str | None = None
    skip_empty: bool = False

    @property
    def tzinfo(self) -> ZoneInfo:
        """The zone. Raises InputError where this machine does not know it."""
        try:
            return ZoneInfo(self.zone)
        except (ValueError, KeyError, OSError):
            refuse(self.name, "zone", self.zone, "give a time zone like Europe/Berlin")

    @property
    def quiet_hours(self) -> Quiet | None:
        return parse_quiet(self.quiet) if self.quiet else None

    @property
    def among(self) -> Among:
        """The articles it is about."""
        return Among(self.selection.story, self.selection.outlet, self.selection.tag)

    def event(self, after: int) -> ScheduleAdded:
        """What the log keeps of it; a new schedule tells what is recorded after that position."""
        wanted = self.selection
        return ScheduleAdded(
            name=self.name,
            cron=self.cron,
            zone=self.zone,
            story=wanted.story,
            outlet=wanted.outlet,
            tag=wanted.tag,
            after=after,
            shifts=self.shifts,
            every=self.every,
            quiet=self.quiet,
            kinds=wanted.kinds,
            weight=wanted.weight,
            skip_empty=self.skip_empty,
        )


def plan_in(row: RowMapping) -> Plan:
    """The plan of a schedule's row."""
    selection = Selection(
        row["story"], row["outlet"], row["tag"], tuple(json.loads(row["kinds"])), row["weight"]
    )
    same = ("name", "cron", "zone", "shifts", "every", "quiet", "skip_empty")
    return Plan(selection=selection, **{name: row[name] for name in same})


def checked(plan: Plan) -> Plan:
    """The plan in its usual spelling. Raises InputError, naming the field and what is allowed."""
    name = slug(plan.name)
    plan = replace(plan, name=name, selection=_selection(name, plan.selection))
    _check_zone(plan)
    if (plan.cron is None) == (plan.shifts is None):
        when = "cron, on_shift, after_shifts"
        raise InputError(f"schedule {name}: {when}: give one of them, which says when.")
    return _timed(plan) if plan.cron is not None else _triggered(plan)


def refuse(name: str, field: str, given: object, allowed: str) -> NoReturn:
    """Raise the InputError that names the schedule, the field, and what is allowed."""
    raise InputError(f"schedule {name}: {field} {given!r} cannot be used: {allowed}.")


def _check_zone(plan: Plan) -> None:
    if not is_zone(plan.zone):
        refuse(plan.name, "zone", plan.zone, instead_of_zone(plan.zone))


def _timed(plan: Plan) -> Plan:
    """A plan of fixed times."""
    cron = " ".join((plan.cron or "").split())
    times = {"every": plan.every and typed_duration(plan.every), "quiet": plan.quiet}
    for field, given in times.items():
        if given:
            goes = "it goes with on_shift and after_shifts; a cron names its hours itself"
            refuse(plan.name, field, given, goes)
    if len(cron) > LONGEST_WORD:
        refuse(plan.name, "cron", cron[:20] + "…", f"use at most {LONGEST_WORD} characters")
    try:
        comes = following(cron, _ANY_DAY)
    except (ValueError, KeyError, OverflowError) as error:
        allowed = f"{_lower(error)}. Give five fields of a crontab, such as '0 7 * * mon-fri'"
        refuse(plan.name, "cron", plan.cron, allowed)
    if comes is None:
        refuse(plan.name, "cron", plan.cron, "it never comes up, so give a day that there is")
    return replace(plan, cron=cron)


def _triggered(plan: Plan) -> Plan:
    """A plan that waits for shifts."""
    if not 1 <= (plan.shifts or 0) <= MOST_SHIFTS:
        refuse(plan.name, "after_shifts", plan.shifts, f"give a number from 1 to {MOST_SHIFTS}")
    if not 0 <= plan.every <= MOST_SECONDS:
        refuse(plan.name, "every", plan.every, "give up to 366d, such as 15m")
    if plan.quiet is None:
        return plan
    try:
        return replace(plan, quiet=str(parse_quiet(plan.quiet)))
    except ValueError as error:
        allowed = f"{_lower(error)}. Give hours of the day, such as 22:00-07:00"
        refuse(plan.name, "quiet", plan.quiet, allowed)


def _selection(name: str, given: Selection) -> Selection:
    scope = {"story": given.story, "outlet": given.outlet, "tag": given.tag}
    named = {field: word for field, word in scope.items() if word is not None}
    if len(named) > 1:
        refuse(name, " and ".join(named), ", ".join(named.values()), "give one of them")
    for field, word in named.items():
        if not word.strip() or not word.isprintable() or len(word) > LONGEST_WORD:
            refuse(name, field, word, f"give its name, of at most {LONGEST_WORD} characters")
    for kind in given.kinds:
        _check_kind(name, kind)
    if not 0 <= given.weight <= 1:  # which is false of what is no number, too
        refuse(name, "min_weight", given.weight, "give a number from 0 to 1")
    kinds = tuple(kind for kind in KINDS if kind in given.kinds)
    return replace(given, kinds=kinds, weight=float(given.weight))


def _check_kind(name: str, kind: Any) -> None:
    if kind in KINDS:
        return
    near = get_close_matches(str(kind), KINDS, n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    refuse(name, "kinds", kind, f"{hint}There are {', '.join(KINDS)}")


def _lower(error: Exception) -> str:
    said = str(error.args[0] if error.args else error).rstrip(".")
    return said[:1].lower() + said[1:]
