"""A real HTTP server on the loopback interface whose answers a test writes.

`Loopback(answer)` serves HTTP/1.1 with kept connections; with `tls` it speaks HTTPS, and HTTP/2
where the context offers it by ALPN ("h2"). `site.asked` is what arrived, `site.connections` how
many connections it took. What goes wrong on purpose stands in `tests.integration.misbehaving`.
"""

import socket
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext, SSLError, SSLSocket
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Self

import h2.config
import h2.connection
import h2.events
import h2.exceptions


@dataclass(frozen=True)
class Asked:
    """One request as it arrived; header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What to send back.

    `body` is sent whole, or `chunks` as they are made, without a length, after which the server
    hangs up. `also` are headers that come on top, such as one name twice. `length` is announced in
    place of the body's own; the server hangs up after the body then. `raw` is sent instead of
    everything, below HTTP (in HTTP/2 as frames, or what may pass for them), and the server hangs
    up. HTTP/2 announces no lengths, and says goodbye (GOAWAY) before it hangs up.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    chunks: Iterable[bytes] | None = None
    length: int | None = None
    raw: Iterable[bytes] | None = None
    also: Sequence[tuple[str, str]] = ()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The headers in their order."""
        return [*self.headers.items(), *self.also]

    @property
    def ends_connection(self) -> bool:
        return self.chunks is not None or self.length is not None or self.raw is not None


class Loopback:
    """Serves `answer` while the context lasts and remembers what was asked.

    At its end all connections are cut, kept ones included. `hang_up()` does that in between, as a
    server that restarts.
    """

    def __init__(self, answer: Callable[[Asked], Answer], *, tls: SSLContext | None = None) -> None:
        self.asked: list[Asked] = []
        self.connections = 0
        self._answer = answer
        self._tls = tls
        self._open: set[socket.socket] = set()
        self._lock = Lock()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def at(self) -> str:
        return f"127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self.hang_up()

    def hang_up(self) -> None:
        """Cut all connections, whatever is under way on them."""
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def reply(self, asked: Asked) -> Answer:
        """Remember a request and answer it."""
        self.asked.append(asked)
        return self._answer(asked)

    def secured(self, connection: socket.socket) -> socket.socket:
        """The connection as it is spoken on, from here on counted."""
        with self._lock:
            self.connections += 1
        if self._tls:
            connection = self._tls.wrap_socket(connection, server_side=True)
        with self._lock:
            self._open.add(connection)
        return connection

    def ended(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.discard(connection)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        return type("Handler", (_Handler,), {"site": self})


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Quiet: a client that distrusts the certificate breaks off the handshake."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65536  # so that head and body go off together
    site: Loopback

    def setup(self) -> None:
        self.request = self.site.secured(self.request)
        super().setup()

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()
        self.site.ended(self.request)
        self.request.close()

    def handle(self) -> None:
        with suppress(OSError):  # the client had enough, which is what some tests are about
            if (
                isinstance(self.request, SSLSocket)
                and self.request.selected_alpn_protocol() == "h2"
            ):
                _speak_h2(self.site, self.request)
            else:
                super().handle()

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        self._send(self.site.reply(Asked(self.command, self.path, headers, body)))

    def do_POST(self) -> None:
        self.do_GET()

    def _send(self, reply: Answer) -> None:
        self.close_connection = self.close_connection or reply.ends_connection
        if reply.raw is None:
            self._send_head(reply)
        chunks = reply.raw if reply.raw is not None else reply.chunks
        for chunk in [reply.body] if chunks is None else chunks:
            self.wfile.write(chunk)
            self.wfile.flush()

    def _send_head(self, reply: Answer) -> None:
        self.send_response(reply.status)
        for name, value in reply.pairs:
            self.send_header(name, value)
        if reply.length is not None:
            self.send_header("Content-Length", str(reply.length))
        elif reply.chunks is None and reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Quiet."""


def _speak_h2(site: Loopback, connection: SSLSocket) -> None:
    """HTTP/2, one request after another."""
    config = h2.config.H2Configuration(client_side=False, header_encoding="utf-8")
    state = h2.connection.H2Connection(config)
    state.initiate_connection()
    connection.sendall(state.data_to_send())
    with suppress(h2.exceptions.ProtocolError, SSLError):
        while data := connection.recv(65536):
            for event in state.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    _answer_h2(site, connection, state, event)
            connection.sendall(state.data_to_send())


def _answer_h2(
    site: Loopback, connection: SSLSocket, state: Any, event: h2.events.RequestReceived
) -> None:
    fields = {str(name): str(value) for name, value in event.headers or ()}
    headers = {name: value for name, value in fields.items() if not name.startswith(":")}
    headers["host"] = fields[":authority"]
    reply = site.reply(Asked(fields[":method"], fields[":path"], headers, b""))
    sent = [(":status", str(reply.status))]
    sent += [(name.lower(), value) for name, value in reply.pairs]
    if reply.raw is not None:
        for chunk in reply.raw:
            connection.sendall(chunk)
        connection.shutdown(socket.SHUT_RDWR)
        return
    state.send_headers(event.stream_id, sent)
    for chunk in [reply.body] if reply.chunks is None else reply.chunks:
        for start in range(0, len(chunk), 16_000):
            state.send_data(event.stream_id, chunk[start : start + 16_000])
            connection.sendall(state.data_to_send())
    state.end_stream(event.stream_id)
    if reply.ends_connection:
        state.close_connection()
