"""The HTTP client that looks and deliveries share, and their failures in plain words."""

import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING

from tracker.errors import InputError, NetworkError
from tracker.network.guard import Guard

if TYPE_CHECKING:
    import httpx

_LAST_PORT = 65535
_LABEL = re.compile(r"[A-Za-z0-9_-]{1,63}")  # RFC 1035, 2.3.4; some hosts have underscores


def open_client(
    guard: Guard, *, user_agent: str, repeatable: Sequence[str] = ("GET", "HEAD")
) -> "httpx.Client":
    """A client that connects only where `guard` lets it; the caller closes it.

    `repeatable` are the methods whose requests do no harm when they arrive twice: they go over kept
    connections, and once more over a new one where that had gone stale.

    Threads may share it, and it is worth keeping: connections are used again, which spares a
    handshake, and making a client takes longer than most answers. It speaks HTTP/2 where the other
    side offers it. It follows no redirect, keeps no cookie, and goes through no proxy of the
    environment: behind a proxy nobody here could check the address that is connected to.
    """
    import httpx

    from tracker.network.transport import GuardedTransport

    return httpx.Client(
        transport=GuardedTransport(guard, frozenset(name.encode() for name in repeatable)),
        timeout=min(guard.silence, guard.seconds),
        headers={"user-agent": user_agent, "accept-encoding": "gzip"},
        cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
        trust_env=False,
    )


def check_address(address: str, name: str | None = None) -> "httpx.URL":
    """`address` taken apart. Raises InputError where it cannot be connected to, saying why.

    With a `name` that stands for it in messages: what it is may be a secret.
    """
    told = name or repr(address)
    import httpx

    try:
        url = httpx.URL(address)
        host, port = url.host, url.port
    except (httpx.InvalidURL, UnicodeError) as error:
        why = "" if name else f" ({error})"
        raise InputError(f"{told} is not an address{why}.") from (None if name else error)
    if url.scheme not in {"http", "https"} or not host:
        raise InputError(f"{told} is not an http or https address.")
    if not all(_LABEL.fullmatch(label) for label in _labels(url)):
        raise InputError(f"{told} is not an address (no host is called {host[:80]!r}).")
    if port is not None and not 0 < port <= _LAST_PORT:
        raise InputError(f"{told} is not an address (there is no port {port}).")
    if url.userinfo:
        raise InputError(f"{host}: leave user name and password out, addresses are kept.")
    return url


def _labels(url: "httpx.URL") -> list[str]:
    """The parts of the host's name as name servers and certificates know them."""
    name = url.raw_host.decode("ascii")
    return [] if ":" in name else name.removesuffix(".").split(".")


@contextmanager
def failures_named(address: str) -> Iterator[None]:
    """Turns what httpx, httpcore and the guard raise into a NetworkError that names `address`."""
    import httpcore
    import httpx

    try:
        yield
    except NetworkError as error:
        raise NetworkError(f"{address}: {error}") from error
    except httpcore.TimeoutException as error:
        raise NetworkError(f"{address}: no complete answer in time. Try again later.") from error
    except httpcore.ConnectError as error:
        raise NetworkError(f"{address}: {_connect_failure(error)}") from error
    except httpcore.NetworkError as error:
        raise NetworkError(f"{address}: the connection broke off. Try again later.") from error
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, httpx.HTTPError) as error:
        raise NetworkError(f"{address}: the answer is not valid HTTP ({error}).") from error
    except (httpx.InvalidURL, UnicodeError) as error:
        raise NetworkError(
            f"{address}: it is, or redirects to, no valid address ({error})."
        ) from error


def _connect_failure(error: Exception) -> str:
    cause = error.args[0] if error.args else None  # httpcore hands on the socket's own exception
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({cause.verify_message})."
    if isinstance(cause, ssl.SSLError):
        return "no secure connection could be agreed (TLS). Is the scheme right?"
    if isinstance(cause, ConnectionRefusedError):
        return "the connection was refused. Is the address right?"
    return f"no connection could be made ({error})."
