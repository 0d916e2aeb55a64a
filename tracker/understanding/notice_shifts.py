"""Notices that an outlet put up, changed or took down."""

from collections.abc import Iterator
from typing import Final

from tracker.article.reading import NoticeKind
from tracker.understanding.matching import words_of
from tracker.understanding.model import Shift, ShiftKind, Side, Topic
from tracker.understanding.sides import Version
from tracker.understanding.weights import weigh

_BASES: Final = {
    NoticeKind.UPDATE: 0.2,
    NoticeKind.CORRECTION: 0.6,
    NoticeKind.CLARIFICATION: 0.5,
    NoticeKind.EDITORS_NOTE: 0.4,
    NoticeKind.RETRACTION: 0.9,
    NoticeKind.CONTRIBUTORS: 0.05,
}


def notice_shifts(old: Version, new: Version) -> Iterator[Shift]:
    """Notices are told apart by their words."""
    before = {words_of(notice.text): notice for notice in old.understood.understanding.notices}
    after = {words_of(notice.text): notice for notice in new.understood.understanding.notices}
    for words, notice in after.items():
        if words not in before:
            yield _shift(ShiftKind.APPEARED, None, new.notice_side(notice), notice.kind)
    for words, notice in before.items():
        if words not in after:
            yield _shift(ShiftKind.WITHDRAWN, old.notice_side(notice), None, notice.kind)


def _shift(kind: ShiftKind, old: Side | None, new: Side | None, notice: NoticeKind) -> Shift:
    weight = weigh(_BASES[notice], (), [(f"{notice} notice", 0.0)])
    return Shift(kind, Topic.NOTICE, old, new, None, weight.value, weight.reasons)
