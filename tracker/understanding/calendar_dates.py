"""Dates of the calendar: "Nov. 17, 2024", "17 November", "Friday", "in March", "1998", "the 1990s"."""

from datetime import date

from tracker.understanding.calendar import (
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
from tracker.understanding.datesense import DATE, TIME, Expression, Scene
from tracker.understanding.numbers import SMALL, TENS, figure
from tracker.understanding.tags import AUXILIARY, NOUN

_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_FIRST_YEAR, _LAST_YEAR = 1100, 2100
_LONGEST_MONTH = 31
ORDINALS = {
    word: number
    for number, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"],
        1,
    )
}
DECADES = {
    word: number
    for number, word in enumerate(["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"], 2)
}
_LONGEST_SHORT = 4
_WHOLE_MONTHS = frozenset({"may", "june", "july"})
_AMBIGUOUS_MONTHS = frozenset({"may", "march", "mar", "sep", "dec", "jan", "jun", "apr"})


def calendar_date(scene: Scene, i: int) -> Expression | None:
    """The calendar date that begins at token `i`."""
    tokens = scene.tokens
    if tokens.kinds[i] == "number":
        return _century(scene, i) or _iso(scene, i) or _slashed(scene, i) or _day_first(scene, i) or _year(scene, i)
    word = tokens.lowers[i]
    if word in WEEKDAYS and tokens.words[i][0].isupper():
        return _weekday(scene, i)
    if word in MONTHS and tokens.words[i][0].isupper():
        return _month_first(scene, i)
    if word in SMALL or word in TENS:
        return _spoken_year(scene, i)
    if word in DECADES:
        return _spoken_decade(scene, i)
    if word in ORDINALS:
        return _century(scene, i)
    if word in SEASONS:
        return _season(scene, i)
    if tokens.words[i] in {"'", "’"}:
        return _short_decade(scene, i)
    return None


def _iso(scene: Scene, i: int) -> Expression | None:
    tokens = scene.tokens
    if not (len(tokens.words[i]) == 4 and tokens.words[i + 1] == "-" and tokens.words[i + 3] == "-"):
        return None
    if not all(tokens.glued[i + 1 : i + 5]):
        return None
    parts = [figure(tokens.words[at]) if tokens.kinds[at] == "number" else None for at in (i, i + 2, i + 4)]
    day = _day(*parts)
    return Expression(i, i + 5, day, DATE, "iso date") if day else None


def _slashed(scene: Scene, i: int) -> Expression | None:
    """ "11/17/2024", month first unless it cannot be."""
    tokens = scene.tokens
    mark = tokens.words[i + 1]
    if mark not in {"/", "-"} or tokens.words[i + 3] != mark or not all(tokens.glued[i + 1 : i + 5]):
        return None
    first, second, third = (
        figure(tokens.words[at]) if tokens.kinds[at] == "number" else None for at in (i, i + 2, i + 4)
    )
    if not isinstance(third, int) or len(tokens.words[i + 4]) not in {2, 4}:
        return None
    year = third if third > 99 else third + (1900 if third > 60 else 2000)
    day = _day(year, first, second) or _day(year, second, first)
    return Expression(i, i + 5, day, DATE, "numeric date") if day else None


def _day(year: float | None, month: float | None, day: float | None) -> str | None:
    if not (isinstance(year, int) and isinstance(month, int) and isinstance(day, int)):
        return None
    known = safe_date(year, month, day)
    return known.isoformat() if known and year >= _FIRST_YEAR else None


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
        if not isinstance(value, int) or not 1 <= value <= _LONGEST_MONTH or len(tokens.words[i]) > 2:
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


def _year_at(scene: Scene, i: int) -> tuple[int, int] | None:
    tokens = scene.tokens
    if tokens.kinds[i] == "number" and len(tokens.words[i]) == 4 and tokens.words[i].isdigit():
        year = int(tokens.words[i])
        return (year, i + 1) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    if tokens.words[i] in {"'", "’"} and len(tokens.words[i + 1]) == 2 and tokens.words[i + 1].isdigit():
        short = int(tokens.words[i + 1])
        return short + (1900 if short > 30 else 2000), i + 2
    return _spoken(scene, i)


def _spoken(scene: Scene, i: int) -> tuple[int, int] | None:
    """ "nineteen ninety-seven", as broadcasts write it out."""
    lowers = scene.tokens.lowers
    if lowers[i] == "two" and lowers[i + 1] == "thousand":
        more = SMALL.get(lowers[i + 2], 0)
        return 2000 + more, i + 2 + bool(more)
    century = {"nineteen": 1900, "eighteen": 1800, "seventeen": 1700}.get(lowers[i])
    tens = TENS.get(lowers[i + 1], SMALL.get(lowers[i + 1], 0) >= 10 and SMALL[lowers[i + 1]])
    if not century or not tens:
        return None
    at = i + 2 + (lowers[i + 2] == "-")
    small = SMALL.get(lowers[at], 0)
    if tens >= 20 and 0 < small < 10:
        return century + tens + small, at + 1
    return century + tens, i + 2


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
    """ "17 November 2024", "the 17th of November"."""
    found = _day_at(scene, i)
    if found is None:
        return None
    day, at = found
    month = _month_at(scene, at + (scene.tokens.lowers[at] == "of"))
    return _with_year(scene, i, month[0], day, month[1]) if month else None


def _with_year(scene: Scene, first: int, month: int, day: int, at: int) -> Expression:
    end = _range_end(scene, at)
    comma = end + (scene.tokens.words[end] == ",")
    year = _year_at(scene, comma)
    if year is None:
        return Expression(first, end, _nearest(scene, first, end, month, day), DATE, "day of a month")
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
    year = _year_at(scene, at)
    if year:
        return Expression(first, year[1], month_value(year[0], month), DATE, "month and year")
    relative = {("last", "year"): -1, ("this", "year"): 0, ("next", "year"): 1}.get(
        (tokens.lowers[end], tokens.lowers[end + 1])
    )
    if relative is not None and scene.today:
        return Expression(first, end + 2, month_value(scene.today.year + relative, month), DATE, "month")
    if tokens.lowers[first] in _AMBIGUOUS_MONTHS and not _is_month(scene, first, end):
        return None
    if scene.today is None:
        return Expression(first, end, f"XXXX-{month:02d}", DATE, "month")
    named = year_of_month(scene.today, month, scene.tense(first, end))
    return Expression(first, end, month_value(named, month), DATE, "month")


def _is_month(scene: Scene, first: int, end: int) -> bool:
    """ "in May", "last March", "Jan."; not "May said", "March of Dimes", "Dec" of a name."""
    before, tag_behind = scene.tokens.lowers[first - 1], scene.tags[end]
    if end > first + 1:
        return True
    if before in {"in", "since", "until", "till", "last", "this", "next", "by", "of", "early", "late", "during",
                  "before", "after", "from", "to", "for", "-", "mid", "through", "between", "and", "every", "each"}:  # fmt: skip
        return before not in {"and", "for", "of", "from", "to"} or tag_behind not in {NOUN, AUXILIARY}
    return False


def _weekday(scene: Scene, i: int) -> Expression | None:
    tokens = scene.tokens
    word = tokens.lowers[i]
    end = i + 1
    if tokens.words[end] == "." and tokens.glued[end] and len(word) < 6:
        end += 1
    if len(word) < 6 and end == i + 1:
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
    for year in (day.year, day.year + 1, day.year - 1):
        other = safe_date(year, day.month, day.day)
        if other and other.weekday() == weekday:
            return other.isoformat()
    return value


def _year(scene: Scene, i: int) -> Expression | None:
    """A year by itself: four figures that count nothing."""
    found = _year_at(scene, i)
    if found is None:
        return None
    tokens, (year, end) = scene.tokens, found
    if year % 10 == 0 and tokens.lowers[end] == "s" and tokens.glued[end]:
        return Expression(i, end + 1, str(year)[:3], DATE, "decade")
    if not _stands_as_year(scene, i, end, year):
        return None
    if tokens.words[end] in {"-", "–"} and tokens.glued[end] and len(tokens.words[end + 1]) in {2, 4}:
        end += 2 * (tokens.kinds[end + 1] == "number")
    return Expression(i, end, str(year), DATE, "year")


_YEAR_OPENERS = frozenset(
    ["in", "since", "until", "till", "by", "of", "during", "before", "after", "from", "to", "through", "for", "between", "early", "late", "mid", "fiscal", "and", "the", "year", "circa", "around", "about", "than", "spring", "summer", "fall", "autumn", "winter"]
)


def _stands_as_year(scene: Scene, i: int, end: int, year: int) -> bool:
    tokens = scene.tokens
    if not 1500 <= year <= _LAST_YEAR or (tokens.glued[i] and tokens.words[i - 1] not in {"(", "-", "–", "“", '"', "'"}):
        return False
    if tokens.words[end] in {"%", "/"} or (tokens.glued[end] and tokens.kinds[end] == "word"):
        return False
    before = tokens.lowers[i - 1]
    if 1900 <= year <= 2060:
        return before not in {"some", "nearly", "approximately", "roughly", "least", "$", "only"} or False
    return before in {"in", "since", "until", "by", "from", "of", "year", "after", "before", "to", "("} and (
        scene.tags[end] != NOUN
    )


def _spoken_year(scene: Scene, i: int) -> Expression | None:
    tokens = scene.tokens
    found = _spoken(scene, i)
    if found is None:
        return None
    if found[0] >= 2000 and tokens.lowers[i - 1] != "year":
        return None
    if tokens.lowers[found[1]] in {"thousand", "million", "people", "percent", "dollars"}:
        return None
    return Expression(i, found[1], str(found[0]), DATE, "spoken year")


def _spoken_decade(scene: Scene, i: int) -> Expression | None:
    """ "the nineties"; not "in his thirties"."""
    if scene.tokens.lowers[i - 1] not in {"the", "early", "late", "mid", "-"}:
        return None
    return Expression(i, i + 1, f"19{DECADES[scene.tokens.lowers[i]]}", DATE, "decade")


def _century(scene: Scene, i: int) -> Expression | None:
    """ "the 20th century": the hundreds of its years."""
    tokens = scene.tokens
    found = _day_at(scene, i)
    if found is None or not 1 <= found[0] <= 21:
        return None
    at = found[1] + (tokens.words[found[1]] == "-")
    if tokens.lowers[at] != "century":
        return None
    return Expression(i, at + 1, f"{found[0] - 1:02d}", DATE, "century")


def _season(scene: Scene, i: int) -> Expression | None:
    """ "summer 2023", "the winter of 1994"."""
    lowers = scene.tokens.lowers
    year = _year_at(scene, i + 1 + (lowers[i + 1] == "of"))
    if year is None:
        return None
    return Expression(i, year[1], f"{year[0]:04d}-{SEASONS[lowers[i]]}", DATE, "season")


def _short_decade(scene: Scene, i: int) -> Expression | None:
    """ "'80s"."""
    tokens = scene.tokens
    digits = tokens.words[i + 1]
    if len(digits) == 2 and digits.isdigit() and digits[1] == "0" and tokens.lowers[i + 2] == "s":
        return Expression(i, i + 3, f"{'20' if digits < '30' else '19'}{digits[0]}", DATE, "decade")
    return None
