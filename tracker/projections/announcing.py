"""Whether an outlet owned up to a change: by a notice, or by a newer "modified" time."""

from dataclasses import dataclass
from datetime import datetime

from tracker.article.reading import Notice, NoticeKind, Reading


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a version declares that the one before it did not.

    `notices` are new in it; `modified` is its "modified" time where that is newer, else None.
    """

    notices: tuple[Notice, ...]
    modified: datetime | None

    @property
    def made(self) -> bool:
        """Whether anything was declared at all."""
        return bool(self.notices) or self.modified is not None


def announcement(old: Reading, new: Reading) -> Announcement:
    """What `new` declares of its changes against `old`; a list of contributors declares nothing."""
    before = {_declared(notice) for notice in old.notices}
    fresh = tuple(
        notice
        for notice in new.notices
        if notice.kind is not NoticeKind.CONTRIBUTORS and _declared(notice) not in before
    )
    newer = new.modified is not None and (old.modified is None or new.modified > old.modified)
    return Announcement(fresh, new.modified if newer else None)


def _declared(notice: Notice) -> tuple[NoticeKind, str]:
    return notice.kind, notice.text
