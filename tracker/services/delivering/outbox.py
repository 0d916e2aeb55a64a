"""The outbox: which deliveries are due, who attempts them, and what came of it.

A claim counts as an attempt and holds for a lease. Whoever is killed while it attempts leaves a
claim that runs out; whoever comes back after it ran out finds that the delivery is not his.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Connection,
    RowMapping,
    bindparam,
    func,
    select,
    union_all,
    update,
)

from tracker.delivery.tables import endpoint_health, endpoint_keys, messages, outbox
from tracker.eventstore.engine import writing
from tracker.projections.tables import endpoints
from tracker.services.context import Context
from tracker.services.delivering.statuses import Status


class How(StrEnum):
    """PROVEN took what it got last, NEW has not been attempted yet, FAILING did not take it."""

    PROVEN = "proven"
    NEW = "new"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class Standing:
    """An endpoint for which something waits till `due`, and how it does."""

    endpoint: str
    due: datetime
    how: How


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this process may attempt before `until`; `attempt` counts from 1.

    `failures` are those of its endpoint in a row.
    """

    id: str
    claim: str
    until: datetime
    attempt: int
    failures: int
    endpoint: str
    name: str
    kind: str
    host: str
    address: str = field(repr=False)
    secret: str | None = field(repr=False)
    previous_secret: str | None = field(repr=False)
    previous_until: datetime | None
    template: str | None
    allow_loopback: bool
    message: str
    type: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What an attempt came to, and when the next one is due, if any. `is_gone`: it answered 410."""

    claimed: Claimed
    status: Status
    at: datetime
    answer: int | None
    detail: str
    next_attempt: datetime
    rest_until: datetime | None
    is_gone: bool = False


def standings(connection: Connection) -> list[Standing]:
    """The active endpoints for which something waits, whose turn it is first to begin with."""
    rows = connection.execute(_standings).mappings()
    found = [
        Standing(
            row["endpoint"],
            max(row["due"], row["rest_until"] or row["due"]),
            _how(row),
        )
        for row in rows
        if row["due"] is not None
    ]
    return sorted(found, key=lambda standing: (standing.due, standing.endpoint))


def _how(row: RowMapping) -> How:
    if row["failures"]:
        return How.FAILING
    return How.NEW if row["last_success"] is None else How.PROVEN


def claim(context: Context, wanted: Sequence[tuple[str, int]], lease: timedelta) -> list[Claimed]:
    """Claim due deliveries, so many of each endpoint, the longest waiting first."""
    now, token = context.clock(), secrets.token_hex(8)
    until = now + lease
    with context.engine.connect() as connection:
        found = list(connection.scalars(_due(wanted, now)))
    if not found:
        return []
    # Another process may have claimed some since. The conditions are put so that the rows are
    # found by their ids, and not by all that is due.
    still = (
        outbox.c.id.in_(found),
        func.coalesce(outbox.c.status, "") == Status.WAITING,
        func.coalesce(outbox.c.next_attempt, until) <= now,
    )
    moved = {"attempts": outbox.c.attempts + 1, "next_attempt": until, "claim": token}
    with writing(context.engine).begin() as connection:
        mine = connection.scalars(
            update(outbox)
            .where(*still)
            .values(moved | {"last_attempt": now})
            .returning(outbox.c.id)
        ).all()
        rows = connection.execute(_claimed.where(outbox.c.id.in_(mine))).mappings().all()
    return [_made(row, token, until) for row in rows]


def settle(context: Context, results: Iterable[Settled]) -> list[Settled]:
    """Note what attempts came to; those whose claim had run out meanwhile are not noted.

    Returns what was noted. Rows are changed in the same order by every process, so that no two
    wait for each other.
    """
    ordered = sorted(results, key=lambda each: (each.claimed.endpoint, each.claimed.id))
    if not ordered:
        return []
    with writing(context.engine).begin() as connection:
        mine = _still_mine(connection, ordered)
        noted = [each for each in ordered if (each.claimed.id, each.claimed.claim) in mine]
        if noted:
            connection.execute(_note, [_noted(each) for each in noted])
            _note_health(connection, noted)
    return noted


def failing_since(context: Context, endpoint: str) -> datetime | None:
    """Since when nothing was taken; None where the last attempt was."""
    query = select(endpoint_health.c.failing_since).where(endpoint_health.c.endpoint == endpoint)
    with context.engine.connect() as connection:
        found: datetime | None = connection.scalar(query)
    return found


def _due(wanted: Sequence[tuple[str, int]], now: datetime) -> CompoundSelect[tuple[str]]:
    """What is due, so much of each endpoint: a walk down an index for each, in one question."""
    parts = []
    for endpoint, most in wanted:
        its = outbox.c.endpoint == endpoint, outbox.c.status == Status.WAITING.value
        part = select(outbox.c.id).where(*its, outbox.c.next_attempt <= now)
        first = part.order_by(outbox.c.next_attempt, outbox.c.id).limit(most).subquery()
        parts.append(select(first.c.id))
    return union_all(*parts)


def _still_mine(connection: Connection, results: Sequence[Settled]) -> set[tuple[str, str]]:
    """Which of them are nobody else's by now, and whose endpoint is there; locked until noted."""
    ids = outbox.c.id.in_([each.claimed.id for each in results])
    rows = (
        select(outbox.c.id, outbox.c.claim)
        .where(ids, func.coalesce(outbox.c.status, "") == Status.WAITING)
        .order_by(outbox.c.endpoint, outbox.c.id)
        .with_for_update()
    )
    return {(row.id, row.claim) for row in connection.execute(rows)}


_note = (
    update(outbox)
    .where(outbox.c.id == bindparam("one"))
    .values(
        status=bindparam("stands"),
        next_attempt=bindparam("due"),
        claim=None,
        last_status=bindparam("answer"),
        last_answer=bindparam("detail"),
    )
)


def _noted(each: Settled) -> dict[str, object]:
    return {
        "one": each.claimed.id,
        "stands": each.status,
        "due": each.next_attempt,
        "answer": each.answer,
        "detail": each.detail,
    }


_first = (
    select(outbox.c.next_attempt)
    .where(outbox.c.endpoint == endpoints.c.id, outbox.c.status == Status.WAITING.value)
    .order_by(outbox.c.next_attempt)
    .limit(1)
    .scalar_subquery()
)
_standings = (
    select(endpoint_health, _first.label("due"))
    .join(endpoints, endpoints.c.id == endpoint_health.c.endpoint)
    .where(endpoints.c.status == "active")
)
_claimed = (
    select(
        outbox.c.id,
        outbox.c.attempts,
        outbox.c.message,
        endpoints.c.id.label("endpoint"),
        endpoints.c.name,
        endpoints.c.kind,
        endpoints.c.address.label("shown"),
        endpoints.c.allow_loopback,
        endpoint_health.c.failures,
        endpoint_keys.c.address,
        endpoint_keys.c.secret,
        endpoint_keys.c.previous_secret,
        endpoint_keys.c.previous_until,
        endpoint_keys.c.template,
        messages.c.type,
        messages.c.subject,
        messages.c.body,
    )
    .join(endpoints, endpoints.c.id == outbox.c.endpoint)
    .join(endpoint_keys, endpoint_keys.c.endpoint == outbox.c.endpoint)
    .join(endpoint_health, endpoint_health.c.endpoint == outbox.c.endpoint)
    .join(messages, messages.c.id == outbox.c.message)
    .order_by(messages.c.position, outbox.c.id)
)


def _made(row: RowMapping, token: str, until: datetime) -> Claimed:
    same = ("id", "endpoint", "name", "kind", "address", "secret", "template", "allow_loopback")
    more = ("failures", "previous_secret", "previous_until", "message", "type", "subject", "body")
    return Claimed(
        **{name: row[name] for name in (*same, *more)},
        claim=token,
        until=until,
        attempt=row["attempts"],
        host=row["shown"],
    )


def _note_health(connection: Connection, noted: Sequence[Settled]) -> None:
    """How each endpoint does after all that was attempted at it."""
    for endpoint, its in groupby(noted, key=lambda each: each.claimed.endpoint):
        results = list(its)
        failed = [each for each in results if each.status is not Status.DELIVERED]
        last = results[-1]
        mine = update(endpoint_health).where(endpoint_health.c.endpoint == endpoint)
        if len(failed) < len(results):
            well = {"failures": 0, "failing_since": None, "rest_until": None}
            connection.execute(
                mine.values(well | {"last_success": last.at, "last_answer": last.detail})
            )
        if failed:
            worst = failed[-1]
            failing = {
                "failures": endpoint_health.c.failures + len(failed),
                "failing_since": func.coalesce(endpoint_health.c.failing_since, _at(worst.at)),
                "rest_until": worst.rest_until,
                "last_answer": worst.detail,
            }
            connection.execute(mine.values(failing))


def _at(moment: datetime) -> BindParameter[datetime]:
    return bindparam(None, moment, endpoint_health.c.failing_since.type)
