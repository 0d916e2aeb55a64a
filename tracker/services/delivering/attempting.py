"""One attempt to deliver, and the plan of the next where it is not taken."""

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta

from tracker.delivery.webhook import Delivery, Outcome
from tracker.errors import TrackerError
from tracker.services.delivering.outbox import Claimed, Settled
from tracker.services.delivering.statuses import Status

logger = logging.getLogger(__name__)

JITTER = 0.2
"""How much sooner or later than planned an attempt may come, so that a crowd does not come back."""
FIRST_REST, LONGEST_REST = timedelta(seconds=1), timedelta(minutes=5)
"""How long an endpoint is left alone after an attempt failed, twice as long after each in a row."""

Send = Callable[[Claimed, datetime], Delivery]
"""Sends what was claimed, at this moment."""


def attempt(claimed: Claimed, send: Send, clock: Callable[[], datetime]) -> Delivery | None:
    """Deliver what was claimed; None where the claim has run out before anything was sent."""
    now = clock()
    if now >= claimed.until:
        return None
    try:
        return send(claimed, now)
    except TrackerError as error:  # its secret or its address stands nowhere any more
        return Delivery(Outcome.LATER, None, None, str(error))
    except Exception as error:
        logger.exception("unexpected failure of a delivery to %s", claimed.name)
        return Delivery(Outcome.LATER, None, None, f"unexpected failure: {type(error).__name__}")


def settled(
    claimed: Claimed,
    delivery: Delivery,
    retry: tuple[int, ...],
    now: datetime,
    chance: Callable[[], float] = random.random,
) -> Settled:
    """What becomes of a delivery after an attempt, by the waits of `retry` in seconds.

    `chance` gives numbers in [0, 1).
    """
    if delivery.outcome is Outcome.TAKEN:
        return _result(claimed, delivery, Status.DELIVERED, now, timedelta(), None)
    asked = delivery.retry_after or timedelta()
    rest = now + max(min(FIRST_REST * 2 ** min(claimed.failures, 20), LONGEST_REST), asked)
    if claimed.attempt > len(retry):
        return _result(claimed, delivery, Status.DEAD, now, timedelta(), rest)
    wait = timedelta(seconds=retry[claimed.attempt - 1]) * (1 + JITTER * (2 * chance() - 1))
    return _result(claimed, delivery, Status.WAITING, now, max(wait, asked), rest)


def _result(
    claimed: Claimed,
    delivery: Delivery,
    status: Status,
    now: datetime,
    wait: timedelta,
    rest_until: datetime | None,
) -> Settled:
    gone = delivery.outcome is Outcome.GONE
    answer = delivery.status, delivery.detail
    return Settled(claimed, status, now, *answer, now + wait, rest_until, gone)
