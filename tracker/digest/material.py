"""What a digest is composed of: rows of the projections and the threads of a story."""

from dataclasses import dataclass

from tracker.projections.records import (
    ArticleRecord,
    FactThread,
    NoticeRecord,
    PresenceRecord,
    RemarkThread,
    ShiftRecord,
    VersionRecord,
)


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
