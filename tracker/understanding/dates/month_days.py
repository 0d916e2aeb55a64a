"""Days and months by name: "Nov. 17, 2024", "the 17th of November", "in March"."""

from tracker.understanding.dates.calendar import (
    MONTHS,
    month_value,
    safe_date,
    year_near,
    year_of_month,
)
from tracker.understanding.dates.datesense import DATE, Expression, Scene
from tracker.understanding.dates.years import year_at
from tracker.understanding.language.numbers import TENS, figure
from tracker.understanding.language.tags import AUXILIARY, NOUN, VERB
from tracker.understanding.language.tense import FUTURE

_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_LONGEST_MONTH = 31
_REACH = 10  # "before the end of his second term in January"
DAY_RULES = frozenset({"day of a month", "full date"})
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


def day_at(scene: Scene, i: int) -> tuple[int, int] | None:
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


def month_first(scene: Scene, i: int) -> Expression | None:
    found = _month_at(scene, i)
    if found is None:
        return None
    month, at = found
    at += scene.tokens.lowers[at] == "the"
    day = day_at(scene, at)
    if day and scene.tokens.lowers[day[1]] not in {"percent", "%", "million", "billion"}:
        return _with_year(scene, i, month, *day)
    return _month(scene, i, *found)


def day_first(scene: Scene, i: int) -> Expression | None:
    """As in "17 November 2024", "the 17th of November"."""
    found = day_at(scene, i)
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
    if tokens.words[at] in {"-", "–"} and tokens.glued[at] and day_at(scene, at + 1):
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
    tense = FUTURE if _is_awaited(scene, first) else scene.tense(first, end)
    named = year_of_month(scene.today, month, tense)
    return Expression(first, end, month_value(named, month), DATE, "month")


def _is_awaited(scene: Scene, first: int) -> bool:
    """As in "before the end of his term in January"; not "before he left in January"."""
    for at in range(first - 1, max(-1, first - _REACH), -1):
        if scene.tokens.lowers[at] == "before":
            return True
        if scene.tags[at] in {VERB, AUXILIARY}:
            return False
    return False


def _is_month(scene: Scene, first: int, end: int) -> bool:
    """As in "in May", "last March", "Jan."; not "May said", "March of Dimes", "Dec" of a name."""
    before, tag_behind = scene.tokens.lowers[first - 1], scene.tags[end]
    if end > first + 1:
        return True
    if before in _BEFORE_ANYTHING:
        return tag_behind not in {NOUN, AUXILIARY}
    return before in _BEFORE_A_MONTH
