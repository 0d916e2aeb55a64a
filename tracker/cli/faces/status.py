"""How the tracker does: what asks for attention first, and what to do about it."""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from rich.console import Console
from rich.text import Text

from tracker.digest import ink
from tracker.digest.phrases import clock
from tracker.services.operating.heartbeat import Alive
from tracker.services.operating.sizes import number
from tracker.services.operating.status import Operating
from tracker.services.operating.troubles import Trouble

_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def render_status(console: Console, status: Operating, zone: tzinfo) -> None:
    """One line where all is well; then what is at work, what waits, and what is wrong."""
    urgent = [trouble for trouble in status.troubles if trouble.attention]
    others = [trouble for trouble in status.troubles if not trouble.attention]
    if urgent:
        said = f"{len(urgent)} {'thing asks' if len(urgent) == 1 else 'things ask'} for attention."
        ink.say(console, ink.words(said, ink.SILENT))
    else:
        ink.say(console, ink.words("All is well.", ink.NEW))
    for line in _facts(status):
        ink.say(console, line)
    for title, troubles in (("attention", urgent), ("may mend itself", others)):
        if troubles:
            ink.heading(console, title)
            for trouble in troubles:
                _render(console, trouble, status.at, zone, urgent=trouble.attention)
    for kind, count in status.hidden.items():
        ink.say(console, ink.words(f"{kind}: {number(count)} more", ink.QUIET), indent=2)


def _facts(status: Operating) -> Iterator[Text]:
    sizes = status.sizes
    at_work = [each for each in status.daemons if each.at_work]
    for daemon in at_work:
        yield _row("Daemon", _at_work(daemon, status.at))
    if not at_work:
        yield _row("Daemon", "none is at work")
    lag = f", {sizes.lag:,} not taken in" if sizes.lag else ""
    yield _row("Log", f"{_many(sizes.head, 'event')}{lag}")
    yield _row("Looks", f"{number(sizes.looks_due)} due, {number(sizes.looks_overdue)} overdue")
    dead = f", {number(sizes.dead)} given up" if sizes.dead else ""
    yield _row("Deliveries", f"{number(sizes.waiting)} waiting, {number(sizes.late)} late{dead}")
    yield _row("Database", status.database)


def _row(name: str, said: str) -> Text:
    return ink.line((f"{name:<12}", ink.QUIET), ink.words(said))


def _at_work(daemon: Alive, now: datetime) -> str:
    who = f"process {daemon.pid} on {daemon.host}, version {daemon.version}"
    return f"{who}, for {_long(now - daemon.started_at)}, seen {_long(now - daemon.seen_at)} ago"


def _render(
    console: Console, trouble: Trouble, now: datetime, zone: tzinfo, *, urgent: bool
) -> None:
    style = ink.SILENT if urgent else ink.HEADING
    since = ""
    if trouble.since:
        since = f"since {clock(trouble.since, zone)} ({_long(now - trouble.since)})"
    head = ink.line((trouble.kind, style), ink.words(trouble.about, ink.OUTLET), (since, ink.QUIET))
    ink.say(console, head, indent=2)
    if trouble.detail:
        ink.prose(console, ink.words(trouble.detail), indent=4)
    if trouble.next:
        ink.prose(console, ink.words(f"Next: {trouble.next}", ink.QUIET), indent=4)


def _long(span: timedelta) -> str:
    """A span of time in its largest unit."""
    seconds = max(int(span.total_seconds()), 0)
    size, unit = next((size, unit) for size, unit in _UNITS if seconds >= size or size == 1)
    return _many(seconds // size, unit)


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
