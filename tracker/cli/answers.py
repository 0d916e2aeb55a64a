"""What `--json` prints: one model per kind of answer; `tracker schema NAME` shows its schema."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.article.reading import Block, Notice, Reading
from tracker.capture.imports.pushed import PushedCapture
from tracker.comparing.model import Edit, Noise
from tracker.digest.model import Digest, RemarkLine, ThreadLine
from tracker.projections.records import (
    ArticleRecord,
    FactRecord,
    PresenceRecord,
    ShiftRecord,
    StatementRecord,
    StoryRecord,
    VersionRecord,
)
from tracker.reading.noise.substance import NoiseDifference
from tracker.services.lists.sources import Source
from tracker.services.telling.explaining import Explanation
from tracker.services.telling.simulating import Simulation
from tracker.services.telling.suggesting import Suggestion
from tracker.understanding.model import Revision, Understanding


@dataclass(frozen=True)
class Articles:
    articles: list[ArticleRecord]


@dataclass(frozen=True)
class HeldLook:
    """A look that did not look like its article; `dismissed` once a later one has told."""

    observed_at: datetime
    dismissed: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class History:
    """An article's versions in observed order, with what each changed.

    `held` are looks that did not look like the article, and count for nothing.
    """

    article: ArticleRecord
    versions: list[VersionRecord]
    shifts: list[ShiftRecord]
    presence: list[PresenceRecord]
    held: tuple[HeldLook, ...] = ()


@dataclass(frozen=True)
class Show:
    """One version. `text` is the body alone; `notices` are placed in `blocks`."""

    article: str
    outlet: str
    address: str
    version: int
    versions: int
    observed_at: datetime
    recorded_at: datetime
    headline: str | None
    dek: str | None
    bylines: tuple[str, ...]
    published: datetime | None
    modified: datetime | None
    notices: tuple[Notice, ...]
    blocks: tuple[Block, ...]
    text: str
    language: str | None


@dataclass(frozen=True)
class NoiseLook:
    """A look that differed from its version in noise only."""

    observed_at: datetime
    reasons: tuple[str, ...]
    noise: tuple[NoiseDifference, ...]


@dataclass(frozen=True)
class Diff:
    """The step from one version of an article to another."""

    article: str
    old_version: int
    new_version: int
    edits: tuple[Edit, ...]
    shifts: list[ShiftRecord]
    noise: tuple[Noise, ...]
    noise_looks: list[NoiseLook]


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
class Facts:
    """Facts of the latest versions; for a story also the threads they form."""

    facts: list[FactRecord]
    threads: tuple[ThreadLine, ...] = ()


@dataclass(frozen=True)
class Statements:
    statements: list[StatementRecord]
    remarks: tuple[RemarkLine, ...] = ()


@dataclass(frozen=True)
class Story:
    story: StoryRecord
    articles: list[ArticleRecord]
    threads: tuple[ThreadLine, ...]
    remarks: tuple[RemarkLine, ...]


@dataclass(frozen=True)
class Stories:
    stories: list[StoryRecord]


@dataclass(frozen=True)
class Suggestions:
    suggestions: list[Suggestion]


@dataclass(frozen=True)
class Read:
    """A file as it is read, and what it asserts (offsets count characters of the laid-out text)."""

    file: str
    reading: Reading
    understanding: Understanding


@dataclass(frozen=True)
class Ingested:
    """What came of a file; `error` says why it could not be taken in.

    `matched` is the share of paragraphs by which a text without an address found its article.
    """

    file: str
    article: str | None
    outcome: str
    version: int | None
    reasons: tuple[str, ...] = ()
    error: str | None = None
    matched: float | None = None


@dataclass(frozen=True)
class Ingest:
    database: str
    files: list[Ingested]


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


@dataclass(frozen=True)
class Schedule:
    name: str
    cron: str
    zone: str
    story: str | None
    outlet: str | None
    tag: str | None
    last_slot: datetime | None


@dataclass(frozen=True)
class Schedules:
    schedules: list[Schedule]


@dataclass(frozen=True)
class Endpoint:
    """`waiting` counts the deliveries that it has not taken yet."""

    address: str
    allow_loopback: bool
    waiting: int


@dataclass(frozen=True)
class Endpoints:
    endpoints: list[Endpoint]


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


ANSWERS: dict[str, Any] = {
    "articles": Articles,
    "compare": Revision,
    "db-status": Status,
    "diff": Diff,
    "digest": Digest,
    "endpoints": Endpoints,
    "explain": Explanation,
    "export": Exported,
    "facts": Facts,
    "history": History,
    "import": Imports,
    "ingest": Ingest,
    "log": LogEvent,
    "push": PushedCapture,
    "read": Read,
    "reread": Rereading,
    "schedules": Schedules,
    "show": Show,
    "simulation": Simulation,
    "sources": Sources,
    "statements": Statements,
    "stories": Stories,
    "story": Story,
    "suggestions": Suggestions,
    "verify": Verified,
    "watches": Watches,
}
"""Every kind of answer by its name."""
