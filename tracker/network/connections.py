"""Connections that are kept between exchanges, each carrying one exchange at a time.

httpcore's own pool lets requests share an HTTP/2 connection, from several threads at once, and ties
no time to a request; here a connection belongs to whoever took it, until it is put back.
"""

import ssl
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from threading import Lock

import h2.exceptions
import httpcore

from tracker.network.backend import GuardedBackend, Patience
from tracker.network.guard import Guard

MOST_KEPT = 100
KEPT_SECONDS = 60.0
"""How long a connection is kept unused; most servers end it about then."""


class Connection:
    """A connection to one origin (scheme, host, port), made when it is first used.

    Its address was checked then; what the name resolves to later does not matter to it.
    """

    def __init__(self, origin: httpcore.Origin, guard: Guard, tls: ssl.SSLContext | None) -> None:
        self.origin = origin
        self.patience = Patience(guard)
        self.was_kept = False
        self.idle_since = 0.0
        self._http = httpcore.HTTPConnection(
            origin,
            ssl_context=tls,
            http2=True,
            network_backend=GuardedBackend(guard, self.patience),
        )

    def ask(self, request: httpcore.Request) -> httpcore.Response:
        """The head of the answer; its stream has to be closed before the next question."""
        self.patience.restart()
        answer = self._http.handle_request(request)
        self.patience.head_is_there()
        return answer

    @property
    def is_fit(self) -> bool:
        """Whether another exchange may go over it, as far as can be seen from here."""
        return self._http.is_idle() and not self._http.has_expired() and not self._has_leftovers()

    def _has_leftovers(self) -> bool:
        """Whether bytes came behind the answer, which would pass for the beginning of the next.

        httpcore has no word for this, so it is looked up where h11 keeps them (HTTP/1.1 only).
        """
        state = getattr(getattr(self._http, "_connection", None), "_h11_state", None)
        return state is not None and bool(state.trailing_data[0])

    def close(self) -> None:
        # HTTP/2 would say goodbye, which a connection in disorder may refuse.
        with suppress(h2.exceptions.ProtocolError, httpcore.NetworkError):
            self._http.close()


class Connections:
    """The connections nobody uses at the moment. Threads may share it.

    `make_tls` is called once, before the first secure connection: reading the certificates of all
    authorities takes longer than most answers.
    """

    def __init__(self, guard: Guard, make_tls: Callable[[], ssl.SSLContext]) -> None:
        self._guard = guard
        self._make_tls = make_tls
        self._tls: ssl.SSLContext | None = None
        self._idle: deque[Connection] = deque()  # the longest unused first
        self._lock = Lock()

    def kept(self, origin: httpcore.Origin) -> Connection | None:
        """A kept connection to `origin` that seems fit."""
        with self._lock:
            old = self._outdated()
            found = next((c for c in reversed(self._idle) if c.origin == origin), None)
            if found:
                self._idle.remove(found)
        for connection in old:
            connection.close()
        if found and not found.is_fit:
            found.close()
            return None
        return found

    def fresh(self, origin: httpcore.Origin) -> Connection:
        """A new connection to `origin`."""
        return Connection(origin, self._guard, self._tls_for(origin))

    def _tls_for(self, origin: httpcore.Origin) -> ssl.SSLContext | None:
        if origin.scheme != b"https":
            return None
        with self._lock:
            self._tls = self._tls or self._make_tls()
            return self._tls

    def keep(self, connection: Connection) -> None:
        """Put back a connection whose exchange is over; one that is no longer fit is closed."""
        if not connection.is_fit:
            connection.close()
            return
        connection.was_kept = True
        connection.idle_since = time.monotonic()
        with self._lock:
            self._idle.append(connection)
            surplus = self._idle.popleft() if len(self._idle) > MOST_KEPT else None
        if surplus:
            surplus.close()

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, deque()
        for connection in idle:
            connection.close()

    def _outdated(self) -> list[Connection]:
        limit = time.monotonic() - KEPT_SECONDS
        old = []
        while self._idle and self._idle[0].idle_since < limit:
            old.append(self._idle.popleft())
        return old
