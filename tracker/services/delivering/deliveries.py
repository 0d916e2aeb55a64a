"""What was delivered, what waits and what was given up; delivering it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, func, select, update

from tracker.delivery.tables import endpoint_keys, messages, outbox
from tracker.errors import InputError, NotFoundError
from tracker.eventstore.engine import writing
from tracker.projections.tables import digests, endpoints
from tracker.services.context import Context
from tracker.services.delivering import wants
from tracker.services.delivering.endpoints import find_endpoint
from tracker.services.delivering.happenings import digest_happening
from tracker.services.delivering.statuses import Status

SHORTEST_PREFIX = 4
"""Characters from which an id may be abbreviated."""

_REPEATABLE = (Status.DELIVERED, Status.DEAD)


@dataclass(frozen=True, slots=True)
class Which:
    """Deliveries of an endpoint, with a status, queued since a time; None: whatever it is."""

    endpoint: str | None = None
    status: Status | None = None
    since: datetime | None = None


def list_deliveries(context: Context, which: Which, limit: int) -> tuple[Sequence[RowMapping], int]:
    """The latest deliveries, at most `limit`, and how many there are."""
    chosen = _chosen(context, which)
    query = _deliveries.where(*chosen).order_by(outbox.c.queued_at.desc(), outbox.c.id)
    count = select(func.count()).select_from(outbox).where(*chosen)
    with context.engine.connect() as connection:
        rows = connection.execute(query.limit(limit)).mappings().all()
        return rows, int(connection.scalar(count) or 0)


def find_delivery(context: Context, wanted: str) -> RowMapping:
    """The delivery of this id, which may be abbreviated. Raises NotFoundError and InputError."""
    with context.engine.connect() as connection:
        rows = connection.execute(_deliveries.where(_named(wanted)).limit(2)).mappings().all()
    if not rows:
        raise NotFoundError(
            f"no delivery has the id {wanted[:80]!r}. 'tracker deliveries list' shows them."
        )
    if len(rows) > 1:
        raise InputError(f"{wanted!r} begins the ids of several deliveries: give more of it.")
    return rows[0]


def replay(context: Context, which: Which, wanted: str | None = None) -> int:
    """Deliver again what was delivered or given up, with the same message ids; returns how much.

    One delivery by its id, or all that are meant. What waits already is left as it is, and what an
    endpoint lost that was removed cannot be delivered.
    """
    chosen = _chosen(context, which)
    if wanted is not None:
        chosen = [outbox.c.id == find_delivery(context, wanted)["id"]]
    chosen.append(outbox.c.status.in_(_REPEATABLE))
    chosen.append(outbox.c.endpoint.in_(select(endpoints.c.id)))
    again = {"status": Status.WAITING, "attempts": 0, "next_attempt": context.clock()}
    with writing(context.engine).begin() as connection:
        return connection.execute(update(outbox).where(*chosen).values(again)).rowcount


def resend_digest(context: Context, digest: str) -> int:
    """Deliver a digest again to all endpoints that want it; returns to how many.

    Those that were added after it was published get it for the first time. Raises NotFoundError.
    """
    announcer = context.announcer.loaded()
    with writing(context.engine).begin() as connection:
        query = select(digests).where(digests.c.id == digest)
        row = connection.execute(query).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"no digest has the id {digest!r}. 'tracker digests' lists them.")
        happening = digest_happening(row)
        active = select(endpoints.c.id, endpoints.c.wants).where(endpoints.c.status == "active")
        wanting = [
            each.id
            for each in connection.execute(active)
            if wants.loads(each.wants).take(happening.data)
        ]
        message = announcer.keep(connection, happening)
        known = outbox.c.message == message, outbox.c.endpoint.in_(wanting)
        again = {"status": Status.WAITING, "attempts": 0, "next_attempt": context.clock()}
        connection.execute(update(outbox).where(*known).values(again))
        announcer.queue(connection, message, wanting)
    return len(wanting)


_deliveries = (
    select(
        outbox,
        messages.c.type,
        messages.c.subject,
        messages.c.position,
        messages.c.body,
        func.coalesce(endpoints.c.name, outbox.c.endpoint).label("name"),
        endpoints.c.address.label("address"),
    )
    .join(messages, messages.c.id == outbox.c.message)
    .join(endpoint_keys, endpoint_keys.c.endpoint == outbox.c.endpoint)
    .join(endpoints, endpoints.c.id == outbox.c.endpoint, isouter=True)
)


def _chosen(context: Context, which: Which) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if which.endpoint is not None:
        chosen.append(outbox.c.endpoint == find_endpoint(context, which.endpoint)["id"])
    if which.status is not None:
        chosen.append(outbox.c.status == which.status)
    if which.since is not None:
        chosen.append(outbox.c.queued_at >= which.since)
    return chosen


def _named(wanted: str) -> ColumnElement[bool]:
    if len(wanted) < SHORTEST_PREFIX:
        raise InputError(f"{wanted!r} is too short for an id: give {SHORTEST_PREFIX} or more.")
    by_message = outbox.c.message == wanted
    return by_message | outbox.c.id.startswith(wanted, autoescape=True)
