"""Quarters and halves of a year: "the third quarter", "first half of 1998", "year-ago period"."""

from tracker.understanding.dates.calendar import quarter_of, quarter_value, shift_months
from tracker.understanding.dates.datesense import DATE, Expression, Scene
from tracker.understanding.language.tense import FUTURE

NUMBERED = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "last": 0,
}
_WHOLE = frozenset({"quarter", "quarters", "half"})
_YEARS = {"last": -1, "this": 0, "next": 1}


def quarter(scene: Scene, i: int) -> Expression | None:  # noqa: PLR0911
    """The quarter or half that begins at token `i`; the one spoken of last is remembered."""
    lowers = scene.tokens.lowers
    if lowers[i] in NUMBERED:
        return _numbered(scene, i, i)
    if lowers[i] == "fiscal" and lowers[i + 1] in NUMBERED:
        return _numbered(scene, i, i + 1)
    if lowers[i] in {"latest", "current"} and lowers[i + 1] in {"quarter", "period"}:
        return _named(scene, i, i + 2, back=lowers[i] == "latest")
    if lowers[i] == "quarter" and lowers[i - 1] in {"the", "that"}:
        return _named(scene, i, i + 1, back=True)
    if lowers[i] in {"year", "comparable"}:
        return _year_ago(scene, i)
    if lowers[i] in _YEARS and lowers[i + 1] == "year" and lowers[i + 2] == "'s":
        return _of_year(
            scene, i, i + 3, (scene.today.year if scene.today else 0) + _YEARS[lowers[i]]
        )
    if len(lowers[i]) == 4 and lowers[i].isdigit() and lowers[i][:2] in {"19", "20"}:  # noqa: PLR2004
        return _of_year(scene, i, i + 1, int(lowers[i]))
    return None


def _of_year(scene: Scene, first: int, at: int, year: int) -> Expression | None:
    """As in "next year's first quarter", "the 1988 third quarter"."""
    lowers = scene.tokens.lowers
    number = NUMBERED.get(lowers[at])
    if not number or lowers[at + 1] != "quarter" or not year:
        return None
    scene.quarter = (year, number)
    return Expression(first, at + 2, quarter_value(year, number), DATE, "quarter")


def _numbered(scene: Scene, first: int, i: int) -> Expression | None:
    lowers = scene.tokens.lowers
    at = i + 1
    at += scene.tokens.words[at] == "-" and lowers[at + 1] in _WHOLE
    at += lowers[at] == "fiscal"
    if lowers[at] not in _WHOLE:
        return None
    number = NUMBERED[lowers[i]]
    is_half = lowers[at] == "half"
    if (is_half and not (number <= 2 and (lowers[at + 1] in {"of", "this", "last", "next"}))) or (  # noqa: PLR2004
        not is_half and not number
    ):
        return None
    year, end = _year_behind(scene, at + 1)
    if is_half and year is None:
        return None
    if scene.today is None and year is None:
        return Expression(first, end, f"XXXX-Q{number}", DATE, "quarter")
    if is_half:
        return Expression(first, end, f"{year:04d}-H{number or 2}", DATE, "half year")
    year = year if year is not None else _latest(scene, number, scene.tense(first, end))
    scene.quarter = (year, number)
    return Expression(first, end, quarter_value(year, number), DATE, "quarter")


def _year_behind(scene: Scene, at: int) -> tuple[int | None, int]:
    """The year in "of 1998", "last year", "of this year"."""
    lowers = scene.tokens.lowers
    start = at + (lowers[at] == "of") + (lowers[at + (lowers[at] == "of")] == "fiscal")
    if lowers[start].isdigit() and len(lowers[start]) == 4:  # noqa: PLR2004
        return int(lowers[start]), start + 1
    if lowers[start] in _YEARS and lowers[start + 1] == "year" and scene.today:
        return scene.today.year + _YEARS[lowers[start]], start + 2
    if lowers[start] == "the" and lowers[start + 1] == "year" and scene.today and start > at:
        return scene.today.year, start + 2
    return None, at


def _latest(scene: Scene, number: int, tense: str) -> int:
    today = scene.today
    assert today is not None
    return today.year - (number > quarter_of(today) and tense != FUTURE)


def _named(scene: Scene, first: int, end: int, *, back: bool) -> Expression | None:
    """As in "the quarter": the one spoken of, else the last that is over."""
    if scene.today is None:
        return None
    if scene.quarter is None or not back:
        year, month = shift_months(scene.today, -3 if back else 0)
        known = (year, (month + 2) // 3)
    else:
        known = scene.quarter
    return Expression(first, end, quarter_value(*known), DATE, "quarter")


def _year_ago(scene: Scene, i: int) -> Expression | None:
    """As in "year-ago quarter", "the year-earlier period"."""
    lowers = scene.tokens.lowers
    at = i + (lowers[i] == "comparable")
    if lowers[at] != "year" or lowers[at + 1] not in {"-", "ago", "earlier"}:
        return None
    at += 1 + (lowers[at + 1] == "-")
    if lowers[at] not in {"ago", "earlier"}:
        return None
    end = at + 1
    end += lowers[end] in {"period", "quarter", "month", "third", "level", "figure"}
    end += lowers[end] == "quarter"
    if scene.today is None:
        return Expression(i, end, "P1Y", DATE, "year ago")
    if scene.quarter:
        return Expression(
            i, end, quarter_value(scene.quarter[0] - 1, scene.quarter[1]), DATE, "year ago"
        )
    return Expression(i, end, f"{scene.today.year - 1:04d}", DATE, "year ago")
