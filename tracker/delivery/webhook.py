"""One attempt to hand a message to a webhook endpoint."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.delivery.signing import signed_headers
from tracker.errors import NetworkError
from tracker.network.client import check_address, failures_named
from tracker.network.waiting import retry_after

if TYPE_CHECKING:
    import httpx

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
"""A CloudEvents 1.0 event in structured mode (HTTP protocol binding, 3.2)."""

_GONE = 410


class Outcome(StrEnum):
    """What an attempt came to: `TAKEN` is done, `GONE` wants no more, `LATER` is to be retried."""

    TAKEN = "taken"
    GONE = "gone"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one attempt ended.

    `status` is None where no answer came. `retry_after` is how long the endpoint asks to wait
    (LATER only), a day at most, None where it says nothing. `detail` is one line for a person; it
    names the host alone, for the rest of an endpoint's address is often a secret.
    """

    outcome: Outcome
    status: int | None
    retry_after: timedelta | None
    detail: str


def deliver(
    client: "httpx.Client",
    endpoint_url: str,
    secrets: Sequence[str],
    message_id: str,
    payload: bytes,
    at: datetime,
) -> Delivery:
    """Post `payload` (JSON), signed by each of `secrets`, to `endpoint_url` at the time `at`.

    Redirects are not followed: a receiver that has moved must be registered anew. Everything but
    success and 410 is worth a later attempt, a mistake at the other end included: it may be mended.
    Raises InputError for a malformed address, secret or message id, and nothing for the network.
    """
    headers = {
        **signed_headers(secrets, message_id, at, payload),
        "content-type": CONTENT_TYPE,
    }
    host = check_address(endpoint_url, "its address").host
    try:
        with (
            failures_named(host),
            client.stream("POST", endpoint_url, content=payload, headers=headers) as response,
        ):
            return _judged(host, response, at)
    except NetworkError as error:
        return Delivery(Outcome.LATER, None, None, str(error))


def _judged(host: str, response: "httpx.Response", at: datetime) -> Delivery:
    status = response.status_code
    detail = f"{host}: answered {status}"
    if response.is_success:
        return Delivery(Outcome.TAKEN, status, None, detail)
    if status == _GONE:
        return Delivery(Outcome.GONE, status, None, f"{detail}: it wants no more deliveries.")
    if response.is_redirect:
        detail += "; redirects are not followed, so register the new address."
    wait = retry_after(response.headers.get("retry-after"), at)
    return Delivery(Outcome.LATER, status, wait, detail)
