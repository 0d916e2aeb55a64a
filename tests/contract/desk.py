"""A tracker on a fresh database, looks to take in, and all its tables to compare."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Select, Table, select

from tracker.bootstrap import open_context
from tracker.capture import tables as capture
from tracker.config import load_settings
from tracker.delivery import tables as delivery
from tracker.projections import tables as projected
from tracker.services.context import Context
from tracker.services.taking.look import Look
from tracker.services.taking.tracking import Taken, take

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)
ADDRESS = "https://www.harbour-post.example/ferries/night-boat"

Dump = dict[str, list[tuple[object, ...]]]


@dataclass
class SteppingClock:
    """A clock that goes on one second with every look at it."""

    now: datetime = NOON + timedelta(days=1)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@contextmanager
def desk(database: str, clock: SteppingClock | None = None) -> Iterator[Context]:
    """A context on `database`, whose clock steps."""
    settings = load_settings(flags={"database_url": database, "zone": "UTC"})
    with open_context(settings, clock=clock or SteppingClock()) as context:
        yield context


def page(
    boats: int = 10_000,
    *,
    headline: str = "Night boat to stop in spring",
    said: str = "We did not want this",
    minutes_ago: int = 5,
    extra: str = "",
) -> bytes:
    """A small page of an invented outlet: `minutes_ago` is noise, all else asserts something."""
    return f"""<!DOCTYPE html><html lang="en"><head><title>{headline}</title>
<meta property="og:title" content="{headline}"></head><body>
<nav><a href="/">Home</a><a href="/ferries">Ferries</a></nav>
<article><h1>{headline}</h1>
<p>{minutes_ago} minutes ago</p>
<p>The night boat between the two harbours will stop running in April, the company that owns it
told its crews on Sunday, after three winters in which it lost money on most of its crossings.</p>
<p>The boat carried {boats:,} passengers last winter, according to figures that the company gave to
the harbour board, and most of them travelled at weekends or before public holidays.</p>
<p>"{said}," said Berit Aasen, who leads the company, at a meeting with the crews in the harbour
hall, where many of those who work on the boat heard of the plan for the first time.</p>
<p>The council of the northern town has asked for talks, and hopes that another company will take
the route over before the summer, when the islands expect most of their visitors.</p>{extra}
</article></body></html>""".encode()


def look(body: bytes, minute: float, address: str = ADDRESS) -> Look:
    """A look that saw `body` so many minutes after noon."""
    return Look(address, body, NOON + timedelta(minutes=minute), dated=True)


def take_all(context: Context, looks: Sequence[Look]) -> list[Taken]:
    return [take(context, each) for each in looks]


def shuffled(looks: list[Look], seed: int) -> list[Look]:
    """The looks in another order, the same for the same seed."""
    mixed = list(looks)
    random.Random(seed).shuffle(mixed)
    return mixed


def dump(context: Context, *, everything: bool = True) -> Dump:
    """Every row of every derived table; without `everything`, only what no order may change.

    The stamp of the code that made them is left out. Without `everything`, so are places in the
    log, moments of recording, and all about versions that another version has made superfluous.
    """
    with context.engine.connect() as connection:
        numbered = select(projected.versions.c.id).where(projected.versions.c.number.is_not(None))
        shown = set(connection.scalars(numbered))
        return {
            table.name: sorted(
                (
                    tuple(row.values())
                    for row in map(dict, connection.execute(_columns(table)).mappings())
                    if everything or _is_timeless(table, row, shown)
                ),
                key=repr,
            )
            for table in projected.metadata.sorted_tables
        }


def _columns(table: Table) -> Select[tuple[object, ...]]:
    return select(*(column for column in table.c if column is not projected.checkpoints.c.code))


def _is_timeless(table: Table, row: dict[str, object], shown: set[str]) -> bool:
    """Whether a row may stay, after what depends on the order is taken out of it."""
    for name in ("position", "recorded_at"):
        row.pop(name, None)
    version = row["id"] if table is projected.versions else row.get("version")
    return table is not projected.checkpoints and (version is None or version in shown)


def kept_apart(context: Context) -> Dump:
    """Every row of the tables that a rebuild must leave alone."""
    with context.engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for metadata in (capture.metadata, delivery.metadata)
            for table in metadata.sorted_tables
        }
