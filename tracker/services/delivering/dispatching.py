"""Deliveries side by side: endpoints that take them are kept apart from those that do not.

An endpoint has few attempts under way at once, one to begin with. Proven ones have threads of their
own, and so have new ones: others that hang, however many, hold up each other and nobody else.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from queue import Empty, SimpleQueue
from threading import Event
from time import monotonic

from tracker.config import Settings
from tracker.delivery.webhook import Delivery, Outcome
from tracker.services.context import Context
from tracker.services.delivering import outbox
from tracker.services.delivering.attempting import Send, attempt, settled
from tracker.services.delivering.endpoints import disable_endpoint
from tracker.services.delivering.outbox import Claimed, How, Settled, Standing
from tracker.services.delivering.sending import open_sender
from tracker.services.delivering.statuses import Status
from tracker.services.delivering.stepping import Steps, plan_anew
from tracker.services.delivering.workers import Workers

THREADS = {How.PROVEN: 48, How.NEW: 8, How.FAILING: 12}
"""For endpoints whose last attempt was taken, for those that had none yet, and for the others."""
MOST_AT_ONCE = 4
"""Attempts under way at one endpoint that takes them."""
IDLE_SECONDS = 1.0
"""How long nothing may be looked for while nothing happens."""
GATHER_SECONDS = 0.005
"""How long results are gathered, so that several are noted in one transaction."""
GRACE_SECONDS = 3.0
"""How long attempts under way are waited for at the end."""
LONGEST_WITHOUT_SUCCESS = timedelta(days=5)
"""After so long an endpoint is disabled."""

logger = logging.getLogger(__name__)

Result = tuple[Claimed, Delivery | None]
Hear = Callable[[Settled], object]
"""Told what became of each attempt."""


@dataclass(slots=True)
class Dispatcher:
    """Delivers what is due on one database. For one thread; it has others work for it."""

    context: Context
    settings: Settings
    hear: Hear = lambda _settled: None
    _open: ExitStack = field(default_factory=ExitStack)
    _send: Send | None = None
    _lanes: "_Lanes | None" = None
    _found: list[Settled] = field(default_factory=list)
    _results: SimpleQueue[Result] = field(default_factory=SimpleQueue)
    _under_way: Counter[str] = field(default_factory=Counter)
    _at_once: dict[str, int] = field(default_factory=dict)
    _steps: Steps = field(init=False)

    def __post_init__(self) -> None:
        self._steps = Steps(self.context.clock)

    def run(self, stop: Event, wake: Event) -> None:
        """Deliver until `stop`; `wake` says that something may be due now.

        Where the database fails that is raised; running on later loses nothing of what is under way
        or has finished meanwhile.
        """
        while not stop.is_set():
            coming = self._begin(wake)
            wake.wait(self._idle(coming))
            wake.clear()  # before looking: what finishes from here on wakes us again
            self._settle(self._finished(0))
        self.close()

    def close(self) -> None:
        """Note what finishes in a moment, so that it is not sent again; the rest is left behind."""
        until = monotonic() + GRACE_SECONDS
        with self._open:
            while self._under_way.total() and monotonic() < until:
                self._settle(self._finished(until - monotonic()))
            self._settle(())
        self._send = self._lanes = None

    def run_once(self) -> list[Settled]:
        """Deliver all that is due now, and return when all of it is settled."""
        done: list[Settled] = []
        wake = Event()
        try:
            self._begin(wake)
            while self._under_way.total():
                done += self._settle(self._finished(IDLE_SECONDS))
                self._begin(wake)
        finally:
            self.close()
        return done

    def _opened(self) -> tuple[Send, "_Lanes"]:
        """What sends, and the threads for it; made when first needed."""
        if self._send is None or self._lanes is None:
            self._send = self._open.enter_context(open_sender(self.context, self.settings))
            self._lanes = _Lanes(self._open)
        return self._send, self._lanes

    def _begin(self, wake: Event) -> datetime | None:
        """Begin what is due, as there are threads for it; returns when the next will be due."""
        if self._steps.may_be_back():
            plan_anew(self.context, self._lease)
        now = self.context.clock()
        with self.context.engine.connect() as connection:
            waiting = outbox.standings(connection)
        if due := [each for each in waiting if each.due <= now]:
            self._claim(due, wake)
        return min((each.due for each in waiting if each.due > now), default=None)

    def _claim(self, due: Sequence[Standing], wake: Event) -> None:
        send, lanes = self._opened()
        wanted = list(self._wanted(due, lanes))
        how = {standing.endpoint: standing.how for standing, _ in wanted}
        most = [(standing.endpoint, number) for standing, number in wanted]
        for each in outbox.claim(self.context, most, self._lease) if most else ():
            self._under_way[each.endpoint] += 1
            lanes.of(how[each.endpoint]).submit(partial(self._do, each, send, wake))

    @property
    def _lease(self) -> timedelta:
        return timedelta(seconds=self.settings.delivery.lease)

    def _idle(self, coming: datetime | None) -> float:
        """Seconds to sleep, unless something finishes or wakes earlier."""
        if coming is None:
            return IDLE_SECONDS
        return min(max((coming - self.context.clock()).total_seconds(), 0), IDLE_SECONDS)

    def _wanted(self, due: Sequence[Standing], lanes: "_Lanes") -> Iterator[tuple[Standing, int]]:
        """How many attempts may begin at each endpoint."""
        free = {how: lanes.of(how).free for how in How}
        for standing in due:
            is_proven = standing.how is How.PROVEN
            at_once = self._at_once.get(standing.endpoint, 1) if is_proven else 1
            most = min(at_once - self._under_way[standing.endpoint], free[standing.how])
            if most > 0:
                free[standing.how] -= most
                yield standing, most

    def _do(self, claimed: Claimed, send: Send, wake: Event) -> None:
        delivery = attempt(claimed, send, self.context.clock)
        self._results.put((claimed, delivery))
        wake.set()

    def _finished(self, seconds: float) -> Iterator[Result]:
        """What finishes within so many seconds, and what comes shortly after it."""
        wait = max(seconds, 0)
        while True:
            try:
                yield self._results.get(timeout=wait) if wait else self._results.get_nowait()
            except Empty:
                return
            wait = GATHER_SECONDS if self._under_way.total() > 1 else 0

    def _settle(self, results: Iterable[Result]) -> list[Settled]:
        """Note results; those that cannot be noted now are kept until they can."""
        now = self.context.clock()
        for claimed, delivery in results:
            self._under_way[claimed.endpoint] -= 1
            if delivery is not None:
                self._learn(claimed.endpoint, delivery)
                self._found.append(settled(claimed, delivery, self.settings.delivery.retry, now))
        if not self._found:
            return []
        noted = outbox.settle(self.context, self._found)
        self._found.clear()
        for each in noted:
            self.hear(each)
        self._disable([each for each in noted if each.status is not Status.DELIVERED])
        return noted

    def _learn(self, endpoint: str, delivery: Delivery) -> None:
        """One that takes what it gets may get more at once."""
        taken = delivery.outcome is Outcome.TAKEN
        self._at_once[endpoint] = (
            min(self._at_once.get(endpoint, 1) + 1, MOST_AT_ONCE) if taken else 1
        )

    def _disable(self, failed: Sequence[Settled]) -> None:
        """Disable the endpoints that want no more, and those that took nothing for days."""
        for each in {each.claimed.endpoint: each for each in failed}.values():
            if each.is_gone:
                disable_endpoint(self.context, each.claimed.endpoint, "it answered 410 Gone")
                continue
            since = outbox.failing_since(self.context, each.claimed.endpoint)
            if since and each.at - since >= LONGEST_WITHOUT_SUCCESS:
                days = (each.at - since).days
                reason = f"nothing was taken for {days} days; last: {each.detail}"
                disable_endpoint(self.context, each.claimed.endpoint, reason)


class _Lanes:
    """Threads for endpoints that take what they get, for new ones, and for the rest."""

    def __init__(self, stack: ExitStack) -> None:
        self._workers = {how: Workers(THREADS[how], f"deliver, {how}") for how in How}
        for workers in self._workers.values():
            stack.callback(workers.stop)

    def of(self, how: How) -> Workers:
        return self._workers[how]
