"""Weekdays by themselves and with a date: "Friday", "Thursday night", "Friday, Aug. 7"."""

from datetime import date

from tracker.understanding.dates.calendar import (
    DAY_PARTS,
    MONTHS,
    WEEKDAYS,
    safe_date,
    shift_days,
    weekday_near,
)
from tracker.understanding.dates.datesense import DATE, TIME, Expression, Scene
from tracker.understanding.dates.month_days import day_first, month_first

_SHORTEST_WHOLE = 6  # "Sunday"; what is shorter needs its point: "Sun."
_DAYS = frozenset({"day of a month", "full date"})
_DAYS_ASIDE = 220  # how far from the dateline "Friday the 13th" is looked for


def weekday(scene: Scene, i: int) -> Expression | None:
    tokens = scene.tokens
    word = tokens.lowers[i]
    end = i + 1
    if len(word) < _SHORTEST_WHOLE:
        if tokens.words[end] != "." or not tokens.glued[end]:
            return None
        end += 1
    full = _with_date(scene, i, end) or _the_nth(scene, i, end)
    if full:
        return full
    part = DAY_PARTS.get(tokens.lowers[end])
    end += part is not None
    value = f"XXXX-WXX-{WEEKDAYS[word] + 1}"
    if scene.today:
        value = weekday_near(scene.today, WEEKDAYS[word], scene.tense(i, end)).isoformat()
    if part:
        return Expression(i, end, f"{value}T{part}", TIME, "part of a weekday")
    return Expression(i, end, value, DATE, "weekday")


def _with_date(scene: Scene, first: int, end: int) -> Expression | None:
    """As in "Friday, Aug. 7", "Friday 7 August 1998", "Friday (Aug. 7)"."""
    tokens = scene.tokens
    at = end + (tokens.words[end] in {",", "("})
    if tokens.kinds[at] == "number":
        found = day_first(scene, at)
    else:
        found = month_first(scene, at) if tokens.lowers[at] in MONTHS else None
    if found is None or found.rule not in _DAYS:
        return None
    value = _on_weekday(found.value, WEEKDAYS[tokens.lowers[first]])
    if tokens.words[end] == "(":
        return Expression(first, end, value, DATE, "weekday with its date")
    return Expression(first, found.end, value, DATE, found.rule)


def _on_weekday(value: str | None, number: int) -> str | None:
    """The date, a year off where only then it is the weekday that stands with it."""
    try:
        day = date.fromisoformat(value or "")
    except ValueError:
        return value
    for step in (0, 1, -1):
        other = safe_date(day.year + step, day.month, day.day)
        if other and other.weekday() == number:
            return other.isoformat()
    return value


def _the_nth(scene: Scene, first: int, end: int) -> Expression | None:
    """As in "Friday the 13th": the nearest one."""
    tokens = scene.tokens
    day = tokens.words[end + 1]
    if tokens.lowers[end] != "the" or not day.isdigit() or tokens.lowers[end + 2] not in _ENDINGS:
        return None
    if scene.today is None or len(day) > 2:  # noqa: PLR2004 - figures of a day
        return None
    number = WEEKDAYS[tokens.lowers[first]]
    around = range(-_DAYS_ASIDE, _DAYS_ASIDE)
    days = (shift_days(scene.today, step) for step in sorted(around, key=abs))
    found = (each for each in days if each and each.day == int(day) and each.weekday() == number)
    nearest = next(found, None)
    if nearest is None:
        return None
    return Expression(first, end + 3, nearest.isoformat(), DATE, "weekday and day")


_ENDINGS = frozenset({"st", "nd", "rd", "th"})
