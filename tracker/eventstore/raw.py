"""The whole log as rows, page by page, inside one transaction that sees one state of it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select

from tracker.eventstore import statements
from tracker.eventstore.heads import read_head
from tracker.eventstore.rows import CommitRow, EventRow
from tracker.eventstore.verifying import Log

_PAGE = 1_000
_ID_BYTES = 16


def raw_log(connection: Connection) -> Log:
    """The log as `connection` sees it; rows are fetched as they are walked."""
    return Log(
        head=read_head(connection),
        commits=(_with_id(CommitRow(*row)) for row in _rows(connection, statements.raw_commits)),
        events=(EventRow(*row) for row in _rows(connection, statements.raw_events)),
        unused_streams=connection.scalars(statements.unused_streams),
    )


def _with_id(row: CommitRow) -> CommitRow:
    """The row with its id as a UUID, unless damage left something else there."""
    stored: object = row.id
    if isinstance(stored, bytes) and len(stored) == _ID_BYTES:
        return row._replace(id=UUID(bytes=stored))
    return row


def _rows(connection: Connection, statement: Select[Any]) -> Iterator[Any]:
    """All rows of `statement`, whose first column is the integer they are ordered by."""
    after = -(2**63)
    while page := connection.execute(statement, {"after": after, "page": _PAGE}).all():
        yield from page
        after = page[-1][0]
