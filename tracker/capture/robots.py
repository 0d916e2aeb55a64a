"""What sites ask of robots: robots.txt as RFC 9309 reads it, kept for a day at most.

`Rules` is the judgement, pure. `RobotsCache` keeps what came in the table `robots`, one row an
origin (scheme, host, port). Asking for robots.txt is a request like any other: whoever calls `ask`
holds the turn at that domain (see `tracker.capture.politeness`).
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy import Engine, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from tracker.capture.fetch import Fetcher, WentAstrayError
from tracker.capture.freshness import fresh_for, not_before
from tracker.capture.tables import robots
from tracker.errors import NetworkError
from tracker.eventstore.engine import writing

if TYPE_CHECKING:
    from protego import Protego

MAX_BYTES = 500_000
"""How much of a robots.txt is read (RFC 9309, 2.5); what stands behind it does not count."""
LONGEST_KEPT = timedelta(days=1)
SHORTEST_KEPT = timedelta(hours=1)
"""Even where the server forbids caching, it is not asked before every look."""
ASKED_AGAIN = timedelta(hours=1)
"""How soon a robots.txt that could not be had is asked for again."""

_NO_ANSWER = 0  # in place of a status
_NOT_FOUND = 404
_TOO_MANY = 429
_REMEMBERED = 50_000  # characters; a longer one is read and taken apart for every question
_MOST_REMEMBERED = 2_000  # origins
_AGENT = re.compile(r"\s*user[- ]?agent\s*[:\s](.*)", re.IGNORECASE)
_TOKEN = re.compile(r"[a-z_-]*")


@dataclass(frozen=True, slots=True)
class Rules:
    """What an origin allows the robot named `token`; `text` None: nothing at all, `why` tells."""

    token: str
    text: str | None
    why: str = ""

    def allows(self, address: str) -> bool:
        """Whether `address`, of this origin, may be looked at."""
        if self.text is None:
            return False
        return not self.text or _parsed(self.text, self.token).can_fetch(address, self.token)

    def refusal(self, address: str) -> str:
        """Why `address` may not be looked at, for people: a wrong host name forbids nothing."""
        if self.text is None:
            return f"{address}: nothing is looked at without its robots.txt. {self.why}"
        return f"{address}: its robots.txt does not allow looking at it."

    @property
    def crawl_delay(self) -> float | None:
        """Seconds asked for between two requests, None where nothing is said; not bounded."""
        if not self.text:
            return None
        return _parsed(self.text, self.token).crawl_delay(self.token)


def token_of(user_agent: str) -> str:
    """The name by which robots.txt calls us: the product of our User-Agent, without version."""
    return user_agent.partition("/")[0].strip().lower()


def robots_address(address: str) -> str:
    """Where the rules for `address` stand."""
    return f"{_origin(address)}/robots.txt"


class RobotsCache:
    """The rules of all origins, as far as they were asked for. Threads may share it.

    It remembers what it has read, so one that is kept spares a query for every look.
    """

    def __init__(self, engine: Engine, user_agent: str) -> None:
        self._engine = engine
        self._token = token_of(user_agent)
        self._remembered: dict[str, tuple[Rules, datetime]] = {}

    def known(self, address: str, now: datetime) -> Rules | None:
        """The rules that hold for `address`; None where they have to be asked for first."""
        origin = _origin(address)
        rules, until = self._remembered.get(origin, (None, now))
        if until > now:
            return rules
        row = self._row(origin)
        if row is None or row.until <= now:
            return None
        return self._remember(origin, self._rules(origin, row.status, row.text), row.until)

    def ask(self, fetcher: Fetcher, address: str, now: datetime) -> Rules:
        """Fetch the rules that hold for `address`, and keep them. Raises nothing for the network.

        A robots.txt that is not there (4xx) allows everything. One that cannot be had (5xx, 429, no
        answer) leaves what was known before in force, and where nothing was, nothing is allowed.
        """
        origin = _origin(address)
        status, text, kept, why = _fetched(fetcher, robots_address(address))
        if _cannot_be_had(status) and (before := self._row(origin)):
            status, text = before.status, before.text
        self._keep({"of": origin, "status": status, "text": text, "until": now + kept})
        return self._remember(origin, self._rules(origin, status, text, why), now + kept)

    def _remember(self, origin: str, rules: Rules, until: datetime) -> Rules:
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered.clear()
        if rules.text is None or len(rules.text) <= _REMEMBERED:
            self._remembered[origin] = rules, until
        return rules

    def _rules(self, origin: str, status: int, text: str, why: str = "") -> Rules:
        if not _cannot_be_had(status):
            return Rules(self._token, text)
        told = f"answered {status}" if status else "no answer"
        return Rules(self._token, None, why or f"{origin}/robots.txt: {told}.")

    def _row(self, origin: str) -> Any:
        with self._engine.connect() as connection:
            return connection.execute(_known, {"of": origin}).one_or_none()

    def _keep(self, row: dict[str, object]) -> None:
        engine = writing(self._engine)
        # Whoever was first with a new origin got an answer as good as this one.
        with suppress(IntegrityError), engine.begin() as connection:
            if connection.execute(_renew, row).rowcount == 0:
                connection.execute(_add, row)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _cannot_be_had(status: int) -> bool:
    """RFC 9309, 2.3.1.4, and 429, which is a plea for fewer requests and no leave for any."""
    return status in {_NO_ANSWER, _TOO_MANY} or status >= 500  # noqa: PLR2004


def _fetched(fetcher: Fetcher, address: str) -> tuple[int, str, timedelta, str]:
    """Status, text, how long they hold, and why there was no answer."""
    try:
        capture = fetcher.begin(address, MAX_BYTES)
    except WentAstrayError:
        return _NOT_FOUND, "", LONGEST_KEPT, ""  # RFC 9309, 2.3.1.2: taken as not there
    except NetworkError as error:
        return _NO_ANSWER, "", ASKED_AGAIN, str(error)
    if _cannot_be_had(capture.status):
        later = not_before(capture)
        pause = later - capture.observed_at if later else ASKED_AGAIN
        return capture.status, "", max(pause, ASKED_AGAIN), ""
    declared = fresh_for(capture) if "cache-control" in capture.headers else LONGEST_KEPT
    text = (capture.body or b"").decode("utf-8-sig", "replace").replace("\0", "")
    return capture.status, text, min(max(declared, SHORTEST_KEPT), LONGEST_KEPT), ""


def _parsed(text: str, token: str) -> "Protego":
    return _parse(text, token) if len(text) > _REMEMBERED else _parse_once(text, token)


def _parse(text: str, token: str) -> "Protego":
    from protego import Protego

    return Protego.parse("\n".join(_named(line, token) for line in text.splitlines()))


_parse_once = lru_cache(maxsize=256)(_parse)


def _named(line: str, token: str) -> str:
    """The line; where it names an agent, that is us, everybody (`*`) or somebody else.

    RFC 9309, 2.2.1 wants the whole product token compared, while the library takes a part of it.
    And a group that names thousands of agents would be kept once for each of them.
    """
    named = _AGENT.match(line)
    if not named:
        return line
    agent = named[1].partition("#")[0].strip().lower()
    if agent != "*":
        found = _TOKEN.match(agent)
        agent = token if found and found[0] == token else "somebody-else"
    return f"user-agent: {agent}"


_known = select(robots).where(robots.c.origin == bindparam("of"))
_renew = (
    update(robots)
    .where(robots.c.origin == bindparam("of"))
    .values({name: bindparam(name) for name in ("status", "text", "until")})
)
_add = insert(robots).values(origin=bindparam("of"))
