"""Clocks that are put back: what was planned by one that was ahead does not wait for it again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import func, select, update

from tracker.delivery.tables import endpoint_health, outbox
from tracker.eventstore.engine import writing
from tracker.services.context import Clock, Context
from tracker.services.delivering.statuses import Status

AHEAD = timedelta(minutes=1)
"""By how much clocks may differ, or be put back, before anything is planned anew."""


@dataclass(slots=True)
class Steps:
    """Notices that a clock was put back. For one thread."""

    clock: Clock
    seconds: Callable[[], float] = monotonic
    _last: tuple[datetime, float] | None = None

    def may_be_back(self) -> bool:
        """Whether it was since the last time; the first time nobody can tell."""
        now, at = self.clock(), self.seconds()
        before, self._last = self._last, (now, at)
        if before is None:
            return True
        return before[0] + timedelta(seconds=at - before[1]) - now > AHEAD


def plan_anew(context: Context, lease: timedelta) -> None:
    """Let what was attempted or queued in the future be due: now, or where it is claimed, by lease.

    An endpoint that was attempted in the future rests no longer.
    """
    now = context.clock()
    future = func.coalesce(outbox.c.last_attempt, outbox.c.queued_at) > now + AHEAD
    waits = outbox.c.status == Status.WAITING.value
    with context.engine.connect() as connection:
        if connection.execute(select(outbox.c.id).where(waits, future).limit(1)).first() is None:
            return
    resting = select(outbox.c.endpoint).where(waits, future, outbox.c.last_attempt.is_not(None))
    with writing(context.engine).begin() as connection:
        awake = update(endpoint_health).where(endpoint_health.c.endpoint.in_(resting))
        connection.execute(awake.values(rest_until=None))
        free, claimed = outbox.c.claim.is_(None), outbox.c.claim.is_not(None)
        connection.execute(
            update(outbox)
            .where(waits, future, claimed, outbox.c.next_attempt > now + lease)
            .values(next_attempt=now + lease)
        )
        connection.execute(
            update(outbox)
            .where(waits, future, free, outbox.c.next_attempt > now)
            .values(next_attempt=now)
        )
