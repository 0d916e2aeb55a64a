"""The daemon's digests: of every schedule whose time has come."""

import logging
from functools import partial

from tracker.daemon.counts import Counts
from tracker.daemon.jobs import Job
from tracker.services.context import Context
from tracker.services.scheduling.publishing import publish_due
from tracker.services.scheduling.schedules import list_schedules
from tracker.services.scheduling.waiting import Waiting

logger = logging.getLogger(__name__)


def publish_all(context: Context, counts: Counts, job: Job, waiting: Waiting) -> None:
    """Publish what is due; a schedule that fails keeps no other from it.

    `waiting` is what this process has counted for schedules that wait for shifts.
    """

    def publish(name: str) -> None:
        if published := publish_due(context, name, waiting):
            counts.published()
            facts = {"schedule": name, "slot": published.local}
            logger.info("digest published", extra=facts)

    for schedule in list_schedules(context):
        name = str(schedule["name"])
        job.attempt(f"digest {name}", partial(publish, name))
