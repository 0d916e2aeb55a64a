"""A disk that is full: told in plain words, nothing half recorded, and on it goes with space."""

import resource
import shutil
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from tests.integration import unrest
from tests.integration.desk import Desk, desk, site, story_page
from tests.integration.loopback import Answer, Loopback
from tests.integration.process import Running, command, running, until
from tests.integration.unrest import HOOK, Unrest
from tracker.errors import DatabaseError
from tracker.services.looks.watching import watch

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
FULL = "the disk is full: nothing is recorded until there is space"


@pytest.fixture
def at_work(sqlite_database: str) -> Iterator[Desk]:
    with desk(sqlite_database, lease=5) as working:
        yield working


class Disk:
    """The space that the connections of a desk may use, in pages; None: all."""

    def __init__(self, working: Desk) -> None:
        self._engine = working.context.engine
        self.pages: int | None = None
        event.listen(self._engine, "connect", self._limit)

    def fill(self) -> None:
        with sqlite3.connect(str(self._engine.url.database)) as connection:
            self.pages = connection.execute("PRAGMA page_count").fetchone()[0]
        self._engine.dispose()

    def clear(self) -> None:
        self.pages = None
        self._engine.dispose()

    def _limit(self, connection: Any, _record: object) -> None:
        if self.pages is not None:
            connection.execute(f"PRAGMA max_page_count = {self.pages}").close()


def big_page() -> Answer:
    """A page that needs more than the room that happens to be free."""
    plain = story_page()
    more = "".join(f"<p>Member {number} of the council spoke.</p>" for number in range(300))
    return replace(plain, body=plain.body.replace(b"</article>", more.encode() + b"</article>"))


def test_a_daemon_goes_on_when_space_returns(at_work: Desk) -> None:
    """Nothing is half recorded meanwhile, and nothing is lost after."""
    disk = Disk(at_work)
    with site() as (server, pages):
        pages.answers["/a"] = story_page()
        watch(at_work.context, f"http://{server.at}/a", 60)
        at_work.work()
        pages.answers["/a"] = big_page()
        before = at_work.context.store.head()
        disk.fill()
        with pytest.raises(DatabaseError, match=FULL):
            at_work.work(minutes=1)
        disk.clear()
        assert at_work.context.store.head() == before
        at_work.work(minutes=1)
    types = [each.type for each in at_work.context.store.read_all()]
    assert types.count("version.captured") == 2
    assert at_work.context.store.verify().ok


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="needs Linux")
def test_a_process_that_may_not_write_says_so_and_resumes(
    sqlite_database: str, tmp_path: Path
) -> None:
    """RLIMIT_FSIZE: the daemon lives, tells it once a job, and records once it may again."""
    log = Path(f"{sqlite_database}-wal")
    with site() as (server, pages):
        pages.answers["/a"] = story_page()
        command(sqlite_database, tmp_path, "watch", f"http://{server.at}/a", "--every", "1")
        with running(sqlite_database, tmp_path, **BRIEF) as daemon:
            daemon.wait_for("version captured", version=1)
            process, (soft, hard) = daemon.process.pid, resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.prlimit(process, resource.RLIMIT_FSIZE, (log.stat().st_size, hard))
            pages.answers["/a"] = big_page()
            said = daemon.wait_for("looks failed")["error"]
            assert "nothing is recorded until it can be written again" in said
            resource.prlimit(process, resource.RLIMIT_FSIZE, (soft, hard))
            daemon.wait_for("version captured", version=2)
            assert "failed_since" in daemon.wait_for("looks is well again")
            daemon.stop()
    with desk(sqlite_database) as later:
        assert later.context.store.verify().ok


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 6 MB; skips where this user may mount none."""
    folder.mkdir()
    try:
        mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "none", str(folder)]
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs to mount a disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.slow
def test_a_disk_that_fills_up_under_load_loses_and_doubles_nothing(
    sqlite_template: Path, tmp_path: Path
) -> None:
    """Each job that it hits says so once; the daemon goes on when there is space, twice."""
    with small_disk(tmp_path / "disk") as disk:
        database, filler = str(shutil.copyfile(sqlite_template, disk / "log.db")), disk / "filler"

        def fill(_daemon: Running) -> None:
            with filler.open("wb", buffering=0) as file, suppress(OSError):
                while file.write(bytes(1024)):
                    """As much as there is room for."""

        def clear(_daemon: Running) -> None:
            filler.unlink()

        said = fill_under_load(database, tmp_path, fill, clear)
        assert any(FULL in error for _, error in said)


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="needs Linux")
def test_a_file_that_may_not_grow_under_load_loses_and_doubles_nothing(
    sqlite_database: str, tmp_path: Path
) -> None:
    """The same under RLIMIT_FSIZE."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def limit(daemon: Running, to: int) -> None:
        resource.prlimit(daemon.process.pid, resource.RLIMIT_FSIZE, (to, hard))

    said = fill_under_load(
        sqlite_database,
        tmp_path,
        lambda daemon: limit(daemon, Path(f"{sqlite_database}-wal").stat().st_size),
        lambda daemon: limit(daemon, soft),
    )
    assert any("nothing is recorded until it can be written again" in error for _, error in said)


def fill_under_load(
    database: str,
    home: Path,
    fill: Callable[[Running], None],
    clear: Callable[[Running], None],
) -> list[tuple[str, str]]:
    """Twice there is no space for a while; what was said to have failed, and why."""
    world = Unrest(slow=0.05)
    with Loopback(world) as server:
        unrest.begin(database, server)
        with running(database, home, **BRIEF) as daemon, unrest.opened(database) as context:
            for _ in range(2):
                assert world.wait_for(HOOK, 30)
                fill(daemon)
                daemon.wait_for("looks failed")
                time.sleep(3)  # it tries again, in vain
                clear(daemon)
                daemon.wait_for("looks is well again")
            enough = world.served + 2 * unrest.ARTICLES  # each shifts once more at least
            until(lambda: world.served >= enough)
            world.is_still = True
            until(lambda: unrest.is_at_rest(context, world))
            daemon.stop()
            records = daemon.drain()
            unrest.assert_nothing_is_lost_or_doubled(context, world)
            print(unrest.figures(context, world))
    failed = [each for each in records if each["event"].endswith(" failed")]
    told = [(each["task"], each["error"]) for each in failed if "since" in each]
    assert max(Counter(task for task, _ in told).values()) <= 2  # once each time
    return told
