"""Word edits read well, and applied to the old text they give the new one."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.comparing.model import WordEdit
from tracker.comparing.passages import passage_edits
from tracker.comparing.words import word_edits


def applied(old: str, edits: Sequence[WordEdit]) -> str:
    """The old text with every edit made, from the last to the first."""
    for edit in reversed(edits):
        start, end = edit.old_span
        assert old[start:end] == edit.old
        old = old[:start] + edit.new + old[end:]
    return old


READABLE = [
    ("The toll is at least 30 people.", "The toll is 34 people.", [("at least 30", "34")]),
    ("It cost $7.1 billion.", "It cost $7.4 billion.", [("$7.1 billion", "$7.4 billion")]),
    ("Sales rose 5 percent.", "Sales rose 6 percent.", [("5 percent", "6 percent")]),
    ("They did go home.", "They did not go home.", [("", "not ")]),
    ("The cease-fire held.", "The ceasefire held.", [("cease-fire", "ceasefire")]),
    ("The lake froze.", "The lake, officials said, froze.", [("", ", officials said,")]),
    ("He left.", "He left with the keys to the boat.", [("", " with the keys to the boat")]),
    ("The old mill burned.", "The mill burned.", [("old ", "")]),
    # a stop word between two edits does not part them
    ("The head of it left.", "The chair of us left.", [("head of it", "chair of us")]),
    # a bracket does, so that none is cut from its partner
    (
        "It rose 3 meters (10 feet).",
        "It rose 4 meters (13 feet).",
        [("3 meters", "4 meters"), ("10 feet", "13 feet")],
    ),
]


@pytest.mark.parametrize(("old", "new", "edits"), READABLE)
def test_edits_are_whole_words_and_whole_figures(
    old: str, new: str, edits: list[tuple[str, str]]
) -> None:
    found = word_edits(old, new)
    assert applied(old, found) == new
    assert [(edit.old, edit.new) for edit in found] == edits


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The lake froze.", "The lake froze."),
        ("", ""),
        ("Rain fell on the empty harbour all night.", "Nobody could say why she had left so soon."),
    ],
)
def test_equal_texts_and_heavy_rewrites_have_no_edits(old: str, new: str) -> None:
    assert word_edits(old, new) == passage_edits(old, new) == ()


PROSE = st.lists(
    st.sampled_from(
        [
            "the",
            "of",
            "boat",
            "Lund",
            "12",
            "12",
            "$5",
            "million",
            "rose.",
            "“no”",
            ",",
            " ",
            "\n\n",
        ]
    ),
    max_size=30,
).map(" ".join)
ANY = st.one_of(PROSE, st.text(max_size=60))


@given(ANY, ANY)
def test_edits_applied_to_the_old_text_give_the_new(old: str, new: str) -> None:
    edits = word_edits(old, new)
    assert not edits or applied(old, edits) == new


@given(ANY, ANY)
def test_edits_of_a_passage_do_so_too(old: str, new: str) -> None:
    edits = passage_edits(old, new)
    assert not edits or applied(old, edits) == new


@given(PROSE, PROSE)
def test_edits_are_in_order_apart_and_point_into_the_new_text(old: str, new: str) -> None:
    at = (0, 0)
    for edit in passage_edits(old, new):
        assert at[0] <= edit.old_span[0] <= edit.old_span[1] <= len(old)
        assert at[1] <= edit.new_span[0] <= edit.new_span[1] <= len(new)
        assert new[slice(*edit.new_span)] == edit.new != edit.old
        at = edit.old_span[1], edit.new_span[1]


def test_words_are_compared_only_inside_sentences_that_became_each_other() -> None:
    old = "The ferry left at noon. Nobody was hurt. The hull is being checked."
    new = "The ferry left at dusk. The hull will be checked in Bergen. Nobody was hurt."
    edits = passage_edits(old, new)
    assert applied(old, edits) == new
    assert ("noon", "dusk") in {(edit.old, edit.new) for edit in edits}


def test_one_changed_word_in_a_very_long_text_is_found() -> None:
    old = "again and " * 50_000
    new = old[:250_000] + "never " + old[250_000:]
    (edit,) = word_edits(old, new)
    assert (edit.old.strip(), edit.new.strip()) == ("", "never")
