"""Where a connection may go, settled at the moment it is made.

The host is looked up once, every address found is checked, and the caller connects to exactly those
addresses: a name that answers differently a second later (DNS rebinding) gains nothing.
"""

import socket
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from ipaddress import ip_address
from threading import Thread

from tracker.errors import InputError, NetworkError
from tracker.network.addresses import Network, first_refusal

Lookup = Callable[[str, int], Sequence[str]]
Target = tuple[str, int]


def look_up(host: str, port: int) -> Sequence[str]:
    """All addresses of `host` as this machine's resolver gives them, its preferred one first."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Guard:
    """What connections are allowed.

    `resolve` sends a host to a fixed "address:port", as curl's --resolve does; naming it there is
    permission, so that target is not checked (the scheme stays what the address says).
    `allow_loopback` lets hosts resolve to this machine, `allow_networks` to what is in these.
    `seconds` is the longest one exchange may take from connecting to the last byte, however slowly
    the other side drips; `silence` the longest it may say nothing.
    """

    allow_loopback: bool = False
    allow_networks: tuple[Network, ...] = ()
    resolve: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 20.0
    silence: float = 10.0
    lookup: Lookup = look_up
    clock: Callable[[], float] = time.monotonic

    def targets(self, host: str, port: int) -> list[Target]:
        """The addresses to try for `host`, in order.

        Raises NetworkError where the host is unknown or any of its addresses is refused.
        """
        fixed = self.resolve.get(host.lower())
        if fixed is not None:
            return [_parse_target(host, fixed)]
        found = self._found(host, port)
        refused = first_refusal(
            found, allow_loopback=self.allow_loopback, allowed=self.allow_networks
        )
        if refused:
            address, reason = refused
            raise NetworkError(
                f"{host} is refused: its address {address} is {reason}, not on the public internet"
            )
        return [(address, port) for address in found]

    def _found(self, host: str, port: int) -> Sequence[str]:
        try:
            found = self._looked_up(host, port)
        except TimeoutError as error:
            raise NetworkError(
                f"nobody told in time where {host} is (DNS). Try again later."
            ) from error
        except (OSError, UnicodeError) as error:
            raise NetworkError(f"{host} has no known address ({error}). Check the name.") from error
        if not found:
            raise NetworkError(f"{host} has no known address. Check the name.")
        return found

    def _looked_up(self, host: str, port: int) -> Sequence[str]:
        """What `lookup` finds. Raises TimeoutError after a silence too long.

        The system's resolver cannot be told how long to try, so it is left behind in its thread.
        """
        found: Future[Sequence[str]] = Future()

        def look_up() -> None:
            try:
                found.set_result(self.lookup(host, port))
            except Exception as error:  # noqa: BLE001 - raised where the result is asked for
                found.set_exception(error)

        Thread(target=look_up, name=f"look up {host}", daemon=True).start()
        return found.result(min(self.silence, self.seconds))


def refuse_literal(host: str, *, allow_loopback: bool = False) -> None:
    """InputError where `host` is itself an address that a guard refuses; a name is not looked up.

    All spellings count that a connection would understand, such as 127.1 or 0x7f000001.
    """
    try:
        found = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return  # a name: where it leads is checked when a connection is made
    refused = first_refusal((str(entry[4][0]) for entry in found), allow_loopback=allow_loopback)
    if refused:
        hint = " Is that meant? Give --allow-loopback." if refused[1] == "loopback" else ""
        raise InputError(f"{host} is {refused[1]}, not on the public internet.{hint}")


def is_this_machine(host: str) -> bool:
    """Whether `host` is a loopback address, in any spelling, or the name that stands for it."""
    if host == "localhost":
        return True
    try:
        found = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return False
    return all(ip_address(str(entry[4][0])).is_loopback for entry in found)


def _parse_target(host: str, text: str) -> Target:
    address, _, port = text.rpartition(":")
    try:
        return str(ip_address(address.strip("[]"))), int(port)
    except ValueError as error:
        raise InputError(
            f"the setting that sends {host} to {text!r} must be like 127.0.0.1:8080"
        ) from error
