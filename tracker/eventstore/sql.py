"""The log in SQLite or PostgreSQL.

Every append locks the one row of `log_head` before it looks at anything else, takes its numbers
from there, and moves it last. So commits become visible in the order of their positions, without
gaps.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Connection, Engine

from tracker.eventstore import statements
from tracker.eventstore.engine import one_state, shown
from tracker.eventstore.failures import told_as_ours
from tracker.eventstore.heads import read_head
from tracker.eventstore.instants import utc_now
from tracker.eventstore.model import Commit, Head, NewCommit, RecordedEvent, Verification
from tracker.eventstore.rows import ReadRow, recorded
from tracker.eventstore.store import Progress
from tracker.eventstore.upcasting import Upcasters

if TYPE_CHECKING:
    from tracker.eventstore.writing import Writer

PAGE = 500
"""Events fetched at once; a page of a few hundred paragraphs stays under a megabyte."""

_NO_END = 2**63 - 1


class SqlEventStore:
    """The event store on a database that `tracker.services.keeping.migrating` has opened."""

    def __init__(
        self,
        engine: Engine,
        *,
        clock: Callable[[], datetime] = utc_now,
        upcasters: Upcasters | None = None,
    ) -> None:
        self.engine = engine
        self._name = shown(engine.url)
        self._clock = clock
        self._upcasters = upcasters or Upcasters()

    def append(self, *commits: NewCommit) -> tuple[Commit, ...]:
        with told_as_ours(self._name):
            return self._writer.append(commits)

    def erase(self, commit: NewCommit) -> Commit:
        with told_as_ours(self._name):
            return self._writer.erase(commit)

    def read_stream(
        self, stream: str, after_version: int = 0, until: int | None = None
    ) -> Iterator[RecordedEvent]:
        until = _NO_END if until is None else until
        asked = {"stream": stream, "after": after_version, "until": until}
        while page := self._page(statements.read_stream, asked):
            yield from page
            if len(page) < PAGE:
                return
            asked["after"] = page[-1].version

    def read_all(self, after: int = 0, until: int | None = None) -> Iterator[RecordedEvent]:
        until = _NO_END if until is None else until
        while page := self._page(statements.read_all, {"after": after, "until": until}):
            yield from page
            if len(page) < PAGE:
                return
            after = page[-1].position

    def head(self) -> Head:
        with self._transaction(self.engine) as connection:
            return read_head(connection)

    def stream_version(self, stream: str) -> int:
        with self._transaction(self.engine) as connection:
            return connection.scalar(statements.stream_version, {"stream": stream}) or 0

    def has_commit(self, commit_id: UUID) -> bool:
        with self._transaction(self.engine) as connection:
            return connection.scalar(statements.has_commit, {"id": commit_id}) is not None

    def verify(self, progress: Progress | None = None) -> Verification:
        from tracker.eventstore.raw import raw_log
        from tracker.eventstore.verifying import verify

        with self._transaction(one_state(self.engine)) as connection:
            return verify(raw_log(connection), progress)

    @cached_property
    def _writer(self) -> "Writer":
        from tracker.eventstore.writing import Writer

        return Writer(self.engine, self._clock)

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        with told_as_ours(self._name), engine.begin() as connection:
            yield connection

    def _page(self, statement: Any, parameters: dict[str, Any]) -> list[RecordedEvent]:
        with self._transaction(self.engine) as connection:
            rows = connection.execute(statement, parameters | {"page": PAGE}).all()
        return [recorded(ReadRow(*row), self._upcasters) for row in rows]
