"""The receiver's side of Standard Webhooks: who sent it knows the secret, and sent it just now."""

import base64
import binascii
import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from tracker.delivery.signing import signed_headers
from tracker.errors import InputError

TOLERANCE = timedelta(minutes=5)
"""How far a timestamp may be from the receiver's clock: older ones may be recorded and replayed."""

HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")

_SECONDS = re.compile(r"[0-9]{1,15}", re.ASCII)
_MOST_SIGNATURES = 32
"""More than any rotation of secrets needs, and few enough to be checked at once."""


def verify(
    secrets: Sequence[str],
    headers: Mapping[str, str],
    body: bytes,
    now: datetime,
    tolerance: timedelta = TOLERANCE,
) -> str:
    """The id of a message that one of `secrets` signed; the same id again is the same message.

    Raises InputError with the reason: a header that is missing or malformed, a time (of the
    attempt) that is off by more than `tolerance`, a signature that is none of ours, a malformed
    secret.
    """
    message_id, sent, signatures = _three(headers)
    sent_at = _time(sent)
    if sent_at < now - tolerance:
        raise InputError(f"the timestamp {sent} is too old: was it recorded and sent again?")
    if sent_at > now + tolerance:
        raise InputError(f"the timestamp {sent} is in the future: one of the clocks is wrong.")
    given = list(_signatures(signatures))
    expected = list(_signatures(signed_headers(secrets, message_id, sent_at, body)[HEADERS[2]]))
    # Each with each, without stopping at the first: how long it takes must tell nothing.
    if sum(hmac.compare_digest(one, other) for one in given for other in expected) == 0:
        raise InputError("the signature does not match: another secret, or another body.")
    return message_id


def _three(headers: Mapping[str, str]) -> list[str]:
    found = {name.lower(): value for name, value in headers.items()}
    missing = [name for name in HEADERS if not found.get(name)]
    if missing:
        raise InputError(f"the header {missing[0]} is missing: it is not signed.")
    return [found[name] for name in HEADERS]


def _time(sent: str) -> datetime:
    if not _SECONDS.fullmatch(sent):
        raise InputError("the header webhook-timestamp holds no seconds since 1970.")
    try:
        return datetime.fromtimestamp(int(sent), UTC)
    except (ValueError, OverflowError, OSError):
        raise InputError(
            "the header webhook-timestamp holds a time that is out of reach."
        ) from None


def _signatures(header: str) -> Iterator[bytes]:
    """Those of the scheme v1; others, of schemes to come, are none of ours."""
    for part in header.split()[:_MOST_SIGNATURES]:
        scheme, _, signature = part.partition(",")
        if scheme == "v1":
            yield _decoded(signature)


def _decoded(signature: str) -> bytes:
    try:
        return base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError):
        return b""
