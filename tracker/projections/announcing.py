"""Whether an outlet owned up to a change: by a notice, or by a newer "modified" time."""

from dataclasses import dataclass
from datetime import datetime

from tracker.article.reading import Notice, NoticeKind, Reading
from tracker.comparing.terms import is_plain, terms_of
from tracker.understanding.model import Shift, Topic


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a version declares that the one before it did not.

    `notices` are new in it; `modified` is its "modified" time where that is newer, else None.
    """

    notices: tuple[Notice, ...]
    modified: datetime | None

    def covers(self, shift: Shift) -> bool:
        """Whether the declaration may mean this shift.

        A correction that says what was wrong or is right now owns up to that, and to nothing else;
        a newer "modified" time and a notice that names nothing stand for everything.
        """
        if shift.topic is Topic.NOTICE or self.modified is not None:
            return self.made
        return any(_may_mean(notice, shift) for notice in self.notices)

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


def _may_mean(notice: Notice, shift: Shift) -> bool:
    named = _words(notice.wrong, notice.right)
    if not named:
        return True
    sides = [side.text for side in (shift.old, shift.new) if side]
    return bool(named & _words(*sides))


def _words(*texts: str | None) -> set[str]:
    """The words that say something, folded over spelling and inflection."""
    terms = (term for text in texts if text for term in terms_of(text))
    return {term.key for term in terms if not is_plain(term)}


def _declared(notice: Notice) -> tuple[NoticeKind, str]:
    return notice.kind, notice.text
