"""Answers about the log, what is watched, taken in, and taken care of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.services.lists.sources import Source


@dataclass(frozen=True)
class LogEvent:
    """One event of the log; `data` is null where it was erased by law."""

    position: int
    commit: int
    commit_id: str
    stream: str
    version: int
    type: str
    schema_version: int
    recorded_at: datetime
    data: dict[str, Any] | None


@dataclass(frozen=True)
class Verified:
    """`ok` is false where anything contradicts anything; `problems` name it."""

    ok: bool
    database: str
    commits: int
    events: int
    erased: int
    versions: int
    head: str
    problems: list[str]


@dataclass(frozen=True)
class Corrected:
    """A version that was read wrongly; `changes` counts the events by kind that put it right."""

    article: str
    version: str
    observed_at: datetime
    changes: dict[str, int]


@dataclass(frozen=True)
class Resettled:
    """A look that shows a version after all ("found"), no longer ("lost"), or none ("unread")."""

    article: str
    observed_at: datetime
    how: str


@dataclass(frozen=True)
class Rereading:
    """What reading the archive again corrected, or with --dry-run would."""

    database: str
    dry_run: bool
    articles: int
    looks: int
    corrected: list[Corrected]
    resettled: list[Resettled]


@dataclass(frozen=True)
class Exported:
    """The file written, and how many looks are in it, by kind of record."""

    file: str
    database: str
    records: dict[str, int]


@dataclass(frozen=True)
class Status:
    """`read_by_other_code`: a rebuild would read the articles with this version's understanding."""

    database: str
    schema_revision: str | None
    newest_revision: str
    up_to_date: bool
    read_by_other_code: bool = False


@dataclass(frozen=True)
class Imported:
    """How many captures of a source were taken in, by outcome, and skipped, by reason."""

    source: str
    taken: dict[str, int]
    skipped: dict[str, int]


@dataclass(frozen=True)
class Imports:
    database: str
    sources: list[Imported]


@dataclass(frozen=True)
class WatchedAddress:
    """Looked at `every` so many seconds; at a learned pace where that is null.

    What came since `held_since` does not look like the article, for the reasons in `held_for`.
    """

    address: str
    every: int | None
    next_look: datetime
    missing_since: datetime | None
    last_error: str | None
    held_since: datetime | None = None
    held_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class Watches:
    watches: list[WatchedAddress]


@dataclass(frozen=True)
class Sources:
    sources: list[Source]
