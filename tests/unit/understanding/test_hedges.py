"""How sure a claim is: hedges are found, graded, and told from their look-alikes."""

import pytest

from tracker.understanding.language.hedges import PLAIN, certainty, hedges, hedges_in, negations_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The pump reportedly failed.", "reportedly"),
        ("The alleged thief ran.", "alleged"),
        ("It was what felt like a release.", "what felt like"),
        ("The toll could not be independently verified.", "could not be independently verified"),
        ("The pump may have failed.", "may have"),
    ],
)
def test_the_longest_hedge_is_found(text: str, found: str) -> None:
    (hedge,) = hedges(text)
    assert hedge.text == found == text[hedge.start : hedge.end]


def test_a_month_is_no_hedge() -> None:
    assert hedges("The pump failed in May and May 3 was wet.") == ()


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ("The pump may fail.", "The pump will fail."),
        ("The pump will likely fail.", "The pump will fail."),
        ("An unconfirmed leak stopped it.", "A reported leak stopped it."),
        ("A leak stopped it.", "Engineers confirmed a leak stopped it."),
    ],
)
def test_certainty_orders_claims(weaker: str, stronger: str) -> None:
    assert certainty(weaker) < certainty(stronger)


def test_a_bare_claim_is_plain_and_offsets_are_of_the_whole_text() -> None:
    text = "Perhaps so. The pump failed. It might again."
    start, end = text.index("The"), text.index("It")
    assert certainty(text, start, end) == PLAIN
    (hedge,) = hedges(text, end)
    assert text[hedge.start : hedge.end] == "might"


def test_vouching_words_are_not_counted_as_hedges() -> None:
    assert hedges_in("Engineers confirmed that it may reportedly fail.") == 2


def test_negations_are_counted() -> None:
    assert negations_in("It didn’t fail and never will, not once.") == 3
