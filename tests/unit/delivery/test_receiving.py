"""Signatures as a receiver checks them, with the specification's own package as the other side."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from tracker.delivery.receiving import verify
from tracker.delivery.signing import generate_secret, signed_headers
from tracker.errors import InputError

SECRET = "whsec_" + base64.b64encode(bytes(range(24))).decode()
ANOTHER = "whsec_" + "ANOTHER/" * 4
NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)
BODY = b'{"a": 1}'

IDS = st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True)
KEYS = st.binary(min_size=24, max_size=64).map(
    lambda key: "whsec_" + base64.b64encode(key).decode()
)
BODIES = st.text(st.characters(exclude_categories=["Cs"]))
TIMES = st.integers(0, 2**32).map(lambda second: datetime.fromtimestamp(second, UTC))


def signed(at: datetime = NOON, body: bytes = BODY, secret: str = SECRET) -> dict[str, str]:
    return dict(signed_headers([secret], "msg_1", at, body))


def refusal(headers: dict[str, str], body: bytes = BODY, secret: str = SECRET) -> str:
    with pytest.raises(InputError) as caught:
        verify([secret], headers, body, NOON)
    return str(caught.value)


@given(IDS, TIMES, BODIES, KEYS)
def test_what_the_reference_signs_is_taken(
    message_id: str, at: datetime, body: str, secret: str
) -> None:
    """Any id, time, body and secret."""
    headers = {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(message_id, at, body),
    }
    assert verify([secret], headers, body.encode(), at) == message_id


@given(BODIES, KEYS, KEYS, st.integers(0, 3), st.integers(-600, 600))
def test_it_takes_and_refuses_what_the_reference_does(
    body: str, secret: str, other: str, tampering: int, seconds: int
) -> None:
    """The same judgement on a changed secret, body, id or time, whether it is early or late."""
    if abs(abs(seconds) - 300) < 30:
        seconds = 0  # the reference looks at its own clock, a little later
    now = datetime.now(UTC)
    headers = dict(
        signed_headers([secret], "msg_1", now + timedelta(seconds=seconds), body.encode())
    )
    received, known = body.encode(), secret
    if tampering == 1:
        known = other
    elif tampering == 2:
        received += b" "
    elif tampering == 3:
        headers["webhook-id"] = "msg_2"
    assert _reference_takes(known, headers, received) == _we_take(known, headers, received, now)


def _reference_takes(secret: str, headers: dict[str, str], body: bytes) -> bool:
    try:
        Webhook(secret).verify(body, headers)
    except WebhookVerificationError:
        return False
    except ValueError:  # a body that is no JSON, behind a signature that is right
        return True
    return True


def _we_take(secret: str, headers: dict[str, str], body: bytes, now: datetime) -> bool:
    try:
        verify([secret], headers, body, now)
    except InputError:
        return False
    return True


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_each_of_the_three_headers_is_needed(name: str) -> None:
    """An empty one is none."""
    headers = signed()
    assert f"the header {name} is missing" in refusal(headers | {name: ""})
    del headers[name]
    assert f"the header {name} is missing" in refusal(headers)


def test_headers_are_named_in_any_case() -> None:
    """As in HTTP."""
    headers = {name.title(): value for name, value in signed().items()}
    assert verify([SECRET], headers, BODY, NOON) == "msg_1"


@pytest.mark.parametrize("minutes", [-5, 0, 5])
def test_five_minutes_are_tolerated(minutes: int) -> None:
    """Clocks differ, and networks wait."""
    assert verify([SECRET], signed(NOON + timedelta(minutes=minutes)), BODY, NOON)


def test_what_is_older_or_younger_is_refused() -> None:
    """What was recorded once must not work for ever."""
    assert "is too old" in refusal(signed(NOON - timedelta(minutes=5, seconds=1)))
    assert "in the future" in refusal(signed(NOON + timedelta(minutes=5, seconds=1)))


@pytest.mark.parametrize("sent", ["now", "-1", "1.5", "\u0661\u0662", "9" * 15, "9" * 5000, " 1"])
def test_a_timestamp_that_is_none_is_refused(sent: str) -> None:
    """Also one beyond the calendar, and one that would take long to read."""
    assert "webhook-timestamp" in refusal(signed() | {"webhook-timestamp": sent})


@pytest.mark.parametrize(
    "signature",
    ["v1,", "v1", "v2,AAAA", "v1,not base64!", "v1,é", "v1a,AAAA", " ", "v1,AAAA " * 9999],
)
def test_a_signature_that_is_none_is_refused(signature: str) -> None:
    """However it is malformed."""
    assert "signature" in refusal(signed() | {"webhook-signature": signature})


def test_another_secret_or_body_is_refused() -> None:
    """The message says so, and repeats neither."""
    assert "does not match" in refusal(signed(secret=ANOTHER))
    assert "does not match" in refusal(signed(), b'{"a": 2}')


def test_one_signature_of_several_is_enough() -> None:
    """A sender that rotates its secret signs with both; signatures of other schemes are passed."""
    old, new = signed(secret=ANOTHER)["webhook-signature"], signed()["webhook-signature"]
    both = signed() | {"webhook-signature": f"v2,AAAA {old} {new}"}
    assert verify([SECRET], both, BODY, NOON)
    assert verify([ANOTHER], both, BODY, NOON)
    assert "does not match" in refusal(both, secret=generate_secret())


def test_a_receiver_may_know_two_secrets() -> None:
    """While it changes over to the new one."""
    assert verify([ANOTHER, SECRET], signed(), BODY, NOON)
    assert "does not match" in refusal(signed(), secret=ANOTHER)
