"""The statements of an append, compiled once, run on the driver's own cursor.

They are a handful and take microseconds each. SQLAlchemy's bookkeeping around every one of them
(parameters by name, execution context, result object) takes longer than the statements do, so here
it only builds and compiles them.
"""

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import Dialect, insert
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.sql import ClauseElement

from tracker.eventstore import statements
from tracker.eventstore.tables import commits, event_types, streams

Row = tuple[Any, ...]

_BATCH = 50
"""SQLite rows to a statement: a third faster than one by one; more gain little."""

_ADD_ROWS = (
    "INSERT INTO events (position, commit_number, version, type, schema_version, data, salt) VALUES"
)
# One array a column is one statement, however many events. Binary, or their text is escaped.
_ADD_ARRAYS = (
    "INSERT INTO events (position, commit_number, version, type, schema_version, data, salt)"
    " SELECT * FROM unnest(%b::bigint[], %b::bigint[], %b::bigint[], %b::integer[],"
    " %b::integer[], %b::text[], %b::bytea[])"
)


class Script:
    """SQL of one kind of database, its parameters by place in the order of the columns named."""

    def __init__(self, dialect: Dialect) -> None:
        self._server = dialect.name == "postgresql"
        dialect_class: Any = type(dialect)  # an instance of our own: the engine's goes by names
        self._dialect = dialect_class(paramstyle="format" if self._server else "qmark")
        self.lock_tip = self._sql(statements.lock_tip)
        self.look = self._sql(statements.look)
        self.commit_by_id = self._sql(statements.commit_by_id)
        self.content = self._sql(statements.content)
        self.all_types = self._sql(statements.all_types)
        self.add_type = self._sql(insert(event_types))
        self.add_stream = self._sql(insert(streams))
        self.add_commit = self._sql(insert(commits))
        self.move_head = self._sql(statements.move_head)

    def _sql(self, statement: ClauseElement) -> str:
        return str(statement.compile(dialect=self._dialect))

    def add_events(self, cursor: DBAPICursor, rows: Sequence[Row]) -> None:
        """Insert all rows in the way that is fastest for the driver."""
        if self._server:
            cursor.execute(_ADD_ARRAYS, [list(values) for values in zip(*rows, strict=True)])
            return
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            cursor.execute(_add_rows(len(batch)), list(chain.from_iterable(batch)))

    def stored_id(self, value: UUID) -> UUID | bytes:
        """A UUID as the driver takes it."""
        return value if self._server else value.bytes


@cache
def _add_rows(count: int) -> str:
    return f"{_ADD_ROWS} {', '.join(['(?, ?, ?, ?, ?, ?, ?)'] * count)}"
