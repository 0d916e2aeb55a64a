"""Times as people type them, each meant in the zone that is set."""

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cli.times import parse_time
from tracker.errors import InputError

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2024, 11, 18, 1, 30, tzinfo=UTC)
"""Half past two in the morning of the 18th in Berlin."""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2024-11-17T21:00", "2024-11-17T21:00+01:00"),
        ("2024-11-17 21:00", "2024-11-17T21:00+01:00"),
        ("2024-11-17T21:00Z", "2024-11-17T21:00+00:00"),
        ("2024-11-17T21:00-05:00", "2024-11-17T21:00-05:00"),
        ("2024-11-17", "2024-11-17T00:00+01:00"),
        ("2h", "2024-11-17T23:30+00:00"),
        ("2 h ago", "2024-11-17T23:30+00:00"),
        ("90m", "2024-11-18T00:00+00:00"),
        ("30s", "2024-11-18T01:29:30+00:00"),
        ("3d", "2024-11-15T01:30+00:00"),
        ("1w", "2024-11-11T01:30+00:00"),
        ("yesterday", "2024-11-17T00:00+01:00"),
        ("Yesterday", "2024-11-17T00:00+01:00"),
        ("today", "2024-11-18T00:00+01:00"),
        ("yesterday 9pm", "2024-11-17T21:00+01:00"),
        ("2024-11-17 9pm", "2024-11-17T21:00+01:00"),
        ("Nov 17 21:00", "2024-11-17T21:00+01:00"),
        ("17 November 2024 9 p.m.", "2024-11-17T21:00+01:00"),
        ("17th of November, 21:00", "2024-11-17T21:00+01:00"),
        ("9 p.m.", "2024-11-17T21:00+01:00"),
        ("21:00", "2024-11-17T21:00+01:00"),
        ("an hour ago", "2024-11-18T00:30+00:00"),
        ("last monday", "2024-11-11T00:00+01:00"),
    ],
)
def test_what_is_typed_is_what_is_meant(typed: str, meant: str) -> None:
    assert parse_time(typed, NOW, BERLIN) == datetime.fromisoformat(meant)


@pytest.mark.parametrize("typed", ["2024-11-17", "yesterday"])
def test_a_day_as_an_end_is_its_last_moment(typed: str) -> None:
    """`--until 2024-11-17` takes in the evening of the 17th."""
    end = parse_time(typed, NOW, BERLIN, ends_day=True)
    assert end.isoformat() == "2024-11-17T23:59:59.999999+01:00"


@pytest.mark.parametrize(
    "typed", ["", " ", "soon", "25:00", "2024-13-01", "2024-02-30 9pm", "99999999h"]
)
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="not a time"):
        parse_time(typed, NOW, BERLIN)


@pytest.mark.parametrize(
    "typed", ["12", "2024", "1 2", "12 13 14", "a", "32 Nov", "32 Nov 21:00", "0 Nov", "Nov 99"]
)
def test_what_would_have_to_be_guessed_is_refused(typed: str) -> None:
    """Bare numbers, and days that no month has."""
    with pytest.raises(InputError, match="not a time"):
        parse_time(typed, NOW, BERLIN)


@pytest.mark.parametrize("typed", ["November", "May", "Nov 2024", "2024 9pm Nov"])
def test_a_month_alone_is_no_day(typed: str) -> None:
    with pytest.raises(InputError, match="not a time"):
        parse_time(typed, NOW, BERLIN)


@pytest.mark.parametrize(
    "typed", ["11/12/2024", "11/12", "11-12-2024", "1.2.2024", "11.12.", "11/12/2024 9pm"]
)
def test_a_day_in_figures_alone_is_ambiguous(typed: str) -> None:
    """The 11th of December here is the 12th of November there."""
    with pytest.raises(InputError, match=r"could mean two days\. Write it like 2024-12-11"):
        parse_time(typed, NOW, BERLIN)


@given(st.text(max_size=30))
def test_nothing_typed_breaks_it(typed: str) -> None:
    """A zone-aware time, or a refusal."""
    with suppress(InputError):
        assert parse_time(typed, NOW, BERLIN).tzinfo is not None
