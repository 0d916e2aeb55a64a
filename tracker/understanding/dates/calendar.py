"""Calendar arithmetic: days, weeks, months, quarters and their TIMEX3 values."""

from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thurs", "friday fri",
         "saturday sat", "sunday sun")
    )
    for name in names.split()
}  # fmt: skip
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
DAY_PARTS = {
    "morning": "MO",
    "mornings": "MO",
    "midday": "MI",
    "afternoon": "AF",
    "afternoons": "AF",
    "evening": "EV",
    "evenings": "EV",
    "night": "NI",
    "nights": "NI",
    "overnight": "NI",
}
# Letter of a TIMEX3 duration, and whether it stands behind the T.
DURATIONS = {
    "second": ("S", True),
    "minute": ("M", True),
    "hour": ("H", True),
    "day": ("D", False),
    "week": ("W", False),
    "fortnight": ("2W", False),
    "weekend": ("WE", False),
    "month": ("M", False),
    "quarter": ("Q", False),
    "season": ("SN", False),
    "year": ("Y", False),
    "decade": ("DE", False),
    "century": ("CE", False),
    "millennium": ("ML", False),
}
_HALVES = {"year": "6M", "hour": "30M", "minute": "30S", "day": "T12H"}
_FURTHEST_AHEAD = 150  # days; news looks back further than ahead
_FURTHEST_BACK = 215
_SURELY_OTHER_SIDE = 60  # what the tense tells may be wrong by so much
_A_YEAR = 366
_DAYS_IN_A_WEEK = 7
_STILL_BEHIND = {"future": 0, "awaited": 2, "planned": 4}  # days back that a weekday still means
_MONTHS_IN_A_YEAR = 12


def month_value(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}"


def week_value(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def quarter_value(year: int, quarter: int) -> str:
    return f"{year:04d}-Q{quarter}"


def quarter_of(day: date) -> int:
    return (day.month + 2) // 3


def shift_months(day: date, months: int) -> tuple[int, int]:
    """Year and month, `months` after the one `day` lies in."""
    index = day.year * _MONTHS_IN_A_YEAR + day.month - 1 + months
    return index // _MONTHS_IN_A_YEAR, index % _MONTHS_IN_A_YEAR + 1


def shift_days(day: date, days: float) -> date | None:
    """None where the calendar ends (years 1 to 9999)."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def safe_date(year: int, month: int, day: int) -> date | None:
    """None for a day that does not exist."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def weekday_near(today: date, weekday: int, tense: str) -> date:
    """The day that a bare weekday means: today or the last such day; in the future, the next.

    What is awaited lies ahead unless it has just been; what had been planned, only if it is close.
    """
    back = (today.weekday() - weekday) % _DAYS_IN_A_WEEK
    is_ahead = back > _STILL_BEHIND.get(tense, _DAYS_IN_A_WEEK)
    return today + timedelta(days=_DAYS_IN_A_WEEK - back if is_ahead else -back)


def year_near(today: date, month: int, day: int, tense: str) -> int:
    """The year of a day without one: of the nearest such day, unless the tense tells otherwise."""
    here = safe_date(today.year, month, day) or date(today.year, month, 28)
    ahead = (here - today).days
    furthest_ahead = {"past": _SURELY_OTHER_SIDE, "future": _A_YEAR}.get(tense, _FURTHEST_AHEAD)
    furthest_back = {"past": _A_YEAR, "future": _SURELY_OTHER_SIDE}.get(tense, _FURTHEST_BACK)
    if ahead > furthest_ahead:
        return today.year - 1
    return today.year + (ahead < -furthest_back)


def year_of_month(today: date, month: int, tense: str) -> int:
    """The year of a bare month: of the last such month, of the next in the future."""
    ahead = month - today.month
    if tense == "future":
        return today.year + (ahead < 0)
    if tense == "past":
        return today.year - (ahead > 0)
    if ahead > 6:  # noqa: PLR2004 - half a year
        return today.year - 1
    return today.year + (ahead < -8)  # noqa: PLR2004 - news looks back further than ahead


def duration(amount: str, unit: str) -> str:
    """As in "P2Y", "PT2H", "PXM": `amount` is a number or X; "2.5" years are P2Y6M."""
    letter, is_time = DURATIONS[unit]
    whole, _, part = amount.partition(".")
    if part == "5" and unit in _HALVES:
        half = _HALVES[unit]
        return f"P{'T' if is_time else ''}{whole + letter if whole != '0' else ''}{half}"
    if letter == "2W":
        return "P2W" if amount == "1" else "PXW"
    return f"P{'T' if is_time else ''}{amount}{letter}"
