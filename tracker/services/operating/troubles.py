"""What is late, failing or held in a database, and since when: a few of each, and how many."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, Table, func, or_, select

from tracker.capture.tables import sources, watches
from tracker.delivery.tables import endpoint_health, outbox
from tracker.digest.escaping import inert
from tracker.projections.tables import endpoints, schedules
from tracker.redacting import redacted
from tracker.services.context import Context
from tracker.services.operating.sizes import DEAD, FAILING, LATE, OVERDUE, WAITING, count, number
from tracker.services.scheduling.due import dated_ahead
from tracker.services.scheduling.late import late_since

FEW = 5
"""How many of a kind are named."""

FAILURES = 3
"""After so many failures in a row an address asks for attention; before, it may get well."""

HELD = timedelta(days=1)
"""Held for so long, a page asks for attention; before, later looks may tell."""

LONGEST = 300  # characters of what was said


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is late, failing, held, paused or ended, and since when.

    `about` is what it befell, empty where all of a kind are counted. `attention` is false where it
    may mend itself, or was asked for. `next` is what to do.
    """

    kind: str
    about: str
    since: datetime | None
    detail: str
    next: str
    attention: bool = True


@dataclass(frozen=True, slots=True)
class Troubles:
    """The first of a kind, and how many there are in all (up to `sizes.MOST` + 1)."""

    shown: tuple[Trouble, ...]
    count: int


def troubles(context: Context) -> Sequence[Troubles]:
    """All kinds of trouble in the tables, those without any left out."""
    now = context.clock()
    with context.engine.connect() as connection:
        found = [ask(connection, now) for ask in _kinds(context)]
    return [some for some in found if some.count]


def plain(text: str | None) -> str:
    """What somebody else said: on one line, harmless, without secrets, and not too long."""
    line = inert(redacted(" ".join((text or "").split())))
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}..."


def _overdue(connection: Connection, now: datetime) -> Troubles:
    late = now - OVERDUE
    total = sum(count(connection, table, table.c.next_look <= late) for table in (watches, sources))
    oldest = [
        connection.scalar(select(func.min(table.c.next_look)).where(table.c.next_look <= late))
        for table in (watches, sources)
    ]
    since = min((each for each in oldest if each), default=None)
    said = f"{number(total)} addresses were due more than 5 minutes ago"
    what_next = "is a daemon at work ('tracker run')? If so, raise capture.budget"
    return Troubles((Trouble("looks late", "", since, said, what_next),), total)


def _failing(table: Table, kind: str, what_next: str) -> "Ask":
    def ask(connection: Connection, _now: datetime) -> Troubles:
        fails = FAILING if table is watches else table.c.failures > 0
        rows = _first(connection, table, fails, table.c.failures.desc(), table.c.address)
        found = tuple(
            Trouble(
                kind,
                plain(row["address"]),
                row["last_look"],
                f"failed {_times(row['failures'])} since it was last seen:"
                f" {plain(row['last_error'])}",
                what_next,
                attention=row["failures"] >= FAILURES,
            )
            for row in rows
        )
        return Troubles(found, count(connection, table, fails))

    return ask


def _held(connection: Connection, now: datetime) -> Troubles:
    is_held = watches.c.held_since.is_not(None)
    rows = _first(connection, watches, is_held, watches.c.held_since)
    found = tuple(
        Trouble(
            "held",
            plain(row["address"]),
            row["held_since"],
            plain("; ".join(json.loads(row["held_for"] or "[]"))),
            "later looks tell; open the address to see what stands there",
            attention=now - row["held_since"] > HELD,
        )
        for row in rows
    )
    return Troubles(found, count(connection, watches, is_held))


def _late_digests(context: Context) -> "Ask":
    said, what_next = "its digest was to be published", "is a daemon at work ('tracker run')?"

    def ask(connection: Connection, now: datetime) -> Troubles:
        found = tuple(
            Trouble("digest late", row["name"], since, said, what_next)
            for row in _at_work(connection)
            if (since := late_since(context, connection, row, now, LATE))
        )
        return Troubles(found[:FEW], len(found))

    return ask


def _digests_ahead(connection: Connection, now: datetime) -> Troubles:
    """Those of a clock that was wrong; the next digest puts an end to it."""
    found = tuple(
        Trouble(
            "digest ahead",
            row["name"],
            None,
            f"it stands at {ahead:%Y-%m-%d %H:%M} UTC, far ahead of this clock: one was wrong",
            "see that this machine's clock is right; digests go on by it",
        )
        for row in _at_work(connection)
        if (ahead := dated_ahead(row, now))
    )
    return Troubles(found[:FEW], len(found))


def _at_work(connection: Connection) -> Sequence[RowMapping]:
    query = select(schedules).where(~schedules.c.paused).order_by(schedules.c.name)
    return connection.execute(query).mappings().all()


def _endpoints(connection: Connection, _now: datetime) -> Troubles:
    ended = endpoints.c.status.in_(["paused", "disabled"])
    rows = _first(connection, endpoints, ended, endpoints.c.since)
    found = tuple(
        Trouble(
            f"endpoint {row['status']}",
            plain(row["name"]),
            row["since"],
            plain(row["reason"]),
            "tracker endpoint resume, or remove",
            attention=row["status"] == "disabled",
        )
        for row in rows
    )
    return Troubles(found, count(connection, endpoints, ended))


def _failing_endpoints(connection: Connection, _now: datetime) -> Troubles:
    fails = endpoint_health.c.failing_since.is_not(None)
    query = (
        select(endpoints.c.name, endpoint_health)
        .join(endpoint_health, endpoint_health.c.endpoint == endpoints.c.id)
        .where(fails, endpoints.c.status == "active")
        .order_by(endpoint_health.c.failing_since)
    )
    rows = connection.execute(query).mappings().all()
    found = tuple(
        Trouble(
            "endpoint failing",
            plain(row["name"]),
            row["failing_since"],
            plain(row["last_answer"]),
            "see to whoever receives there; it is tried again by itself",
        )
        for row in rows[:FEW]
    )
    return Troubles(found, len(rows))


def _deliveries(kind: str, said: str, what_next: str, *, dead: bool) -> "Ask":
    def ask(connection: Connection, now: datetime) -> Troubles:
        where = [outbox.c.status == (DEAD if dead else WAITING)]
        if not dead:
            where += [outbox.c.next_attempt < now - LATE, outbox.c.endpoint.in_(_expected(now))]
        total = count(connection, outbox, *where)
        since = connection.scalar(select(func.min(outbox.c.next_attempt)).where(*where))
        told = said.format(count=number(total))
        return Troubles((Trouble(kind, "", since, told, what_next),), total)

    return ask


def _expected(now: datetime) -> Select[tuple[str]]:
    """The endpoints to which something should go out now: neither ended nor left alone."""
    rests = endpoint_health.c.rest_until
    return (
        select(endpoints.c.id)
        .join(endpoint_health, endpoint_health.c.endpoint == endpoints.c.id)
        .where(endpoints.c.status == "active", or_(rests.is_(None), rests < now - LATE))
    )


def _first(
    connection: Connection, table: Table, where: ColumnElement[bool], *order: ColumnElement[object]
) -> Sequence[RowMapping]:
    query = select(table).where(where).order_by(*order).limit(FEW)
    return connection.execute(query).mappings().all()


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


Ask = Callable[[Connection, datetime], Troubles]


def _kinds(context: Context) -> Iterator[Ask]:
    open_it = "open the address; 'tracker unwatch' stops looking at it"
    yield _overdue
    yield _failing(watches, "article failing", open_it)
    yield _failing(sources, "source failing", open_it)
    yield _held
    yield _late_digests(context)
    yield _digests_ahead
    yield _failing_endpoints
    yield _endpoints
    yield _deliveries(
        "deliveries late",
        "{count} that were to go out more than a minute ago",
        "is a daemon at work ('tracker run')?",
        dead=False,
    )
    yield _deliveries(
        "deliveries dead",
        "{count} were given up",
        "tracker deliveries list; tracker deliveries replay --failed",
        dead=True,
    )
