"""Asking web archives: one request at a time, a pause after each, and as long as they ask for.

An archive's own list and copies are made to be asked for by programs, so robots.txt is not asked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, select

from tracker.article.identity import outlet_of
from tracker.capture.fetch import Fetcher
from tracker.capture.model import Capture
from tracker.capture.politeness import end_turn, take_turn
from tracker.capture.tables import hosts
from tracker.errors import NetworkError
from tracker.network.waiting import retry_after

LONGEST_WAIT = timedelta(minutes=10)
"""How long an archive is waited for; one that wants more time is left alone, and told."""
PAUSES = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2))
"""Before the second, third and fourth time, where the archive names no time itself."""
LEASE = timedelta(minutes=5)
"""Longer than any request takes; a turn of a process that died lapses after it."""

_BUSY = frozenset({429, 500, 502, 503, 504})
_POLL = timedelta(seconds=1)


class NoAnswerError(NetworkError):
    """This address brought no answer, time and again; others of the archive may."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks through `fetcher`. `pause` lets so many seconds of `clock` pass."""

    fetcher: Fetcher
    engine: Engine
    clock: Callable[[], datetime]
    pause: Callable[[float], None]
    gap: timedelta

    def ask(self, address: str) -> Capture:
        """The answer to `address`, whatever its status but one that says "later".

        Raises NoAnswerError where it says so several times or none came twice, NetworkError where
        the archive wants to be left alone for too long, InputError as `Fetcher.look`.
        """
        said, broken = "", 0
        for wait in (*PAUSES, self.gap):
            self._await_turn(address)
            try:
                capture = self.fetcher.look(address)
            except NetworkError as error:
                said, broken = str(error), broken + 1
                self._end(address, wait)
                if broken > 1:  # an answer cut off is worth one more attempt; a refusal none
                    break
                continue
            if capture.status not in _BUSY:
                self._end(address, self.gap)
                return capture
            said = f"{address}: answered {capture.status}."
            asked = retry_after(capture.headers.get("retry-after"), self.clock())
            self._end(address, max(asked or wait, self.gap))
        raise NoAnswerError(said)

    def _await_turn(self, address: str) -> None:
        domain, began = _domain(address), self.clock()
        while not take_turn(self.engine, domain, self.clock(), LEASE):
            until = self._free_at(domain)
            if until - began > LONGEST_WAIT:
                raise NetworkError(
                    f"{domain} is to be left alone until {until:%Y-%m-%d %H:%M %Z}. Run this again "
                    "then: it goes on where it stopped."
                )
            self.pause(_POLL.total_seconds())

    def _free_at(self, domain: str) -> datetime:
        query = select(hosts.c.free_at).where(hosts.c.domain == domain)
        with self.engine.connect() as connection:
            return connection.scalar(query) or self.clock()

    def _end(self, address: str, wait: timedelta) -> None:
        end_turn(self.engine, _domain(address), self.clock(), wait)


def _domain(address: str) -> str:
    return outlet_of(address) or address
