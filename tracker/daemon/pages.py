"""What the daemon answers over HTTP: its health, its figures, and what its messages link to.

Only ever read, and nothing is taken from a request but its method, its path and what it accepts.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import Table, select

from tracker.daemon.jobs import told
from tracker.delivery.tables import messages
from tracker.errors import TrackerError
from tracker.projections.tables import digests
from tracker.services.operating.sizes import sizes_of

if TYPE_CHECKING:
    from tracker.daemon.work import Daemon
    from tracker.services.operating.heartbeat import JobState

MOST_LAG = 1_000
"""Events that the projections may lag behind, and the daemon be ready all the same."""

TOLERATED = timedelta(minutes=1)
"""How long a job may fail, and the daemon be ready all the same."""

JSON, HTML = "application/json", "text/html; charset=utf-8"
_METRICS = "text/plain; version=0.0.4; charset=utf-8"
_NAMED = re.compile(r"/(messages|digests)/([A-Za-z0-9_.-]{1,64})")
_SAFE = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
    (
        "Content-Security-Policy",
        (
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
            " form-action 'none'; frame-ancestors 'none'"
        ),
    ),
)

Start = Callable[[str, list[tuple[str, str]]], object]


class Served(Protocol):
    """What is told about: a daemon, its jobs, and whether its threads are there."""

    @property
    def daemon(self) -> "Daemon": ...
    @property
    def states(self) -> Mapping[str, "JobState"]: ...
    @property
    def is_alive(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Page:
    """An answer."""

    body: bytes
    media_type: str = JSON
    status: HTTPStatus = HTTPStatus.OK


def application(service: Served) -> Callable[[dict[str, Any], Start], Iterable[bytes]]:
    """The daemon's pages as a WSGI application."""

    def answer(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method in {"GET", "HEAD"}:
            page = _page(service, environ.get("PATH_INFO", ""), environ.get("HTTP_ACCEPT", ""))
        else:
            page = _said(HTTPStatus.METHOD_NOT_ALLOWED, "only GET and HEAD are answered")
        headers = [("Content-Type", page.media_type), ("Content-Length", str(len(page.body)))]
        if page.status is HTTPStatus.METHOD_NOT_ALLOWED:
            headers.append(("Allow", "GET, HEAD"))
        start(f"{page.status.value} {page.status.phrase}", [*headers, *_SAFE])
        return [] if method == "HEAD" else [page.body]

    return answer


def _page(service: Served, path: str, accept: str) -> Page:
    try:
        if path == "/healthz":
            return _health(service)
        if path == "/readyz":
            return _readiness(service)
        if path == "/metrics":
            return _metrics(service)
        if found := _NAMED.fullmatch(path):
            show = _message if found[1] == "messages" else _digest
            return show(service, found[2], accept)
    except TrackerError as error:
        return _said(HTTPStatus.SERVICE_UNAVAILABLE, told(error))
    return _said(HTTPStatus.NOT_FOUND, "nothing is here")


def _health(service: Served) -> Page:
    """Whether the process and its threads are there."""
    jobs = {name: _job(state) for name, state in sorted(service.states.items())}
    return _verdict({"alive": service.is_alive, "jobs": jobs}, ok=service.is_alive)


def _readiness(service: Served) -> Page:
    """Whether it does what it is for: the database answers, nothing lags or fails for long."""
    context = service.daemon.context
    now, wrong = context.clock(), []
    for name, state in sorted(service.states.items()):
        if state.failing_since and now - state.failing_since > TOLERATED:
            wrong.append(f"{name} fails since {state.failing_since.isoformat()}: {state.error}")
    try:
        sizes = sizes_of(context)
    except TrackerError as error:
        wrong.append(told(error))
    else:
        if sizes.lag > MOST_LAG:
            wrong.append(f"the projections lag {sizes.lag} events behind")
    return _verdict({"ready": not wrong, "wrong": wrong}, ok=not wrong)


def _metrics(service: Served) -> Page:
    from tracker.daemon.metrics import render

    daemon = service.daemon
    return Page(render(daemon.context, daemon.counts, service.states), _METRICS)


def _message(service: Served, name: str, _accept: str) -> Page:
    """A message, byte for byte as it was sent."""
    body = _kept(service, messages, "body", name)
    return Page(body.encode()) if body else _said(HTTPStatus.NOT_FOUND, "no such message")


def _digest(service: Served, name: str, accept: str) -> Page:
    """A digest that was published: a page for people, JSON for who asks for that."""
    kept = _kept(service, digests, "digest", name)
    if kept is None:
        return _said(HTTPStatus.NOT_FOUND, "no such digest")
    if JSON in accept and "text/html" not in accept:
        return Page(kept.encode())
    from tracker.digest.html import render_html
    from tracker.digest.model import Digest

    page = render_html(Digest.model_validate_json(kept), service.daemon.context.zone)
    return Page(page.encode("utf-8", "replace"), HTML)


def _kept(service: Served, table: Table, column: str, name: str) -> str | None:
    query = select(table.c[column]).where(table.c.id == name)
    with service.daemon.context.engine.connect() as connection:
        return connection.scalar(query)


def _job(state: "JobState") -> dict[str, str | None]:
    last, since = state.last_success, state.failing_since
    return {
        "last_success": last.isoformat() if last else None,
        "failing_since": since.isoformat() if since else None,
        "error": state.error,
    }


def _verdict(facts: dict[str, object], *, ok: bool) -> Page:
    status = HTTPStatus.OK if ok else HTTPStatus.SERVICE_UNAVAILABLE
    return Page(json.dumps(facts, indent=2).encode() + b"\n", status=status)


def _said(status: HTTPStatus, what: str) -> Page:
    return Page(json.dumps({"error": what}).encode() + b"\n", status=status)
