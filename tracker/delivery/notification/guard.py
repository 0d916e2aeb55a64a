"""Where the sockets of other people's libraries may go, checked at the moment they connect.

Apprise sends through requests, smtplib and sockets of its own, which take no guard of ours. But
every one of them has to connect, and Python tells an audit hook so beforehand. The hook is there
for good once the first notification is sent, and looks at threads that are sending one only.
"""

import socket
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotDoneError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any, TypeVar

from tracker.network.addresses import Network, refusal

Result = TypeVar("Result")

_EVENTS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_GRACE = 1.0  # seconds that a sending gets to notice that its connections were cut

_here = threading.local()
_installing = threading.Lock()
_installed = threading.Event()


class RefusedConnectionError(OSError):
    """A connection that the guard does not allow; an OSError, as libraries expect of a socket."""


@dataclass(slots=True)
class Watch:
    """One sending: what it may connect to, what it was refused, and the connections it has open.

    `allowed` are networks that may be connected to whatever they are.
    """

    allow_loopback: bool = False
    allowed: Sequence[Network] = ()
    refused: list[str] = field(default_factory=list)
    _over: bool = False
    _connections: list[socket.socket] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def check(self, connection: socket.socket, address: object) -> None:
        """Raises RefusedConnectionError where `connection` must not go to `address`."""
        reason = self._reason(address)
        if reason:
            self.refused.append(reason)
            raise RefusedConnectionError(f"refused: the address is {reason}")
        with self._lock:
            if self._over:
                raise RefusedConnectionError("refused: the time for this sending is over")
            # Not connection.dup(), which one with TLS on it refuses.
            self._connections.append(
                socket.fromfd(connection.fileno(), connection.family, connection.type)
            )

    def end(self) -> None:
        """Cuts every connection and allows no more.

        The connections are known by a second handle of each: the first may have been taken over by
        TLS, or its number given to another file since.
        """
        with self._lock:
            self._over = True
            for connection in self._connections:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
                connection.close()
            self._connections.clear()

    def _reason(self, address: object) -> str | None:
        """Why the address is refused: "private", "loopback"; None where it may be connected to.

        A name that is not an address yet is refused: what it stands for could not be checked.
        """
        if not isinstance(address, tuple) or not address:
            return "no internet address"
        try:
            found = ip_address(address[0])
        except ValueError:
            return "a name that nobody looked up"
        return refusal(found, allow_loopback=self.allow_loopback, allowed=self.allowed)


@contextmanager
def watching(watch: Watch) -> Iterator[None]:
    """What this thread connects to in the meantime is checked by `watch`."""
    _install()
    before = getattr(_here, "watch", None)
    _here.watch = watch
    try:
        yield
    finally:
        _here.watch = before


def is_watched() -> bool:
    """Whether this thread is sending a notification."""
    return getattr(_here, "watch", None) is not None


def bounded(work: Callable[[], Result], watch: Watch, seconds: float) -> Result:
    """What `work` gives, done under `watch` in a thread of its own within so many seconds.

    At the end of the time its connections are cut, so that neither silence nor a dripping answer
    keeps it. Raises TimeoutError then; a thread stuck in something else (a name server) is left
    behind, and can connect to nothing any more.
    """
    outcome: Future[Result] = Future()

    def run() -> None:
        try:
            with watching(watch):
                outcome.set_result(work())
        except Exception as error:  # noqa: BLE001 - raised where the result is asked for
            outcome.set_exception(error)

    thread = threading.Thread(target=run, name="notification", daemon=True)
    thread.start()
    try:
        return outcome.result(seconds)
    except NotDoneError:
        if outcome.done():  # it timed out by itself
            raise
        watch.end()
        thread.join(_GRACE)
        raise TimeoutError("no complete answer in time") from None
    finally:
        watch.end()


def _install() -> None:
    with _installing:
        if not _installed.is_set():
            sys.addaudithook(_heard)
            _installed.set()


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _EVENTS:
        watch = getattr(_here, "watch", None)
        if watch is not None:
            watch.check(arguments[0], arguments[1])
