"""Units convert within what they measure, and figures compare in base units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.understanding.language.metrology import COUNT, MONEY, comparable, convert, table
from tracker.understanding.understand import understand


@pytest.mark.parametrize(
    ("value", "unit", "target", "expected"),
    [
        (300, "kilometre", "mile", 186.411),
        (100, "fahrenheit", "celsius", 37.778),
        (-40, "celsius", "fahrenheit", -40),
        (1, "square mile", "square kilometre", 2.590),
        (2, "week", "day", 14),
        (60, "mile per hour", "kilometre per hour", 96.561),
        (50, "basis point", "percentage", 0.5),
    ],
)
def test_convert(value: float, unit: str, target: str, expected: float) -> None:
    assert convert(value, unit, target) == pytest.approx(expected, abs=0.001)


@pytest.mark.parametrize(
    ("unit", "target"), [("mile", "kilogram"), ("parsnip", "mile"), ("dollar", "euro")]
)
def test_what_does_not_convert(unit: str, target: str) -> None:
    """Different dimensions, unknown units, and currencies (rates change)."""
    with pytest.raises(ValueError, match=unit):
        convert(1, unit, target)


@given(st.sampled_from(sorted(table().named)), st.floats(-1e6, 1e6))
def test_converting_to_the_same_unit_changes_nothing(unit: str, value: float) -> None:
    assert convert(value, unit, unit) == pytest.approx(value, abs=1e-6)


def test_figures_in_different_units_compare() -> None:
    kilometres, miles = understand("It flew 300 km. It flew 186 miles.").facts
    one, other = comparable(kilometres), comparable(miles)
    assert one is not None
    assert other is not None
    assert one.dimension == other.dimension == "length"
    assert one.low == pytest.approx(other.low, rel=0.01)


def test_money_compares_within_one_currency() -> None:
    facts = understand("It cost $5 million. It cost €5 million.").facts
    found = [comparable(fact) for fact in facts]
    assert [each and each.dimension for each in found] == [f"{MONEY}:dollar", f"{MONEY}:euro"]


def test_counts_compare_as_they_are() -> None:
    (fact,) = understand("Between 30 and 40 boats sank.").facts
    found = comparable(fact)
    assert found is not None
    assert (found.dimension, found.low, found.high) == (COUNT, 30, 40)
