"""Following what is recorded, from any log position: each shift once, none left out.

A shift is told at the later position of its two versions. One that a late version replaced before
it was read is not told: the ones that stand in its place are, at the position of that version. What
a better reading of old bytes changes, and a later step that a late version makes a return of what
was dropped before, keep their old position: that is no news.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from tracker.eventstore.engine import one_state
from tracker.eventstore.instants import to_microseconds
from tracker.eventstore.tables import commits
from tracker.newsroom.selection import Selection
from tracker.projections.projector import CONSUMER
from tracker.projections.queries import Among, Span, article_records, presence_records
from tracker.projections.records import ArticleRecord, PresenceRecord, ShiftRecord
from tracker.projections.shifted import recorded_shifts
from tracker.projections.tables import checkpoints, versions
from tracker.services.context import Context

PAGE = 200
"""Versions whose shifts are read at once."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A shift, or an article taken down or brought back, with its article as it stands now.

    Whoever goes on after log position `after` misses nothing of what comes behind this one.
    """

    record: ShiftRecord | PresenceRecord
    article: ArticleRecord
    after: int


class Tail:
    """Reads on from log position `after`. Take-downs are told unless `wanted` picks shifts."""

    def __init__(self, context: Context, among: Among, wanted: Selection, after: int) -> None:
        self._context = context
        self._among = among
        self._wanted = wanted
        self._position = after

    def read(self) -> Iterator[Happening]:
        """What was recorded since the last time, up to now. Costs one small query if nothing."""
        head = self._context.store.head().position
        if head <= self._position:
            return
        self._context.projector.catch_up()
        while self._position < head:
            before = self._position
            yield from self._page()
            if self._position == before:
                return  # another process is rebuilding, and has not come so far yet

    def _page(self) -> Sequence[Happening]:
        # In one state: or a rebuild that begins in between would empty what is being read.
        with one_state(self._context.engine).begin() as connection:
            until = _until(connection, self._position)
            if until <= self._position:
                return ()
            records = self._records(connection, until)
            ids = tuple({record.article for record in records})
            known = article_records(connection, Among(ids=ids)) if ids else []
        after, self._position = self._position, until
        return list(_happenings(records, {article.id: article for article in known}, after))

    def _records(
        self, connection: Connection, until: int
    ) -> Sequence[ShiftRecord | PresenceRecord]:
        found: list[ShiftRecord | PresenceRecord] = []
        found += recorded_shifts(connection, self._among, self._wanted, self._position, until)
        if not self._wanted.picks_shifts:
            span = Span(after=self._position, upto=until)
            found += presence_records(connection, self._among, span)
        return sorted(found, key=lambda record: record.position)


def position_before(context: Context, moment: datetime) -> int:
    """The log position after which everything was recorded at `moment` or later."""
    recorded = commits.c.recorded_at < to_microseconds(moment)
    query = select(commits.c.last_position).where(recorded)
    with context.engine.connect() as connection:
        found = connection.scalar(query.order_by(commits.c.number.desc()).limit(1))
    return int(found or 0)


def _until(connection: Connection, after: int) -> int:
    """How far to read at once: a page of versions, and no further than the projections are."""
    reached = select(checkpoints.c.position).where(checkpoints.c.consumer == CONSUMER)
    head = int(connection.scalar(reached) or 0)
    page = (
        select(versions.c.position)
        .where(versions.c.position > after, versions.c.position <= head)
        .order_by(versions.c.position)
        .offset(PAGE - 1)
        .limit(1)
    )
    return int(connection.scalar(page) or head)


def _happenings(
    records: Sequence[ShiftRecord | PresenceRecord],
    articles: dict[str, ArticleRecord],
    after: int,
) -> Iterator[Happening]:
    for number, record in enumerate(records):
        is_last = number + 1 == len(records) or records[number + 1].position > record.position
        if is_last:
            after = record.position
        yield Happening(record, articles[record.article], after)
