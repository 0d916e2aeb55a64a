"""`tracker run` as a process: its jobs, its end, its lock, its settings, its signs of life."""

import json
import signal
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread

import httpx
import pytest
from sqlalchemy import select

from tests.integration.desk import NOON, Desk, desk, settings_of, site, story_page
from tests.integration.loopback import Answer, Asked
from tests.integration.process import command, running, until
from tracker.capture.archive import Archive
from tracker.config import DeliverySettings
from tracker.daemon.lock import lock_file, only_one
from tracker.daemon.looking import Looking
from tracker.daemon.service import Service
from tracker.errors import ConflictError, DatabaseError, InputError, IntegrityError, NetworkError
from tracker.projections.tables import digests
from tracker.services.context import Context
from tracker.services.delivering.dispatching import Dispatcher
from tracker.services.delivering.endpoints import Wish, add_endpoint
from tracker.services.looks.watching import watch
from tracker.services.operating.heartbeat import list_daemons
from tracker.services.scheduling.plans import Plan
from tracker.services.scheduling.publishing import Published, publish_due
from tracker.services.scheduling.schedules import add_schedule
from tracker.services.scheduling.waiting import Waiting
from tracker.services.taking.look import Look
from tracker.services.taking.tracking import take

PATIENT = {"capture__timeout": 25, "capture__read_timeout": 25}
MOST = 10.0
"""Seconds that a stop may take."""


@pytest.fixture
def at_work(sqlite_database: str) -> Iterator[Desk]:
    with desk(sqlite_database) as working:
        yield working


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


class TestJobs:
    def test_one_schedule_that_fails_keeps_no_other_from_being_published(
        self, at_work: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """And the failure is raised in the end."""
        for name in ("bad", "good"):
            add_schedule(at_work.context, Plan(name, "0 * * * *", "UTC"))

        def fails(context: Context, name: str, waiting: Waiting) -> Published | None:
            if name == "bad":
                raise ZeroDivisionError("a bug")
            return publish_due(context, name, waiting)

        monkeypatch.setattr("tracker.daemon.publishing.publish_due", fails)
        with pytest.raises(ZeroDivisionError):
            at_work.work(hours=1)
        with at_work.context.engine.connect() as connection:
            assert list(connection.scalars(select(digests.c.schedule))) == ["good"]

    def test_one_article_that_cannot_be_settled_keeps_no_other_from_it(
        self, at_work: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """And the failure is raised in the end."""
        settled: list[str] = []

        def fails(_context: Context, article: str) -> None:
            settled.append(article)
            if article == "bad":
                raise IntegrityError("bad does not fold")

        monkeypatch.setattr("tracker.daemon.looking.settle", fails)
        monkeypatch.setattr(Archive, "articles_pending", lambda _: ["bad", "good"])
        with pytest.raises(IntegrityError, match="bad does not fold"):
            at_work.work(hours=1)
        assert settled == ["bad", "good"]

    def test_without_a_database_a_job_ends_at_once(
        self, at_work: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Each task would wait for it in vain."""
        asked: list[str] = []

        def busy(_context: Context, article: str) -> None:
            asked.append(article)
            raise DatabaseError("busy")

        monkeypatch.setattr("tracker.daemon.looking.settle", busy)
        monkeypatch.setattr(Archive, "articles_pending", lambda _: ["one", "two"])
        with pytest.raises(DatabaseError):
            at_work.work()
        assert asked == ["one"]

    @pytest.mark.parametrize("error", [InputError("of ours"), ZeroDivisionError("a bug")])
    def test_no_failure_ends_the_daemon(
        self, at_work: Desk, error: Exception, caplog: pytest.LogCaptureFixture
    ) -> None:
        """It is told, and the job comes up again."""

        def fails() -> None:
            raise error

        at_work.daemon.jobs["looks"].run(fails)
        assert str(error) in vars(caplog.records[-1])["error"]


class TestStop:
    @pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
    def test_the_daemon_runs_until_it_is_told_to_stop(
        self, sqlite_database: str, home: Path, stop: signal.Signals
    ) -> None:
        """It looks, says so, leaves with exit code 0, and leaves no sign of life behind."""
        with site(lambda _asked: story_page()) as (server, _):
            assert command(sqlite_database, home, "watch", f"http://{server.at}/a").returncode == 0
            with running(sqlite_database, home) as daemon:
                daemon.wait_for("version captured", version=1)
                assert daemon.stop(stop) < MOST
        with desk(sqlite_database) as later:
            assert later.context.store.verify().ok
            assert list_daemons(later.context) == []

    def test_a_page_that_never_answers_does_not_hold_up_the_stop(
        self, sqlite_database: str, home: Path
    ) -> None:
        """Its address is due again at once, for the next daemon."""
        asked, leave = Event(), Event()

        def never(_asked: Asked) -> Answer:
            asked.set()
            leave.wait(30)
            return Answer(404)

        with site(never) as (server, _), desk(sqlite_database) as later:
            address = watch(later.context, f"http://{server.at}/a", 3600)
            with running(
                sqlite_database, home, capture__timeout=25, capture__read_timeout=25
            ) as it:
                assert asked.wait(20)
                assert it.stop() < MOST
            leave.set()
            with later.context.engine.connect() as connection:
                planned = connection.exec_driver_sql(
                    "SELECT next_look FROM watches WHERE address = ?", (address,)
                ).scalar_one()
            assert str(planned) <= time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + 1))

    def test_a_second_signal_ends_it_at_once(self, sqlite_database: str, home: Path) -> None:
        """Whatever it is in the middle of: here another writer holds the file."""
        with running(sqlite_database, home) as daemon:
            other = sqlite3.connect(sqlite_database, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            daemon.send(signal.SIGTERM)
            daemon.wait_for("stopping")
            daemon.send(signal.SIGTERM)
            assert daemon.process.wait(MOST) in {128 + signal.SIGTERM, 0}
            other.close()

    def test_a_database_that_is_held_does_not_hold_up_the_stop(
        self, sqlite_database: str, home: Path
    ) -> None:
        """Its threads wait for up to half a minute; the process does not."""
        with running(sqlite_database, home) as daemon:
            other = sqlite3.connect(sqlite_database, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            time.sleep(6)  # the next sign of life waits
            assert daemon.stop() < MOST
            other.close()


class TestThreads:
    """A service in this process, whose parts a test replaces."""

    @contextmanager
    def serving(self, working: Desk) -> Iterator[tuple[Service, list[bool]]]:
        """It runs meanwhile; what `run` gave is in the list in the end."""
        settings, ended = settings_of(str(working.context.engine.url.database)), []
        service = Service(working.context, settings)
        thread = Thread(target=lambda: ended.append(service.run()))
        thread.start()
        try:
            until(lambda: service.is_alive)
            yield service, ended
        finally:
            service.stop()
            thread.join(MOST)
            assert not thread.is_alive()

    def test_a_long_round_of_looks_delays_no_digest(
        self, at_work: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Each job has a thread of its own."""
        looking, published, leave = Event(), Event(), Event()

        def look(_self: Looking) -> None:
            looking.set()
            leave.wait(20)

        def publish(*_: object) -> None:
            if looking.is_set():
                published.set()

        monkeypatch.setattr(Looking, "look", look)
        monkeypatch.setattr("tracker.daemon.work.publish_all", publish)
        with self.serving(at_work):
            assert published.wait(10)
            leave.set()

    def test_what_another_process_records_is_delivered_at_once(self, at_work: Desk) -> None:
        """Nobody waits for the next tick: within a poll of the log it is on its way."""
        arrived = Event()

        def received(_asked: Asked) -> Answer:
            arrived.set()
            return Answer(204)

        with site(received) as (server, _):
            wish = Wish(f"http://{server.at}/hook", "desk", allow_loopback=True)
            add_endpoint(at_work.context, wish)
            with self.serving(at_work), desk(str(at_work.context.engine.url.database)) as other:
                page = Look("https://ferry-times.example/a", story_page().body, NOON, dated=True)
                take(other.context, page)
                assert arrived.wait(5)

    def test_an_endpoint_that_hangs_does_not_hold_up_the_stop(self, at_work: Desk) -> None:
        """The process is then to be ended without waiting for its threads."""
        hangs, leave = Event(), Event()

        def hang(_asked: Asked) -> Answer:
            hangs.set()
            leave.wait(30)
            return Answer(204)

        with site(hang) as (server, _):
            wish = Wish(f"http://{server.at}/hook", "desk", allow_loopback=True)
            add_endpoint(at_work.context, wish)
            page = Look("https://ferry-times.example/a", story_page().body, NOON, dated=True)
            take(at_work.context, page)
            with self.serving(at_work) as (service, ended):
                assert hangs.wait(10)
                began = time.monotonic()
                service.stop()
                until(lambda: ended)
                assert time.monotonic() - began < MOST
                leave.set()

    def test_deliveries_go_on_after_a_failure_and_with_new_settings(
        self, at_work: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen = SimpleQueue[float]()

        def run(self: Dispatcher, stop: Event, _wake: Event) -> None:
            timeout = self.settings.delivery.timeout
            seen.put(timeout)
            if timeout != 7:
                raise NetworkError("broken")
            stop.wait(20)

        monkeypatch.setattr(Dispatcher, "run", run)
        with self.serving(at_work) as (service, _):
            assert seen.get(timeout=10) == service.daemon.settings.delivery.timeout
            assert seen.get(timeout=10) == service.daemon.settings.delivery.timeout
            fresh = service.daemon.settings.model_copy(
                update={"delivery": DeliverySettings(timeout=7)}
            )
            service._load = lambda: fresh
            service.reload()
            assert seen.get(timeout=20) == 7


class TestLock:
    def test_a_second_daemon_on_a_file_is_told_who_holds_it(
        self, sqlite_database: str, home: Path
    ) -> None:
        """Whether it is to run on or once; queries go on as ever."""
        with running(sqlite_database, home) as daemon:
            for arguments in (["run"], ["run", "--once"]):
                refused = command(sqlite_database, home, *arguments)
                assert refused.returncode == ConflictError.exit_code
                assert f"process {daemon.process.pid} on " in refused.stderr
                assert sqlite_database in refused.stderr
            assert command(sqlite_database, home, "articles").returncode == 0

    def test_a_daemon_that_was_killed_holds_nothing(self, sqlite_database: str, home: Path) -> None:
        """`kill -9`: the next one begins, and tells of the silent one."""
        with running(sqlite_database, home) as daemon:
            daemon.send(signal.SIGKILL)
            daemon.process.wait(MOST)
        with running(sqlite_database, home) as daemon:
            status = json.loads(command(sqlite_database, home, "status", "--json").stdout)
            assert len(status["daemons"]) == 2
            assert daemon.stop() < MOST

    def test_a_link_to_the_file_is_the_same_file(self, at_work: Desk, tmp_path: Path) -> None:
        file = Path(str(at_work.context.engine.url.database))
        link = tmp_path / "link.db"
        link.symlink_to(file)
        assert lock_file(link) == lock_file(file)

    def test_the_lock_ends_with_its_holder(self, at_work: Desk) -> None:
        with only_one(at_work.context), pytest.raises(ConflictError), only_one(at_work.context):
            """Never reached."""
        with only_one(at_work.context):
            """Free again."""

    def test_several_daemons_share_a_server(self, postgres_database: str) -> None:
        with (
            desk(postgres_database) as one,
            desk(postgres_database) as other,
            only_one(one.context),
            only_one(other.context),
        ):
            """Both at work."""


class TestReload:
    def test_settings_are_read_again_on_sighup(self, sqlite_database: str, home: Path) -> None:
        """Good ones are used, bad ones told by the field's name, and the daemon goes on."""
        file = home / "tracker.toml"
        file.write_text("[daemon]\npoll = 0.05\n")
        with running(sqlite_database, home, "--config", str(file)) as daemon:
            file.write_text('zone2 = "x"\n[daemon]\npoll = 0.1\n')
            daemon.send(signal.SIGHUP)
            assert "zone2" in daemon.wait_for("settings not reloaded")["error"]
            file.write_text("[daemon]\npoll = 0\n")
            daemon.send(signal.SIGHUP)
            said = daemon.wait_for("settings not reloaded")["error"]
            assert "daemon.poll" in said
            assert "0.01" in said
            file.write_text(
                '[daemon]\npoll = 0.1\nlisten = "127.0.0.1:1"\n[log]\nlevel = "debug"\n'
            )
            daemon.send(signal.SIGHUP)
            assert daemon.wait_for("settings that need a restart")["settings"] == "daemon.listen"
            changed = daemon.wait_for("settings reloaded")["changed"]
            assert changed == "daemon.poll, log.level"
            assert daemon.stop() < MOST


class TestHttp:
    def test_health_readiness_and_figures_are_told(self, sqlite_database: str, home: Path) -> None:
        at = f"127.0.0.1:{free_port()}"
        with site(lambda _asked: story_page()) as (server, _):
            command(sqlite_database, home, "watch", f"http://{server.at}/a")
            with running(sqlite_database, home, daemon__listen=at) as daemon:
                daemon.wait_for("version captured")
                client = httpx.Client(base_url=f"http://{at}", trust_env=False)
                assert client.get("/healthz").json()["alive"] is True
                until(lambda: client.get("/readyz").status_code == 200)
                figures = client.get("/metrics").text
                assert 'tracker_looks_total{outcome="taken"} 1.0' in figures
                assert "tracker_versions_captured_total 1.0" in figures
                assert "tracker_projection_lag " in figures
                assert client.post("/healthz").status_code == 405
                assert client.get("/digests/none").status_code == 404
                assert client.head("/metrics").content == b""
                client.close()
                assert daemon.stop() < MOST

    def test_a_port_in_use_is_told(self, sqlite_database: str, home: Path) -> None:
        with site() as (server, _):
            refused = command(sqlite_database, home, "run", daemon__listen=server.at)
        assert refused.returncode == ConflictError.exit_code
        assert f"daemon.listen: nothing can listen at {server.at}" in refused.stderr


def test_status_tells_of_the_daemon_at_work_and_of_one_that_fell_silent(
    sqlite_database: str, home: Path
) -> None:
    """All is well in one line; a daemon that was killed asks for attention once it is silent."""
    with running(sqlite_database, home) as daemon:
        told = command(sqlite_database, home, "status")
        assert (told.returncode, told.stdout.splitlines()[0]) == (0, "All is well.")
        assert f"process {daemon.process.pid} on " in told.stdout
        assert daemon.stop() < MOST
    told = command(sqlite_database, home, "status")
    assert "none is at work" in told.stdout
