"""Everything that is due on one database: its jobs, done once, or by threads again and again."""

import time
from threading import Event

from tracker.config import Settings
from tracker.daemon.counts import Counts
from tracker.daemon.delivering import Deliverer
from tracker.daemon.jobs import Job
from tracker.daemon.lining import Lining
from tracker.daemon.looking import Looking, Wait
from tracker.daemon.publishing import publish_all
from tracker.services.context import Context
from tracker.services.delivering.pruning import prune
from tracker.services.scheduling.waiting import Waiting

_NAMES = ("looks", "digests", "stories", "follow", "deliveries", "pruning", "heartbeat")


class Daemon:
    """The jobs of one daemon, and what they came to. Once `stop` is set they come to an end."""

    def __init__(self, context: Context, settings: Settings, wait: Wait = time.sleep) -> None:
        self.context = context
        self.settings = settings
        self.counts = Counts()
        self.stop = Event()
        self.jobs = {
            name: Job(name, context.clock, endless=name == "deliveries") for name in _NAMES
        }
        self.looking = Looking(context, settings.capture, self.counts, self.stop)
        self._lining = Lining(context, self.stop)
        self._wait = wait
        self._waiting = Waiting()
        self._deliverer: Deliverer | None = None
        self._delivers_by: Settings | None = None

    def work_once(self) -> None:
        """Settle what a crash left behind, look, publish and deliver what is due now.

        Each is done whatever became of the one before; the first failure is raised at the end.
        """
        names = ("settling", "looks", "stories", "digests", "deliveries")
        jobs = [Job(name, self.context.clock) for name in names]
        settling, looks, stories, digests, deliveries = jobs
        settling.run(lambda: self.looking.settle(settling))
        looks.run(lambda: self.looking.look_all(self._wait))
        self.looking.close()
        stories.run(self.context.projector.line_up)
        digests.run(lambda: publish_all(self.context, self.counts, digests, self._waiting))
        deliveries.run(self.deliverer().run_once)
        for job in jobs:
            if job.failure:
                raise job.failure

    def look(self) -> None:
        """Settle, and look at what is due and free to be looked at."""
        job = self.jobs["looks"]
        self.looking.settings = self.settings.capture
        self.looking.settle(job)
        self.looking.look()

    def publish(self) -> None:
        """Publish the digests that are due."""
        publish_all(self.context, self.counts, self.jobs["digests"], self._waiting)

    def line_up(self) -> None:
        """Line up the stories in which anything changed."""
        self._lining.line_up(self.jobs["stories"])

    def prune(self) -> None:
        """Forget what was delivered long ago."""
        prune(self.context, self.settings.delivery.keep)

    def deliverer(self) -> Deliverer:
        """What drives the outbox; the same until settings change: it knows what is under way."""
        if self._deliverer is None or self._delivers_by is not self.settings:
            if self._deliverer is not None:
                self._deliverer.close()
            self._deliverer = Deliverer(self.context, self.settings, self.counts)
            self._delivers_by = self.settings
        return self._deliverer
