"""The digests that were published, as they went out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from sqlalchemy import RowMapping, select

from tracker.digest.model import Digest
from tracker.digest.summary import summary
from tracker.errors import InputError, NotFoundError
from tracker.newsroom.events import slug
from tracker.projections.lookup import SHORTEST_PREFIX
from tracker.projections.tables import digests, schedules
from tracker.services.context import Context
from tracker.services.scheduling.schedules import glance_at_schedule

_MOST_NAMED = 5
_DIGITS = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class PublishedDigest:
    """A digest of log positions (after, until]; `summary` says in short what is in it."""

    id: str
    schedule: str
    slot: datetime
    local: str
    after: int
    until: int
    position: int
    title: str
    summary: tuple[str, ...]


def list_digests(context: Context, name: str | None, limit: int) -> list[PublishedDigest]:
    """The last digests, of a schedule or of all, the latest first; also of one that was removed.

    Raises NotFoundError for a name under which nothing was published and nothing will be.
    """
    context.projector.catch_up()
    query = select(digests).order_by(digests.c.position.desc()).limit(limit)
    if name is not None:
        query = query.where(digests.c.schedule == slug(name))
    with context.engine.connect() as connection:
        rows = connection.execute(query).mappings().all()
    if name is not None and not rows and glance_at_schedule(context, name) is None:
        raise _nothing_under(context, name)
    return [_listed(row) for row in rows]


def _nothing_under(context: Context, name: str) -> NotFoundError:
    query = select(digests.c.schedule).union(select(schedules.c.name))
    with context.engine.connect() as connection:
        near = get_close_matches(name, list(connection.scalars(query)), n=1)
    hint = f"Did you mean {near[0]!r}?" if near else "'tracker digests' lists what was."
    return NotFoundError(f"nothing was published under the name {name!r}. {hint}")


def find_digest(context: Context, wanted: str) -> tuple[str, Digest]:
    """A digest and its id, by that or its first digits.

    Raises NotFoundError, or InputError where several begin so.
    """
    rows = _beginning(context, wanted.strip().lower().replace("-", ""))
    if not rows:
        raise NotFoundError(f"no digest has the id {wanted!r}. 'tracker digests' lists them.")
    if len(rows) > 1:
        ids = ", ".join(f"{row['id'][:12]} ({row['schedule']})" for row in rows[:_MOST_NAMED])
        raise InputError(f"several digests have ids that begin with {wanted!r}: {ids}.")
    return rows[0]["id"], _digest(rows[0])


def _beginning(context: Context, prefix: str) -> Sequence[RowMapping]:
    context.projector.catch_up()
    if len(prefix) < SHORTEST_PREFIX or set(prefix) - _DIGITS:
        return ()
    query = select(digests).where(digests.c.id.startswith(prefix, autoescape=True))
    with context.engine.connect() as connection:
        rows = connection.execute(query.order_by(digests.c.id).limit(_MOST_NAMED + 1))
        return rows.mappings().all()


def _listed(row: RowMapping) -> PublishedDigest:
    digest = _digest(row)
    same = ("id", "schedule", "slot", "local", "after", "until", "position")
    told = {name: row[name] for name in same}
    return PublishedDigest(**told, title=digest.title, summary=summary(digest))


def _digest(row: RowMapping) -> Digest:
    return Digest.model_validate_json(row["digest"])
