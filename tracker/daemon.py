"""`tracker run`: looks at what is watched, publishes digests when they are due, delivers them.

APScheduler keeps the time. One worker does the work, so that nothing here runs twice at once; other
processes on the same database are kept apart by the log and the outbox.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from tracker.capture.archive import Outcome
from tracker.capture.fetch import open_fetcher
from tracker.config import Settings
from tracker.errors import DatabaseError, TrackerError
from tracker.network.client import open_client
from tracker.network.guard import Guard
from tracker.services.context import Context
from tracker.services.looks.rounds import Rounds
from tracker.services.looks.seen import Seen, Sight
from tracker.services.looks.watching import count_due, is_anything_due
from tracker.services.taking.settling import settle
from tracker.services.telling.delivering import deliver_due, enqueue
from tracker.services.telling.publishing import list_schedules, publish_due

if TYPE_CHECKING:
    import httpx

TICK = 1
"""Seconds between two glances at what is due."""

Wait = Callable[[float], object]
"""Lets so many seconds pass."""

logger = logging.getLogger(__name__)


class Daemon:
    """Everything that is due on one database, done once or for ever."""

    def __init__(self, context: Context, settings: Settings, wait: Wait = time.sleep) -> None:
        self._context = context
        self._settings = settings
        self._wait = wait
        self._jobs = (self._settle, self._look, self._publish, self._deliver)
        self._failure: Exception | None = None
        self._rounds: Rounds | None = None
        self._open = ExitStack()

    def work_once(self) -> None:
        """Settle what a crash left behind, look, publish and deliver what is due now.

        Each is done whatever became of the one before; the first failure is raised at the end.
        """
        self._failure = None
        with self._open:
            for job in (self._settle, self._look_all, self._publish, self._deliver):
                self._guarded(job)
        self._rounds = None
        if self._failure:
            raise self._failure

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; what is under way is finished first."""
        from apscheduler.executors.pool import ThreadPoolExecutor
        from apscheduler.schedulers.background import BackgroundScheduler

        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
            timezone=self._context.zone,
        )
        for job in self._jobs:
            scheduler.add_job(self._guarded, "interval", args=[job], seconds=TICK)
        scheduler.start()
        try:
            stop.wait()
        finally:
            scheduler.shutdown(wait=True)
            self._open.close()

    def _guarded(self, job: Callable[[], None]) -> None:
        """One failure must not end the daemon: it is told, and the job comes up again."""
        try:
            job()
        except Exception as error:  # noqa: BLE001 - told, with its traceback if it is a bug
            self._tell_failure(job.__name__.strip("_"), error)

    @contextmanager
    def _apart(self, task: str) -> Iterator[None]:
        """One failed task must not keep its job from the others; without a database all fail."""
        try:
            yield
        except DatabaseError:
            raise
        except Exception as error:  # noqa: BLE001 - told, with its traceback if it is a bug
            self._tell_failure(task, error)

    def _tell_failure(self, task: str, error: Exception) -> None:
        bug = None if isinstance(error, TrackerError) else error
        logger.warning("%s failed: %s", task, error, exc_info=bug)
        self._failure = self._failure or error

    def _settle(self) -> None:
        for article in self._context.archive.articles_pending():
            with self._apart(f"settling article {article}"):
                settle(self._context, article)
        self._context.projector.catch_up()

    def _look(self) -> None:
        """Everything that is due and whose domain is free; the rest has its turn later."""
        if is_anything_due(self._context):
            self._look_round()

    def _look_all(self) -> None:
        """Everything that is due now, waiting where a domain wants a pause between requests."""
        left = count_due(self._context)
        while left > 0:
            looked, found = self._look_round()
            pause = self._opened_rounds().waits_for()
            if not looked and pause is None:
                return  # another process has the rest
            if not looked and pause:
                self._wait(pause.total_seconds())
            left += found - looked

    def _look_round(self) -> tuple[int, int]:
        """How many addresses were looked at, and how many more fell due by what they list."""
        looked = found = 0
        for seen in self._opened_rounds().run():
            _tell(seen)
            looked, found = looked + 1, found + seen.found
        return looked, found

    def _opened_rounds(self) -> Rounds:
        """The rounds of looks, over one client whose connections are kept."""
        if self._rounds is None:
            settings = self._settings.capture
            fetcher = self._open.enter_context(open_fetcher(settings, self._context.clock))
            self._rounds = Rounds(self._context, settings, fetcher)
        return self._rounds

    def _publish(self) -> None:
        for schedule in list_schedules(self._context):
            with self._apart(f"digest {schedule['name']}"):
                self._publish_one(schedule["name"])

    def _publish_one(self, name: str) -> None:
        slot = publish_due(self._context, name)
        if slot:
            logger.info("digest %s published for %s", name, slot.isoformat())

    def _deliver(self) -> None:
        enqueue(self._context)
        settings = self._settings.delivery
        client_for = partial(self._client, seconds=settings.timeout)
        for attempt in deliver_due(self._context, client_for, settings.retry):
            logger.info("%s: delivery %s (%s)", attempt.host, attempt.status, attempt.detail)

    @contextmanager
    def _client(self, allow_loopback: bool, seconds: float) -> Iterator["httpx.Client"]:
        guard = Guard(allow_loopback=allow_loopback, seconds=seconds)
        client = open_client(guard, user_agent=self._settings.capture.user_agent)
        with client:
            yield client


def _tell(seen: Seen) -> None:
    parts = [seen.address, str(seen.sight)]
    if seen.taken:
        version = f"version {seen.taken.version}"
        is_new = seen.taken.outcome is Outcome.VERSION
        parts.append(version if is_new else f"{seen.taken.outcome} ({version})")
    if seen.returned:
        parts.append("brought back")
    if seen.detail:
        parts.append(seen.detail)
    level = logging.WARNING if seen.sight is Sight.FAILED else logging.INFO
    logger.log(level, "%s", ": ".join(parts))
