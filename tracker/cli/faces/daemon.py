"""What the daemon has to do: schedules, endpoints."""

from collections.abc import Sequence
from datetime import tzinfo

from rich.console import Console
from sqlalchemy import RowMapping

from tracker.digest import ink
from tracker.digest.phrases import clock


def render_schedules(console: Console, rows: Sequence[RowMapping], zone: tzinfo) -> None:
    """One row per schedule."""
    if not rows:
        hint = "No schedules. Next: tracker schedule add NAME --cron '0 7 * * *'"
        ink.say(console, ink.words(hint, ink.QUIET))
        return
    table = ink.table("Schedule", "Cron", "Zone", "Of", "Last published")
    for row in rows:
        of = next((row[kind] for kind in ("story", "outlet", "tag") if row[kind]), "everything")
        last = clock(row["last_slot"], zone) if row["last_slot"] else "not yet"
        name = ink.words(row["name"], ink.HEADING)
        rhythm = ink.words(row["cron"]), ink.words(row["zone"])
        table.add_row(name, *rhythm, ink.words(of), ink.words(last, ink.QUIET))
    ink.say(console, table)


def render_endpoints(console: Console, rows: Sequence[RowMapping]) -> None:
    """One row per endpoint."""
    if not rows:
        ink.say(console, ink.words("No endpoints. Next: tracker endpoint add URL", ink.QUIET))
        return
    table = ink.table("Endpoint", "Loopback", "Waiting", right=("Waiting",))
    for row in rows:
        loopback = "allowed" if row["allow_loopback"] else "refused"
        table.add_row(ink.words(row["address"], ink.OUTLET), loopback, str(row["waiting"]))
    ink.say(console, table)
