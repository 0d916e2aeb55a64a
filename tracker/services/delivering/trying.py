"""Trying an endpoint out: one message now, past the outbox."""

from datetime import timedelta

from sqlalchemy import select

from tracker.config import Settings
from tracker.delivery.envelope import envelope
from tracker.delivery.messages import Test
from tracker.delivery.tables import endpoint_keys
from tracker.delivery.webhook import Delivery
from tracker.services.context import Context
from tracker.services.delivering.attempting import attempt
from tracker.services.delivering.endpoints import find_endpoint
from tracker.services.delivering.naming import message_id
from tracker.services.delivering.outbox import Claimed
from tracker.services.delivering.sending import open_sender

TEXT = "This is a test: the news-update tracker reaches you here."


def try_endpoint(context: Context, settings: Settings, wanted: str) -> Delivery:
    """Send one endpoint a test message, whether it is active or not. Raises NotFoundError."""
    row, now = find_endpoint(context, wanted), context.clock()
    log_id = context.store.head().log_id.hex
    identifier = message_id(log_id, Test.type, f"{row['id']} {now.isoformat()}")
    body = envelope(log_id, identifier, Test(endpoint=row["name"], text=TEXT), now, row["name"])
    with context.engine.connect() as connection:
        query = select(endpoint_keys).where(endpoint_keys.c.endpoint == row["id"])
        keys = connection.execute(query).mappings().one()
    its = {name: keys[name] for name in ("address", "secret", "template")}
    trial = Claimed(
        **its,
        id=identifier,
        claim="",
        until=now + timedelta(seconds=settings.delivery.lease),
        attempt=1,
        failures=0,
        endpoint=row["id"],
        name=row["name"],
        kind=row["kind"],
        host=row["address"],
        previous_secret=keys["previous_secret"],
        previous_until=keys["previous_until"],
        allow_loopback=row["allow_loopback"],
        message=identifier,
        type=Test.type,
        subject=row["name"],
        body=body,
    )
    with open_sender(context, settings) as send:
        delivery = attempt(trial, send, lambda: now)  # a claim of its own: it cannot run out
    assert delivery is not None
    return delivery
