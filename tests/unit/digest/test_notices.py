"""Notices declared and notices taken down."""

from tests.unit.digest.builders import article, notice, shift, side, version
from tracker.article.reading import Notice, NoticeKind
from tracker.digest.material import Material
from tracker.digest.model import NoticeLine, Window
from tracker.digest.notices import notice_lines
from tracker.projections.records import NoticeRecord, ShiftRecord
from tracker.understanding.model import ShiftKind, Topic

WORDS = "Correction: an earlier version misstated the depth."


def lines(
    *notices: NoticeRecord, shifts: tuple[ShiftRecord, ...] = (), window: Window | None = None
) -> tuple[NoticeLine, ...]:
    versions = tuple(version(number) for number in (1, 2, 3))
    material = Material(articles=(article(),), versions=versions, notices=notices, shifts=shifts)
    return notice_lines(material, window or Window())


def test_a_notice_is_told_once_at_the_version_that_brought_it() -> None:
    (line,) = lines(notice(WORDS, 3), notice(WORDS, 2))
    assert (line.version, line.outlet, line.text) == (2, "courier.example", WORDS)


def test_a_notice_that_stood_before_the_window_is_not_told_again() -> None:
    assert lines(notice(WORDS, 2), notice(WORDS, 3), window=Window(after=20)) == ()


def test_a_notice_with_new_words_is_told_anew() -> None:
    found = lines(notice(WORDS, 2), notice(WORDS + " And the date.", 3))
    assert [line.version for line in found] == [2, 3]


def test_a_notice_taken_down_is_told() -> None:
    """To remove a correction quietly is news to an editor."""
    item = Notice(NoticeKind.CORRECTION, WORDS)
    gone = shift(ShiftKind.WITHDRAWN, side(WORDS, WORDS, item), None, topic=Topic.NOTICE, to=3)
    came, went = lines(notice(WORDS, 2), shifts=(gone,))
    assert (came.withdrawn, went.withdrawn, went.version) == (False, True, 3)


def test_who_contributed_is_told_only_where_it_changed() -> None:
    credit = "Ida Brandt contributed reporting."
    item = Notice(NoticeKind.CONTRIBUTORS, credit)
    came = shift(ShiftKind.APPEARED, None, side(credit, credit, item), topic=Topic.NOTICE, to=2)
    assert lines(notice(credit, 1, NoticeKind.CONTRIBUTORS)) == ()
    assert len(lines(notice(credit, 2, NoticeKind.CONTRIBUTORS), shifts=(came,))) == 1
