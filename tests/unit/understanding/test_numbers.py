"""Numerals: figures and number words become a value or two bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.understanding.language.numbers import figure
from tracker.understanding.language.numerals import numeral_at
from tracker.understanding.language.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("12,500", 12_500),
        ("3.65", 3.65),
        (".5", 0.5),
        ("7.1 billion", 7_100_000_000),
        ("1.3mn", 1_300_000),
        ("8 B", 8_000_000_000),
        ("2 1/2", 2.5),
        ("2½", 2.5),
        ("1/3", 1 / 3),
        ("twenty-eight thousand", 28_000),
        ("two hundred and fifty-six", 256),
        ("three million two hundred thousand", 3_200_000),
        ("a hundred", 100),
        ("a million", 1_000_000),
        ("half a million", 500_000),
        ("a quarter million", 250_000),
        ("two and a half", 2.5),
        ("a dozen", 12),
        ("two-thirds", 2 / 3),
        ("one in 20", 0.05),
        ("nine out of ten", 0.9),
    ],
)
def test_value(text: str, value: float) -> None:
    """The whole text is one numeral of that value."""
    tokens = tokenize(text)
    numeral = numeral_at(tokens, 0)
    assert numeral is not None
    assert numeral.value == pytest.approx(value)
    assert numeral.end == tokens.count


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("dozens", 24, 100),
        ("hundreds", 100, 1_000),
        ("tens of thousands", 10_000, 100_000),
        ("hundreds of thousands", 100_000, 1_000_000),
    ],
)
def test_vague_plurals_have_bounds(text: str, low: int, high: int) -> None:
    numeral = numeral_at(tokenize(text), 0)
    assert numeral is not None
    assert (numeral.value, numeral.low, numeral.high) == (None, low, high)


@pytest.mark.parametrize("text", ["12.11.2024", "1,2,3", "12,50", "9" * 30])
def test_what_is_no_single_number(text: str) -> None:
    """Dates with points, lists, broken groups of thousands, and endless figures."""
    assert figure(text) is None


@given(st.integers(min_value=0, max_value=10**15))
def test_grouping_thousands_does_not_change_the_value(number: int) -> None:
    assert figure(f"{number:,}") == figure(str(number)) == number
