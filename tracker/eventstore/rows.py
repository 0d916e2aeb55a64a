"""The rows of the log as they stand in it, names in place of keys."""

from typing import Any, NamedTuple
from uuid import UUID

from tracker.eventstore.canonical import decode
from tracker.eventstore.instants import from_microseconds
from tracker.eventstore.model import Commit, RecordedEvent
from tracker.eventstore.upcasting import Upcasters


class Tip(NamedTuple):
    """The end of the log: its last commit and position, and the hash over all of it."""

    commit: int
    position: int
    hash: bytes


class CommitRow(NamedTuple):
    """A row of `commits`."""

    number: int
    id: UUID
    stream: str
    recorded_us: int
    first_position: int
    last_position: int
    version: int
    hash: bytes

    def commit(self) -> Commit:
        """The commit it records."""
        return Commit(
            self.number,
            self.id,
            self.stream,
            from_microseconds(self.recorded_us),
            self.first_position,
            self.last_position,
            self.version,
            self.hash,
        )


class EventRow(NamedTuple):
    """A row of `events`; `data` and `salt`, or once erased `digest`."""

    position: int
    commit_number: int
    version: int
    type: str
    schema_version: int
    data: str | None
    salt: bytes | None
    digest: bytes | None


class ReadRow(NamedTuple):
    """An event joined with its commit, as both reads select it."""

    position: int
    stream: str
    version: int
    type: str
    schema_version: int
    data: str | None
    commit_id: UUID
    commit_number: int
    recorded_us: int


def recorded(row: ReadRow, upcasters: Upcasters) -> RecordedEvent:
    """The event as a reader gets it: decoded, and in its newest schema."""
    position, stream, version, type_name, schema, text, commit_id, number, recorded_us = row
    data: Any = None
    if text is not None:
        schema, data = upcasters.lift(type_name, schema, decode(text))
    at = from_microseconds(recorded_us)
    return RecordedEvent(position, stream, version, type_name, schema, data, commit_id, number, at)
