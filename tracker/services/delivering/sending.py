"""Sending a delivery the way of its endpoint: a signed webhook, or a notification."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from tracker.config import Settings
from tracker.delivery.addresses import target_of
from tracker.delivery.messages import DigestPublished
from tracker.delivery.notification import Limits, limits_of, loads, notify
from tracker.delivery.references import resolved
from tracker.delivery.webhook import Delivery, deliver
from tracker.digest.model import Digest
from tracker.errors import InputError
from tracker.network.client import open_client
from tracker.network.guard import Guard
from tracker.projections.tables import digests
from tracker.services.context import Context
from tracker.services.delivering.outbox import Claimed

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends deliveries; threads share it."""

    context: Context
    settings: Settings
    public: "httpx.Client"
    loopback: "httpx.Client"

    def __call__(self, claimed: Claimed, now: datetime) -> Delivery:
        """Raises InputError where an address or a secret is kept elsewhere, and not there now."""
        address = resolved(claimed.address, "address")
        limits = limits_of(self.settings.delivery, allow_loopback=claimed.allow_loopback)
        # Also what was checked when it was added: a reference may lead elsewhere by now.
        kind = target_of(
            address, allow_loopback=limits.allow_loopback, allow_networks=limits.allow_networks
        ).kind
        if kind != claimed.kind:
            raise InputError(f"address: it is that of a {kind} now: add the endpoint again.")
        if kind == "webhook":
            return self._post(claimed, address, now)
        return self._notify(claimed, address, limits, now)

    def _post(self, claimed: Claimed, address: str, now: datetime) -> Delivery:
        client = self.loopback if claimed.allow_loopback else self.public
        body = claimed.body.encode("ascii")
        return deliver(client, address, _secrets(claimed, now), claimed.message, body, now)

    def _notify(self, claimed: Claimed, address: str, limits: Limits, now: datetime) -> Delivery:
        return notify(
            address,
            json.loads(claimed.body),
            endpoint=claimed.name,
            zone=self.context.zone,
            at=now,
            template=loads(claimed.template) if claimed.template else None,
            digest=self._digest(claimed),
            unsubscribe=self.settings.delivery.unsubscribe or None,
            limits=limits,
        )

    def _digest(self, claimed: Claimed) -> Digest | None:
        """The whole of it: a message may be too short to hold it."""
        if claimed.type != DigestPublished.type:
            return None
        query = select(digests.c.digest).where(digests.c.id == claimed.subject)
        with self.context.engine.connect() as connection:
            text = connection.scalar(query)
        return Digest.model_validate_json(text) if text else None


@contextmanager
def open_sender(context: Context, settings: Settings) -> Iterator[Sender]:
    """A sender whose connections are kept from one delivery to the next, and closed at the end."""
    seconds = settings.delivery.timeout
    with ExitStack() as stack:
        public, loopback = (
            stack.enter_context(
                open_client(
                    Guard(allow_loopback=allow, seconds=seconds, silence=seconds),
                    user_agent=settings.capture.user_agent,
                    repeatable=("GET", "HEAD", "POST"),  # receivers tell a repeat by its id
                )
            )
            for allow in (False, True)
        )
        yield Sender(context, settings, public, loopback)


def _secrets(claimed: Claimed, now: datetime) -> Sequence[str]:
    """What signs: the secret, and for a day after a rotation also the one before."""
    assert claimed.secret is not None
    current = resolved(claimed.secret, "secret")
    if claimed.previous_secret is None or claimed.previous_until is None:
        return (current,)
    if now >= claimed.previous_until:
        return (current,)
    return (current, resolved(claimed.previous_secret, "secret"))
