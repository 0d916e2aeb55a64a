"""Endpoints: who is told what, and how they do."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from rich.console import Console
from rich.text import Text
from sqlalchemy import RowMapping

from tracker.digest import ink
from tracker.digest.phrases import clock
from tracker.services.delivering import wants
from tracker.services.delivering.wants import Wants


def render_endpoints(console: Console, rows: Sequence[RowMapping], zone: tzinfo) -> None:
    """One row per endpoint; below, what is wrong with any."""
    if not rows:
        ink.say(console, ink.words("No endpoints. Next: tracker endpoint add ADDRESS", ink.QUIET))
        return
    table = ink.table("Endpoint", "To", "Told", "Status", "Waiting", right=("Waiting",))
    for row in rows:
        table.add_row(
            ink.words(row["name"], ink.HEADING),
            ink.words(row["address"], ink.OUTLET),
            ink.words(wants_words(wants.loads(row["wants"]))),
            _status(row),
            f"{row['waiting']:,}",
        )
    ink.say(console, table)
    for row in rows:
        for line in _trouble(row, zone):
            ink.say(console, line)


def wants_words(wanted: Wants) -> str:
    """What an endpoint is told: "digests of morning", "shifts: revised, weight ≥ 0.5"."""
    chosen = wanted.selection
    scope = next(
        (
            f"{kind} {name}"
            for kind in ("story", "outlet", "tag")
            if (name := getattr(chosen, kind)) is not None
        ),
        None,
    )
    parts = [
        ", ".join(wanted.types) or ("shifts" if chosen.picks_shifts else "everything"),
        f"of {', '.join(wanted.schedules)}" if wanted.schedules else None,
        f"only {', '.join(chosen.kinds)}" if chosen.kinds else None,
        f"weight ≥ {chosen.weight:g}" if chosen.weight else None,
        scope,
    ]
    return "; ".join(part for part in parts if part)


def _status(row: RowMapping) -> Text:
    if row["status"] != "active":
        return ink.words(row["status"], ink.SILENT)
    if row["failures"]:
        return ink.words("failing", ink.SILENT)
    return ink.words("well" if row["last_success"] else "not yet used", ink.QUIET)


def _trouble(row: RowMapping, zone: tzinfo) -> Iterator[Text]:
    name = row["name"]
    if row["status"] == "disabled":
        told = f"{name} is disabled since {clock(row['since'], zone)}: {row['reason']}."
        yield ink.words(f"{told} Next: tracker endpoint resume {name}", ink.SILENT)
    elif row["failing_since"]:
        told = f"{name} takes nothing since {clock(row['failing_since'], zone)}"
        yield ink.words(f"{told}: {row['last_answer']}", ink.SILENT)
    if row["dead"]:
        told = f"{name}: {row['dead']:,} given up."
        replay = f"Next: tracker deliveries replay --failed --endpoint {name}"
        yield ink.words(f"{told} {replay}", ink.SILENT)
