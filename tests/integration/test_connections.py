"""Connections kept between looks: used again, replaced when stale, never shared."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from random import Random
from threading import Event

import httpx
import pytest

from tests.integration.loopback import Answer, Asked, Loopback
from tests.integration.misbehaving import (
    announced_short,
    cut_off,
    endless,
    endless_headers,
    members_bomb,
    not_modified_with_a_body,
    packed,
    packed_cut_off,
    page,
    redirect,
    silent,
)
from tracker.capture.fetch import Fetcher
from tracker.errors import NetworkError
from tracker.network.client import failures_named, open_client
from tracker.network.connections import KEPT_SECONDS, MOST_KEPT
from tracker.network.guard import Guard

HOST = "outlet.example"


@contextmanager
def client_of(site: Loopback, seconds: float = 5, **more: object) -> Iterator[httpx.Client]:
    hosts = {HOST: site.at} | {f"{n}.example": site.at for n in range(MOST_KEPT + 2)}
    guard = Guard(resolve=hosts, seconds=seconds, **more)  # type: ignore[arg-type]
    with open_client(guard, user_agent="test") as client:
        yield client


def get(client: httpx.Client, path: str = "/", host: str = HOST) -> bytes:
    address = f"http://{host}{path}"
    with failures_named(address), client.stream("GET", address) as response:
        return response.read()


def echo(asked: Asked) -> Answer:
    return page(asked.path)


def test_one_connection_serves_many_exchanges() -> None:
    """Whatever their status, redirects, unread bodies and answers without one included."""
    statuses = iter([200, 304, 404, 301, 503, 204, 200])

    def answer(_asked: Asked) -> Answer:
        status = next(statuses)
        return Answer(status, {"Location": "/"}, b"" if status in {204, 304} else b"x" * 30_000)

    with Loopback(answer) as site, client_of(site) as client:
        for _ in range(7):
            with client.stream("GET", f"http://{HOST}/"):
                """Nobody reads the body."""
        assert site.connections == 1


def test_every_host_has_its_own() -> None:
    """And so have ports and schemes: what was checked for one is not used for another."""
    with Loopback(echo) as site, client_of(site) as client:
        for host in ("1.example", "2.example", "1.example"):
            get(client, host=host)
        assert site.connections == 2


def test_the_time_for_an_exchange_starts_anew_with_each() -> None:
    """A kept connection may be older than an exchange may last."""
    now = [0.0]
    with Loopback(echo) as site, client_of(site, 20, clock=lambda: now[0]) as client:
        for _ in range(3):
            get(client)
            now[0] += 15
        assert site.connections == 1


def test_a_stale_connection_is_replaced_once() -> None:
    """A server that ended it meanwhile costs no exchange."""
    with Loopback(echo) as site, client_of(site) as client:
        for _ in range(3):
            assert get(client) == b"/"
            site.hang_up()
        assert site.connections == 3
        assert len(site.asked) == 3


def test_what_is_stale_at_the_last_moment_is_asked_again() -> None:
    """It looked fit; the server ended it over the question itself."""
    answers = iter([page("one"), Answer(raw=[]), page("two"), Answer(raw=[])])
    with Loopback(lambda _asked: next(answers)) as site, client_of(site) as client:
        assert [get(client), get(client)] == [b"one", b"two"]
        assert (site.connections, len(site.asked)) == (2, 3)


def test_a_fresh_connection_that_fails_is_not_asked_again() -> None:
    """That is the answer."""
    with (
        Loopback(lambda _asked: Answer(raw=[])) as site,
        client_of(site) as client,
    ):
        with pytest.raises(NetworkError, match="the connection broke off"):
            get(client)
        assert len(site.asked) == 1


def test_a_server_that_is_slow_is_not_asked_twice() -> None:
    """Time-outs are no staleness, and asking again would not hurry it."""
    answers = iter([page("one"), silent()])
    with Loopback(lambda _asked: next(answers)) as site, client_of(site, 1) as client:
        get(client)
        with pytest.raises(NetworkError, match="in time"):
            get(client)
        assert len(site.asked) == 2


def test_a_post_gets_a_connection_of_its_own() -> None:
    """It could not be repeated if a kept one had gone stale."""
    with Loopback(echo) as site, client_of(site) as client:
        get(client)
        client.post(f"http://{HOST}/", content=b"{}")
        assert site.connections == 2


@pytest.mark.parametrize(
    "spoilt",
    [
        endless,
        lambda: announced_short(b"<p>much more", 3),
        lambda: cut_off(b"<p>News"),
        lambda: not_modified_with_a_body(b"<p>News"),
        lambda: not_modified_with_a_body(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nFake"),
    ],
    ids=["endless", "too long", "too short", "304 with a body", "304 with an answer for a body"],
)
def test_a_spoilt_connection_spoils_no_other_answer(spoilt: Callable[[], Answer]) -> None:
    """What one answer left behind is never taken for the beginning of the next."""
    answers = iter([page("before"), spoilt(), page("after")])
    with Loopback(lambda _asked: next(answers)) as site, client_of(site) as client:
        get(client)
        with client.stream("GET", f"http://{HOST}/"):
            """Whatever it brings."""
        assert get(client) == b"after"


def test_a_rest_that_is_slow_to_come_holds_nobody_up() -> None:
    """The connection is given up instead."""
    done = Event()

    def rest() -> Iterator[bytes]:
        yield b"x"
        done.wait(5)

    answers = iter([Answer(chunks=rest()), page("after")])
    with Loopback(lambda _asked: next(answers)) as site, client_of(site) as client:
        with client.stream("GET", f"http://{HOST}/"):
            """Nobody reads the body."""
        assert get(client) == b"after"
        done.set()
        assert site.connections == 2


def test_no_more_than_so_many_are_kept() -> None:
    """The one that was unused the longest goes."""
    with Loopback(echo) as site, client_of(site) as client:
        for number in range(MOST_KEPT + 1):
            get(client, host=f"{number}.example")
        get(client, host=f"{MOST_KEPT}.example")
        get(client, host="1.example")
        assert site.connections == MOST_KEPT + 1
        get(client, host="0.example")
        assert site.connections == MOST_KEPT + 2


def test_none_is_kept_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers end them about then."""
    now = [0.0]
    monkeypatch.setattr("tracker.network.connections.time.monotonic", lambda: now[0])
    with Loopback(echo) as site, client_of(site) as client:
        for wait, connections in ((0, 1), (KEPT_SECONDS, 1), (KEPT_SECONDS + 1, 2)):
            now[0] += wait
            get(client)
            assert site.connections == connections


def test_threads_share_a_client_and_no_connection() -> None:
    """Each gets the answer to its own question."""
    with Loopback(echo) as site, client_of(site) as client, ThreadPoolExecutor(8) as pool:
        paths = [f"/{number}" for number in range(200)]
        bodies = pool.map(lambda path: get(client, path, f"{int(path[1:]) % 5}.example"), paths)
        assert list(bodies) == [path.encode() for path in paths]
        assert site.connections <= 40


SPOILERS: list[Callable[[], Answer]] = [
    endless,
    members_bomb,
    endless_headers,
    lambda: cut_off(b"x" * 5_000),
    lambda: announced_short(b"x" * 500, 3),
    lambda: packed_cut_off(b"x" * 500),
    lambda: not_modified_with_a_body(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nFake"),
    lambda: redirect("/bad"),
    lambda: Answer(raw=[]),
    lambda: Answer(503, {"Retry-After": "5"}, b"Busy"),
]


def test_whatever_goes_wrong_beside_them_good_answers_arrive_as_they_are() -> None:
    """Threads, hosts and every misbehaviour mixed: each page is the one that was asked for."""
    dice = Random(4)

    def answer(asked: Asked) -> Answer:
        if asked.path == "/bad":
            return dice.choice(SPOILERS)()
        return packed(asked.path.encode()) if dice.random() < 0.5 else page(asked.path)

    with Loopback(answer) as site, client_of(site, 2) as client, ThreadPoolExecutor(6) as pool:
        look = Fetcher(client, clock=lambda: datetime.now(UTC), max_bytes=50_000).look

        def look_once(number: int) -> None:
            host = f"http://{number % 5}.example"
            if number % 3 == 0:
                with suppress(NetworkError):
                    look(f"{host}/bad")
            else:
                assert look(f"{host}/{number}").body == f"/{number}".encode()

        assert len(list(pool.map(look_once, range(300)))) == 300
