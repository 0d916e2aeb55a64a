"""Redirects to other domains: each is asked in a turn of its own, as its robots.txt allows.

A look has the turn of the domain that it asks first. Where that leads on to another, the other one
is no less to be spared: a shortener or a feed's counting service would else send looks side by side
to an outlet that has just been asked.
"""

import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from sqlalchemy import Engine

from tracker.article.identity import outlet_of
from tracker.capture.fetch import Fetcher
from tracker.capture.politeness import end_turn, gap_of, take_turn
from tracker.capture.robots import RobotsCache, Rules
from tracker.services.looks.watching import LEASE

BUSY = timedelta(seconds=20)
"""About how long a look waits for the domain that it was led to, while others have its turn."""


class NotNowError(Exception):
    """A domain that a redirect leads to is not to be asked now, but after `wait`."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"not before {wait} from now")
        self.wait = wait


@dataclass(slots=True)
class Follower:
    """Judges where the redirects of one look lead; as a context, it ends the turns that it took.

    `gap` is the least pause at a domain in seconds, `held` are domains whose turn the look has.
    """

    engine: Engine
    robots: RobotsCache
    fetcher: Fetcher
    clock: Callable[[], datetime]
    gap: float
    held: Collection[str]
    lease: timedelta = LEASE
    _taken: dict[str, timedelta] = field(default_factory=dict)

    def may_follow(self, address: str) -> bool:
        """Whether robots.txt allows `address`. NotNowError where its domain is to be spared."""
        now, domain = self.clock(), outlet_of(address) or ""
        if domain not in self.held and domain not in self._taken:
            if not take_turn(self.engine, domain, now, self.lease):
                raise NotNowError(_unlike_others(address, now))
            self._taken[domain] = gap_of(self.gap)
        rules = self.robots.known(address, now) or self._asked(address, domain)
        if domain in self._taken:
            self._taken[domain] = gap_of(self.gap, rules.crawl_delay)
        return rules.allows(address)

    def _asked(self, address: str, domain: str) -> Rules:
        """The rules of an origin that was never asked for them; that takes the turn at another."""
        rules = self.robots.ask(self.fetcher, address, self.clock())
        gap = gap_of(self.gap, rules.crawl_delay)
        if gap and domain in self._taken:
            self._taken[domain] = gap
            raise NotNowError(gap)
        return rules

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for domain, gap in self._taken.items():
            end_turn(self.engine, domain, self.clock(), gap)


def _unlike_others(address: str, now: datetime) -> timedelta:
    """A pause of its own, or two looks that are led to each other's domains would meet for ever."""
    chance = zlib.crc32(f"{address} {now.isoformat()}".encode()) / 2**32
    return BUSY * (0.5 + chance)
