"""The words that all faces share."""

from zoneinfo import ZoneInfo

import pytest

from tests.unit.digest.builders import (
    START,
    article,
    at,
    composed,
    figure,
    notice,
    remark,
    rescued,
    revised,
    shift,
    side,
    version,
)
from tracker.article.reading import NoticeKind
from tracker.digest import captions
from tracker.digest.changes import changes
from tracker.digest.material import Material
from tracker.digest.model import Agreement, Change, NoticeLine, ThreadLine, Window
from tracker.projections.records import ShiftRecord
from tracker.understanding.model import ShiftKind, Topic

ZONE = ZoneInfo("America/New_York")


def change(*records: ShiftRecord) -> Change:
    (made,) = changes(records, {}, Window())
    return made


@pytest.mark.parametrize(
    ("records", "trail", "verdict"),
    [
        (
            (revised("10", "12", to=2), revised("12", "10", to=3)),
            ("10 people", "12 people", "10 people"),
            "net nothing, 2 flips",
        ),
        ((revised("10", "12", direction="up"),), ("10 people", "12 people"), "up"),
        ((revised("10", "12"),), ("10 people", "12 people"), "changed"),
        ((shift(ShiftKind.APPEARED, None, rescued("5")),), ("5 people",), "new"),
        ((shift(ShiftKind.RESTORED, None, rescued("5")),), ("5 people",), "restored"),
        ((shift(ShiftKind.WITHDRAWN, rescued("5"), None),), ("5 people",), "dropped"),
        (
            (
                shift(ShiftKind.WITHDRAWN, rescued("5"), None, to=2),
                shift(ShiftKind.RESTORED, None, rescued("6"), to=3),
            ),
            ("5 people", "nothing", "6 people"),
            "restored",
        ),
        (
            (revised("7", "8", to=2), revised("8", "7", to=3), revised("7", "8", to=4)),
            ("7 people", "8 people", "7 people", "8 people"),
            "changed, 2 flips",
        ),
    ],
)
def test_a_change_in_short(
    records: tuple[ShiftRecord, ...], trail: tuple[str, ...], verdict: str
) -> None:
    """All values it took, then what became of it."""
    made = change(*records)
    assert captions.trail(made) == trail
    assert captions.verdict(made) == verdict


def test_statements_and_long_words_are_read_in_their_sentences() -> None:
    """A title that held them would say everything twice."""
    spoken = side("“I saw it,” she said.", "I saw it,", remark("I saw it,"))
    long = side("x" * 100, "x" * 100, figure("x" * 100, None, unit=None))
    for topic, new in ((Topic.STATEMENT, spoken), (Topic.FACT, long)):
        assert captions.trail(change(shift(ShiftKind.APPEARED, None, new, topic=topic))) == ()


def test_a_remark_given_to_someone_else_names_both() -> None:
    words = "“Keep clear,” an officer said."
    made = change(
        shift(
            ShiftKind.REATTRIBUTED,
            side(words, "Keep clear", remark("Keep clear", "the pilot")),
            side(words, "Keep clear", remark("Keep clear", "the captain")),
            topic=Topic.STATEMENT,
        )
    )
    assert (made.subject, captions.verdict(made)) == ("the pilot → the captain", "re-attributed")


@pytest.mark.parametrize(
    ("numbers", "words"),
    [((), ""), ((3,), "v3"), ((1, 2, 3), "v1–v3"), ((1, 3), "v1, v3")],
)
def test_versions_in_short(numbers: tuple[int, ...], words: str) -> None:
    assert captions.version_range(numbers) == words


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (Window(), "from the first version on"),
        (Window(since=START), "17 Nov 2024, 18:00 EST to now"),
        (Window(until=START), "the first version to 17 Nov 2024, 18:00 EST"),
        (Window(since=START, until=at(1)), "17 Nov 2024, 18:00 EST to 17 Nov 2024, 19:00 EST"),
        (Window(after=10, upto=20), "log positions 11 to 20"),
        (Window(upto=20), "log positions 1 to 20"),
        (Window(after=10), "log positions 11 to the head"),
    ],
)
def test_a_window_in_words(window: Window, words: str) -> None:
    assert captions.window_words(window, ZONE) == words


@pytest.mark.parametrize(
    ("kind", "text", "title", "says"),
    [
        (NoticeKind.CORRECTION, "Correction: the depth was wrong.", "Correction", True),
        (NoticeKind.CORRECTION, "The depth was wrong.", "Correction", False),
        (NoticeKind.EDITORS_NOTE, "Editor’s note: taken down for a day.", "Editor's note", True),
        (NoticeKind.UPDATE, "Updated 9 p.m. ET", "Update", True),
    ],
)
def test_a_notice_is_titled_unless_it_says_what_it_is(
    kind: NoticeKind, text: str, title: str, says: bool
) -> None:
    line = one_notice(kind, text)
    assert captions.notice_title(line) == title
    assert captions.says_its_kind(line) is says


def test_a_notice_taken_down_says_so() -> None:
    line = one_notice(NoticeKind.CORRECTION, "Correction: the depth.")
    removed = line.model_copy(update={"withdrawn": True})
    assert captions.notice_title(removed) == "Correction removed"
    assert not captions.says_its_kind(removed)


def one_notice(kind: NoticeKind, text: str) -> NoticeLine:
    rows = Material(articles=(article(),), versions=(version(1),), notices=(notice(text, 1, kind),))
    (line,) = composed(rows).notices
    return line


@pytest.mark.parametrize(
    ("subject", "scope", "unit", "title"),
    [
        ("missile range", None, "mile", "missile range"),
        (None, "North Korea", "troop", "troops (North Korea)"),
        ("troop", "North Korea", "troop", "troops (North Korea)"),
        (None, None, None, "a figure"),
    ],
)
def test_a_thread_is_titled_by_what_it_measures(
    subject: str | None, scope: str | None, unit: str | None, title: str
) -> None:
    line = ThreadLine(subject=subject, scope=scope, unit=unit, agreement=Agreement.AGREE, claims=())
    assert captions.thread_title(line) == title
