"""What becomes of a delivery after an attempt: by plan, with some chance, and never too soon."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.config import DeliverySettings
from tracker.delivery.webhook import Delivery, Outcome
from tracker.errors import InputError
from tracker.services.delivering.attempting import JITTER, LONGEST_REST, attempt, settled
from tracker.services.delivering.outbox import Claimed
from tracker.services.delivering.statuses import Status

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)
RETRY = DeliverySettings().retry


def claimed(attempt: int = 1, failures: int = 0, **more: Any) -> Claimed:
    its: dict[str, Any] = dict.fromkeys(Claimed.__slots__, "")
    its |= {"attempt": attempt, "failures": failures, "until": NOON + timedelta(minutes=1)}
    return Claimed(**(its | more))


def failed(retry_after: float | None = None) -> Delivery:
    wait = None if retry_after is None else timedelta(seconds=retry_after)
    return Delivery(Outcome.LATER, 503, wait, "desk.example: answered 503")


def middle() -> float:
    return 0.5


def test_the_plan_is_that_of_standard_webhooks() -> None:
    """5 s, 5 min, 30 min, 2, 5, 10, 14, 20, 24 h: ten attempts in more than three days."""
    waits = [
        settled(claimed(attempt), failed(), RETRY, NOON, middle).next_attempt - NOON
        for attempt in range(1, len(RETRY) + 1)
    ]
    hours = [timedelta(hours=hour) for hour in (2, 5, 10, 14, 20, 24)]
    assert waits == [
        timedelta(seconds=5),
        timedelta(minutes=5),
        timedelta(minutes=30),
        *hours,
    ]
    last = settled(claimed(len(RETRY) + 1), failed(), RETRY, NOON, middle)
    assert last.status is Status.DEAD


@given(
    attempt=st.integers(1, len(RETRY)),
    chance=st.floats(0, 1, exclude_max=True),
    asked=st.one_of(st.none(), st.floats(0, 86_400)),
    failures=st.integers(0, 10_000),
)
def test_a_wait_is_a_fifth_off_at_most_and_never_shorter_than_was_asked_for(
    attempt: int, chance: float, asked: float | None, failures: int
) -> None:
    """And the endpoint is left alone as long as it asks, else for some minutes at most."""
    result = settled(claimed(attempt, failures), failed(asked), RETRY, NOON, lambda: chance)
    wait = (result.next_attempt - NOON).total_seconds()
    planned, least = RETRY[attempt - 1], asked or 0.0
    assert result.status is Status.WAITING
    assert wait >= least - 1e-6
    assert max(planned * (1 - JITTER), least) - 1e-6 <= wait
    assert wait <= max(planned * (1 + JITTER), least) + 1e-6
    assert result.rest_until is not None
    rest = result.rest_until - NOON
    assert timedelta(seconds=least) - rest < timedelta(microseconds=2)
    assert rest <= max(LONGEST_REST, timedelta(seconds=least))


def test_success_ends_it_and_410_keeps_it_waiting_for_whoever_resumes() -> None:
    taken = Delivery(Outcome.TAKEN, 204, None, "")
    assert settled(claimed(3), taken, RETRY, NOON, middle).status is Status.DELIVERED
    gone = settled(claimed(), Delivery(Outcome.GONE, 410, None, ""), RETRY, NOON, middle)
    assert (gone.status, gone.is_gone) == (Status.WAITING, True)


def test_without_a_plan_the_first_failure_is_the_last() -> None:
    assert settled(claimed(), failed(), (), NOON, middle).status is Status.DEAD


def test_a_claim_that_ran_out_is_not_sent() -> None:
    late = lambda: NOON + timedelta(minutes=1)  # noqa: E731
    assert attempt(claimed(), raising(AssertionError("sent")), late) is None


@pytest.mark.parametrize("error", [InputError("secret env:X: gone"), ZeroDivisionError("a bug")])
def test_whatever_goes_wrong_is_a_failure_of_that_attempt(error: Exception) -> None:
    """A bug is told by its kind alone: what it says may quote an address."""
    delivery = attempt(claimed(), raising(error), lambda: NOON)
    assert delivery is not None
    assert delivery.outcome is Outcome.LATER
    assert ("env:X" in delivery.detail) == isinstance(error, InputError)
    assert "a bug" not in delivery.detail


def raising(error: Exception) -> Callable[[Claimed, datetime], Delivery]:
    def send(_claimed: Claimed, _now: datetime) -> Delivery:
        raise error

    return send
