"""Delivering published digests: a durable outbox between the log and the endpoints.

What is published is put into the outbox once per endpoint, and stays there until it is taken. A
rebuild never announces anything: only digests above an endpoint's mark are put in.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, RowMapping, exists, func, insert, select, update

from tracker.article.identity import canonical_address
from tracker.delivery.signing import generate_secret
from tracker.delivery.tables import endpoint_keys, outbox
from tracker.delivery.webhook import Delivery, Outcome, deliver
from tracker.errors import NotFoundError
from tracker.eventstore.engine import writing
from tracker.network.client import check_address
from tracker.network.guard import refuse_literal
from tracker.newsroom.events import EndpointAdded, EndpointRemoved
from tracker.projections.tables import digests, endpoints
from tracker.services.context import Context
from tracker.services.newsroom import append

if TYPE_CHECKING:
    import httpx

LEASE = timedelta(minutes=5)
"""How long an attempt may take before another daemon takes the delivery over."""

ClientFor = Callable[[bool], "AbstractContextManager[httpx.Client]"]
"""Opens a client; told whether the endpoint may be on this very machine."""


class Status(StrEnum):
    WAITING = "waiting"
    TAKEN = "taken"
    GONE = "gone"
    GIVEN_UP = "given up"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one attempt came to; the address is told by its host alone."""

    host: str
    digest: str
    status: Status
    detail: str


def add_endpoint(context: Context, address: str, *, allow_loopback: bool) -> str:
    """Deliver digests published from now on to `address`; returns the secret that signs them.

    Adding an address again gives it a new secret; once removed, it begins anew. Raises InputError
    for what is no address, and for one that no delivery would be let through to.
    """
    canonical_address(address)
    refuse_literal(check_address(address).host, allow_loopback=allow_loopback)
    identifier, secret, head = _id(address), generate_secret(), context.store.head().position
    with writing(context.engine).begin() as connection:
        active = connection.scalar(select(exists().where(endpoints.c.id == identifier)))
        values = {"secret": secret} if active else {"secret": secret, "mark": head}
        known = update(endpoint_keys).where(endpoint_keys.c.endpoint == identifier)
        if connection.execute(known.values(values)).rowcount == 0:
            connection.execute(insert(endpoint_keys).values(endpoint=identifier, **values))
    added = EndpointAdded(address=address, allow_loopback=allow_loopback, after=head)
    append(context, f"endpoint-{identifier}", ("added", str(head)), added)
    return secret


def remove_endpoint(context: Context, address: str) -> None:
    """Deliver nothing more to `address`. Raises NotFoundError."""
    identifier = _id(address)
    if identifier not in {row["id"] for row in list_endpoints(context)}:
        raise NotFoundError(f"no endpoint is {address!r}. 'tracker endpoint list' shows them.")
    _remove(context, identifier, address)


def _remove(context: Context, identifier: str, address: str) -> None:
    stream = f"endpoint-{identifier}"
    version = context.store.stream_version(stream)
    append(context, stream, ("removed", str(version)), EndpointRemoved(address=address))
    with writing(context.engine).begin() as connection:
        waiting = outbox.c.endpoint == identifier, outbox.c.status == Status.WAITING
        connection.execute(update(outbox).where(*waiting).values(status=Status.GIVEN_UP))


def list_endpoints(context: Context) -> Sequence[RowMapping]:
    """All endpoints, with how many deliveries wait for each."""
    waiting = (
        select(func.count())
        .where(outbox.c.endpoint == endpoints.c.id, outbox.c.status == Status.WAITING)
        .scalar_subquery()
    )
    query = select(endpoints, waiting.label("waiting")).order_by(endpoints.c.address)
    with context.engine.connect() as connection:
        return connection.execute(query).mappings().all()


def enqueue(context: Context) -> int:
    """Put into the outbox what was published above each endpoint's mark; returns how much."""
    now, count = context.clock(), 0
    with writing(context.engine).begin() as connection:
        marks = select(endpoint_keys).join(endpoints, endpoints.c.id == endpoint_keys.c.endpoint)
        for key in connection.execute(marks.with_for_update(of=endpoint_keys)).mappings():
            for digest in _published_above(connection, key["mark"]):
                connection.execute(insert(outbox).values(_message(key["endpoint"], digest, now)))
                connection.execute(
                    update(endpoint_keys)
                    .where(endpoint_keys.c.endpoint == key["endpoint"])
                    .values(mark=digest["position"])
                )
                count += 1
    return count


def deliver_due(context: Context, client_for: ClientFor, retry: Sequence[int]) -> Iterator[Attempt]:
    """Attempt every delivery that is due; `retry` are the seconds to wait after each failure.

    An endpoint that answers 410 Gone is removed, as Standard Webhooks asks.
    """
    for row in _due(context):
        if _claimed(context, row):
            with client_for(row["allow_loopback"]) as client:
                answer = deliver(
                    client,
                    row["address"],
                    row["secret"],
                    row["id"],
                    _payload(row),
                    context.clock(),
                )
            yield _settled(context, row, answer, retry)


def _published_above(connection: Connection, mark: int) -> Sequence[RowMapping]:
    query = select(digests.c.id, digests.c.position).where(digests.c.position > mark)
    return connection.execute(query.order_by(digests.c.position)).mappings().all()


def _message(endpoint: str, digest: RowMapping, now: datetime) -> dict[str, object]:
    name = hashlib.sha256(f"{endpoint}\x1f{digest['id']}".encode()).hexdigest()[:32]
    return {
        "id": f"msg_{name}",
        "endpoint": endpoint,
        "digest": digest["id"],
        "status": Status.WAITING,
        "attempts": 0,
        "next_attempt": now,
    }


def _due(context: Context) -> Sequence[RowMapping]:
    query = (
        select(
            outbox,
            endpoint_keys.c.secret,
            endpoints.c.address,
            endpoints.c.allow_loopback,
            digests.c.digest.label("body"),
            digests.c.slot,
        )
        .join(endpoint_keys, endpoint_keys.c.endpoint == outbox.c.endpoint)
        .join(endpoints, endpoints.c.id == outbox.c.endpoint)
        .join(digests, digests.c.id == outbox.c.digest)
        .where(outbox.c.status == Status.WAITING, outbox.c.next_attempt <= context.clock())
        .order_by(digests.c.position, outbox.c.id)
    )
    with context.engine.connect() as connection:
        return connection.execute(query).mappings().all()


def _claimed(context: Context, row: RowMapping) -> bool:
    """Whether this process may attempt it: the first to count the attempt does."""
    claim = (
        update(outbox)
        .where(*_still_waiting(row), outbox.c.attempts == row["attempts"])
        .values(attempts=row["attempts"] + 1, next_attempt=context.clock() + LEASE)
    )
    with writing(context.engine).begin() as connection:
        return connection.execute(claim).rowcount == 1


def _still_waiting(row: RowMapping) -> tuple[ColumnElement[bool], ...]:
    """Not taken back since it was read: its endpoint may have been removed in between."""
    return outbox.c.id == row["id"], outbox.c.status == Status.WAITING


def _payload(row: RowMapping) -> bytes:
    message = {
        "type": "digest.published",
        "timestamp": row["slot"].isoformat(),
        "data": json.loads(row["body"]),
    }
    return json.dumps(message, separators=(",", ":")).encode("ascii")


def _settled(context: Context, row: RowMapping, answer: Delivery, retry: Sequence[int]) -> Attempt:
    status = _status(answer, row["attempts"], retry)
    wait = timedelta(seconds=retry[row["attempts"]]) if status is Status.WAITING else timedelta()
    pause = max(wait, answer.retry_after or wait)
    values = {
        "status": status,
        "next_attempt": context.clock() + pause,
        "last_answer": answer.detail,
    }
    with writing(context.engine).begin() as connection:
        noted = connection.execute(update(outbox).where(*_still_waiting(row)).values(values))
    if noted.rowcount == 0:
        status = Status.GIVEN_UP
    if status is Status.GONE:
        _remove(context, row["endpoint"], row["address"])
    return Attempt(check_address(row["address"]).host, row["digest"], status, answer.detail)


def _status(answer: Delivery, failures: int, retry: Sequence[int]) -> Status:
    if answer.outcome is Outcome.TAKEN:
        return Status.TAKEN
    if answer.outcome is Outcome.GONE:
        return Status.GONE
    return Status.WAITING if failures < len(retry) else Status.GIVEN_UP


def _id(address: str) -> str:
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:16]
