"""Standard Webhooks signatures (https://www.standardwebhooks.com), symmetric scheme v1."""

import base64
import binascii
import hmac
import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from math import floor

from tracker.errors import InputError

_PREFIX = "whsec_"
# The specification asks for 24 to 64 bytes.
_FEWEST_BYTES = 24
_MOST_BYTES = 64
_NEW_BYTES = 32

_MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{1,255}")


def generate_secret() -> str:
    """A new random secret in the form receivers expect: whsec_ and base64."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_NEW_BYTES)).decode("ascii")


def check_secret(secret: str) -> None:
    """Raises InputError for what cannot sign."""
    _key(secret)


def signed_headers(
    secrets_now: Sequence[str], message_id: str, sent_at: datetime, payload: bytes
) -> Mapping[str, str]:
    """The three webhook headers for `payload`, with a signature by each of the secrets.

    `message_id` stays the same over retries, so that a receiver can tell a repetition; `sent_at`
    (zone-aware) is the time of this attempt, which receivers refuse when it is minutes off. Raises
    InputError for a malformed secret, and for an id that no header can carry or whose full stop
    would make the signed text ambiguous.
    """
    if not _MESSAGE_ID.fullmatch(message_id):
        raise InputError(f"{message_id!r} cannot be a message id: use letters, digits, - and _.")
    timestamp = str(floor(sent_at.timestamp()))
    signed = f"{message_id}.{timestamp}.".encode() + payload
    signatures = [hmac.digest(_key(secret), signed, "sha256") for secret in secrets_now]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(
            f"v1,{base64.b64encode(signature).decode('ascii')}" for signature in signatures
        ),
    }


def _key(secret: str) -> bytes:
    """The secret's bytes. The message never repeats the secret: it may end up in a log."""
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise InputError("the endpoint's secret is not whsec_ followed by base64.") from error
    if not secret.startswith(_PREFIX) or not _FEWEST_BYTES <= len(key) <= _MOST_BYTES:
        raise InputError(
            f"the endpoint's secret must be whsec_ and {_FEWEST_BYTES} to {_MOST_BYTES} bytes "
            "of base64."
        )
    return key
