"""Where a connection may go."""

import socket
from ipaddress import ip_network
from threading import Event

import pytest

from tracker.errors import InputError, NetworkError
from tracker.network.guard import Guard, look_up, refuse_literal


def answers(*addresses: str) -> Guard:
    return Guard(lookup=lambda _host, _port: addresses)


def test_targets_are_the_addresses_found_in_their_order() -> None:
    """What was checked is what is connected to, with the port of the address."""
    assert answers("1.1.1.1", "2606:4700::1").targets("outlet.example", 443) == [
        ("1.1.1.1", 443),
        ("2606:4700::1", 443),
    ]


def test_a_refused_address_is_named_with_its_reason() -> None:
    """The message says which host, which address, and why."""
    with pytest.raises(NetworkError, match=r"outlet\.example .* 10\.0\.0\.1 is private"):
        answers("1.1.1.1", "10.0.0.1").targets("outlet.example", 80)


def test_a_network_that_is_allowed_is_not_refused() -> None:
    """Nor does it open any other."""
    guard = Guard(lookup=lambda host, _port: [host], allow_networks=(ip_network("10.20.0.0/16"),))
    assert guard.targets("10.20.0.1", 80) == [("10.20.0.1", 80)]
    with pytest.raises(NetworkError, match="private"):
        guard.targets("10.21.0.1", 80)


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("127.0.0.1", "loopback"),
        ("127.1", "loopback"),
        ("0x7f000001", "loopback"),
        ("::1", "loopback"),
        ("10.0.0.1", "private"),
        ("169.254.169.254", "link-local"),
        ("::ffff:10.0.0.1", "IPv4-mapped"),
    ],
)
def test_a_host_that_is_a_refused_address_is_told_before_any_connection(
    host: str, reason: str
) -> None:
    """However it is spelled."""
    with pytest.raises(InputError, match=f"{host} is {reason}"):
        refuse_literal(host)


def test_names_public_addresses_and_what_is_allowed_pass() -> None:
    """A name is looked up when it is connected to, not before."""
    for host in ("outlet.example", "localhost", "1.1.1.1", "2606:4700::1", "x" * 300, "\ud800"):
        refuse_literal(host)
    refuse_literal("127.0.0.1", allow_loopback=True)


def test_every_connection_is_checked_anew() -> None:
    """A name that was public a moment ago is refused once it turns inward (DNS rebinding)."""
    replies = iter([["1.1.1.1"], ["127.0.0.1"]])
    guard = Guard(lookup=lambda _host, _port: next(replies))
    assert guard.targets("outlet.example", 80)
    with pytest.raises(NetworkError, match="loopback"):
        guard.targets("outlet.example", 80)


@pytest.mark.parametrize(
    "error", [socket.gaierror(-2, "Name or service not known"), UnicodeError()]
)
def test_an_unknown_host_is_named(error: Exception) -> None:
    """A failed look-up is a network error, not the resolver's own exception."""

    def fail(_host: str, _port: int) -> list[str]:
        raise error

    with pytest.raises(NetworkError, match=r"nowhere\.example has no known address"):
        Guard(lookup=fail).targets("nowhere.example", 80)


def test_a_look_up_without_end_is_given_up() -> None:
    """The resolver's own patience is longer than ours, and cannot be set."""
    done = Event()

    def never(_host: str, _port: int) -> list[str]:
        done.wait(5)
        return []

    with pytest.raises(NetworkError, match=r"told in time where slow\.example is"):
        Guard(lookup=never, silence=0.05).targets("slow.example", 80)
    done.set()


def test_an_empty_answer_is_an_unknown_host() -> None:
    """No address at all is no permission."""
    with pytest.raises(NetworkError, match="no known address"):
        answers().targets("nowhere.example", 80)


def test_a_host_can_be_sent_to_a_fixed_address() -> None:
    """As with curl's --resolve: no look-up, and the setting itself is the permission."""
    guard = Guard(resolve={"outlet.example": "127.0.0.1:8080", "six.example": "[::1]:81"})
    assert guard.targets("Outlet.Example", 80) == [("127.0.0.1", 8080)]
    assert guard.targets("six.example", 80) == [("::1", 81)]


@pytest.mark.parametrize("text", ["", "127.0.0.1", "localhost:80", "127.0.0.1:http"])
def test_a_malformed_fixed_address_is_refused(text: str) -> None:
    """The message shows how it should look."""
    with pytest.raises(InputError, match=r"like 127\.0\.0\.1:8080"):
        Guard(resolve={"outlet.example": text}).targets("outlet.example", 80)


@pytest.mark.parametrize("spelling", ["127.0.0.1", "127.1", "0x7f000001", "2130706433"])
def test_odd_spellings_of_loopback_are_seen_through(spelling: str) -> None:
    """The resolver reads them as 127.0.0.1, and its answer is what is checked."""
    assert look_up(spelling, 80) == ["127.0.0.1"]
    with pytest.raises(NetworkError, match="loopback"):
        Guard().targets(spelling, 80)
