"""Days counted from a near one: "a week ago Friday", "a year ago today", "Sunday before last"."""

from calendar import monthrange
from dataclasses import replace
from datetime import date

from tracker.understanding.dates.calendar import (
    DAY_PARTS,
    MONTHS,
    WEEKDAYS,
    month_value,
    safe_date,
    shift_days,
    shift_months,
    week_value,
)
from tracker.understanding.dates.datesense import DATE, Expression, Scene
from tracker.understanding.dates.durations import counted_time
from tracker.understanding.dates.month_days import month_first

_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_BEYOND = {("before", "last"): -1, ("after", "next"): 1}
_MARKS = frozenset({"ago", "from", "after", "before", "of"})
_REACH = 6  # tokens: "a week and a half ago"
_WEEKS = {"last": -1, "this": 0, "next": 1}
_UNITS = frozenset({"week", "weekend", "month", "year"})


def far_day(scene: Scene, i: int) -> Expression | None:
    """The day that begins at token `i` and is counted from another."""
    if scene.today is None or _MARKS.isdisjoint(scene.tokens.lowers[i + 1 : i + _REACH]):
        return None
    return (
        _beyond(scene, i)
        or _of_week(scene, i)
        or _last_of_month(scene, i)
        or _counted_from_day(scene, i)
    )


def _beyond(scene: Scene, i: int) -> Expression | None:
    """As in "the week before last", "Sunday after next": one further than the last or next."""
    lowers = scene.tokens.lowers
    at = i + (lowers[i] == "the")
    step = _BEYOND.get((lowers[at + 1], lowers[at + 2]))
    if step is None or scene.today is None:
        return None
    if lowers[at] in WEEKDAYS:
        value = _weekday_beyond(scene.today, WEEKDAYS[lowers[at]], step)
    elif lowers[at] in _UNITS and at > i:
        value = _unit_beyond(scene.today, lowers[at], 2 * step)
    else:
        return None
    rule = "one further than the last or next"
    return Expression(i, at + 3, value, DATE, rule) if value else None


def _weekday_beyond(today: date, number: int, step: int) -> str | None:
    back = (today.weekday() - number) % 7 or 7
    day = shift_days(today, -back - 7 if step < 0 else 14 - back % 7)
    return day.isoformat() if day else None


def _unit_beyond(today: date, unit: str, steps: int) -> str | None:
    if unit == "year":
        return f"{today.year + steps:04d}"
    if unit == "month":
        return month_value(*shift_months(today, steps))
    day = shift_days(today, 7 * steps)
    return week_value(day) + ("-WE" if unit == "weekend" else "") if day else None


def _of_week(scene: Scene, i: int) -> Expression | None:
    """As in "Tuesday of last week"."""
    lowers = scene.tokens.lowers
    number, step = WEEKDAYS.get(lowers[i]), _WEEKS.get(lowers[i + 2])
    if number is None or step is None or lowers[i + 1] != "of" or lowers[i + 3] != "week":
        return None
    assert scene.today is not None
    day = shift_days(scene.today, number - scene.today.weekday() + 7 * step)
    return Expression(i, i + 4, day.isoformat(), DATE, "weekday of a week") if day else None


def _last_of_month(scene: Scene, i: int) -> Expression | None:
    """As in "the last day of July"."""
    at = i + (scene.tokens.lowers[i] == "the")
    if not scene.after(at, "last", "day", "of") and not scene.after(at, "final", "day", "of"):
        return None
    month = month_first(scene, at + 3) if scene.tokens.lowers[at + 3] in MONTHS else None
    if month is None or len(month.value or "") != len("2024-11"):
        return None
    first = date.fromisoformat(f"{month.value}-01")
    day = safe_date(first.year, first.month, monthrange(first.year, first.month)[1])
    return Expression(i, month.end, day.isoformat(), DATE, "last day of a month") if day else None


def _counted_from_day(scene: Scene, i: int) -> Expression | None:
    """As in "a week ago Friday", "two years ago today", "two weeks from Sunday"."""
    span = counted_time(scene, i)
    if span is None or span.unit is None or scene.today is None:
        return None
    lowers = scene.tokens.lowers
    is_ago = lowers[span.end - 1] == "ago"
    at = span.end + (not is_ago)
    at += is_ago and lowers[at] == "on"
    if not is_ago and lowers[span.end] not in {"from", "after"}:
        return None
    base = _base(scene, at, is_ago=is_ago)
    amount = span.numeral.value if span.numeral else 1
    if base is None or amount is None or (span.value or "X").count("X"):
        return None
    day = _stepped(base[0], span.unit, int(-amount if is_ago else amount))
    return replace(span, end=base[1], value=day, type=DATE, rule="day counted from a near one")


def _base(scene: Scene, at: int, *, is_ago: bool) -> tuple[date, int] | None:
    """The near day, and the token behind it."""
    word, today = scene.tokens.lowers[at], scene.today
    if today is None:
        return None
    if word in {"today", "tonight"}:
        return (today, at + 1) if is_ago else None  # "a year from today" is a year from now
    if word not in WEEKDAYS or not scene.tokens.words[at][0].isupper():
        return None
    back = (today.weekday() - WEEKDAYS[word]) % 7
    day = shift_days(today, -back if is_ago else (7 - back) % 7)
    end = at + 1 + (scene.tokens.lowers[at + 1] in DAY_PARTS)
    return (day, end) if day else None


def _stepped(base: date, unit: str, steps: int) -> str | None:
    if unit in _DAYS:
        day = shift_days(base, _DAYS[unit] * steps)
    elif unit in {"month", "year"}:
        year, month = shift_months(base, steps * (12 if unit == "year" else 1))
        day = safe_date(year, month, base.day) if 0 < year < 9999 else None  # noqa: PLR2004
    else:
        return None
    return day.isoformat() if day else None
