"""One remark in other words, shortened or translated anew is one; another remark is not."""

import pytest

from tracker.understanding.model import Statement, StatementKind
from tracker.understanding.statements.remarks import SAME_REMARK, same_remark, stem_of


def said(words: str) -> Statement:
    return Statement(StatementKind.DIRECT, words, ((0, len(words)),), None, None, None, None)


_BRIDGES = "Bridges are not mended with speeches. Such work is not advertised."
_BRIDGES_ANEW = (
    "There is talk in the papers that we got a permit. Bridges aren't repaired by speeches."
    " Work like that needs no advertisement. Cranes will talk."
)
_REBUILD = "We will rebuild every home that the river took"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (_BRIDGES, _BRIDGES_ANEW),
        ("The harbour will reopen on Monday, not later", "The port reopens Monday and not later."),
        (_REBUILD, "We will build again each house the river has taken"),
        ("I have no intention of resigning", "I do not intend to resign"),
        ("a long and painful delay", "This vote comes after a long and painful delay, at a cost"),
        ("to comment", "to comment"),
    ],
)
def test_the_same_remark_in_other_words(one: str, other: str) -> None:
    assert same_remark(said(one), said(other)) >= SAME_REMARK
    assert same_remark(said(other), said(one)) == same_remark(said(one), said(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (_REBUILD, "We need more pumps before the river rises again"),
        ("The hospital has run out of blood", "The hospital has run out of beds"),
        ("I have no intention of resigning", "I have no comment"),
        ("This is a disgrace", "This is a victory"),
        (
            "The dam will hold through the winter, and the valley is safe",
            "We inspected the dam twice this winter and found nothing",
        ),
    ],
)
def test_another_remark_of_the_same_speaker(one: str, other: str) -> None:
    assert same_remark(said(one), said(other)) < SAME_REMARK


def test_nothing_said_is_no_remark() -> None:
    assert same_remark(said("“…”"), said("“…”")) == 0.0


@pytest.mark.parametrize(
    ("one", "other"),
    [("announcements", "announced"), ("strikes", "striking"), ("resign", "resigned")],
)
def test_endings_fall_off_evenly(one: str, other: str) -> None:
    assert stem_of(one) == stem_of(other)
