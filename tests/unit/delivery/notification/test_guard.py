"""Sockets are checked as they connect, in the threads that send and nowhere else."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from ipaddress import ip_network

import pytest

from tracker.delivery.notification.guard import (
    RefusedConnectionError,
    Watch,
    bounded,
    is_watched,
    watching,
)


@pytest.fixture
def port() -> Iterator[int]:
    """A server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def connect(port: int, host: str = "127.0.0.1") -> None:
    socket.create_connection((host, port), timeout=1).close()


def test_a_watched_thread_cannot_connect_inside(port: int) -> None:
    watch = Watch()
    with watching(watch), pytest.raises(RefusedConnectionError):
        connect(port)
    assert watch.refused == ["loopback"]


def test_other_threads_and_other_times_are_none_of_its_business(port: int) -> None:
    """The hook stays for good, and looks at a thread only while it sends."""
    with watching(Watch()):
        other = threading.Thread(target=connect, args=(port,))
        other.start()
        other.join()
        assert is_watched()
    connect(port)
    assert not is_watched()


def test_what_is_allowed_can_be_connected_to(port: int) -> None:
    with watching(watch := Watch(allow_loopback=True)):
        connect(port)
    watch.end()
    with watching(watch := Watch(allowed=(ip_network("127.0.0.0/8"),))):
        connect(port)
    watch.end()


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("10.0.0.1", "private"),
        ("169.254.169.254", "link-local"),
        ("100.64.0.1", "carrier-grade NAT"),
        ("0.0.0.0", "unspecified"),
    ],
)
def test_inner_addresses_are_refused_before_a_packet_leaves(host: str, reason: str) -> None:
    watch = Watch(allow_loopback=True)
    with watching(watch), socket.socket() as one, pytest.raises(RefusedConnectionError):
        one.connect((host, 80))
    assert watch.refused == [reason]


def test_datagrams_are_checked_as_well() -> None:
    with (
        watching(Watch()),
        socket.socket(type=socket.SOCK_DGRAM) as one,
        pytest.raises(RefusedConnectionError),
    ):
        one.sendto(b"x", ("127.0.0.1", 514))


def test_a_name_that_nobody_looked_up_is_refused() -> None:
    """What it stands for by the time of the connection could not be checked."""
    with watching(Watch()), socket.socket() as one, pytest.raises(RefusedConnectionError):
        one.connect(("localhost", 80))


def test_sockets_of_this_machine_alone_are_refused() -> None:
    with (
        watching(Watch()),
        socket.socket(socket.AF_UNIX) as one,
        pytest.raises(RefusedConnectionError),
    ):
        one.connect("/run/nothing.sock")


def test_work_that_waits_for_an_answer_is_cut_off(port: int) -> None:
    """Its connection is cut, whatever time-out the library has given it."""
    ended = threading.Event()

    def work() -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as one:
            one.recv(1)
            ended.set()

    began = time.monotonic()
    with pytest.raises(TimeoutError):
        bounded(work, Watch(allow_loopback=True), 0.2)
    assert time.monotonic() - began < 3
    assert ended.wait(3)


def test_a_connection_that_speaks_tls_is_cut_off_as_well(port: int) -> None:
    """Some libraries put TLS on a socket before they connect it."""

    def work() -> None:
        context = ssl.create_default_context()
        with context.wrap_socket(socket.socket(), server_hostname="news.example") as one:
            one.settimeout(60)
            one.connect(("127.0.0.1", port))  # which waits for a handshake

    began = time.monotonic()
    with pytest.raises(TimeoutError):
        bounded(work, Watch(allow_loopback=True), 0.2)
    assert time.monotonic() - began < 3


def test_work_that_comes_too_late_connects_to_nothing(port: int) -> None:
    """It may hang in a name server, which nobody can end; then it finds the door closed."""
    go, found = threading.Event(), []

    def work() -> None:
        go.wait(10)
        try:
            connect(port)
        except OSError as error:
            found.append(str(error))

    with pytest.raises(TimeoutError):
        bounded(work, Watch(allow_loopback=True), 0.05)
    go.set()
    deadline = time.monotonic() + 5
    while not found and time.monotonic() < deadline:
        time.sleep(0.01)
    assert found == ["refused: the time for this sending is over"]


def test_what_the_work_gives_or_raises_comes_through() -> None:
    assert bounded(lambda: 7, Watch(), 5) == 7
    with pytest.raises(ZeroDivisionError):
        bounded(lambda: 1 // 0, Watch(), 5)
