"""httpx's transport over connections that the guard has settled.

httpx resolves and connects in one step where nobody can look in between, so connections are made
here. Host header and TLS name stay the host's own.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import cast

import h2.exceptions
import httpcore
import httpx

from tracker.errors import NetworkError
from tracker.network.connections import Connection, Connections
from tracker.network.guard import Guard

MOST_HEADERS = 64_000
"""Bytes of headers in an answer; a look keeps them all."""
SHORT_REST = 64_000
REST_SECONDS = 0.25
"""What is read of a body that nobody wanted, so that its connection can be kept."""

_STATUSES = range(200, 1000)  # beyond 599 nothing is defined, but some use 999
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_BREAK = re.compile(rb"[\r\n\0]")
_BODILESS = frozenset({204, 205, 304})
_HUNG_UP = (httpcore.NetworkError, httpcore.ProtocolError)


class GuardedTransport(httpx.BaseTransport):
    """Carries requests of an `httpx.Client`; raises NetworkError for what the guard refuses.

    Only `repeatable` methods go over kept connections: a server may end one at the very moment, and
    what is asked again then must do no harm by it.
    """

    def __init__(
        self, guard: Guard, repeatable: frozenset[bytes] = frozenset({b"GET", b"HEAD"})
    ) -> None:
        self._repeatable = repeatable
        self._connections = Connections(guard, httpx.create_ssl_context)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        connection, answer = self._answered(_asked(request))
        body = _Body(connection, answer, self._connections)
        if fault := _fault(answer):
            body.close()
            raise NetworkError(fault)
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=body,
            extensions=answer.extensions,
        )

    def _answered(self, asked: httpcore.Request) -> tuple[Connection, httpcore.Response]:
        origin = asked.url.origin
        if asked.method in self._repeatable and (kept := self._connections.kept(origin)):
            try:
                return kept, _ask(kept, asked)
            except _HUNG_UP:
                """It had gone stale, which shows only when it is used."""
        fresh = self._connections.fresh(origin)
        return fresh, _ask(fresh, asked)

    def close(self) -> None:
        self._connections.close()


def _asked(request: httpx.Request) -> httpcore.Request:
    return httpcore.Request(
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


def _ask(connection: Connection, asked: httpcore.Request) -> httpcore.Response:
    try:
        with _disorder_named(connection):
            return connection.ask(asked)
    except BaseException:
        connection.close()
        raise


@contextmanager
def _disorder_named(connection: Connection) -> Iterator[None]:
    """Names what httpcore takes for a breach of protocol, or lets through of the errors below it.

    A server that leaves in the middle breaks no rule worth telling; its connection broke off.
    """
    try:
        yield
    except httpcore.RemoteProtocolError as error:
        if connection.patience.other_side_left:
            raise httpcore.ReadError(str(error)) from error
        raise
    except h2.exceptions.ProtocolError as error:
        raise httpcore.RemoteProtocolError(str(error)) from error
    except httpcore.ConnectionNotAvailable as error:
        raise httpcore.RemoteProtocolError("it takes no more requests") from error
    except ValueError as error:  # an HTTP/2 status that is no number
        raise httpcore.RemoteProtocolError(str(error)) from error


def _fault(answer: httpcore.Response) -> str | None:
    """What is wrong with a head; for HTTP/2 nobody below has asked (RFC 9113, 8.2 and 8.3.2)."""
    if sum(len(name) + len(value) for name, value in answer.headers) > MOST_HEADERS:
        return f"the answer has more than {MOST_HEADERS:,} bytes of headers."
    if answer.status not in _STATUSES:
        return f"the answer is not valid HTTP (its status is {str(answer.status)[:20]})."
    if not all(_NAME.fullmatch(n) and not _BREAK.search(v) for n, v in answer.headers):
        return "the answer is not valid HTTP (a header that is none)."
    return None


def _may_have_a_body_all_the_same(answer: httpcore.Response) -> bool:
    """Whether an answer that must have no body announces one.

    In HTTP/1 nobody can tell then whether it is still to come, and it would pass for the next
    answer. (A 304 may rightly give the length that a 200 would have; it costs the connection.)
    """
    if answer.status not in _BODILESS or answer.extensions["http_version"] == b"HTTP/2":
        return False
    announced = {name.lower(): value for name, value in answer.headers}
    return b"transfer-encoding" in announced or announced.get(b"content-length", b"0") != b"0"


class _Body(httpx.SyncByteStream):
    """The body of an answer. When it is closed, its connection is kept or ended."""

    def __init__(
        self, connection: Connection, answer: httpcore.Response, connections: Connections
    ) -> None:
        self._connection = connection
        self._answer = answer
        self._connections = connections
        self._parts = self._read()
        self._complete = False
        self._closed = False

    def __iter__(self) -> Iterator[bytes]:
        return self._parts

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        try:
            self._read_short_rest()
            with _disorder_named(self._connection):
                self._answer.close()
        except (httpcore.TimeoutException, *_HUNG_UP):
            self._complete = False
        if self._complete and not _may_have_a_body_all_the_same(self._answer):
            self._connections.keep(self._connection)
        else:
            self._connection.close()

    def _read(self) -> Iterator[bytes]:
        with _disorder_named(self._connection):
            yield from cast("Iterable[bytes]", self._answer.stream)
        self._complete = True

    def _read_short_rest(self) -> None:
        self._connection.patience.shorten(REST_SECONDS)
        rest = 0
        for part in self._parts:
            rest += len(part)
            if rest > SHORT_REST:
                break
