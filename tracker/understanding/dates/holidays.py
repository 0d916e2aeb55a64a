"""Days that are known by a name: "Thanksgiving", "Christmas Eve", "Good Friday"."""

from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import cache

from tracker.understanding.dates.calendar import week_value, year_near
from tracker.understanding.dates.datesense import DATE, Expression, Scene
from tracker.understanding.dates.years import year_at
from tracker.understanding.language.lexicon import rows
from tracker.understanding.language.tags import NOUN
from tracker.understanding.language.tokens import tokenize

_LONGEST_NAME = 6
_STEPS = {"last": -1, "next": 1}


def holiday(scene: Scene, i: int) -> Expression | None:
    """The named day that begins at token `i`; none where it only names something: "Easter eggs"."""
    found = _named(scene, i)
    if found is None or scene.tokens.lowers[i - 1] == "orthodox":
        return None  # Orthodox feasts keep another calendar
    rule, end = found
    tokens = scene.tokens
    year = year_at(scene, end + (tokens.words[end] == ","))
    if year:
        return Expression(i, year[1], _value(rule, year[0]), DATE, "named day")
    is_weekend = tokens.lowers[end] == "weekend"
    if not is_weekend and scene.tags[end] == NOUN and tokens.words[end].islower():
        return None
    if scene.today is None or not MINYEAR < scene.today.year < MAXYEAR:
        return None
    day = _nearest(scene, rule, i, end)
    if is_weekend:
        return Expression(i, end + 1, f"{week_value(day)}-WE", DATE, "weekend")
    return Expression(i, end, day.isoformat(), DATE, "named day")


def _named(scene: Scene, i: int) -> tuple[str, int] | None:
    """The longest name that begins here: its rule, and the token behind it."""
    known = _names().get(scene.tokens.lowers[i])
    if not known:
        return None
    for length in range(_LONGEST_NAME, 0, -1):
        rule = known.get(" ".join(scene.tokens.lowers[i : i + length]))
        if rule and scene.tokens.words[i + length - 1][0].isupper():
            return rule, i + length
    return None


@cache
def _names() -> dict[str, dict[str, str]]:
    """Rules by the first word of the name and the whole name."""
    index: dict[str, dict[str, str]] = {}
    for rule, listed in rows("holidays"):
        for name in listed.split(","):
            tokens = tokenize(name.strip())
            words = tokens.lowers[: tokens.count]
            index.setdefault(words[0], {})[" ".join(words)] = rule
    return index


def opening_words() -> frozenset[str]:
    """Every word that a name of a day can begin with."""
    return frozenset(_names())


def _nearest(scene: Scene, rule: str, first: int, end: int) -> date:
    """The one nearest to the dateline; "last Christmas" is over, "next Christmas" is not."""
    today = scene.today
    assert today is not None
    day = _day(rule, today.year)
    step = _STEPS.get(scene.tokens.lowers[first - 1])
    if step is None:
        return _day(rule, year_near(today, day.month, day.day, scene.tense(first, end)))
    is_over = day < today if step < 0 else day > today
    return day if is_over else _day(rule, today.year + step)


def _value(rule: str, year: int) -> str:
    return _day(rule, year).isoformat()


def _day(rule: str, year: int) -> date:
    """As in "12-25"; "11 3 4", the fourth Thursday (Monday is 0) of November; "easter -2".

    A fourth number is added in days: "11 0 1 1" is the day after the first Monday of November.
    """
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule.removeprefix("easter") or 0))
    if " " not in rule:
        return date.fromisoformat(f"{year:04d}-{rule}")
    month, weekday, number, *more = (int(part) for part in rule.split())
    if number < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    days = (weekday - first.weekday()) % 7 + 7 * (number - 1) + sum(more)
    return first + timedelta(days=days)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the algorithm of Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * sunday) // 451
    month, day = divmod(epact + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
