"""Dates told from the day of publication or counted from it: "last week", "two years ago"."""

from dataclasses import replace
from datetime import date

from tracker.understanding.dates.calendar import (
    DAY_PARTS,
    DURATIONS,
    MONTHS,
    SEASONS,
    WEEKDAYS,
    duration,
    shift_days,
    week_value,
)
from tracker.understanding.dates.calendar_dates import calendar_date
from tracker.understanding.dates.datesense import DATE, DURATION, SET, TIME, Expression, Scene
from tracker.understanding.dates.durations import bare_plural, counted_time
from tracker.understanding.dates.month_days import ORDINALS
from tracker.understanding.dates.pointed_dates import (
    POINTERS,
    pointed,
    season,
    season_is_over,
    unit_value,
)
from tracker.understanding.language.tags import SIGN
from tracker.understanding.language.tense import FUTURE

DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0, "overnight": 0}
REPETITIONS = {
    "daily": "XXXX-XX-XX",
    "nightly": "XXXX-XX-XXTNI",
    "hourly": "PT1H",
    "weekly": "XXXX-WXX",
    "monthly": "XXXX-XX",
    "quarterly": "XXXX-QX",
    "annually": "XXXX",
    "yearly": "XXXX",
}


def relative_date(scene: Scene, i: int) -> Expression | None:
    """The relative date, duration or repetition that begins at token `i`."""
    word = scene.tokens.lowers[i]
    if word in DAYS:
        return _deictic_day(scene, i)
    if word in POINTERS:
        return pointed(scene, i)
    if word in {"every", "each"}:
        return _repeated(scene, i)
    if word in REPETITIONS and scene.tags[i + 1] != "noun":
        return Expression(i, i + 1, REPETITIONS[word], SET, "repetition")
    if word == "the":
        return _definite(scene, i)
    return _nth_day_of_something(scene, i) or counted_time(scene, i) or bare_plural(scene, i)


def _definite(scene: Scene, i: int) -> Expression | None:
    """As in "the weekend", "in the morning", "over the summer": the nearest one."""
    lowers = scene.tokens.lowers
    at = i + 1 + (lowers[i + 1] in {"early", "late", "mid", "full", "fiscal", "entire", "whole"})
    word, before = lowers[at], lowers[i - 1]
    named = _part_of_named_day(scene, i, at) if lowers[at + 1] == "of" else None
    if named:
        return named
    told = _weekend(scene, i, at) if word == "weekend" else _the_day(scene, i, at)
    if told:
        return told
    if word in SEASONS and lowers[at + 1] != "of" and before in _OVER_A_SEASON:
        return Expression(i, at + 1, _near_season(scene, i, at), DATE, "season")
    if word in DAY_PARTS and before in {"in", "during", "by", "on"} and lowers[at + 1] != "of":
        day = scene.today.isoformat() if scene.today else "XXXX-XX-XX"
        return Expression(i, at + 1, f"{day}T{DAY_PARTS[word]}", TIME, "part of a day")
    if (
        word in {"year", "month", "week"}
        and before in {"of", "in", "during", "for"}
        and scene.today
    ):
        return _running_unit(scene, i, at, word)
    return None


def _near_season(scene: Scene, first: int, at: int) -> str:
    """The season of this year; where it is over and a verb looks ahead, of the next."""
    word = scene.tokens.lowers[at]
    is_ahead = season_is_over(scene, word) and scene.tense(first, at + 1) == FUTURE
    return season(scene, word, int(is_ahead))


def _part_of_named_day(scene: Scene, first: int, at: int) -> Expression | None:
    """As in "the night of Oct. 22"."""
    if scene.tokens.lowers[at] not in DAY_PARTS:
        return None
    day = calendar_date(scene, at + 2)
    if day is None or day.type != DATE or len(day.value or "") != len("2024-11-17"):
        return None
    value = f"{day.value}T{DAY_PARTS[scene.tokens.lowers[at]]}"
    return Expression(first, day.end, value, TIME, "part of a named day")


def _the_day(scene: Scene, i: int, at: int) -> Expression | None:
    """As in "later in the day", "the day before", "it was the second day of"."""
    lowers = scene.tokens.lowers
    numbered = _ordinal_end(scene, at)
    if numbered and lowers[numbered : numbered + 2] == ["day", "of"] and lowers[i - 1] in _IS:
        return Expression(i, numbered + 1, _told_or_today(scene), DATE, "day told before")
    if lowers[at] != "day":
        return None
    if lowers[i - 1] == "in" and lowers[i - 2] in _PART_OF_A_DAY:
        return Expression(i, at + 1, _told_or_today(scene), DATE, "day told before")
    told, step = _told_day(scene), {"before": -1, "after": 1}.get(lowers[at + 1])
    if not step or not told or scene.tags[at + 2] not in {SIGN, ""}:
        return None
    day = shift_days(date.fromisoformat(told), step)
    value = day.isoformat() if day else None
    return Expression(i, at + 2, value, DATE, "day counted from one told")


def _nth_day_of_something(scene: Scene, i: int) -> Expression | None:
    """As in "the siege entered its 40th day"; not where the day itself follows: "on Tuesday"."""
    end = _ordinal_end(scene, i) if scene.tokens.lowers[i - 1] in {"its", "their", "'s"} else None
    if end is None or scene.tokens.lowers[end] != "day" or scene.tokens.lowers[end + 1] == "on":
        return None
    return Expression(i, end + 1, _told_or_today(scene), DATE, "day told before")


def _ordinal_end(scene: Scene, at: int) -> int | None:
    """The token behind "second", "1,000th"."""
    tokens = scene.tokens
    if tokens.lowers[at] in ORDINALS:
        return at + 1
    is_figure = tokens.kinds[at] == "number" and tokens.glued[at + 1]
    return at + 2 if is_figure and tokens.lowers[at + 1] in _ENDINGS else None


_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_PART_OF_A_DAY = frozenset({"later", "earlier", "late", "early"})
_IS = frozenset({"is", "'s", "was", "on", ",", "marks", "marked", "entered"})


def _told_day(scene: Scene) -> str | None:
    return scene.told if scene.told and len(scene.told) == len("2024-11-17") else None


def _told_or_today(scene: Scene) -> str | None:
    return _told_day(scene) or (scene.today.isoformat() if scene.today else None)


_OVER_A_SEASON = frozenset(
    {"in", "over", "during", "into", "for", "through", "of", "throughout", "by", "until"}
)


def _weekend(scene: Scene, first: int, at: int) -> Expression:
    if scene.today is None:
        return Expression(first, at + 1, "XXXX-WXX-WE", DATE, "weekend")
    saturday = 5
    is_awaited = scene.after(first - 2, "ahead", "of") or scene.tokens.lowers[first - 1] == "before"
    is_ahead = is_awaited or scene.tense(first, at + 1) == FUTURE
    ahead = is_ahead or scene.today.weekday() >= saturday
    day = scene.today if ahead else shift_days(scene.today, -7)
    return Expression(first, at + 1, f"{week_value(day or scene.today)}-WE", DATE, "weekend")


def _running_unit(scene: Scene, first: int, at: int, unit: str) -> Expression | None:
    """As in "the end of the year"; of "the year ended March 31", how long it is."""
    after = scene.tokens.lowers[at + 1]
    if after in {"ended", "ending", "before", "after", "to", "ago", "earlier", "when", "that"}:
        return Expression(first, at + 1, duration("1", unit), DURATION, f"{unit} named elsewhere")
    if after == "-" or scene.tags[at + 1] == "noun":
        return None
    return Expression(first, at + 1, unit_value(scene, unit, 0), DATE, f"running {unit}")


def _deictic_day(scene: Scene, i: int) -> Expression:
    word, end = scene.tokens.lowers[i], i + 1
    day = shift_days(scene.today, DAYS[word]) if scene.today else None
    part = {"tonight": "NI", "overnight": "NI"}.get(word) or DAY_PARTS.get(scene.tokens.lowers[end])
    end += word not in {"tonight", "overnight"} and part is not None
    value = day.isoformat() if day else None
    if part:
        return Expression(i, end, f"{value or 'XXXX-XX-XX'}T{part}", TIME, "named day")
    return Expression(i, end, value or "PRESENT_REF", DATE, "named day")


def _repeated(scene: Scene, i: int) -> Expression | None:
    tokens = scene.tokens
    word = tokens.lowers[i + 1]
    if word in WEEKDAYS:
        part = DAY_PARTS.get(tokens.lowers[i + 2])
        value = f"XXXX-WXX-{WEEKDAYS[word] + 1}" + (f"T{part}" if part else "")
        return Expression(i, i + 2 + (part is not None), value, SET, "repetition")
    if word in MONTHS:
        return Expression(i, i + 2, f"XXXX-{MONTHS[word]:02d}", SET, "repetition")
    if word in SEASONS:
        return Expression(i, i + 2, f"XXXX-{SEASONS[word]}", SET, "repetition")
    if word in DURATIONS:
        return Expression(i, i + 2, duration("1", word), SET, "repetition")
    counted = counted_time(scene, i + 1)
    return replace(counted, first=i, type=SET) if counted and counted.type == DURATION else None
