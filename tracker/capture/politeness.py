"""At most one request at a time at a registrable domain, and a pause after each.

Kept in the table `hosts`, so that all processes on one database keep it together: no request before
`free_at`. Whoever moves it on has the turn; a turn that is never ended lapses with its lease.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Engine, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite

from tracker.capture.tables import hosts
from tracker.eventstore.engine import writing

LONGEST_DELAY = timedelta(minutes=5)
"""The longest crawl-delay that is kept to; some sites write a day, meaning "go away"."""


def take_turn(engine: Engine, domain: str, now: datetime, lease: timedelta) -> bool:
    """Whether a request to `domain` may be made now; nobody else gets a turn before `end_turn`.

    `lease` must be longer than the request can take: after it the turn counts as ended, so that a
    process that died holds nobody up.
    """
    return domain in take_turns(engine, [domain], now, lease)


def take_turns(
    engine: Engine, domains: Collection[str], now: datetime, lease: timedelta
) -> set[str]:
    """As `take_turn` for several domains at once, in one transaction: those that may be asked."""
    add = _add[engine.dialect.name]
    taken = set()
    with writing(engine).begin() as connection:
        for domain in sorted(set(domains)):  # in any other order two processes may block each other
            turn = {"of": domain, "now": now, "until": now + lease}
            if connection.execute(_take, turn).rowcount or connection.scalar(add, turn):
                taken.add(domain)
    return taken


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

# A domain nobody ever asked; of several who add it one does, and has the turn.
_new = dict.fromkeys(("changes", "exposure"), 0)
_add = {
    dialect.__name__.rpartition(".")[2]: dialect.insert(hosts)
    .values(domain=bindparam("of"), free_at=bindparam("until"), **_new)
    .on_conflict_do_nothing()
    .returning(hosts.c.domain)
    for dialect in (sqlite, postgresql)
}
