"""The sign of life that every daemon gives in the database, and how its jobs do."""

import json
import os
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, delete, insert, select, update

from tracker.bundled import version
from tracker.eventstore.engine import writing
from tracker.services.context import Context
from tracker.services.operating.tables import daemons

FORGOTTEN = timedelta(days=1)
"""How long a daemon that was killed is remembered."""

SILENT = timedelta(seconds=30)
"""Without a sign of life for so long a daemon counts as ended, or as standing still."""


@dataclass(frozen=True, slots=True)
class JobState:
    """How a job does: `error` is why it fails, inert and without secrets."""

    last_success: datetime | None = None
    failing_since: datetime | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Alive:
    """A daemon as it last gave a sign of life; `at_work` unless that is too long ago."""

    id: str
    host: str
    pid: int
    version: str
    started_at: datetime
    seen_at: datetime
    at_work: bool
    jobs: Mapping[str, JobState] = field(default_factory=dict)


def beat(context: Context, name: str, started: datetime, jobs: Mapping[str, JobState]) -> None:
    """Say that the daemon `name`, of this process, is alive; forget those long gone."""
    now = context.clock()
    news = {"seen_at": now, "jobs": json.dumps({job: _plain(jobs[job]) for job in sorted(jobs)})}
    who = {"host": socket.gethostname(), "pid": os.getpid(), "version": version()}
    with writing(context.engine).begin() as connection:
        mine = update(daemons).where(daemons.c.id == name)
        if connection.execute(mine.values(news)).rowcount == 0:
            fresh = {"id": name, "started_at": started} | who | news
            connection.execute(insert(daemons).values(fresh))
        connection.execute(delete(daemons).where(daemons.c.seen_at < now - FORGOTTEN))


def leave(context: Context, name: str) -> None:
    """Say that the daemon `name` ended as it should."""
    with writing(context.engine).begin() as connection:
        connection.execute(delete(daemons).where(daemons.c.id == name))


def list_daemons(context: Context) -> Sequence[Alive]:
    """All that gave a sign of life, the latest first."""
    query = select(daemons).order_by(daemons.c.seen_at.desc(), daemons.c.id)
    with context.engine.connect() as connection:
        rows = connection.execute(query).mappings().all()
    return [_alive(row, context.clock()) for row in rows]


def _alive(row: RowMapping, now: datetime) -> Alive:
    told = {name: _state(state) for name, state in json.loads(row["jobs"]).items()}
    columns = {name: row[name] for name in row if name != "jobs"}
    return Alive(**columns, at_work=now - row["seen_at"] <= SILENT, jobs=told)


def _plain(state: JobState) -> dict[str, str | None]:
    last, since = state.last_success, state.failing_since
    return {
        "last_success": last.isoformat() if last else None,
        "failing_since": since.isoformat() if since else None,
        "error": state.error,
    }


def _state(plain: Mapping[str, str | None]) -> JobState:
    last, since = plain["last_success"], plain["failing_since"]
    return JobState(
        datetime.fromisoformat(last) if last else None,
        datetime.fromisoformat(since) if since else None,
        plain["error"],
    )
