"""Words for values and times."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.unit.digest.builders import figure
from tracker.digest.phrases import clock, count, measure, plural, stamp, value_words
from tracker.understanding.model import Fact, FactKind


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (figure("30", 30, qualifier=">="), "at least 30 people"),
        (figure("30", 30, qualifier="~", unit=None), "about 30"),
        (figure("300", 300, unit="kilometre"), "300 kilometres"),
        (figure("1", 1, unit="mile"), "1 mile"),
        (figure("two years", 2, unit="year"), "two years"),
        (figure("$7.1 billion", 7.1e9, unit="dollar"), "$7.1 billion"),
        (figure("5", 5, unit="percentage"), "5 percent"),
        (figure("6", 6, unit="foot"), "6 feet"),
        (figure("40th", 40, unit="day"), "40th day"),
        (figure("dozens", None, low=24, qualifier="~", unit="home"), "dozens of homes"),
        (figure("May 9", 0, kind=FactKind.DATE, qualifier=">", unit=None), "May 9"),
    ],
)
def test_a_value_in_words(fact: Fact, words: str) -> None:
    """The qualifier before, the unit behind, neither said twice."""
    assert value_words(fact) == words


@pytest.mark.parametrize(
    ("unit", "several"),
    [
        ("mile", "miles"),
        ("mile per hour", "miles per hour"),
        ("inch", "inches"),
        ("hertz", "hertz"),
        ("person", "people"),
        ("people", "people"),
        ("firefighter", "firefighters"),
        ("woman", "women"),
        ("country", "countries"),
        ("day", "days"),
        ("troops", "troops"),
    ],
)
def test_units_behind_a_number(unit: str, several: str) -> None:
    assert plural(unit) == several


@pytest.mark.parametrize(
    ("subject", "scope", "words"),
    [
        ("troops", "Kursk", "troops (Kursk)"),
        ("troops in Kursk", "Kursk", "troops in Kursk"),
        (None, "Kursk", "Kursk"),
        ("troops", None, "troops"),
        (None, None, None),
    ],
)
def test_what_is_measured_with_its_scope(
    subject: str | None, scope: str | None, words: str | None
) -> None:
    assert measure(subject, scope) == words


def test_times_carry_the_zone_they_are_told_in() -> None:
    moment = datetime(2024, 11, 18, 2, 4, tzinfo=UTC)
    assert stamp(moment, ZoneInfo("America/New_York")) == "17 Nov 2024, 21:04 EST"
    assert clock(moment, ZoneInfo("Europe/Berlin")) == "18 Nov 03:04 CET"


def test_counts_agree_with_their_noun() -> None:
    told = [count(0, "figure"), count(1, "figure"), count(2, "story", "stories")]
    assert told == ["no figures", "1 figure", "2 stories"]
