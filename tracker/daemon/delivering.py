"""The daemon's deliveries: what waits in the outbox goes out, as soon as it is put in."""

import logging
from threading import Event

from tracker.config import Settings
from tracker.daemon.counts import Counts
from tracker.services.context import Context
from tracker.services.delivering.dispatching import Dispatcher
from tracker.services.delivering.outbox import Settled
from tracker.services.delivering.statuses import Status

logger = logging.getLogger(__name__)


class Deliverer:
    """Drives the outbox of one database, and tells of each attempt."""

    def __init__(self, context: Context, settings: Settings, counts: Counts) -> None:
        self._counts = counts
        self._dispatcher = Dispatcher(context, settings, self._tell)

    def run(self, stop: Event, wake: Event) -> None:
        """Deliver until `stop`; at once whenever `wake` is set."""
        self._dispatcher.run(stop, wake)

    def run_once(self) -> None:
        """Deliver what is due now."""
        self._dispatcher.run_once()

    def close(self) -> None:
        """Note what finishes in a moment; the rest is left behind."""
        self._dispatcher.close()

    def _tell(self, settled: Settled) -> None:
        outcome = "failed" if settled.status is Status.WAITING else settled.status.value
        self._counts.delivered(outcome)
        claimed = settled.claimed
        facts = {
            "endpoint": claimed.name,
            "type": claimed.type,
            "attempt": claimed.attempt,
            "outcome": outcome,
            "detail": settled.detail,
        }
        level = logging.INFO if settled.status is Status.DELIVERED else logging.WARNING
        logger.log(level, "delivery attempted", extra=facts)
