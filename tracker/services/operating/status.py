"""How a database and its daemons do, as `tracker status` tells it."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from tracker.capture.tables import sources, watches
from tracker.eventstore.instants import from_microseconds
from tracker.eventstore.tables import commits, events
from tracker.projections.tables import endpoints, schedules
from tracker.services.context import Context
from tracker.services.operating.heartbeat import Alive, list_daemons
from tracker.services.operating.sizes import LATE, Sizes, sizes_of
from tracker.services.operating.troubles import Trouble, Troubles, plain, troubles

LITTLE_SPACE = 200_000_000
"""Bytes below which a disk counts as nearly full."""


@dataclass(frozen=True, slots=True)
class Operating:
    """How the tracker does: `well` where nothing asks for attention.

    `hidden` counts, by kind, the troubles that are left out of `troubles`.
    """

    well: bool
    database: str
    at: datetime
    daemons: tuple[Alive, ...]
    sizes: Sizes
    troubles: tuple[Trouble, ...]
    hidden: dict[str, int]


def status(context: Context) -> Operating:
    """What is late, failing and held now. It is only read; the projections are not caught up."""
    now, sizes, alive = context.clock(), sizes_of(context), list_daemons(context)
    groups = [*_one_by_one(context, sizes, alive, now), *troubles(context)]
    found = tuple(trouble for group in groups for trouble in group.shown)
    return Operating(
        well=not any(trouble.attention for trouble in found),
        database=context.database,
        at=now,
        daemons=tuple(alive),
        sizes=sizes,
        troubles=found,
        hidden={
            group.shown[0].kind: group.count - len(group.shown)
            for group in groups
            if group.count > len(group.shown) > 1
        },
    )


def _one_by_one(
    context: Context, sizes: Sizes, alive: Sequence[Alive], now: datetime
) -> Iterator[Troubles]:
    found = [*_daemons(context, alive), *_lag(context, sizes, now), *_storage(context)]
    return (Troubles((trouble,), 1) for trouble in found)


def _daemons(context: Context, alive: Sequence[Alive]) -> Iterator[Trouble]:
    for each in alive:
        who = plain(f"process {each.pid} on {each.host}")
        if not each.at_work:
            said = "no sign of life since: killed, or standing still?"
            what_next = "tracker run; its entry goes away after a day"
            is_alone = not any(other.at_work for other in alive)
            yield Trouble("daemon silent", who, each.seen_at, said, what_next, is_alone)
            continue
        for name, job in each.jobs.items():
            if job.failing_since:
                yield Trouble(
                    "job failing",
                    f"{name} of {who}",
                    job.failing_since,
                    plain(job.error),
                    "it is tried again by itself; its log tells more",
                )
    if not alive and _has_work(context):
        said = "nothing is looked at, published or delivered"
        yield Trouble("no daemon", "", None, said, "tracker run")


def _has_work(context: Context) -> bool:
    """Whether there is anything for a daemon to do."""
    with context.engine.connect() as connection:
        return any(
            connection.execute(select(1).select_from(table).limit(1)).first()
            for table in (watches, sources, schedules, endpoints)
        )


def _lag(context: Context, sizes: Sizes, now: datetime) -> Iterator[Trouble]:
    """Since when the projections lag: since the first commit that they have not taken in."""
    if sizes.lag <= 0:
        return
    reached = sizes.head - sizes.lag
    query = (
        select(commits.c.recorded_at)
        .join(events, events.c.commit_number == commits.c.number)
        .where(events.c.position == reached + 1)
    )
    with context.engine.connect() as connection:
        at = connection.scalar(query)
    since = from_microseconds(at) if at is not None else None
    if since and now - since > LATE:
        said = f"{sizes.lag:,} events are not taken in yet"
        what_next = "is a daemon at work ('tracker run')? Any query takes them in, too"
        yield Trouble("projections late", "", since, said, what_next)


def _storage(context: Context) -> Iterator[Trouble]:
    """Whether the disk of an SQLite file is nearly full."""
    if context.engine.dialect.name != "sqlite":
        return
    folder = Path(str(context.engine.url.database)).resolve().parent
    try:
        left = shutil.disk_usage(folder).free
    except OSError:
        return
    if left < LITTLE_SPACE:
        said = f"{left // 1_000_000} MB are left for {context.database}"
        yield Trouble(
            "disk nearly full", "disk", None, said, "make space before nothing is recorded"
        )
