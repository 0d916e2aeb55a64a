"""A digest of some kinds of change alone: what it tells and leaves out, and that it says so."""

from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from tests.unit.digest.builders import (
    START,
    at,
    composed,
    evening,
    notice,
    revised,
    shift,
    side,
    version,
)
from tracker.article.reading import Evidence, Notice, NoticeKind
from tracker.digest.compose import compose
from tracker.digest.html import render_html
from tracker.digest.markdown import render_markdown
from tracker.digest.material import Material
from tracker.digest.model import Digest, Head, Scope, Window
from tracker.digest.narrowing import narrowed, without_other_headlines
from tracker.digest.summary import tells_nothing
from tracker.digest.terminal import render_terminal
from tracker.newsroom.selection import Selection
from tracker.understanding.model import ShiftKind, Topic

ZONE = ZoneInfo("America/New_York")
CORRECTION = "Correction: an earlier version misstated the number rescued."


def only(*kinds: str, weight: float = 0.0, material: Material | None = None) -> Digest:
    """The evening's digest, narrowed."""
    wanted = Selection(kinds=kinds, weight=weight)
    left = narrowed(material or evening(), wanted)
    digest = compose(
        left,
        scope=Scope(kinds=kinds, weight=weight),
        window=Window(since=START, until=at(5)),
        generated_at=at(6),
        head=Head(log="log-1", position=40, hash="ab" * 32),
    )
    return without_other_headlines(digest, left)


def told(digest: Digest) -> tuple[int, ...]:
    """How much there is of figures, statements, wordings, and of what was not announced."""
    sections = (digest.facts, digest.statements, digest.wordings, digest.unannounced)
    return tuple(len(section) for section in sections)


@pytest.mark.parametrize(
    ("kinds", "weight", "expected"),
    [
        (("fact",), 0.0, (1, 0, 0, 1)),
        (("statement",), 0.0, (0, 2, 0, 1)),
        (("wording",), 0.0, (0, 0, 1, 1)),
        (("withdrawn",), 0.0, (0, 1, 0, 0)),
        (("revised",), 0.0, (1, 0, 1, 2)),
        (("revised", "fact"), 0.0, (1, 0, 0, 1)),
        (("fact", "statement", "reworded"), 0.0, (0, 1, 0, 1)),
        ((), 0.75, (1, 0, 1, 2)),
        (("fact",), 0.95, (0, 0, 0, 0)),
    ],
    ids=str,
)
def test_only_wanted_changes_are_told(
    kinds: tuple[str, ...], weight: float, expected: tuple[int, ...]
) -> None:
    assert told(only(*kinds, weight=weight)) == expected


def test_a_change_keeps_the_steps_that_are_wanted() -> None:
    steps = (revised("1", "2", to=2, weight=0.9), revised("2", "3", to=3, weight=0.1))
    (change,) = only(weight=0.5, material=replace(evening(), shifts=steps)).facts
    assert [step.after for step in change.steps] == ["2 people"]


class TestNotices:
    def test_a_notice_is_told_where_its_shift_is_wanted(self) -> None:
        text = side(CORRECTION, CORRECTION, Notice(NoticeKind.CORRECTION, CORRECTION))
        came = shift(ShiftKind.APPEARED, None, text, topic=Topic.NOTICE, to=3, chain="n")
        material = replace(evening(), shifts=(*evening().shifts, came))
        assert len(only("notice", material=material).notices) == 1
        assert len(only("appeared", material=material).notices) == 1
        assert only("fact", material=material).notices == ()
        assert only("notice", "withdrawn", material=material).notices == ()
        assert only("notice", weight=0.6, material=material).notices == ()

    def test_one_that_the_first_version_carries_is_told_to_who_wants_notices(self) -> None:
        """Later versions that carry it too do not bring it anew."""
        carried = tuple(notice(CORRECTION, number) for number in (1, 2, 3))
        material = replace(evening(), notices=carried)
        assert [line.version for line in only("notice", material=material).notices] == [1]
        assert only("statement", material=material).notices == ()


def test_a_headline_is_told_where_its_shift_is_wanted() -> None:
    """Its whole history then; lead images are no shifts, and are left out."""
    evidence = Evidence("headline", 0, 4)
    sides = [replace(side(text, "aground"), evidence=evidence) for text in ("One", "Two")]
    came = shift(ShiftKind.REWORDED, *sides, topic=Topic.WORDING, chain="h")
    pictured = (*evening().versions[:2], version(3, image="https://a.example/1.jpg"))
    material = replace(evening(), shifts=(*evening().shifts, came), versions=pictured)
    assert len(composed(material).images) == 1
    wanted = only("wording", "reworded", material=material)
    assert [len(history.entries) for history in wanted.headlines] == [3]
    assert (wanted.images, wanted.wordings) == ((), ())
    assert only("fact", material=material).headlines == ()


def test_take_downs_are_always_told_and_what_outlets_differ_on_where_it_is_wanted() -> None:
    for kind, differences, remarks in (("fact", 1, 0), ("statement", 0, 1), ("moved", 1, 1)):
        digest = only(kind)
        assert len(digest.presence) == 2
        assert (len(digest.disagreements), len(digest.remarks)) == (differences, remarks)


class TestEmpty:
    def test_a_new_article_is_news_unless_only_kinds_are_told(self) -> None:
        material = Material(articles=evening().articles, versions=(version(1),))
        assert not tells_nothing(composed(material))
        assert tells_nothing(only("fact", material=material))

    def test_where_outlets_differ_still_is_none(self) -> None:
        """It was told when it came about."""
        material = replace(evening(), versions=(), shifts=(), notices=(), presence=())
        assert tells_nothing(composed(material))

    @pytest.mark.parametrize("section", ["facts", "statements", "headlines", "presence", "notices"])
    def test_anything_that_came_about_is_news(self, section: str) -> None:
        whole = composed()
        bare = composed(Material())
        assert tells_nothing(bare)
        assert not tells_nothing(bare.model_copy(update={section: getattr(whole, section)}))


def terminal(digest: Digest) -> str:
    console = Console(file=StringIO(), width=100)
    render_terminal(console, digest, ZONE)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(
    "face",
    [
        terminal,
        lambda digest: render_markdown(digest, ZONE).replace("\\", ""),
        lambda digest: render_html(digest, ZONE).replace("&gt;", ">"),
    ],
    ids=["terminal", "markdown", "html"],
)
def test_every_face_says_that_it_was_narrowed(face: Callable[[Digest], str]) -> None:
    assert "only: fact, revised, weight >= 0.5" in face(only("fact", "revised", weight=0.5))
    assert "only: " not in face(composed())


def test_digests_of_before_are_read_as_whole_ones() -> None:
    """Their scope says nothing of kinds."""
    told_before = composed().model_dump(mode="json")
    for added in ("kinds", "weight"):
        del told_before["scope"][added]
    assert Digest.model_validate(told_before) == composed()
