"""Webhook deliveries over real HTTP on the loopback interface."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Event

import httpx
import pytest
from standardwebhooks import Webhook

from tests.integration.loopback import Answer, Loopback
from tracker.delivery.signing import generate_secret
from tracker.delivery.webhook import Delivery, Outcome, deliver
from tracker.errors import InputError
from tracker.network.client import open_client
from tracker.network.guard import Guard
from tracker.network.waiting import LONGEST_WAIT

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)
SECRET = generate_secret()
PAYLOAD = b'{"digest": "17 shifts"}'


def client(*, allow_loopback: bool = True, seconds: float = 5) -> httpx.Client:
    guard = Guard(allow_loopback=allow_loopback, seconds=seconds)
    return open_client(guard, user_agent="tracker-test/1")


def sent_to(site: Loopback, at: datetime = NOON) -> Delivery:
    with client() as open_one:
        return deliver(open_one, f"http://{site.at}/hook/s3cret", [SECRET], "msg_1", PAYLOAD, at)


def delivered(answer: Answer) -> Delivery:
    with Loopback(lambda _asked: answer) as site:
        return sent_to(site)


def test_a_receiver_can_verify_what_arrives() -> None:
    """One POST of exactly the payload, signed so that the reference package accepts it."""
    with Loopback(lambda _asked: Answer(204)) as site:
        sent_to(site, datetime.now(UTC))
        (asked,) = site.asked
    assert (asked.method, asked.path, asked.body) == ("POST", "/hook/s3cret", PAYLOAD)
    assert asked.headers["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert asked.headers["webhook-id"] == "msg_1"
    assert Webhook(SECRET).verify(asked.body, dict(asked.headers)) == {"digest": "17 shifts"}


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_success_is_taken(status: int) -> None:
    """What the receiver does with it is its own affair."""
    result = delivered(Answer(status))
    assert (result.outcome, result.status) == (Outcome.TAKEN, status)


def test_410_means_no_more() -> None:
    """The one answer that ends an endpoint."""
    assert delivered(Answer(410)).outcome is Outcome.GONE


@pytest.mark.parametrize("status", [400, 401, 404, 408, 429, 500, 502, 503])
def test_any_other_failure_is_tried_again(status: int) -> None:
    """A mistake at the other end may be mended as well as an overload may pass."""
    result = delivered(Answer(status))
    assert (result.outcome, result.status, result.retry_after) == (Outcome.LATER, status, None)
    assert str(status) in result.detail


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_are_not_followed(status: int) -> None:
    """A signed message goes only where the owner said."""
    moved = Answer(status, {"Location": "/elsewhere"})
    with Loopback(lambda _asked: moved) as site:
        result = sent_to(site)
        assert len(site.asked) == 1
    assert result.outcome is Outcome.LATER
    assert "register the new address" in result.detail


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("120", timedelta(minutes=2)),
        (" 0 ", timedelta(0)),
        ("Sun, 17 Nov 2024 12:30:00 GMT", timedelta(minutes=30)),
        ("Sun, 17 Nov 2024 12:30:00 -0000", timedelta(minutes=30)),
        ("Sun, 17 Nov 2024 11:00:00 GMT", timedelta(0)),
        ("99999999999999999999", LONGEST_WAIT),
        ("Sun, 17 Nov 2124 12:30:00 GMT", LONGEST_WAIT),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("", None),
    ],
)
def test_the_wait_an_endpoint_asks_for_is_kept_to(header: str, wait: timedelta | None) -> None:
    """In seconds or as a date, a day at most; nonsense counts as nothing said."""
    assert delivered(Answer(503, {"Retry-After": header})).retry_after == wait


def test_a_receiver_that_never_answers_is_tried_again() -> None:
    """A time-out is no answer, so there is no status."""
    done = Event()

    def silent(_asked: object) -> Answer:
        done.wait(5)
        return Answer()

    with Loopback(silent) as site, client(seconds=0.15) as open_one:
        result = deliver(open_one, f"http://{site.at}/", [SECRET], "msg_1", PAYLOAD, NOON)
        done.set()
    assert (result.outcome, result.status) == (Outcome.LATER, None)
    assert "in time" in result.detail


def test_an_answer_without_end_does_not_hold_a_delivery_up() -> None:
    """The status is all that counts; the body is not read."""

    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 4096

    assert delivered(Answer(200, chunks=endless())).outcome is Outcome.TAKEN


def test_addresses_inside_are_refused() -> None:
    """An endpoint may not point at this machine unless that was allowed."""
    with Loopback(lambda _asked: Answer()) as site, client(allow_loopback=False) as open_one:
        result = deliver(open_one, f"http://{site.at}/", [SECRET], "msg_1", PAYLOAD, NOON)
        assert site.asked == []
    assert result.outcome is Outcome.LATER
    assert "loopback" in result.detail


def test_the_detail_names_the_host_alone() -> None:
    """The path of a webhook is often a secret in itself, and details are kept and shown."""
    for answer in (Answer(200), Answer(410), Answer(302, {"Location": "/"}), Answer(500)):
        assert "s3cret" not in delivered(answer).detail
    with Loopback(lambda _asked: Answer()) as site:
        pass
    assert "s3cret" not in sent_to(site).detail


@pytest.mark.parametrize("address", ["ftp://hook.example/", "hook.example", ""])
def test_a_malformed_address_is_the_callers_mistake(address: str) -> None:
    """It cannot be mended by trying again."""
    with client() as open_one, pytest.raises(InputError):
        deliver(open_one, address, [SECRET], "msg_1", PAYLOAD, NOON)
