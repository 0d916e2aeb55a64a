"""An edit that turns an assertion round is told from one that only says it otherwise."""

import pytest

from tracker.understanding.shifts.opposites import is_turned_round


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("is expected", "is not expected"),
        ("likely to hold", "unlikely to hold"),
        ("the figures were inaccurate", "the figures were accurate"),
        ("they agree", "they disagree"),
        ("without a permit", "with a permit"),
    ],
)
def test_a_negation_or_a_prefix_turns_it_round(old: str, new: str) -> None:
    assert is_turned_round(old, new)
    assert is_turned_round(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("likely to hold", "expected to hold"),
        ("on this side", "on the inside"),
        ("formed the police", "informed the police"),
        ("likely or unlikely", "unlikely, or likely"),
    ],
)
def test_other_words_do_not(old: str, new: str) -> None:
    assert not is_turned_round(old, new)
