"""Dates that a word points at: "last week", "next Friday", "this summer", "that year"."""

from dataclasses import replace
from datetime import date

from tracker.understanding.dates.calendar import (
    DAY_PARTS,
    DURATIONS,
    MONTHS,
    SEASONS,
    WEEKDAYS,
    duration,
    month_value,
    quarter_value,
    shift_days,
    shift_months,
    week_value,
)
from tracker.understanding.dates.datesense import DATE, DURATION, TIME, Expression, Scene
from tracker.understanding.dates.durations import counted_time

POINTERS = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "this": 0,
    "current": 0,
    "same": 0,
    "that": 0,
    "next": 1,
    "coming": 1,
    "following": 1,
}


def pointed(scene: Scene, i: int) -> Expression | None:  # noqa: PLR0911
    """As in "last", "this", "next" and their like in front of a unit, weekday, month or season."""
    tokens = scene.tokens
    step, at = POINTERS[tokens.lowers[i]], i + 1
    told = _as_told(scene, i, at)
    if told:
        return told
    if tokens.lowers[i] in {"this", "the"} and tokens.lowers[at] in {"past", "coming", "current"}:
        step, at = POINTERS[tokens.lowers[at]], at + 1
    at += tokens.lowers[at] in {"fiscal", "full"}
    word = tokens.lowers[at].removesuffix("'s")
    if word in WEEKDAYS and len(word) > 5 and tokens.words[at][0].isupper():  # noqa: PLR2004
        if tokens.lowers[i] == "that":
            return _that_weekday(scene, i, at)
        if tokens.lowers[i] == "following" and tokens.lowers[i - 1] != "the":
            return None  # "Following Monday's vote" is after it
        return _pointed_weekday(scene, i, at, step)
    if word in MONTHS and tokens.words[at][0].isupper():
        return _pointed_month(scene, i, at, step)
    if word in SEASONS:
        return Expression(i, at + 1, season(scene, word, step), DATE, "season")
    if word in DAY_PARTS:
        return _pointed_part(scene, i, at, step)
    if word in DURATIONS and not (step == -1 and scene.after(at + 1, "of")):
        return _pointed_unit(scene, i, at, word, step)
    counted = counted_time(scene, at)
    return replace(counted, first=i) if counted and counted.type == DURATION else None


_TOLD = {"same": 0, "that": 0, "following": 1, "previous": -1, "next": 1}


_PRECISION = {"year": 4, "month": 7, "day": 10}


def _as_told(scene: Scene, first: int, at: int) -> Expression | None:
    """As in "that year", "the same month", "the following day": counted from the date told last."""
    word, unit = scene.tokens.lowers[first], scene.tokens.lowers[at]
    if word == "that" and unit == "same":
        at, unit = at + 1, scene.tokens.lowers[at + 1]
    if word not in _TOLD or scene.told is None or not _is_story_time(scene, first):
        return None
    if unit in DAY_PARTS and len(scene.told) == _PRECISION["day"]:
        value = _stepped(scene.told, "day", _TOLD[word])
        return Expression(first, at + 1, f"{value}T{DAY_PARTS[unit]}", TIME, "part of a day told")
    if unit not in _PRECISION:
        return None
    if len(scene.told) < _PRECISION[unit]:
        return None
    value = _stepped(scene.told[: _PRECISION[unit]], unit, _TOLD[word])
    return Expression(first, at + 1, value, DATE, f"{unit} told before") if value else None


def _is_story_time(scene: Scene, i: int) -> bool:
    """As "the next day" is, which follows the day told; "next month" follows the dateline."""
    return scene.tokens.lowers[i] != "next" or scene.tokens.lowers[i - 1] == "the"


def _stepped(value: str, unit: str, step: int) -> str | None:
    """A year, month or day value, `step` of them later."""
    try:
        day = date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError:
        return None
    if unit == "year":
        return f"{day.year + step:04d}"
    if unit == "month":
        return month_value(*shift_months(day, step))
    moved = shift_days(day, step)
    return moved.isoformat() if moved else None


def _pointed_weekday(scene: Scene, first: int, at: int, step: int) -> Expression:
    end = at + 1
    number = WEEKDAYS[scene.tokens.lowers[at].removesuffix("'s")]
    part = DAY_PARTS.get(scene.tokens.lowers[end])
    end += part is not None
    if scene.today is None:
        return Expression(first, end, f"XXXX-WXX-{number + 1}", DATE, "weekday")
    base = _base(scene, first)
    back = (base.weekday() - number) % 7
    ahead = (number - base.weekday()) % 7
    day = shift_days(
        base,
        {-1: -(back or 7), 0: ahead if step == 0 and ahead else -back, 1: ahead or 7}[step],
    )
    value = day.isoformat() if day else None
    if part:
        return Expression(first, end, f"{value}T{part}", TIME, "part of a weekday")
    return Expression(first, end, value, DATE, "weekday")


def _that_weekday(scene: Scene, first: int, at: int) -> Expression | None:
    """As in "that Friday", of the day told; none in "they said that Friday would be quiet"."""
    told = scene.told or ""
    if len(told) != _PRECISION["day"]:
        return None
    if date.fromisoformat(told).weekday() != WEEKDAYS[scene.tokens.lowers[at].removesuffix("'s")]:
        return None
    return Expression(first, at + 1, told, DATE, "weekday")


def _base(scene: Scene, first: int) -> date:
    """The day to count from: "the previous Friday" is before the day told, "last Friday" not."""
    assert scene.today is not None
    counts_from_told = scene.tokens.lowers[first] in {"previous", "following"}
    if not counts_from_told or len(scene.told or "") != _PRECISION["day"]:
        return scene.today
    try:
        return date.fromisoformat(scene.told or "")
    except ValueError:
        return scene.today


def _pointed_month(scene: Scene, first: int, at: int, step: int) -> Expression | None:
    if scene.today is None:
        return None
    month = MONTHS[scene.tokens.lowers[at].removesuffix("'s")]
    year = scene.today.year
    if step == -1 and month >= scene.today.month:
        year -= 1
    if step == 1 and month <= scene.today.month:
        year += 1
    return Expression(first, at + 1, month_value(year, month), DATE, "month")


_FIRST_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_FAR_OFF = 5  # months; the coming fall is "next fall" in March, and "this fall" in August


def season(scene: Scene, word: str, step: int) -> str:
    if scene.today is None:
        return f"XXXX-{SEASONS[word]}"
    year = scene.today.year + step
    if step == -1 and season_is_over(scene, word):
        year += 1
    if step == 1 and _FIRST_MONTHS[SEASONS[word]] - scene.today.month >= _FAR_OFF:
        year -= 1
    return f"{year:04d}-{SEASONS[word]}"


def season_is_over(scene: Scene, word: str) -> bool:
    """Within the same year, "last summer" said in November is this year's."""
    last_month = {"SP": 5, "SU": 8, "FA": 11, "WI": 2}[SEASONS[word]]
    return scene.today is not None and scene.today.month > last_month


def _pointed_part(scene: Scene, first: int, at: int, step: int) -> Expression | None:
    if scene.tokens.lowers[first] not in {"this", "last", "that"}:
        return None
    day = shift_days(scene.today, step) if scene.today else None
    value = f"{day.isoformat() if day else 'XXXX-XX-XX'}T{DAY_PARTS[scene.tokens.lowers[at]]}"
    return Expression(first, at + 1, value, TIME, "part of a day")


def _pointed_unit(scene: Scene, first: int, at: int, unit: str, step: int) -> Expression | None:
    today = scene.today
    if unit in {"second", "minute", "hour"}:
        return None
    if unit == "decade" and today:
        return Expression(first, at + 1, str(today.year // 10 + step), DATE, "decade")
    if today is None:
        return Expression(first, at + 1, duration("1", unit), DURATION, "unknown " + unit)
    return Expression(
        first, at + 1, unit_value(scene, unit, step), DATE, f"{unit} from the dateline"
    )


def unit_value(scene: Scene, unit: str, step: int) -> str | None:
    today = scene.today
    assert today is not None
    if unit == "day":
        day = shift_days(today, step)
        return day.isoformat() if day else None
    if unit in {"week", "weekend"}:
        day = shift_days(today, 7 * step)
        return week_value(day) + ("-WE" if unit == "weekend" else "") if day else None
    if unit == "month":
        return month_value(*shift_months(today, step))
    if unit == "quarter":
        year, month = shift_months(today, 3 * step)
        return quarter_value(year, (month + 2) // 3)
    if unit == "century":
        return str(today.year // 100 + step)
    return f"{today.year + step:04d}"
