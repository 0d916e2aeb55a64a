"""Plans out of what people write: options of the command line, and tables of a TOML file."""

import difflib
from collections.abc import Mapping
from typing import Any

from tracker.newsroom.events import slug
from tracker.newsroom.selection import Selection
from tracker.services.scheduling.durations import parse_duration
from tracker.services.scheduling.plans import Plan, checked, refuse

_KINDS: Mapping[str, tuple[tuple[type, ...], str]] = {
    "cron": ((str,), "five fields in quotes, such as '0 7 * * mon-fri'"),
    "on_shift": ((bool,), "true or false"),
    "after_shifts": ((int,), "a whole number, such as 3"),
    "zone": ((str,), "a time zone in quotes, such as 'Europe/Berlin'"),
    "every": ((str,), "a length of time in quotes, such as '15m'"),
    "quiet": ((str,), "hours in quotes, such as '22:00-07:00'"),
    "story": ((str,), "the name of a story in quotes"),
    "outlet": ((str,), "a domain in quotes, such as 'courier.example'"),
    "tag": ((str,), "a tag in quotes"),
    "kinds": ((list, tuple), "a list of words, such as ['fact', 'revised']"),
    "min_weight": ((int, float), "a number from 0 to 1"),
    "empty": ((str,), "'skip' or 'send'"),
}
FIELDS = tuple(_KINDS)
"""What may be said of a schedule."""


def plan_of(name: str, given: Mapping[str, Any], zone: str) -> Plan:
    """The plan of these fields, in `zone` where they name none. Raises InputError by field."""
    name = slug(name)
    for field, value in given.items():
        _check(name, field, value)
    selection = Selection(
        given.get("story"),
        given.get("outlet"),
        given.get("tag"),
        tuple(given.get("kinds", ())),
        given.get("min_weight", 0.0),
    )
    plan = Plan(
        name,
        given.get("cron"),
        given.get("zone", zone),
        selection,
        shifts=_shifts(name, given),
        every=_seconds(name, given.get("every")),
        quiet=given.get("quiet"),
        skip_empty=_skips(name, given.get("empty", "skip")),
    )
    return checked(plan)


def _check(name: str, field: str, value: Any) -> None:
    if field not in _KINDS:
        near = difflib.get_close_matches(field, FIELDS, n=1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        refuse(name, field, value, f"{hint}A schedule has {', '.join(FIELDS)}")
    types, allowed = _KINDS[field]
    if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        refuse(name, field, value, f"give {allowed}")


def _shifts(name: str, given: Mapping[str, Any]) -> int | None:
    if given.get("on_shift") and "after_shifts" in given:
        refuse(name, "after_shifts", given["after_shifts"], "on_shift says 1 already")
    shifts: int | None = 1 if given.get("on_shift") else given.get("after_shifts")
    return shifts


def _seconds(name: str, typed: str | None) -> int:
    if typed is None:
        return 0
    try:
        return parse_duration(typed)
    except ValueError as error:
        refuse(name, "every", typed, f"{error}. Give one like 90s, 15m, 2h or 1d")


def _skips(name: str, empty: str) -> bool:
    if empty not in {"skip", "send"}:
        refuse(name, "empty", empty, "choose skip or send")
    return empty == "skip"
