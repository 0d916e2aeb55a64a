"""What the projections answer with: times in UTC, versions counted from 1 in observed order."""

from dataclasses import dataclass
from datetime import datetime

from tracker.article.reading import Evidence, Notice
from tracker.understanding.model import Fact, Shift, Statement


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """One article as it stands now. `status` is "live" or "gone".

    `opening` are the first words of its text: what names an article that has no headline.
    """

    id: str
    outlet: str
    address: str
    headline: str | None
    status: str
    versions: int
    first_seen: datetime
    last_changed: datetime
    tags: tuple[str, ...] = ()
    opening: str | None = None

    @property
    def label(self) -> str:
        """What to call it in a list."""
        return label_of(self.headline, self.opening, self.address)


def label_of(headline: str | None, opening: str | None, address: str) -> str:
    """The headline; else the opening words, marked as such; else the address."""
    return headline or (f"“{opening} …”" if opening else address)


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """One version in its article's timeline; `position` is the log position that recorded it.

    `image` names the lead image.
    """

    article: str
    number: int
    commit: str
    observed_at: datetime
    recorded_at: datetime
    position: int
    headline: str | None
    published: datetime | None
    modified: datetime | None
    words: int
    image: str | None = None


@dataclass(frozen=True, slots=True)
class ShiftRecord:
    """A shift with the revision it happened in.

    `id` is stable over rebuilds. `announced` says whether the new version carries a new notice or a
    newer "modified" time. `chain` is the same for all shifts of one fact or statement of one
    article, so that a digest can tell the net change and the flips.
    """

    id: str
    article: str
    old_version: int
    new_version: int
    observed_at: datetime
    position: int
    announced: bool
    chain: str
    shift: Shift


@dataclass(frozen=True, slots=True)
class FactRecord:
    """A fact as one version asserts it."""

    id: str
    article: str
    version: int
    observed_at: datetime
    fact: Fact
    sentence: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """A statement as one version carries it."""

    id: str
    article: str
    version: int
    observed_at: datetime
    statement: Statement
    sentence: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class NoticeRecord:
    """A notice as one version carries it."""

    article: str
    version: int
    observed_at: datetime
    notice: Notice


@dataclass(frozen=True, slots=True)
class PresenceRecord:
    """An article taken down ("gone") or brought back ("returned")."""

    article: str
    kind: str
    observed_at: datetime
    position: int


@dataclass(frozen=True, slots=True)
class StoryRecord:
    """A story and the articles linked to it, in the order of linking."""

    id: str
    name: str
    title: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactVoice:
    """A fact as one version of one outlet has it, in its sentence.

    `copy_of` is the outlet whose text the version prints word for word, if it is not its own.
    """

    article: str
    outlet: str
    version: int
    observed_at: datetime
    sentence: str
    item: Fact
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class StatementVoice:
    """A remark as one version of one outlet has it, in its sentence; `copy_of` as in FactVoice."""

    article: str
    outlet: str
    version: int
    observed_at: datetime
    sentence: str
    item: Statement
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class FactThread:
    """One fact over the outlets of a story: a `Thread` whose sources have been looked up.

    `not_mentioned_by` are the story's outlets of which no version speaks of it.
    """

    subject: str | None
    scope: str | None
    unit: str | None
    voices: tuple[FactVoice, ...]
    not_mentioned_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RemarkThread:
    """One remark over the outlets of a story: a `Remark` whose sources have been looked up."""

    speaker: str | None
    voices: tuple[StatementVoice, ...]
