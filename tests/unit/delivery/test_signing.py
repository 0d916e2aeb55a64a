"""Standard Webhooks signatures, with the specification's own package as judge."""

import base64
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from tracker.delivery.signing import generate_secret, signed_headers
from tracker.errors import InputError

SECRET = "whsec_" + base64.b64encode(bytes(range(24))).decode()
ANOTHER = "whsec_" + "ANOTHER/" * 4
NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)


def test_a_receiver_accepts_it() -> None:
    """A receiver that uses the reference package verifies our headers."""
    secret = generate_secret()
    headers = signed_headers([secret], "msg_1", datetime.now(UTC), b'{"a": 1}')
    assert Webhook(secret).verify(b'{"a": 1}', dict(headers)) == {"a": 1}


@pytest.mark.parametrize(
    ("secret", "payload", "name"),
    [
        (ANOTHER, b"{}", "webhook-id"),
        (SECRET, b"[]", "webhook-id"),
        (SECRET, b"{}", "webhook-timestamp"),
    ],
)
def test_a_receiver_refuses_what_was_tampered_with(secret: str, payload: bytes, name: str) -> None:
    """Another secret, another payload or another header breaks the signature."""
    headers = dict(signed_headers([SECRET], "msg_1", datetime.now(UTC), b"{}"))
    if secret == SECRET and payload == b"{}":
        headers[name] = str(int(headers[name]) + 1)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(payload, headers)


@given(
    st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True),
    st.integers(0, 2**32).map(lambda second: datetime.fromtimestamp(second, UTC)),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.binary(min_size=24, max_size=64),
)
def test_it_is_the_reference_signature(
    message_id: str, at: datetime, payload: str, key: bytes
) -> None:
    """For any id, time, payload and secret, the same bytes as the reference package."""
    secret = "whsec_" + base64.b64encode(key).decode()
    ours = signed_headers([secret], message_id, at, payload.encode())
    assert ours["webhook-signature"] == Webhook(secret).sign(message_id, at, payload)


def test_the_time_is_an_instant() -> None:
    """Whole seconds since 1970, whatever zone it was given in."""
    in_kyiv = NOON.astimezone(timezone(timedelta(hours=2)))
    assert signed_headers([SECRET], "msg_1", in_kyiv, b"")["webhook-timestamp"] == "1731844800"


def test_the_payload_need_not_be_text() -> None:
    """Bytes are signed as they are sent."""
    assert signed_headers([SECRET], "msg_1", NOON, b"\xff\x00")["webhook-signature"]


def test_new_secrets_are_long_and_differ() -> None:
    """32 random bytes behind the prefix."""
    secrets = {generate_secret() for _ in range(20)}
    assert len(secrets) == 20
    assert {len(base64.b64decode(secret.removeprefix("whsec_"))) for secret in secrets} == {32}


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "whsec_",
        "whsec_not base64!",
        "whsec_é",
        SECRET.removeprefix("whsec_"),
        "whsec_" + base64.b64encode(bytes(23)).decode(),
        "whsec_" + base64.b64encode(bytes(65)).decode(),
    ],
)
def test_a_malformed_secret_is_refused_and_not_repeated(secret: str) -> None:
    """Errors end up in logs; the secret must not."""
    with pytest.raises(InputError) as caught:
        signed_headers([secret], "msg_1", NOON, b"")
    tail = secret.removeprefix("whsec_")
    assert not tail or tail not in str(caught.value)


@pytest.mark.parametrize("message_id", ["", "a.b", "a b", "a\n", "é", "x" * 256])
def test_an_id_that_would_make_the_signed_text_ambiguous_is_refused(message_id: str) -> None:
    """Id, time and payload are joined by full stops."""
    with pytest.raises(InputError, match="message id"):
        signed_headers([SECRET], message_id, NOON, b"")
