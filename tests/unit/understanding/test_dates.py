"""Dates and times are resolved against the day of publication, in the outlet's zone."""

from datetime import UTC, datetime

import pytest

from tracker.errors import InputError
from tracker.understanding.dates.holidays import easter
from tracker.understanding.model import Fact
from tracker.understanding.understand import understand

TUESDAY = datetime(2024, 11, 19, 15, tzinfo=UTC)


def times(text: str, published: datetime | None = TUESDAY, zone: str | None = None) -> list[Fact]:
    return [fact for fact in understand(text, published=published, zone=zone).facts if fact.timex]


def only(text: str) -> Fact:
    (fact,) = times(text)
    return fact


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The bridge opened on Sunday.", "2024-11-17"),
        ("The bridge opened on Tuesday.", "2024-11-19"),
        ("The bridge will open on Friday.", "2024-11-22"),
        ("The bridge is expected to open Friday.", "2024-11-22"),
        ("It must be paid by Friday.", "2024-11-22"),
        ("The bridge opened last Tuesday.", "2024-11-12"),
        ("The bridge opened yesterday.", "2024-11-18"),
        ("The bridge opened on Nov. 3.", "2024-11-03"),
        ("The bridge opened on 3 November 2019.", "2019-11-03"),
        ("The bridge opened on 2019-11-03.", "2019-11-03"),
        ("The bridge opens on Jan. 20.", "2025-01-20"),
        ("The year ended March 31.", "2024-03-31"),
        ("The bridge opened in March.", "2024-03"),
        ("The bridge will open in March.", "2025-03"),
        ("The bridge opened last month.", "2024-10"),
        ("The bridge opened this week.", "2024-W47"),
        ("The bridge opened two years ago.", "2022"),
        ("The bridge opened ten days ago.", "2024-11-09"),
        ("The bridge opened in the 1990s.", "199"),
        ("The bridge opened in the 19th century.", "18"),
        ("The bridge opened in 1998.", "1998"),
        ("Profit fell in the third quarter.", "2024-Q3"),
        ("Profit fell in the first quarter of 2019.", "2019-Q1"),
        ("The bridge opened over the weekend.", "2024-W46-WE"),
        ("The bridge opened last summer.", "2024-SU"),
        ("Profit rose from a year earlier.", "2023"),
        ("The mayor was told recently.", "PAST_REF"),
        ("The bridge is now open.", "PRESENT_REF"),
        ("The bridge will open soon.", "FUTURE_REF"),
    ],
)
def test_dates(text: str, value: str) -> None:
    """Calendar dates, weekdays, months and what is counted from today; tense picks the side."""
    fact = only(text)
    assert (fact.timex, fact.timex_type) == (value, "DATE")


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("It rained on Friday night.", "2024-11-15TNI", "TIME"),
        ("It rained last night.", "2024-11-18TNI", "TIME"),
        ("It began at 9 p.m. Eastern time.", "2024-11-19T21:00", "TIME"),
        ("It began at 7:15 a.m. on Sunday.", "2024-11-17T07:15", "TIME"),
        ("It lasted three hours.", "PT3H", "DURATION"),
        ("It lasted two and a half years.", "P2Y6M", "DURATION"),
        ("It lasted for months.", "PXM", "DURATION"),
        ("Boats leave every Monday.", "XXXX-WXX-1", "SET"),
        ("Boats leave daily.", "XXXX-XX-XX", "SET"),
    ],
)
def test_times_durations_and_sets(text: str, value: str, kind: str) -> None:
    fact = only(text)
    assert (fact.timex, fact.timex_type) == (value, kind)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The harbour closed on Christmas Eve.", "2024-12-24"),
        ("The harbour closed last Christmas.", "2023-12-25"),
        ("The harbour closed on Thanksgiving 1999.", "1999-11-25"),
        ("The harbour closed on Good Friday.", "2024-03-29"),
        ("The harbour closed on Labor Day.", "2024-09-02"),
        ("The harbour closed on Memorial Day.", "2024-05-27"),
        ("The harbour closed on the Fourth of July.", "2024-07-04"),
        ("The harbour closed over the Thanksgiving weekend.", "2024-W48-WE"),
        ("The harbour closed on the 5th.", "2024-11-05"),
        ("The harbour closed on Friday the 13th.", "2024-12-13"),
        ("The harbour closed on Election Day.", "2024-11-05"),
        ("The harbour closed on the night of Nov. 3.", "2024-11-03TNI"),
        ("The harbour closed a week ago Friday.", "2024-11-08"),
        ("The harbour closed a year ago today.", "2023-11-19"),
        ("The harbour will open two weeks from Friday.", "2024-12-06"),
        ("The harbour closed the Sunday before last.", "2024-11-10"),
        ("The harbour closed the week before last.", "2024-W45"),
        ("The harbour opens the week after next.", "2024-W49"),
        ("The harbour closed on Tuesday of last week.", "2024-11-12"),
        ("The harbour closed on the last day of July.", "2024-07-31"),
        ("It will close in the spring.", "2025-SP"),
        ("It will close next spring.", "2025-SP"),
        ("Traders sold ahead of the weekend.", "2024-W47-WE"),
        ("It would be paid on a still undecided date in March.", "2025-03"),
        ("Little has changed through December.", "2023-12"),
        ("They spoke often before he left in December.", "2023-12"),
        ("It must pass before the end of his term in January.", "2025-01"),
        ("The siege entered its 40th day.", "2024-11-19"),
        ("It was the 1,000th day of the siege.", "2024-11-19"),
        ("Orban and Novak meet Friday.", "2024-11-22"),
        ("The lease had been due to expire Friday.", "2024-11-15"),
    ],
)
def test_named_and_numbered_days(text: str, value: str) -> None:
    """Days with a name fall where the calendar puts them; the nearest is meant."""
    (fact,) = times(text)
    assert fact.timex == value


@pytest.mark.parametrize(
    ("year", "day"),
    [(1998, "1998-04-12"), (2000, "2000-04-23"), (2024, "2024-03-31"), (2038, "2038-04-25")],
)
def test_easter(year: int, day: str) -> None:
    assert easter(year).isoformat() == day


@pytest.mark.parametrize("text", ["They hid Easter eggs.", "Lights hung on Christmas trees."])
def test_a_holiday_that_only_names_something_is_no_date(text: str) -> None:
    assert times(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It rained on Nov. 7 and 8.", ["2024-11-07", "2024-11-08"]),
        ("It rained on March 3, 4 and 5.", ["2024-03-03", "2024-03-04", "2024-03-05"]),
        ("It rained on March 3, and 4 boats sank.", ["2024-03-03"]),
        ("They met Saturday (Nov. 2).", ["2024-11-02", "2024-11-02"]),
        ("It rained on Friday. A day earlier it was dry.", ["2024-11-15", "2024-11-14"]),
        ("It rained on Friday. The day before it was dry.", ["2024-11-15"]),
        ("It rained on Friday. The day before, it was dry.", ["2024-11-15", "2024-11-14"]),
        ("It rained on Nov. 3. The next day it was dry.", ["2024-11-03", "2024-11-04"]),
        ("It rained on Nov. 3. That night it froze.", ["2024-11-03", "2024-11-03TNI"]),
        ("It fell on Nov. 8, from the previous Friday.", ["2024-11-08", "2024-11-01"]),
        ("It rained on Nov. 8. That Friday two boats sank.", ["2024-11-08", "2024-11-08"]),
        ("Ties began in May 1970. He left on the 14th.", ["1970-05", "2024-11-14"]),
        ("It was the second day of rain.", ["2024-11-19"]),
        ("Friday was the third day of rain.", ["2024-11-15", "2024-11-15"]),
        ("Filed 2024-11-03 05:11:42 at sea.", ["2024-11-03T05:11:42"]),
    ],
)
def test_days_that_lean_on_a_day_told_before(text: str, values: list[str]) -> None:
    assert [fact.timex for fact in times(text)] == values


def test_that_year_is_the_year_told_before() -> None:
    facts = times("The mill closed in 1974. That year the river flooded.")
    assert [fact.timex for fact in facts] == ["1974", "1974"]


def test_the_weekday_beside_a_date_decides_its_year() -> None:
    """6 May was a Monday in 2024, a Tuesday in 2025."""
    assert only("It opens on Monday, May 6.").timex == "2024-05-06"
    assert only("It opens on Tuesday, May 6.").timex == "2025-05-06"


@pytest.mark.parametrize(
    "text",
    ["The judge may rule.", "Troops march north.", "The fall was steep.", "He asked for a second."],
)
def test_words_that_only_look_like_dates(text: str) -> None:
    assert times(text) == []


def test_the_zone_of_the_outlet_decides_the_day() -> None:
    """At 2 a.m. UTC it is still the evening before in New York."""
    published = datetime(2024, 11, 18, 2, tzinfo=UTC)
    (utc,) = times("It opened today.", published)
    (local,) = times("It opened today.", published, "America/New_York")
    assert (utc.timex, local.timex) == ("2024-11-18", "2024-11-17")


def test_without_a_dateline_nothing_is_made_up() -> None:
    """What cannot be resolved keeps its form with X for what is not known."""
    (fact,) = times("It opened on Sunday.", published=None)
    assert fact.timex == "XXXX-WXX-7"


def test_an_unknown_zone_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="Mars/Olympus"):
        understand("It opened today.", published=TUESDAY, zone="Mars/Olympus")


@pytest.mark.parametrize(
    ("hour", "minute", "value"),
    [
        (2, 30, "2024-11-17T21:00"),  # half past nine in the evening, in New York
        (20, 0, "2024-11-18T21:00"),  # three in the afternoon
        (0, 0, "2024-11-18T21:00"),  # a day, and no time of it
    ],
)
def test_a_clock_time_is_of_the_day_that_its_own_zone_has(
    hour: int, minute: int, value: str
) -> None:
    """Published on 18 November, UTC, which in New York began as the evening of the 17th."""
    text = "As of 9 p.m. Eastern time, the bridge had not been opened, an official said."
    published = datetime(2024, 11, 18, hour, minute, tzinfo=UTC)
    (fact,) = understand(text, published=published).facts
    assert fact.timex == value
