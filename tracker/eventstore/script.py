"""The statements of an append, compiled once, run on the driver's own cursor.

They are a handful and take microseconds each. SQLAlchemy's bookkeeping around every one of them
(parameters by name, execution context, result object) takes longer than the statements do, so here
it only builds and compiles them, and keeps connection and transaction.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Dialect,
    bindparam,
    column,
    func,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.sql import ClauseElement

from tracker.eventstore import statements
from tracker.eventstore.tables import commits, event_types, events, streams

Row = tuple[Any, ...]

_EVENT_COLUMNS = (
    events.c.position,
    events.c.commit_number,
    events.c.version,
    events.c.type,
    events.c.schema_version,
    events.c.data,
    events.c.salt,
)


class Script:
    """SQL of one kind of database, its parameters by place in the order of the columns named."""

    def __init__(self, dialect: Dialect) -> None:
        self._server = dialect.name == "postgresql"
        dialect_class: Any = type(dialect)  # an instance of our own: the engine's goes by names
        self._dialect = dialect_class(paramstyle="format" if self._server else "qmark")
        self.lock_head = self._sql(statements.lock_head)
        self.find_stream = self._sql(statements.find_stream)
        self.has_commit = self._sql(statements.has_commit)
        self.commit_by_id = self._sql(statements.commit_by_id)
        self.content = self._sql(statements.content)
        self.all_types = self._sql(statements.all_types)
        self.add_type = self._sql(insert(event_types))
        self.add_stream = self._sql(insert(streams))
        self.move_stream = self._sql(statements.move_stream)
        self.add_commit = self._sql(insert(commits))
        self.move_head = self._sql(statements.move_head)
        self._add_events = self._sql(_add_arrays() if self._server else _add_row())

    def _sql(self, statement: ClauseElement) -> str:
        return str(statement.compile(dialect=self._dialect))

    def add_events(self, cursor: DBAPICursor, rows: Sequence[Row]) -> None:
        """Insert all rows at once, in the way that is fastest for the driver."""
        if self._server:
            cursor.execute(self._add_events, [list(values) for values in zip(*rows, strict=True)])
        else:
            cursor.executemany(self._add_events, rows)

    def stored_id(self, value: UUID) -> UUID | bytes:
        """A UUID as the driver takes it."""
        return value if self._server else value.bytes

    def read_id(self, value: Any) -> UUID:
        """A UUID as the driver gives it."""
        return value if self._server else UUID(bytes=value)


def pipelined(connection: Connection) -> AbstractContextManager[object]:
    """Let statements travel to a server without waiting for each one's answer.

    SQLAlchemy wants every answer at once, so within this only the driver's cursors may be used.
    """
    driver: Any = connection.connection.driver_connection
    return driver.pipeline() if connection.dialect.name == "postgresql" else nullcontext()


def _add_row() -> ClauseElement:
    return insert(events).values({column: bindparam(column.name) for column in _EVENT_COLUMNS})


def _add_arrays() -> ClauseElement:
    """One array a column: one statement for the server, however many events there are."""
    arrays = [bindparam(f"{of.name}s", type_=ARRAY(of.type)) for of in _EVENT_COLUMNS]
    columns = [column(of.name, of.type) for of in _EVENT_COLUMNS]
    rows = func.unnest(*arrays).table_valued(*columns).render_derived()
    return insert(events).from_select([of.name for of in _EVENT_COLUMNS], select(rows))
