"""Deliveries: a line each, or one in full."""

import json
from collections.abc import Sequence
from datetime import tzinfo

from rich.console import Console
from rich.text import Text
from sqlalchemy import RowMapping

from tracker.digest import ink
from tracker.digest.phrases import clock

_STYLES = {"delivered": ink.QUIET, "dead": ink.SILENT}


def render_deliveries(
    console: Console, rows: Sequence[RowMapping], count: int, zone: tzinfo
) -> None:
    """One row per delivery, and how many more there are."""
    if not rows:
        hint = "No deliveries. 'tracker endpoint list' shows who is told what."
        ink.say(console, ink.words(hint, ink.QUIET))
        return
    table = ink.table("Id", "Put in", "Endpoint", "Message", "Status", "Tries", right=("Tries",))
    for row in rows:
        table.add_row(
            ink.words(row["id"], ink.HEADING),
            ink.words(clock(row["queued_at"], zone), ink.QUIET),
            ink.words(row["name"], ink.OUTLET),
            ink.words(row["type"]),
            _status(row, zone),
            str(row["attempts"]),
        )
    ink.say(console, table)
    if count > len(rows):
        more = f"{count - len(rows):,} more; --limit shows them."
        ink.say(console, ink.words(more, ink.QUIET))


def render_delivery(console: Console, row: RowMapping, zone: tzinfo) -> None:
    """Everything about one delivery, and the message as it is sent."""
    facts = (
        ("Delivery", row["id"]),
        ("Message", f"{row['message']} ({row['type']})"),
        ("To", f"{row['name']} {row['address'] or ''}".rstrip()),
        ("Put in", clock(row["queued_at"], zone)),
        ("Tries", str(row["attempts"])),
        ("Last try", clock(row["last_attempt"], zone) if row["last_attempt"] else "none yet"),
        ("Last answer", row["last_answer"] or "none"),
    )
    table = ink.table("", "")
    table.show_header = False
    for label, value in facts:
        table.add_row(ink.words(label, ink.QUIET), ink.words(value))
    table.add_row(ink.words("Status", ink.QUIET), _status(row, zone))
    ink.say(console, table)
    ink.say(console, ink.words(""))
    for line in json.dumps(json.loads(row["body"]), indent=2, ensure_ascii=False).splitlines():
        ink.say(console, ink.words(line))


def _status(row: RowMapping, zone: tzinfo) -> Text:
    status = row["status"]
    if status == "waiting":
        when = f"waiting, next try {clock(row['next_attempt'], zone)}"
        return ink.words(when if row["attempts"] else "waiting")
    return ink.words(status, _STYLES.get(status, ink.QUIET))
