"""All schedules out of one TOML file, so that they can be kept under version control.

zone = "Europe/Berlin"          # of those that name none

[schedules.morning]
cron = "0 7 * * mon-fri"
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tracker.errors import InputError
from tracker.services.context import Context
from tracker.services.scheduling.plans import Plan
from tracker.services.scheduling.schedules import Kept, add_all
from tracker.services.scheduling.typed import plan_of


def apply_file(context: Context, path: Path, zone: str, *, prune: bool = False) -> list[Kept]:
    """Make the schedules those of the file; with `prune`, no others. Either all of it or nothing.

    Raises InputError, naming the schedule and the field.
    """
    return add_all(context, plans_in(path, zone), prune=prune)


def plans_in(path: Path, zone: str) -> list[Plan]:
    """The plans of a file; `zone` is that of plans and files that name none."""
    told = _read(path)
    unknown = sorted(told.keys() - {"zone", "schedules"})
    if unknown:
        allowed = "it may hold zone and [schedules.NAME]"
        raise InputError(f"{path}: {unknown[0]!r} is unknown: {allowed}.")
    zone = told.get("zone", zone)
    if not isinstance(zone, str):
        raise InputError(f"{path}: zone {zone!r} cannot be used: give one like 'Europe/Berlin'.")
    tables = told.get("schedules", {})
    if not isinstance(tables, dict):
        raise InputError(f"{path}: schedules must be tables: write [schedules.NAME].")
    plans: dict[str, Plan] = {}
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise InputError(f"{path}: schedule {name} must be a table: write [schedules.{name}].")
        plan = _plan(path, name, table, zone)
        if plan.name in plans:
            raise InputError(f"{path}: two schedules are called {plan.name!r}: rename one.")
        plans[plan.name] = plan
    return list(plans.values())


def _plan(path: Path, name: str, table: Mapping[str, Any], zone: str) -> Plan:
    try:
        return plan_of(name, table, zone)
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{path} is no TOML file: {error}.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
