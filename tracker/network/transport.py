"""httpx's transport over connections that the guard has settled.

httpx resolves and connects in one step where nobody can look in between, so the step is taken here:
an httpcore backend that connects to checked addresses only. Host header and TLS name stay the
host's own. Connections are not kept: a look or a delivery is one exchange, and the limit on its
length counts from its connection.
"""

import ssl
from collections.abc import Iterable, Iterator
from typing import Any, cast

import httpcore
import httpx

from tracker.errors import NetworkError
from tracker.network.guard import Guard


class GuardedTransport(httpx.BaseTransport):
    """Carries requests of an `httpx.Client`; raises NetworkError for what the guard refuses."""

    def __init__(self, guard: Guard) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=None,
            max_keepalive_connections=0,
            network_backend=_GuardedBackend(guard),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=cast("Iterable[bytes]", request.stream),
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(cast("Iterable[bytes]", answer.stream), answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Iterable[bytes], answer: httpcore.Response) -> None:
        self._stream = stream
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        self._answer.close()


class _GuardedBackend(httpcore.SyncBackend):
    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        time = _Allowance(self._guard)
        failure: Exception = NetworkError(f"{host} has no known address. Check the name.")
        for address, its_port in self._guard.targets(host, port):
            try:
                stream = super().connect_tcp(
                    address, its_port, time.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, time)
        raise failure


class _Allowance:
    """The time one exchange has left, whichever step of it is asking."""

    def __init__(self, guard: Guard) -> None:
        self._clock = guard.clock
        self._end = guard.clock() + guard.seconds

    def left(self, timeout: float | None) -> float:
        left = self._end - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout("the exchange took too long")
        return left if timeout is None else min(timeout, left)


class _TimedStream(httpcore.NetworkStream):
    """A stream whose time-outs shrink to what the exchange has left."""

    def __init__(self, stream: httpcore.NetworkStream, time: _Allowance) -> None:
        self._stream = stream
        self._time = time

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._time.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._time.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, self._time.left(timeout))
        return _TimedStream(inner, self._time)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
