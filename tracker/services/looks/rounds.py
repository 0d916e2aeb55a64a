"""A round of looks: what is due is asked side by side, one request a domain, and judged in turn."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event

from sqlalchemy import Connection, RowMapping, Table, select

from tracker.article.identity import outlet_of
from tracker.cadence.budget import Budget, HostBudgets
from tracker.cadence.outage import Outage
from tracker.capture.fetch import Fetcher
from tracker.capture.politeness import end_turn, gap_of, take_turns
from tracker.capture.robots import RobotsCache, Rules
from tracker.capture.tables import sources, watches
from tracker.config import CaptureSettings
from tracker.errors import NetworkError
from tracker.services.context import Context
from tracker.services.lists.listing import judge_source
from tracker.services.looks.following import Follower, NotNowError
from tracker.services.looks.looking import Answer, ask, judge
from tracker.services.looks.pacing import Pace
from tracker.services.looks.seen import Seen
from tracker.services.looks.watching import claim, is_claimed, put_off, queue_up

SIDE_BY_SIDE = 16
"""Domains asked at once."""

MOST_DOMAINS = 4 * SIDE_BY_SIDE
"""Domains asked in a round, so that even among slow ones each is asked within its lease."""

ATTENTION = 0.2
"""Seconds after which a round that waits for answers notices that it is to stop."""

GLANCE = 200
"""How many due addresses are looked through for some whose domain is free."""


def most_due(connection: Connection, table: Table, now: datetime) -> Sequence[RowMapping]:
    """What has waited longest in a table, read off its index: among a million as among ten."""
    query = select(table).where(table.c.next_look <= now).order_by(table.c.next_look).limit(GLANCE)
    return connection.execute(query).mappings().all()


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking came to; `answer` is None where the page is to be asked for later, after `wait`.

    `answered` says whether the host said anything at all; `gap` is how long it is left alone now.
    """

    answer: Answer | None
    gap: timedelta
    answered: bool = True
    wait: timedelta = timedelta()


NEVER = datetime.min.replace(tzinfo=UTC)

Judge = Callable[[Context, RowMapping, Answer, Pace], Seen]
"""Records what an answer tells, and plans the next look."""


@dataclass(frozen=True, slots=True)
class Errand:
    """An address that is due: a row of `table`, where it is planned, and who judges the answer.

    `claimed` is until when this process may look at it.
    """

    table: Table
    row: RowMapping
    domain: str
    judge: Judge
    claimed: datetime = NEVER

    @property
    def address(self) -> str:
        return str(self.row["address"])


@dataclass(slots=True)
class Rounds:
    """Looks at what is due, round by round, within the budget. Not for several threads at once.

    Once `stop` is set, what has not been answered is due again, for the next who looks.
    """

    context: Context
    settings: CaptureSettings
    fetcher: Fetcher
    budget: Budget = field(init=False)
    host_budgets: HostBudgets = field(init=False)
    stop: Event = field(default_factory=Event)
    outage: Outage = field(default_factory=Outage)
    robots: RobotsCache = field(init=False)
    _put_off_to: datetime | None = None

    def __post_init__(self) -> None:
        self.budget = Budget(self.settings.budget)
        self.host_budgets = HostBudgets(self.settings.host_budget)
        self.robots = RobotsCache(self.context.engine, self.settings.user_agent)

    def run(self) -> Iterator[Seen]:
        """One round: of every domain that is free, the address that has waited longest."""
        now = self.context.clock()
        if self._put_off_to and self._put_off_to <= now:
            self._put_off_to = None
        due = self._due(now)
        self.budget.adapt(now - due[0].row["next_look"] if due else timedelta())
        due = due[: self.budget.left(now)]
        mine = list(self._claimed(self._heads(due, now)))
        if not mine:
            return
        threads = ThreadPoolExecutor(min(len(mine), SIDE_BY_SIDE), "look")
        try:
            yield from self._answers({threads.submit(self._ask, each): each for each in mine})
        finally:  # whoever hangs must not hold up who stops
            threads.shutdown(wait=not self.stop.is_set(), cancel_futures=self.stop.is_set())

    @property
    def lease(self) -> timedelta:
        """How long a look may take."""
        return timedelta(seconds=self.settings.lease)

    def _claimed(self, errands: Iterable[Errand]) -> Iterator[Errand]:
        """Those of them that no other process was quicker to claim."""
        for errand in errands:
            if until := claim(self.context, errand.table, errand.row, self.lease):
                yield replace(errand, claimed=until)

    def _answers(self, asked: dict[Future[Asked], Errand]) -> Iterator[Seen]:
        """What each came to, as it comes."""
        waiting = set(asked)
        while waiting and not self.stop.is_set():
            done, waiting = wait(waiting, ATTENTION, FIRST_COMPLETED)
            for future in done:
                yield from self._judged(asked[future], future.result())
        now = self.context.clock()
        for errand in (asked[future] for future in waiting):
            if self._is_mine(errand):
                end_turn(self.context.engine, errand.domain, now, gap_of(self.settings.gap))
                self._put_off(errand, now)

    def waits_for(self) -> timedelta | None:
        """How long until what the last rounds put off is due; None where nothing waits any more."""
        if self._put_off_to is None:
            return None
        return max(self._put_off_to - self.context.clock(), timedelta())

    def _due(self, now: datetime) -> Sequence[Errand]:
        """What has waited longest, articles and sources alike."""
        every = self.settings.every or None
        with self.context.engine.connect() as connection:
            articles, lists = (most_due(connection, table, now) for table in (watches, sources))
        judge_list = partial(judge_source, every=every)
        errands = [Errand(watches, row, row["domain"], judge) for row in articles]
        errands += [Errand(sources, row, _domain(row), judge_list) for row in lists]
        return sorted(errands, key=lambda e: (e.row["next_look"], e.address))[:GLANCE]

    def _heads(self, due: Sequence[Errand], now: datetime) -> list[Errand]:
        """The first of each domain whose turn can be had; the others queue up behind it."""
        queues: dict[str, list[Errand]] = {}
        for errand in due:
            if errand.domain in queues or len(queues) < MOST_DOMAINS:
                queues.setdefault(errand.domain, []).append(errand)
        self._rest(queues, now)
        free = take_turns(self.context.engine, queues, now, self.lease)
        heads = [queue.pop(0) for domain, queue in queues.items() if domain in free]
        self._queue_up(queues.values(), now)
        return heads

    def _rest(self, queues: dict[str, list[Errand]], now: datetime) -> None:
        """Leave alone the domains whose own budget is spent, in their order, until it is not."""
        spent = {of: until for of in queues if (until := self.host_budgets.free_at(of, now))}
        tick = timedelta(microseconds=1)
        waiting = [(e, at + tick * n) for of, at in spent.items() for n, e in enumerate(queues[of])]
        self._queue(waiting)
        for domain in spent:
            del queues[domain]

    def _queue_up(self, queues: Iterable[Sequence[Errand]], now: datetime) -> None:
        """Let addresses wait for their domain, or those of a busy one would hide all others."""
        gap = gap_of(self.settings.gap)
        if not gap:
            return
        waiting = [(e, now + gap * n) for queue in queues for n, e in enumerate(queue, start=1)]
        self._queue(waiting)
        self._wait_until(*(until for _, until in waiting))

    def _queue(self, waiting: Sequence[tuple[Errand, datetime]]) -> None:
        for table in (watches, sources):
            mine = [(errand.row, until) for errand, until in waiting if errand.table is table]
            queue_up(self.context, table, mine)

    def _put_off(self, errand: Errand, until: datetime) -> None:
        put_off(self.context, errand.table, errand.row, errand.claimed, until)
        self._wait_until(until)

    def _wait_until(self, *moments: datetime) -> None:
        known = () if self._put_off_to is None else (self._put_off_to,)
        self._put_off_to = min((*known, *moments), default=None)

    def _ask(self, errand: Errand) -> Asked:
        """Ask an address, if its origin allows it; called in a thread of its own."""
        rules = self.robots.known(errand.address, self.context.clock())
        if rules is None:
            rules = self._rules(errand.address)
            if gap := gap_of(self.settings.gap, rules.crawl_delay):
                return Asked(None, gap, wait=gap)
        if not rules.allows(errand.address):
            refused = NetworkError(rules.refusal(errand.address))
            return Asked(refused, timedelta(), answered=rules.text is not None)
        gap = gap_of(self.settings.gap, rules.crawl_delay)
        with self._follower(errand) as follower:
            answer = ask(self.fetcher, errand.row, follower.may_follow)
        if isinstance(answer, NotNowError):
            return Asked(None, gap, wait=max(answer.wait, gap))
        return Asked(answer, gap, answered=not isinstance(answer, NetworkError))

    def _rules(self, address: str) -> Rules:
        return self.robots.ask(self.fetcher, address, self.context.clock())

    def _follower(self, errand: Errand) -> Follower:
        """Who judges redirects: the turn of its domain is the errand's already."""
        held = {errand.domain, outlet_of(errand.address) or ""}
        context, gap = self.context, self.settings.gap
        clock, robots = context.clock, self.robots
        return Follower(context.engine, robots, self.fetcher, clock, gap, held, self.lease)

    def _judged(self, errand: Errand, asked: Asked) -> Iterator[Seen]:
        """Record what an answer tells, unless it comes too late.

        Whoever was suspended for longer than its lease finds that another process has looked since:
        what it brings is older than what is known, and would overwrite that.
        """
        if not self._is_mine(errand):
            return
        now = self.context.clock()
        if asked.answer is None:
            end_turn(self.context.engine, errand.domain, now, asked.gap)
            self._put_off(errand, now + asked.wait)
            return
        self.budget.spend(now)
        self.host_budgets.spend(errand.domain, now)
        self.outage.note(errand.domain, now, answered=asked.answered)
        pace = Pace(self.budget.due, self.outage.is_ours(now), asked.gap, errand.claimed)
        seen = errand.judge(self.context, errand.row, asked.answer, pace)
        if errand.table is not watches:  # an article's turn ends as its next look is planned
            end_turn(self.context.engine, errand.domain, now, asked.gap)
        yield seen

    def _is_mine(self, errand: Errand) -> bool:
        with self.context.engine.begin() as connection:
            return is_claimed(connection, errand.table, errand.address, errand.claimed)


def _domain(row: RowMapping) -> str:
    return outlet_of(row["address"]) or ""
