"""At most one request at a time at a registrable domain, and a pause after each.

Kept in the table `hosts`, so that all processes on one database keep it together: no request before
`free_at`. Whoever moves it on has the turn; a turn that is never ended lapses with its lease.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import Engine, bindparam, insert, update
from sqlalchemy.exc import IntegrityError

from tracker.capture.tables import hosts
from tracker.eventstore.engine import writing

LONGEST_DELAY = timedelta(minutes=5)
"""The longest crawl-delay that is kept to; some sites write a day, meaning "go away"."""


def take_turn(engine: Engine, domain: str, now: datetime, lease: timedelta) -> bool:
    """Whether a request to `domain` may be made now; nobody else gets a turn before `end_turn`.

    `lease` must be longer than the request can take: after it the turn counts as ended, so that a
    process that died holds nobody up.
    """
    free_at = now + lease
    with writing(engine).begin() as connection:
        if connection.execute(_take, {"of": domain, "now": now, "until": free_at}).rowcount:
            return True
    # Either it is somebody else's turn, or the domain is new and the first to add it has the turn.
    with suppress(IntegrityError), writing(engine).begin() as connection:
        connection.execute(_add, {"domain": domain, "free_at": free_at})
        return True
    return False


def end_turn(engine: Engine, domain: str, now: datetime, gap: timedelta) -> None:
    """Let others have a turn, `gap` from now on (see `gap_of`)."""
    with writing(engine).begin() as connection:
        connection.execute(_end, {"of": domain, "until": now + gap})


def gap_of(least: float, crawl_delay: float | None = None) -> timedelta:
    """The pause between two requests: `least` seconds, or what robots.txt asks for if that is more.

    A crawl-delay counts up to `LONGEST_DELAY`.
    """
    asked = min(crawl_delay or 0.0, LONGEST_DELAY.total_seconds())
    return timedelta(seconds=max(least, asked))


_take = (
    update(hosts)
    .where(hosts.c.domain == bindparam("of"), hosts.c.free_at <= bindparam("now"))
    .values(free_at=bindparam("until"))
)
_end = update(hosts).where(hosts.c.domain == bindparam("of")).values(free_at=bindparam("until"))
_add = insert(hosts).values(failures=0, looks=0, changes=0, exposure=0.0)
