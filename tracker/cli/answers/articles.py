"""Answers about articles and stories: what they say, said, and changed."""

from dataclasses import dataclass
from datetime import datetime

from tracker.article.reading import Block, Notice, Reading
from tracker.comparing.model import Edit, Noise
from tracker.digest.model import RemarkLine, ThreadLine
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
from tracker.services.telling.suggesting import Suggestion
from tracker.understanding.model import Understanding


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
