"""Values of facts held against each other: in base units, with qualifiers and rounding."""

from dataclasses import replace

import pytest

from tracker.understanding.measures.values import (
    Standing,
    base_value,
    direction,
    relative_change,
    same_value,
    standing,
)
from tracker.understanding.model import Fact, FactKind

PLAIN = Fact(
    kind=FactKind.QUANTITY,
    text="30",
    value=30,
    low=None,
    high=None,
    qualifier="=",
    change=None,
    unit="person",
    dimension="count",
    subject=None,
    scope=None,
    timex=None,
    timex_type=None,
    start=0,
    end=2,
)


def count(value: float, qualifier: str = "=") -> Fact:
    return replace(PLAIN, value=value, qualifier=qualifier)


def between(low: float, high: float) -> Fact:
    return replace(PLAIN, value=None, low=low, high=high)


def length(value: float, unit: str, qualifier: str = "=") -> Fact:
    return replace(PLAIN, value=value, unit=unit, dimension="length", qualifier=qualifier)


def date(timex: str) -> Fact:
    return replace(PLAIN, kind=FactKind.DATE, value=None, timex=timex, timex_type="DATE")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (count(34), count(34), Standing.AGREE),
        (count(30, ">="), count(34), Standing.COMPATIBLE),
        (count(34), count(30, ">"), Standing.COMPATIBLE),
        (count(30), count(34), Standing.DIFFER),
        (count(30, ">="), count(20), Standing.DIFFER),
        (count(30, "~"), count(32), Standing.COMPATIBLE),
        (between(5, 7), count(6), Standing.COMPATIBLE),
        (between(5, 7), count(9), Standing.DIFFER),
        (count(10_000, "<="), count(9_000), Standing.COMPATIBLE),
        (length(300, "kilometre", "<="), length(186, "mile", "~"), Standing.AGREE),
        (length(300, "kilometre"), length(190, "mile"), Standing.AGREE),
        (length(300, "kilometre"), length(200, "mile"), Standing.DIFFER),
        (date("2024-11-17"), date("2024-11-17"), Standing.AGREE),
        (date("2024-11"), date("2024-11-17"), Standing.COMPATIBLE),
        (date("2024-11-16"), date("2024-11-17"), Standing.DIFFER),
    ],
)
def test_standing_is_the_same_both_ways(one: Fact, other: Fact, expected: Standing) -> None:
    """Agree: one value, conversion allowed; compatible: both can be true; else they differ."""
    assert standing(one, other) is expected
    assert standing(other, one) is expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (count(30), count(34), "up"),
        (count(30, ">="), count(34), "narrowed"),
        (count(30, ">="), count(90), "up"),
        (count(30, ">="), count(34, ">="), "up"),
        (count(30, "~"), count(32), "narrowed"),
        (count(30, "~"), count(38), "up"),
        (between(400, 500), between(430, 460), "narrowed"),
        (between(30, 60), between(28, 98), "widened"),
        (between(30, 60), between(50, 80), "up"),
        (count(34), count(31), "down"),
        (count(30), count(30, ">="), "widened"),
        (count(30, ">="), count(30), "narrowed"),
        (between(5, 7), count(6), "narrowed"),
        (count(30, ">="), between(24, 96), "widened"),
        (count(30), between(40, 50), "up"),
        (date("2024-11"), date("2024-11-17"), "narrowed"),
        (date("2024-11-17"), date("2024-11-16"), "down"),
        (count(30), count(30), None),
    ],
)
def test_the_way_a_figure_went(old: Fact, new: Fact, expected: str | None) -> None:
    """A new value goes up or down; one that the old left open, or another qualifier, narrows it."""
    assert direction(old, new) == expected


def test_the_same_value_counts_the_qualifier_and_converts() -> None:
    """300 km and 186 miles are one value; "30" and "at least 30" are not."""
    assert same_value(length(300, "kilometre"), length(186, "mile"))
    assert not same_value(count(30), count(30, ">="))
    assert not same_value(count(30), count(31))


def test_a_change_is_measured_against_the_larger_value() -> None:
    """From 30 to 40 is a quarter; what cannot be told counts as all."""
    assert relative_change(count(30), count(40)) == 0.25
    assert relative_change(replace(PLAIN, value=None), count(40)) == 1.0
    assert base_value(length(2, "kilometre")) == 2000
