"""Replaying the recorded histories under several paces: how late changes are seen, at what cost."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import func, select

from tracker.cadence.policies import every_ten_minutes, learned, share_of_age, table
from tracker.cadence.simulate import WINDOW, History, Outcome, at_looks, replay
from tracker.errors import NotFoundError
from tracker.projections.tables import articles, versions
from tracker.services.context import Context

MOST = 300
"""Articles replayed, the last published first: a replay takes some milliseconds for each."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What one way of deciding comes to; delays in seconds. `slow_delay` holds for nine in ten."""

    policy: str
    looks: int
    median_delay: float
    mean_delay: float
    slow_delay: float


@dataclass(frozen=True, slots=True)
class Simulation:
    """The trials, over so many articles with so many changes, each followed for `days`."""

    articles: int
    changes: int
    days: int
    trials: list[Trial]


def simulate(context: Context, outlet: str | None = None, most: int = MOST) -> Simulation:
    """Replay what is recorded: the tracker's pace, the same at others' number of looks, and those.

    Changes count from when they were declared, where the page declares it plausibly, else from
    when they were seen; what nobody saw is not there to be replayed. Raises NotFoundError where
    no article has changed.
    """
    histories = list(recorded_histories(context, outlet))[:most]
    if not any(history.changes for history in histories):
        raise NotFoundError(
            "nothing to replay: no article has more than one version. Watch some for a while, or "
            "import versions."
        )
    fixed, aged = replay(histories, table), replay(histories, share_of_age)
    trials = [
        _trial("learned (the tracker's)", replay(histories, learned)),
        _trial("learned, at the table's looks", at_looks(histories, fixed.looks)[1]),
        _trial("fixed table", fixed),
        _trial("learned, at a fifth's looks", at_looks(histories, aged.looks)[1]),
        _trial("a fifth of the age", aged),
        _trial("every ten minutes", replay(histories, every_ten_minutes)),
    ]
    changes = sum(len(history.changes) for history in histories)
    return Simulation(len(histories), changes, WINDOW.days, trials)


def recorded_histories(context: Context, outlet: str | None = None) -> Iterator[History]:
    """What is known of every article's changes, the last published first."""
    first_known = func.min(func.coalesce(versions.c.published, versions.c.observed_at))
    started = (
        select(versions.c.article, first_known.label("started"))
        .group_by(versions.c.article)
        .subquery()
    )
    query = (
        select(articles.c.outlet, versions, started.c.started)
        .join(articles, articles.c.id == versions.c.article)
        .join(started, started.c.article == versions.c.article)
        .where(versions.c.number.is_not(None))
        .order_by(started.c.started.desc(), versions.c.article, versions.c.number)
    )
    if outlet is not None:
        query = query.where(articles.c.outlet == outlet)
    with context.engine.connect() as connection:
        for _, group in groupby(connection.execute(query), key=lambda row: row.article):
            rows = list(group)
            first = rows[0]
            published = min(first.published or first.observed_at, first.observed_at)
            seen = [row.observed_at for row in rows]
            declared = [row.modified for row in rows]
            changes = tuple(
                _changed_at(before, at, told)
                for before, at, told in zip(seen, seen[1:], declared[1:], strict=False)
            )
            yield History(first.outlet, published, changes)


def _changed_at(before: datetime, seen: datetime, declared: datetime | None) -> datetime:
    """When a change was made: as declared, if that lies between the two looks it lies between."""
    return declared if declared and before < declared <= seen else seen


def _trial(policy: str, outcome: Outcome) -> Trial:
    return Trial(
        policy,
        outcome.looks,
        _seconds(outcome.median_delay),
        _seconds(outcome.mean_delay),
        _seconds(outcome.slow_delay),
    )


def _seconds(delay: timedelta) -> float:
    return round(delay.total_seconds(), 1)
