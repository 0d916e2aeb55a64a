"""The small receiver over real sockets: what it takes, what it refuses, and whom it waits for."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx
import pytest

from tracker.delivery.listener import MOST_BYTES, Listener, Received
from tracker.delivery.signing import generate_secret, signed_headers
from tracker.errors import NetworkError

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)
SECRET = generate_secret()
BODY = b'{"type": "endpoint.test"}'


@contextmanager
def listening(
    told: list[Received], *, host: str = "127.0.0.1", status: int = 204, seconds: float = 10
) -> Iterator[str]:
    """The address of a receiver that notes in `told` what arrives."""
    clock = lambda: NOON  # noqa: E731
    with Listener((host, 0), [SECRET], told.append, clock, status=status, seconds=seconds) as one:
        thread = threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://{f'[{host}]' if ':' in host else host}:{one.server_port}/"
        one.shutdown()
        thread.join()


def post(address: str, body: bytes = BODY, **changed: str) -> int:
    """The status that answers a message; `timestamp` and the like change what was signed."""
    headers = dict(signed_headers([SECRET], "evt_1", NOON, BODY))
    headers |= {f"webhook-{name}": value for name, value in changed.items()}
    return httpx.post(address, content=body, headers=headers).status_code


def test_what_is_signed_is_taken_and_told() -> None:
    """With its id and body, and again as a repetition."""
    told: list[Received] = []
    with listening(told) as address:
        assert [post(address), post(address)] == [204, 204]
    first, second = told
    assert first == Received(NOON, 204, "evt_1", again=False, refused=None, body=BODY)
    assert second.again


def test_what_is_not_signed_by_us_is_refused() -> None:
    """401 and the reason; the id of what is forged does not count as seen."""
    told: list[Received] = []
    with listening(told) as address:
        assert post(address, b"{}") == 401
        assert post(address, timestamp="0") == 401
        assert httpx.post(address, content=BODY).status_code == 401
        assert post(address) == 204
    assert [each.refused is None for each in told] == [False, False, False, True]
    assert told[0].refused == "the signature does not match: another secret, or another body."
    assert not told[3].again


def test_it_answers_as_it_is_told() -> None:
    """To see what a sender does about failures; what is forged gets 401 all the same."""
    told: list[Received] = []
    with listening(told, status=503) as address:
        assert (post(address), post(address, b"{}")) == (503, 401)
    assert [each.status for each in told] == [503, 401]


@pytest.mark.parametrize(
    ("length", "status"),
    [(str(MOST_BYTES + 1), 413), ("9" * 5000, 413), ("-1", 411), ("x", 411), ("\u0661", 411)],
)
def test_a_body_that_is_too_long_is_not_read(length: str, status: int) -> None:
    """Nor one whose length is no number."""
    told: list[Received] = []
    with listening(told) as address:
        said = f"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n\r\n".encode()
        assert f" {status} ".encode() in exchanged(address, said)
    assert [each.status for each in told] == [status]


def test_a_body_as_long_as_is_allowed_is_read() -> None:
    """A million bytes."""
    told: list[Received] = []
    with listening(told) as address:
        assert post(address, b"x" * MOST_BYTES) == 401
    assert len(told[0].body) == MOST_BYTES


def test_who_says_nothing_or_drips_is_not_waited_for() -> None:
    """Others are served meanwhile."""
    told: list[Received] = []
    with listening(told, seconds=0.3) as address:
        silent = socket.create_connection(("127.0.0.1", httpx.URL(address).port or 0))
        head = b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\nab"
        assert b" 400 " in exchanged(address, head)
        assert post(address) == 204
        silent.settimeout(5)
        assert silent.recv(1) == b""
        silent.close()
    assert told[0].refused == "its body broke off, or came too slowly."
    assert told[0].body == b"ab"


def test_other_methods_are_none_of_its_business() -> None:
    """A browser that looks in is told so, and it is no delivery."""
    told: list[Received] = []
    with listening(told) as address:
        assert httpx.get(address).status_code == 501
    assert told == []


def test_it_listens_on_the_newer_protocol_too() -> None:
    """Where the machine has it."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    told: list[Received] = []
    with listening(told, host="::1") as address:
        assert post(address) == 204


def test_a_port_that_is_taken_is_named() -> None:
    """With what to do."""
    told: list[Received] = []
    with listening(told) as address:
        port = httpx.URL(address).port or 0
        with pytest.raises(NetworkError, match=rf"port {port}.*another --port"):
            Listener(("127.0.0.1", port), [SECRET], told.append, lambda: NOON)


def exchanged(address: str, said: bytes) -> bytes:
    """What is answered to these bytes."""
    with socket.create_connection(("127.0.0.1", httpx.URL(address).port or 0)) as sender:
        sender.settimeout(5)
        sender.sendall(said)
        return sender.recv(1000)
