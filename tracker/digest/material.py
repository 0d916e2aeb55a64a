"""What a digest is composed of: rows of the projections and the threads of a story."""

from dataclasses import dataclass
from datetime import datetime

from tracker.projections.records import (
    ArticleRecord,
    NoticeRecord,
    PresenceRecord,
    ShiftRecord,
    VersionRecord,
)
from tracker.understanding.model import Fact, Statement


@dataclass(frozen=True, slots=True)
class FactVoice:
    """A fact as one version of one outlet has it, in its sentence."""

    article: str
    outlet: str
    version: int
    observed_at: datetime
    sentence: str
    item: Fact


@dataclass(frozen=True, slots=True)
class StatementVoice:
    """A remark as one version of one outlet has it, in its sentence."""

    article: str
    outlet: str
    version: int
    observed_at: datetime
    sentence: str
    item: Statement


@dataclass(frozen=True, slots=True)
class FactThread:
    """One fact over the outlets of a story: a `Thread` whose sources have been looked up."""

    subject: str | None
    scope: str | None
    unit: str | None
    voices: tuple[FactVoice, ...]


@dataclass(frozen=True, slots=True)
class RemarkThread:
    """One remark over the outlets of a story: a `Remark` whose sources have been looked up."""

    speaker: str | None
    voices: tuple[StatementVoice, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """Everything known of the articles in scope, inside and outside the window.

    Versions, notices and shifts before the window tell what stood at its start; `compose` chooses.
    """

    articles: tuple[ArticleRecord, ...] = ()
    versions: tuple[VersionRecord, ...] = ()
    shifts: tuple[ShiftRecord, ...] = ()
    notices: tuple[NoticeRecord, ...] = ()
    presence: tuple[PresenceRecord, ...] = ()
    threads: tuple[FactThread, ...] = ()
    remarks: tuple[RemarkThread, ...] = ()
