"""Rows of the shifts between two neighbouring versions.

Shifts of one fact or statement share a chain: a shift continues the chain of the one that left its
article saying what it now gives up.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from tracker.article.fold import Version
from tracker.article.reading import Notice
from tracker.projections.announcing import Announcement, announcement
from tracker.projections.json import dumps, loads
from tracker.projections.tables import shifts
from tracker.understanding.model import Fact, Shift, ShiftKind, Side, Statement, Topic
from tracker.understanding.revision import revise
from tracker.understanding.shifts.find import mark_restored
from tracker.understanding.understood import Understood

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Step:
    """From one version of an article to the next."""

    article: str
    old: Version
    new: Version

    @property
    def announcement(self) -> Announcement:
        """What the outlet said of having changed the article."""
        return announcement(self.old.reading, self.new.reading)


def insert_all(connection: Connection, step: Step, old: Understood, new: Understood) -> None:
    """Find and store the shifts of one step; those of all steps before it are stored already."""
    found = revise(old, new).shifts
    if found:
        marked = mark_restored(found, _withdrawn(connection, step.article))
        connection.execute(insert(shifts), list(_rows(connection, step, marked)))


def delete_since(connection: Connection, new_versions: Collection[str]) -> None:
    """Forget the shifts of the revisions that end in these versions."""
    connection.execute(delete(shifts).where(shifts.c.new_version.in_(new_versions)))


def _withdrawn(connection: Connection, article: str) -> list[Shift]:
    query = select(shifts.c.data).where(
        shifts.c.article == article, shifts.c.kind == ShiftKind.WITHDRAWN
    )
    return [loads(Shift, data) for data in connection.scalars(query.order_by(shifts.c.id))]


def _rows(connection: Connection, step: Step, found: Iterable[Shift]) -> Iterator[Row]:
    seen: Counter[str] = Counter()
    declared = step.announcement
    for ordinal, shift in enumerate(found):
        before, after = _signature(shift.topic, shift.old), _signature(shift.topic, shift.new)
        name = f"{step.old.id}\x1f{step.new.id}\x1f{shift.kind}\x1f{before}\x1f{after}"
        seen[name] += 1
        yield {
            "id": _hash(f"{name}\x1f{seen[name]}"),
            "article": step.article,
            "old_version": step.old.id,
            "new_version": step.new.id,
            "ordinal": ordinal,
            "topic": shift.topic,
            "kind": shift.kind,
            "before": before,
            "after": after,
            "chain": _chain(connection, step.article, shift, before, after),
            "announced": declared.covers(shift),
            "weight": shift.weight,
            "data": dumps(shift),
        }


def _chain(connection: Connection, article: str, shift: Shift, before: str, after: str) -> str:
    came_back = shift.kind is ShiftKind.RESTORED
    column, left = (shifts.c.before, after) if came_back else (shifts.c.after, before)
    query = select(shifts.c.chain).where(shifts.c.article == article, column == left).limit(1)
    known = connection.scalar(query.order_by(shifts.c.id)) if left else None
    return known or _hash(f"{article}\x1f{before or after}")


def _signature(topic: Topic, side: Side | None) -> str:
    """What a side asserts, wherever it stands: equal signatures are the same assertion."""
    said: list[str | None]
    match side and side.item:
        case Fact() as fact:
            said = [fact.text, fact.qualifier, fact.unit, fact.subject, fact.scope]
        case Statement() as statement:
            said = [statement.speaker, statement.text]
        case Notice() as notice:
            said = [notice.kind, notice.text]
        case _ if side:
            said = [side.text, side.sentence]
        case _:
            return ""
    return _hash("\x1f".join((topic, *(part or "" for part in said))))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
