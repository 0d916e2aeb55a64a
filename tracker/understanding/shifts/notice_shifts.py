"""Notices that an outlet put up, changed or took down."""

from collections.abc import Iterator, Sequence
from typing import Final

from tracker.article.reading import Notice, NoticeKind
from tracker.understanding.model import Shift, ShiftKind, Side, Topic
from tracker.understanding.shifts.matching import words_of
from tracker.understanding.shifts.sides import Version
from tracker.understanding.shifts.weights import weigh

_BASES: Final = {
    NoticeKind.UPDATE: 0.2,
    NoticeKind.CORRECTION: 0.6,
    NoticeKind.CLARIFICATION: 0.5,
    NoticeKind.EDITORS_NOTE: 0.4,
    NoticeKind.RETRACTION: 0.9,
    NoticeKind.CONTRIBUTORS: 0.05,
}
_ALIKE: Final = 0.6  # share of words from which two notices of one kind are one, revised


def notice_shifts(old: Version, new: Version) -> Iterator[Shift]:
    """Notices are told apart by their words; a stamp moved on is one notice revised."""
    before = {words_of(notice.text): notice for notice in old.understood.understanding.notices}
    after = {words_of(notice.text): notice for notice in new.understood.understanding.notices}
    gone = [notice for words, notice in before.items() if words not in after]
    for words, notice in after.items():
        if words in before:
            continue
        earlier = _earlier(gone, notice)
        if earlier is None:
            yield _shift(ShiftKind.APPEARED, None, new.notice_side(notice), notice.kind)
        else:
            gone.remove(earlier)
            sides = old.notice_side(earlier), new.notice_side(notice)
            yield _shift(ShiftKind.REVISED, *sides, notice.kind)
    for notice in gone:
        yield _shift(ShiftKind.WITHDRAWN, old.notice_side(notice), None, notice.kind)


def _earlier(gone: Sequence[Notice], notice: Notice) -> Notice | None:
    alike = [(_likeness(each, notice), each) for each in gone if each.kind is notice.kind]
    best = max(alike, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= _ALIKE else None


def _likeness(one: Notice, other: Notice) -> float:
    left, right = set(words_of(one.text)), set(words_of(other.text))
    return len(left & right) / max(len(left | right), 1)


def _shift(kind: ShiftKind, old: Side | None, new: Side | None, notice: NoticeKind) -> Shift:
    weight = weigh(_BASES[notice], (), [(f"{notice} notice", 0.0)])
    return Shift(kind, Topic.NOTICE, old, new, None, weight.value, weight.reasons, weight.parts)
