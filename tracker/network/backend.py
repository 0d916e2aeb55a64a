"""The sockets below HTTP: connected where the guard says, each step within the exchange's time."""

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from tracker.errors import NetworkError
from tracker.network.guard import Guard

LARGEST_HEAD = 256_000
"""How many bytes may come before an answer's head is complete, hints and frames of HTTP/2 included.

Headers themselves may take a quarter of it (`tracker.network.transport.MOST_HEADERS`).
"""


class Patience:
    """What one exchange has left of its time and of the bytes before its answer begins.

    A connection has one of its own and carries one exchange at a time, so each begins with
    `restart`.
    """

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._end = 0.0
        self._before_head: int | None = None
        self.other_side_left = False

    def restart(self) -> None:
        """A new exchange begins."""
        self._end = self._guard.clock() + self._guard.seconds
        self._before_head = 0
        self.other_side_left = False

    def head_is_there(self) -> None:
        """From here on whoever reads the body counts."""
        self._before_head = None

    def shorten(self, seconds: float) -> None:
        """No more than so many seconds from now."""
        self._end = min(self._end, self._guard.clock() + seconds)

    def left(self, timeout: float | None) -> float:
        """Seconds for the next step: `timeout`, or what is left if that is less."""
        left = self._end - self._guard.clock()
        if left <= 0:
            raise httpcore.ReadTimeout("the exchange took too long")
        return left if timeout is None else min(timeout, left)

    def count(self, received: bytes) -> bytes:
        """Passes `received` on, unless it is too much for a head; nothing is the end of it all."""
        self.other_side_left = not received
        if self._before_head is not None:
            self._before_head += len(received)
            if self._before_head > LARGEST_HEAD:
                raise httpcore.RemoteProtocolError("its head does not end")
        return received


class GuardedBackend(httpcore.SyncBackend):
    """Connects to the addresses that the guard has checked, and to nothing else."""

    def __init__(self, guard: Guard, patience: Patience) -> None:
        self._guard = guard
        self._patience = patience

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = NetworkError(f"{host} has no known address. Check the name.")
        for address, its_port in self._guard.targets(host, port):
            try:
                stream = super().connect_tcp(
                    address, its_port, self._patience.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._patience)
        raise failure


class _TimedStream(httpcore.NetworkStream):
    """A stream whose time-outs shrink to what the exchange under way has left."""

    def __init__(self, stream: httpcore.NetworkStream, patience: Patience) -> None:
        self._stream = stream
        self._patience = patience

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._patience.count(self._stream.read(max_bytes, self._patience.left(timeout)))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._patience.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._patience.left(timeout)
        return _TimedStream(
            self._stream.start_tls(ssl_context, server_hostname, left), self._patience
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
