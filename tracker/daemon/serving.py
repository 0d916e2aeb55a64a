"""The daemon's small HTTP server: the standard library's, one thread a request, and bounded.

Nobody can hold it: a request has a few seconds in all, and so many are served at once.
"""

import logging
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import ThreadingMixIn
from threading import BoundedSemaphore, Lock, Thread
from typing import IO, Any, cast
from wsgiref.simple_server import ServerHandler, WSGIRequestHandler, WSGIServer

from tracker.config import listen_at
from tracker.daemon.pages import Served, application
from tracker.errors import ConflictError

AT_ONCE = 16
"""Requests served at once; more are hung up on."""

SECONDS = 10.0
"""The time that a request has in all, from connecting to the last byte of its answer."""

SILENCE = 5.0
"""Seconds that a client may be silent."""

logger = logging.getLogger(__name__)


@contextmanager
def serving(service: Served) -> Iterator[int]:
    """Answer at `daemon.listen` meanwhile; gives the port. Raises ConflictError if it is taken."""
    listen = service.daemon.settings.daemon.listen
    host, port = listen_at(listen)
    kind = _Server6 if ":" in host else _Server
    try:
        server = kind((host, port), _Handler)
    except (OSError, OverflowError) as error:
        raise ConflictError(
            f"daemon.listen: nothing can listen at {listen} ({error}). Stop what does, or set"
            " another address of this machine or another port."
        ) from error
    server.set_app(application(service))
    thread = Thread(target=server.serve_forever, args=(0.2,), name="http", daemon=True)
    thread.start()
    logger.info("listening", extra={"at": f"http://{listen}"})
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, *arguments: Any) -> None:
        self._free = BoundedSemaphore(AT_ONCE)
        self._open: dict[socket.socket, float] = {}
        self._lock = Lock()
        super().__init__(*arguments)

    def server_bind(self) -> None:
        """As the standard library does, but for asking the name server who we are."""
        from socketserver import TCPServer

        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]
        self.setup_environ()

    def process_request(self, request: Any, client_address: Any) -> None:
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        with self._lock:
            self._open[request] = time.monotonic()
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._lock:
                self._open.pop(request, None)
            self._free.release()

    def service_actions(self) -> None:
        """Hang up on whoever takes too long."""
        with self._lock:
            late = [one for one, at in self._open.items() if time.monotonic() - at > SECONDS]
        for one in late:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves early is nothing to tell of, a bug is."""
        del request, client_address
        logger.debug("a request broke off")


class _Server6(_Server):
    address_family = socket.AF_INET6


class _Answering(ServerHandler):
    server_software = "tracker"

    def log_exception(self, exc_info: Any) -> None:
        if not issubclass(exc_info[0], OSError):
            logger.error("a page failed", exc_info=exc_info)


class _Handler(WSGIRequestHandler):
    timeout = SILENCE
    server_version = "tracker"
    sys_version = ""

    def handle(self) -> None:
        """As the standard library does, with our handler, which logs no request and no trace."""
        self.raw_requestline = self.rfile.readline(65537)
        if len(self.raw_requestline) > 65536:  # noqa: PLR2004 - as the standard library has it
            self.requestline = self.request_version = self.command = ""
            self.send_error(414)
            return
        if not self.parse_request():
            return
        handler = _Answering(
            cast("IO[bytes]", self.rfile),
            cast("IO[bytes]", self.wfile),
            self.get_stderr(),
            self.get_environ(),
            multithread=True,
        )
        handler.request_handler = self  # type: ignore[attr-defined]
        handler.run(self.server.get_app())  # type: ignore[attr-defined]

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its own name
        """Quiet: nothing a stranger asks for is to fill the log."""
