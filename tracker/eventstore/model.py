"""What goes into the log and what comes out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final
from uuid import UUID


class Expected(Enum):
    """What a writer believes of a stream before it appends; an int means that exact version."""

    ANY = "any"
    NO_STREAM = "no stream"
    STREAM_EXISTS = "stream exists"


ANY: Final = Expected.ANY
NO_STREAM: Final = Expected.NO_STREAM
STREAM_EXISTS: Final = Expected.STREAM_EXISTS


@dataclass(frozen=True, slots=True)
class NewEvent:
    """Something that happened: a type name and JSON data (string keys, no NaN, no infinity)."""

    type: str
    data: Mapping[str, Any]
    schema_version: int = 1


@dataclass(frozen=True, slots=True)
class NewCommit:
    """One batch of events for one stream; `id` derives from its cause, so a retry is harmless."""

    id: UUID
    stream: str
    events: Sequence[NewEvent]
    expected: Expected | int = ANY


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit as the log holds it. `version` is the stream's version after it.

    `repeated` says that an earlier append with this id wrote it, and this one wrote nothing.
    """

    number: int
    id: UUID
    stream: str
    recorded_at: datetime
    first_position: int
    last_position: int
    version: int
    hash: bytes
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event at its place in the log; `data` is None once it was erased.

    Positions count from 1 over the whole log, versions from 1 in the stream, both without gaps.
    """

    position: int
    stream: str
    version: int
    type: str
    schema_version: int
    data: Mapping[str, Any] | None
    commit_id: UUID
    commit_number: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log ends: its own id, the last commit and position, and the hash over all of it."""

    log_id: UUID
    commit: int
    position: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Problem:
    """One contradiction in the log: in which commit, at which position, and what differs."""

    what: str
    commit: int | None = None
    position: int | None = None

    def __str__(self) -> str:
        places = (("commit", self.commit), ("position", self.position))
        where = ", ".join(f"{name} {number}" for name, number in places if number is not None)
        return f"{where}: {self.what}" if where else self.what


@dataclass(frozen=True, slots=True)
class Verification:
    """What a walk over the whole log found; `unlisted` counts problems beyond those listed."""

    head: Head
    commits: int
    events: int
    erased: int
    problems: tuple[Problem, ...]
    unlisted: int = 0

    @property
    def ok(self) -> bool:
        return not self.problems
