"""Dates of the calendar: "Nov. 17, 2024", "17 November", "Friday", "in March"."""

from tracker.understanding.dates.bare_days import nth
from tracker.understanding.dates.calendar import MONTHS, SEASONS, WEEKDAYS, safe_date
from tracker.understanding.dates.datesense import DATE, Expression, Scene
from tracker.understanding.dates.holidays import holiday
from tracker.understanding.dates.month_days import ORDINALS, day_at, day_first, month_first
from tracker.understanding.dates.weekdays import weekday
from tracker.understanding.dates.years import (
    DECADES,
    FIRST_YEAR,
    century_of,
    season_of_year,
    short_decade,
    spoken_decade,
    spoken_year,
    year,
)
from tracker.understanding.language.numbers import SMALL, TENS, figure

_FOUR = 4  # the figures of a year


def calendar_date(scene: Scene, i: int) -> Expression | None:  # noqa: PLR0911
    """The calendar date that begins at token `i`."""
    tokens = scene.tokens
    if tokens.kinds[i] == "number":
        return (
            _century(scene, i)
            or _iso(scene, i)
            or _slashed(scene, i)
            or day_first(scene, i)
            or nth(scene, i)
            or year(scene, i)
        )
    word = tokens.lowers[i]
    named = holiday(scene, i) if tokens.words[i][0].isupper() else None
    if named:
        return named
    if word in WEEKDAYS and tokens.words[i][0].isupper():
        return weekday(scene, i)
    if word in MONTHS and tokens.words[i][0].isupper():
        return month_first(scene, i)
    if word in SMALL or word in TENS:
        return spoken_year(scene, i)
    if word in DECADES:
        return spoken_decade(scene, i)
    if word in ORDINALS:
        return _century(scene, i) or (day_first(scene, i) if scene.after(i + 1, "of") else None)
    if word in SEASONS:
        return season_of_year(scene, i)
    if tokens.words[i] in {"'", "’"}:
        return short_decade(scene, i)
    return None


def _iso(scene: Scene, i: int) -> Expression | None:
    tokens = scene.tokens
    if not (
        len(tokens.words[i]) == _FOUR and tokens.words[i + 1] == "-" and tokens.words[i + 3] == "-"
    ):
        return None
    if not all(tokens.glued[i + 1 : i + 5]):
        return None
    parts = [
        figure(tokens.words[at]) if tokens.kinds[at] == "number" else None
        for at in (i, i + 2, i + 4)
    ]
    day = _day(*parts)
    return Expression(i, i + 5, day, DATE, "iso date") if day else None


def _slashed(scene: Scene, i: int) -> Expression | None:
    """As in "11/17/2024", month first unless it cannot be."""
    tokens = scene.tokens
    mark = tokens.words[i + 1]
    if (
        mark not in {"/", "-"}
        or tokens.words[i + 3] != mark
        or not all(tokens.glued[i + 1 : i + 5])
    ):
        return None
    first, second, third = (
        figure(tokens.words[at]) if tokens.kinds[at] == "number" else None
        for at in (i, i + 2, i + 4)
    )
    if not isinstance(third, int) or len(tokens.words[i + 4]) not in {2, 4}:
        return None
    written = third if len(tokens.words[i + 4]) == _FOUR else third + century_of(third)
    day = _day(written, first, second) or _day(written, second, first)
    return Expression(i, i + 5, day, DATE, "numeric date") if day else None


def _day(year: object, month: object, day: object) -> str | None:
    if not (isinstance(year, int) and isinstance(month, int) and isinstance(day, int)):
        return None
    known = safe_date(year, month, day)
    return known.isoformat() if known and year >= FIRST_YEAR else None


def _century(scene: Scene, i: int) -> Expression | None:
    """As in "the 20th century": the hundreds of its years."""
    tokens = scene.tokens
    found = day_at(scene, i)
    if found is None or not 1 <= found[0] <= 21:  # noqa: PLR2004
        return None
    at = found[1] + (tokens.words[found[1]] == "-")
    if tokens.lowers[at] != "century":
        return None
    return Expression(i, at + 1, f"{found[0] - 1:02d}", DATE, "century")
