"""Replaying recorded histories under a policy: how late every change is seen, at how many looks."""

import heapq
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from statistics import fmean, median

from tracker.cadence.pause import DUE
from tracker.cadence.policies import Policy, Watched, learned
from tracker.cadence.rate import Past

WINDOW = timedelta(days=30)
"""How long each article is followed."""

_CLOSE = 0.01


@dataclass(frozen=True, slots=True)
class History:
    """When an article of an outlet was published, and when it changed after that; zone-aware."""

    outlet: str
    published: datetime
    changes: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a policy came to. `delays` has one entry a change, from the change to the look.

    A change that another follows before the next look is seen with it; it counts with its delay.
    """

    looks: int
    delays: tuple[timedelta, ...]

    @property
    def median_delay(self) -> timedelta:
        return timedelta(seconds=median(self._seconds)) if self.delays else timedelta()

    @property
    def mean_delay(self) -> timedelta:
        return timedelta(seconds=fmean(self._seconds)) if self.delays else timedelta()

    @property
    def slow_delay(self) -> timedelta:
        """Nine in ten changes are seen within it."""
        return sorted(self.delays)[len(self.delays) * 9 // 10] if self.delays else timedelta()

    @property
    def _seconds(self) -> list[float]:
        return [delay.total_seconds() for delay in self.delays]


def replay(histories: Sequence[History], policy: Policy, window: timedelta = WINDOW) -> Outcome:
    """Follow every article for `window` from its publication, all of them in the order of time.

    What is learned of an outlet is at hand for its later articles, and nothing from the future is.
    Delays of changes that the window leaves unseen are counted up to its end.
    """
    outlets: dict[str, Past] = defaultdict(Past)
    states = [Watched() for _ in histories]
    due = [(history.published, number) for number, history in enumerate(histories)]
    heapq.heapify(due)
    looks, delays = 0, list[timedelta]()
    while due:
        now, number = heapq.heappop(due)
        history, before = histories[number], states[number]
        at = now - history.published
        fresh = _between(history, before.looked, at)
        delays += [now - change for change in fresh]
        state = states[number] = before.seen(at, changed=bool(fresh))
        outlet = outlets[history.outlet] = _sum(outlets[history.outlet], before.past, state.past)
        looks += 1
        following = at + policy(state, outlet)
        if following <= window:
            heapq.heappush(due, (history.published + following, number))
        else:
            end = history.published + window
            delays += [end - change for change in _between(history, at, window)]
    return Outcome(looks, tuple(delays))


def at_looks(
    histories: Sequence[History], looks: int, window: timedelta = WINDOW
) -> tuple[float, Outcome]:
    """Our policy, tuned to take about so many looks and never more: its `due`, and the outcome."""
    low, high = DUE / 1000, DUE * 1000
    while high / low > 1 + _CLOSE:
        due = (low * high) ** 0.5
        if replay(histories, partial(learned, due=due), window).looks > looks:
            low = due
        else:
            high = due
    return high, replay(histories, partial(learned, due=high), window)


def _between(history: History, after: timedelta, until: timedelta) -> Sequence[datetime]:
    start = bisect_right(history.changes, history.published + after)
    return history.changes[start : bisect_right(history.changes, history.published + until)]


def _sum(outlet: Past, before: Past, after: Past) -> Past:
    return Past(
        outlet.changes + after.changes - before.changes,
        outlet.exposure + after.exposure - before.exposure,
    )
