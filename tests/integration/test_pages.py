"""The daemon's HTTP: read only, bounded, and what the links in messages lead to."""

import json
import socket
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import insert

from tests.integration.desk import NOON, Desk, desk
from tracker.config import DaemonSettings, Settings
from tracker.daemon import Daemon, serving
from tracker.delivery.tables import messages
from tracker.errors import ConflictError, DatabaseError
from tracker.projections.queries import Among, Span
from tracker.projections.tables import digests
from tracker.services.operating.heartbeat import JobState
from tracker.services.telling.digesting import make_digest


@dataclass
class Known:
    """A daemon that says of itself what a test wants."""

    daemon: Daemon
    is_alive: bool = True
    states: Mapping[str, JobState] = field(default_factory=dict)


@dataclass
class Open:
    """It listens."""

    known: Known
    port: int
    client: httpx.Client
    desk: Desk


@pytest.fixture
def opened(sqlite_database: str) -> Iterator[Open]:
    with desk(sqlite_database) as working:
        working.daemon.settings = at(working.daemon.settings, "127.0.0.1:0")
        known = Known(working.daemon)
        with (
            serving.serving(known) as port,
            httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
        ):
            yield Open(known, port, client, working)


def at(settings: Settings, listen: str) -> Settings:
    return settings.model_copy(update={"daemon": DaemonSettings(listen=listen)})


def test_a_daemon_is_healthy_while_its_threads_are_there(opened: Open) -> None:
    assert opened.client.get("/healthz").status_code == 200
    opened.known.is_alive = False
    assert opened.client.get("/healthz").status_code == 503


def test_it_is_ready_unless_a_job_fails_for_long(opened: Open) -> None:
    assert opened.client.get("/readyz").json() == {"ready": True, "wrong": []}
    opened.known.states = {"looks": JobState(None, NOON, "the disk is full")}
    assert opened.client.get("/readyz").status_code == 200
    opened.desk.clock.move(minutes=2)
    answer = opened.client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["wrong"] == [f"looks fails since {NOON.isoformat()}: the disk is full"]


def test_without_a_database_it_is_healthy_and_not_ready(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor do its figures vanish."""

    def gone(_context: object) -> None:
        raise DatabaseError("news cannot be used: gone.")

    monkeypatch.setattr("tracker.daemon.pages.sizes_of", gone)
    monkeypatch.setattr("tracker.daemon.metrics.sizes_of", gone)
    assert opened.client.get("/healthz").status_code == 200
    assert opened.client.get("/readyz").json()["wrong"] == ["news cannot be used: gone."]
    assert "tracker_database_up 0.0" in opened.client.get("/metrics").text


def test_figures_are_counted(opened: Open) -> None:
    counts = opened.known.daemon.counts
    counts.looked("failed", is_version=False)
    counts.delivered("delivered")
    opened.known.states = {"looks": JobState(NOON - timedelta(seconds=5), NOON, "x")}
    figures = opened.client.get("/metrics").text
    assert 'tracker_looks_total{outcome="failed"} 1.0' in figures
    assert 'tracker_deliveries_total{outcome="delivered"} 1.0' in figures
    assert 'tracker_job_seconds_since_success{job="looks"} 5.0' in figures
    assert "tracker_database_up 1.0" in figures


def test_a_message_is_shown_as_it_was_sent(opened: Open) -> None:
    body = '{"type":"fact.shifted","data":{}}'
    with opened.desk.context.engine.begin() as connection:
        told = {"type": "fact.shifted", "position": 1, "subject": "s", "created_at": NOON}
        connection.execute(insert(messages).values(id="msg_1", body=body, **told))
    answer = opened.client.get("/messages/msg_1")
    assert (answer.text, answer.headers["content-type"]) == (body, "application/json")
    assert opened.client.get("/messages/msg_2").status_code == 404


def test_a_digest_is_a_page_or_json_by_what_is_accepted(opened: Open) -> None:
    """What stands in it cannot run: no script, no frame, no fetch."""
    digest = make_digest(opened.desk.context, Among(), Span(), title="hourly")
    kept = json.dumps(digest.model_dump(mode="json"))
    with opened.desk.context.engine.begin() as connection:
        row = {"schedule": "hourly", "slot": NOON, "local": "x", "position": 1, "after": 0}
        connection.execute(insert(digests).values(id="d1", until=1, digest=kept, **row))
    page = opened.client.get("/digests/d1", headers={"Accept": "text/html"})
    assert page.text.startswith("<!doctype html>")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    as_json = opened.client.get("/digests/d1", headers={"Accept": "application/json"})
    assert as_json.json() == json.loads(kept)


@pytest.mark.parametrize(
    "path", ["/", "/digests/", "/digests/a/b", "/messages/..%2fx", "/digests/" + "a" * 65, "/x"]
)
def test_nothing_else_is_there(opened: Open, path: str) -> None:
    assert opened.client.get(path).status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_nothing_can_be_changed(opened: Open, method: str) -> None:
    answer = opened.client.request(method, "/healthz", content=b"x" * 10)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_a_head_has_no_body(opened: Open) -> None:
    answer = opened.client.head("/healthz")
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 0


def test_clients_that_say_nothing_or_drip_hold_nobody_up(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are hung up on after a while, and so are those that are too many."""
    monkeypatch.setattr(serving, "SECONDS", 0.5)
    slow = [socket.create_connection(("127.0.0.1", opened.port)) for _ in range(serving.AT_ONCE)]
    for each in slow:
        each.sendall(b"GET /hea")
    deadline = time.monotonic() + 10
    while True:
        try:
            assert opened.client.get("/healthz", timeout=2).status_code == 200
            break
        except httpx.HTTPError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    for each in slow:
        each.settimeout(5)
        assert each.recv(100) == b""
        each.close()


def test_a_request_without_end_is_refused(opened: Open) -> None:
    with socket.create_connection(("127.0.0.1", opened.port)) as sock:
        sock.sendall(b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n")
        assert b" 414 " in sock.recv(200)


def test_a_port_in_use_is_told_by_the_settings_name(opened: Open) -> None:
    settings = at(opened.known.daemon.settings, f"127.0.0.1:{opened.port}")
    opened.known.daemon.settings = settings
    with (
        pytest.raises(ConflictError, match=r"daemon\.listen: nothing can listen at 127"),
        serving.serving(opened.known),
    ):
        """Never reached."""
