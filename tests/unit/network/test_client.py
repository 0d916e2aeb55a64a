"""Addresses taken apart, and failures in plain words."""

import ssl

import httpcore
import httpx
import pytest

from tracker.errors import InputError, NetworkError, TrackerError
from tracker.network.client import check_address, failures_named, open_client
from tracker.network.guard import Guard


@pytest.mark.parametrize(
    "address",
    [
        "http://outlet.example/a",
        "https://outlet.example",
        "https://outlet.example./",
        f"https://{'x' * 63}.example",
        "http://127.0.0.1/",
        "HTTP://[::1]:80/?q=1#part",
    ],
)
def test_web_addresses_pass(address: str) -> None:
    """http and https, in any spelling."""
    assert check_address(address).host


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://outlet.example/a", "not an http or https address"),
        ("file:///etc/passwd", "not an http or https address"),
        ("javascript:alert(1)", "not an http or https address"),
        ("outlet.example/a", "not an http or https address"),
        ("http:///a", "not an http or https address"),
        ("", "not an http or https address"),
        ("http://outlet.example:99999/", "not an address"),
        ("http://outlet.example:0/", "not an address"),
        ("http://[::1/", "not an address"),
        ("http://xn--/", "not an address"),
        ("http://outlet.example/\x00", "not an address"),
        (f"https://{'x' * 64}.example/", "no host is called"),
        ("https://.example/", "no host is called"),
        ("https://outlet..example/", "no host is called"),
    ],
)
def test_anything_else_is_refused(address: str, said: str) -> None:
    """With a message that repeats what was given."""
    with pytest.raises(InputError, match=said):
        check_address(address)


def test_passwords_are_neither_used_nor_repeated() -> None:
    """Addresses are kept in an append-only log and printed; a password must not get there."""
    with pytest.raises(InputError) as caught:
        check_address("http://me:hush@outlet.example/")
    assert "hush" not in str(caught.value)


def untrusted() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = "certificate has expired"
    return error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (httpcore.ConnectTimeout(), "no complete answer in time"),
        (httpcore.ReadTimeout(), "no complete answer in time"),
        (httpcore.ConnectError(ConnectionRefusedError()), "the connection was refused"),
        (
            httpcore.ConnectError(untrusted()),
            r"certificate is not valid \(certificate has expired\)",
        ),
        (httpcore.ConnectError(ssl.SSLError()), "no secure connection"),
        (
            httpcore.ConnectError(OSError("no route to host")),
            r"no connection could be made \(no route",
        ),
        (httpcore.ReadError(), "the connection broke off"),
        (httpcore.RemoteProtocolError("bad status line"), r"not valid HTTP \(bad status line\)"),
        (httpx.RemoteProtocolError("bad location"), r"not valid HTTP \(bad location\)"),
        (httpx.InvalidURL("no host"), r"no valid address \(no host\)"),
        (UnicodeError("label too long"), r"no valid address \(label too long\)"),
        (NetworkError("outlet.example is refused"), "outlet.example is refused"),
    ],
)
def test_failures_are_named(error: Exception, said: str) -> None:
    """Each becomes one line that begins with the address; the cause is kept for the traceback."""
    with (
        pytest.raises(NetworkError, match=rf"^http://outlet\.example/: .*{said}") as caught,
        failures_named("http://outlet.example/"),
    ):
        raise error
    assert caught.value.__cause__ is error
    assert "\n" not in str(caught.value)


def test_a_mistake_of_our_own_is_not_dressed_up() -> None:
    """Only what the network does is a network error."""
    with pytest.raises(ZeroDivisionError), failures_named("http://outlet.example/"):
        raise ZeroDivisionError
    with pytest.raises(TrackerError) as caught, failures_named("http://outlet.example/"):
        raise InputError("a setting is wrong")
    assert str(caught.value) == "a setting is wrong"


def test_the_environment_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a proxy of the environment, nobody here could check what is connected to."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with (
        open_client(Guard(lookup=lambda _host, _port: []), user_agent="test") as client,
        pytest.raises(NetworkError, match="no known address"),
    ):
        client.get("http://outlet.example/")
