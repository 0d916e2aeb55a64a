"""Dates of the calendar: "Nov. 17, 2024", "17 November", "Friday", "in March"."""

from datetime import date

from tracker.understanding.dates.calendar import (
    DAY_PARTS,
    MONTHS,
    SEASONS,
    WEEKDAYS,
    month_value,
    safe_date,
    weekday_near,
    year_near,
    year_of_month,
)
from tracker.understanding.dates.datesense import DATE, TIME, Expression, Scene
from tracker.understanding.dates.years import (
    DECADES,
    FIRST_YEAR,
    century_of,
    season_of_year,
    short_decade,
    spoken_decade,
    spoken_year,
    year,
    year_at,
)
from tracker.understanding.language.numbers import SMALL, TENS, figure
from tracker.understanding.language.tags import AUXILIARY, NOUN
from tracker.understanding.language.tense import FUTURE

_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_LONGEST_MONTH = 31
_REACH = 9  # "before the end of his second term in January"
_FOUR = 4  # the figures of a year
ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        1,
    )
}
_BEFORE_A_MONTH = frozenset(
    [
        "in",
        "since",
        "until",
        "till",
        "last",
        "this",
        "next",
        "by",
        "early",
        "late",
        "during",
        "before",
        "after",
        "-",
        "mid",
        "through",
        "between",
        "every",
        "each",
    ]
)
_BEFORE_ANYTHING = frozenset({"and", "for", "of", "from", "to"})
_LONGEST_SHORT = 4
_WHOLE_MONTHS = frozenset({"may", "june", "july"})
_AMBIGUOUS_MONTHS = frozenset({"may", "march", "mar", "sep", "dec", "jan", "jun", "apr"})


def calendar_date(scene: Scene, i: int) -> Expression | None:  # noqa: PLR0911
    """The calendar date that begins at token `i`."""
    tokens = scene.tokens
    if tokens.kinds[i] == "number":
        return (
            _century(scene, i)
            or _iso(scene, i)
            or _slashed(scene, i)
            or _day_first(scene, i)
            or year(scene, i)
        )
    word = tokens.lowers[i]
    if word in WEEKDAYS and tokens.words[i][0].isupper():
        return _weekday(scene, i)
    if word in MONTHS and tokens.words[i][0].isupper():
        return _month_first(scene, i)
    if word in SMALL or word in TENS:
        return spoken_year(scene, i)
    if word in DECADES:
        return spoken_decade(scene, i)
    if word in ORDINALS:
        return _century(scene, i)
    if word in SEASONS:
        return season_of_year(scene, i)
    if tokens.words[i] in {"'", "’"}:
        return short_decade(scene, i)
    return None


def _iso(scene: Scene, i: int) -> Expression | None:
    tokens = scene.tokens
    if not (
        len(tokens.words[i]) == 4 and tokens.words[i + 1] == "-" and tokens.words[i + 3] == "-"  # noqa: PLR2004
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


def _month_at(scene: Scene, i: int) -> tuple[int, int] | None:
    """Month number and the token behind it (over the point of "Nov.")."""
    tokens = scene.tokens
    month = MONTHS.get(tokens.lowers[i])
    if month is None or not tokens.words[i][0].isupper():
        return None
    end = i + 1
    if tokens.words[end] == "." and tokens.glued[end] and len(tokens.words[i]) <= _LONGEST_SHORT:
        end += tokens.lowers[i] not in _WHOLE_MONTHS
    return month, end


def _day_at(scene: Scene, i: int) -> tuple[int, int] | None:
    """A day of the month in figures or as an ordinal, and the token behind it."""
    tokens = scene.tokens
    if tokens.kinds[i] == "number":
        value = figure(tokens.words[i])
        if (
            not isinstance(value, int)
            or not 1 <= value <= _LONGEST_MONTH
            or len(tokens.words[i]) > 2  # noqa: PLR2004
        ):
            return None
        end = i + 1
        if tokens.lowers[end] in _ORDINAL_ENDINGS and tokens.glued[end]:
            end += 1
        return value, end
    if tokens.lowers[i] in ORDINALS:
        return ORDINALS[tokens.lowers[i]], i + 1
    if tokens.lowers[i] in {"twenty", "thirty"} and tokens.words[i + 1] == "-":
        return TENS[tokens.lowers[i]] + ORDINALS.get(tokens.lowers[i + 2], 0), i + 3
    return None


def _month_first(scene: Scene, i: int) -> Expression | None:
    found = _month_at(scene, i)
    if found is None:
        return None
    month, at = found
    at += scene.tokens.lowers[at] == "the"
    day = _day_at(scene, at)
    if day and scene.tokens.lowers[day[1]] not in {"percent", "%", "million", "billion"}:
        return _with_year(scene, i, month, *day)
    return _month(scene, i, *found)


def _day_first(scene: Scene, i: int) -> Expression | None:
    """As in "17 November 2024", "the 17th of November"."""
    found = _day_at(scene, i)
    if found is None:
        return None
    day, at = found
    month = _month_at(scene, at + (scene.tokens.lowers[at] == "of"))
    return _with_year(scene, i, month[0], day, month[1]) if month else None


def _with_year(scene: Scene, first: int, month: int, day: int, at: int) -> Expression:
    end = _range_end(scene, at)
    comma = end + (scene.tokens.words[end] == ",")
    year = year_at(scene, comma)
    if year is None:
        return Expression(
            first, end, _nearest(scene, first, end, month, day), DATE, "day of a month"
        )
    known = safe_date(year[0], month, day)
    value = known.isoformat() if known else month_value(year[0], month)
    return Expression(first, year[1], value, DATE, "full date")


def _range_end(scene: Scene, at: int) -> int:
    """Over the second day of "Sept. 20-24"."""
    tokens = scene.tokens
    if tokens.words[at] in {"-", "–"} and tokens.glued[at] and _day_at(scene, at + 1):
        return at + 2
    return at


def _nearest(scene: Scene, first: int, end: int, month: int, day: int) -> str | None:
    if scene.today is None:
        return f"XXXX-{month:02d}-{day:02d}"
    year = year_near(scene.today, month, day, scene.tense(first, end))
    known = safe_date(year, month, day)
    if known and known > scene.today and scene.tokens.lowers[first - 1] == "ended":
        known = safe_date(year - 1, month, day)
    return known.isoformat() if known else None


def _month(scene: Scene, first: int, month: int, end: int) -> Expression | None:
    tokens = scene.tokens
    at = end + (tokens.words[end] == "," or tokens.lowers[end] == "of")
    year = year_at(scene, at)
    if year:
        return Expression(first, year[1], month_value(year[0], month), DATE, "month and year")
    relative = {("last", "year"): -1, ("this", "year"): 0, ("next", "year"): 1}.get(
        (tokens.lowers[end], tokens.lowers[end + 1])
    )
    if relative is not None and scene.today:
        return Expression(
            first, end + 2, month_value(scene.today.year + relative, month), DATE, "month"
        )
    if tokens.lowers[first] in _AMBIGUOUS_MONTHS and not _is_month(scene, first, end):
        return None
    if scene.today is None:
        return Expression(first, end, f"XXXX-{month:02d}", DATE, "month")
    is_ahead = "before" in scene.tokens.lowers[max(0, first - _REACH) : first]
    tense = FUTURE if is_ahead else scene.tense(first, end)
    named = year_of_month(scene.today, month, tense)
    return Expression(first, end, month_value(named, month), DATE, "month")


def _is_month(scene: Scene, first: int, end: int) -> bool:
    """As in "in May", "last March", "Jan."; not "May said", "March of Dimes", "Dec" of a name."""
    before, tag_behind = scene.tokens.lowers[first - 1], scene.tags[end]
    if end > first + 1:
        return True
    if before in _BEFORE_ANYTHING:
        return tag_behind not in {NOUN, AUXILIARY}
    return before in _BEFORE_A_MONTH


def _weekday(scene: Scene, i: int) -> Expression | None:
    tokens = scene.tokens
    word = tokens.lowers[i]
    end = i + 1
    if tokens.words[end] == "." and tokens.glued[end] and len(word) < 6:  # noqa: PLR2004
        end += 1
    if len(word) < 6 and end == i + 1:  # noqa: PLR2004
        return None
    comma = end + (tokens.words[end] == ",")
    full = calendar_date(scene, comma) if tokens.lowers[comma] in MONTHS else None
    if full and full.rule in {"day of a month", "full date"}:
        return Expression(i, full.end, _on_weekday(full.value, WEEKDAYS[word]), DATE, full.rule)
    part = DAY_PARTS.get(tokens.lowers[end])
    end += part is not None
    value = f"XXXX-WXX-{WEEKDAYS[word] + 1}"
    if scene.today:
        value = weekday_near(scene.today, WEEKDAYS[word], scene.tense(i, end)).isoformat()
    if part:
        return Expression(i, end, f"{value}T{part}", TIME, "part of a weekday")
    return Expression(i, end, value, DATE, "weekday")


def _on_weekday(value: str | None, weekday: int) -> str | None:
    """The date, a year off where only then it is the weekday that stands with it."""
    try:
        day = date.fromisoformat(value or "")
    except ValueError:
        return value
    for step in (0, 1, -1):
        other = safe_date(day.year + step, day.month, day.day)
        if other and other.weekday() == weekday:
            return other.isoformat()
    return value


def _century(scene: Scene, i: int) -> Expression | None:
    """As in "the 20th century": the hundreds of its years."""
    tokens = scene.tokens
    found = _day_at(scene, i)
    if found is None or not 1 <= found[0] <= 21:  # noqa: PLR2004
        return None
    at = found[1] + (tokens.words[found[1]] == "-")
    if tokens.lowers[at] != "century":
        return None
    return Expression(i, at + 1, f"{found[0] - 1:02d}", DATE, "century")
