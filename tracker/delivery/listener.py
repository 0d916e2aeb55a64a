"""A small HTTP server that takes webhooks, judges their signatures and tells what came.

For trying things out: it is plain HTTP, and answers one status to all that is genuine.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET, AF_INET6, SHUT_RD
from socketserver import TCPServer
from threading import Lock, Timer

from tracker.delivery.receiving import verify
from tracker.errors import InputError, NetworkError

MOST_BYTES = 1_000_000
"""A body may be so long; the tracker's own stay under 20,000."""

REMEMBERED = 10_000
"""Ids of messages that are remembered, to tell a repetition."""

UNAUTHORIZED = 401
TOO_LARGE = 413
_BAD_REQUEST = 400
_LENGTH_REQUIRED = 411
_NO_CONTENT = 204


@dataclass(frozen=True, slots=True)
class Received:
    """One delivery as it arrived, and the `status` it was answered with.

    `message` is its id, and `again` says that it came before; `refused` is why it was not taken,
    None where its signature is right. Everything in it may be hostile.
    """

    at: datetime
    status: int
    message: str | None
    again: bool
    refused: str | None
    body: bytes


Tell = Callable[[Received], None]
Clock = Callable[[], datetime]


class Listener(ThreadingHTTPServer):
    """Serves until `shutdown`; `tell` is called with each delivery, one after the other.

    `seconds` is how long a sender may take for all of it. `status` answers what is genuine.
    """

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(
        self,
        address: tuple[str, int],
        secrets: list[str],
        tell: Tell,
        clock: Clock,
        *,
        status: int = _NO_CONTENT,
        seconds: float = 10,
    ) -> None:
        self.secrets, self.clock, self.status, self.seconds = secrets, clock, status, seconds
        self._host, self._tell, self._lock = address[0], tell, Lock()
        self._seen: dict[str, None] = {}
        self.address_family = AF_INET6 if ":" in address[0] else AF_INET
        try:
            super().__init__(address, _Handler)
        except (OSError, OverflowError) as error:
            raise NetworkError(
                f"cannot listen on {address[0]} port {address[1]}: {error}. Choose another --port."
            ) from error

    def take(self, message: str | None, refused: str | None, status: int, body: bytes) -> None:
        """Tell of a delivery, and whether its message came before."""
        with self._lock:
            again = refused is None and message in self._seen
            if refused is None and message is not None:
                self._remember(message)
            self._tell(Received(self.clock(), status, message, again, refused, body))

    def _remember(self, message: str) -> None:
        self._seen[message] = None
        if len(self._seen) > REMEMBERED:
            del self._seen[next(iter(self._seen))]

    def server_bind(self) -> None:
        """Without asking for the host's name, which may take long and is not needed."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self._host, int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: a sender that went away is no news, and a traceback no answer."""


class _Handler(BaseHTTPRequestHandler):
    server: Listener
    server_version = "tracker-listen"
    sys_version = ""

    def setup(self) -> None:
        super().setup()
        # One that drips would be let on for ever by a time-out that begins anew with every byte.
        self._end = Timer(self.server.seconds, self._read_no_more)
        self._end.daemon = True
        self._end.start()

    def finish(self) -> None:
        self._end.cancel()
        super().finish()

    def _read_no_more(self) -> None:
        with suppress(OSError):
            self.connection.shutdown(SHUT_RD)

    def do_POST(self) -> None:
        length = self.headers.get("content-length", "")
        if not length.isascii() or not length.isdigit():
            self._answer(_LENGTH_REQUIRED, "its length is not given.")
        elif len(length) > len(str(MOST_BYTES)) or int(length) > MOST_BYTES:
            self._answer(TOO_LARGE, f"its body is longer than {MOST_BYTES} bytes.")
        else:
            self._take(int(length))

    def _take(self, length: int) -> None:
        body = self.rfile.read(length)
        if len(body) < length:
            self._answer(_BAD_REQUEST, "its body broke off, or came too slowly.", body)
            return
        try:
            verify(self.server.secrets, dict(self.headers.items()), body, self.server.clock())
        except InputError as error:
            self._answer(UNAUTHORIZED, str(error), body)
        else:
            self._answer(self.server.status, None, body)

    def _answer(self, status: int, refused: str | None, body: bytes = b"") -> None:
        self.server.take(self.headers.get("webhook-id"), refused, status, body)
        self.close_connection = True
        self.send_response(status)
        self.send_header("content-length", "0")
        self.send_header("connection", "close")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing: what arrives is told elsewhere, and made inert there."""
