"""Dates told from the day of publication or counted from it: "last week", "two years ago"."""

from dataclasses import replace
from datetime import date

from tracker.understanding.calendar import (
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
from tracker.understanding.datesense import DATE, DURATION, SET, TIME, Expression, Scene
from tracker.understanding.nouns import is_plural, singular
from tracker.understanding.numbers import numeral_at
from tracker.understanding.tense import FUTURE

DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0, "overnight": 0}
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
FEW = frozenset(["several", "few", "many", "some", "recent", "coming", "past", "multiple", "numerous"])
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
        return _pointed(scene, i)
    if word in {"every", "each"}:
        return _repeated(scene, i)
    if word in REPETITIONS and scene.tags[i + 1] != "noun":
        return Expression(i, i + 1, REPETITIONS[word], SET, "repetition")
    if word == "the":
        return _definite(scene, i)
    return _counted(scene, i) or _bare_plural(scene, i)


def _definite(scene: Scene, i: int) -> Expression | None:
    """ "the weekend", "the morning", "the summer": the nearest one, as the place in front tells."""
    lowers = scene.tokens.lowers
    at = i + 1 + (lowers[i + 1] in {"early", "late", "mid", "full", "fiscal", "entire", "whole"})
    word, before = lowers[at], lowers[i - 1]
    if word == "weekend":
        return _weekend(scene, i, at)
    if word in SEASONS and lowers[at + 1] != "of" and before in _OVER_A_SEASON:
        return Expression(i, at + 1, _season(scene, word, 0), DATE, "season")
    if word in DAY_PARTS and before in {"in", "during", "by", "on"} and lowers[at + 1] != "of":
        day = scene.today.isoformat() if scene.today else "XXXX-XX-XX"
        return Expression(i, at + 1, f"{day}T{DAY_PARTS[word]}", TIME, "part of a day")
    if word in {"year", "month", "week"} and before in {"of", "in", "during", "for"} and scene.today:
        return _running_unit(scene, i, at, word)
    return None


_OVER_A_SEASON = frozenset({"in", "over", "during", "into", "for", "through", "of", "throughout", "by", "until"})


def _weekend(scene: Scene, first: int, at: int) -> Expression:
    if scene.today is None:
        return Expression(first, at + 1, "XXXX-WXX-WE", DATE, "weekend")
    saturday = 5
    ahead = scene.tense(first, at + 1) == FUTURE or scene.today.weekday() >= saturday
    day = scene.today if ahead else shift_days(scene.today, -7)
    return Expression(first, at + 1, f"{week_value(day or scene.today)}-WE", DATE, "weekend")


def _running_unit(scene: Scene, first: int, at: int, unit: str) -> Expression | None:
    """ "the end of the year", "so far in the month", and "the year ended March 31", any year."""
    after = scene.tokens.lowers[at + 1]
    if after in {"ended", "ending", "before", "after", "to", "ago", "earlier", "when", "that"}:
        return Expression(first, at + 1, duration("1", unit), DURATION, f"{unit} named elsewhere")
    if after == "-" or scene.tags[at + 1] == "noun":
        return None
    return Expression(first, at + 1, _unit_value(scene, unit, 0), DATE, f"running {unit}")


def _deictic_day(scene: Scene, i: int) -> Expression:
    word, end = scene.tokens.lowers[i], i + 1
    day = shift_days(scene.today, DAYS[word]) if scene.today else None
    part = {"tonight": "NI", "overnight": "NI"}.get(word) or DAY_PARTS.get(scene.tokens.lowers[end])
    end += word not in {"tonight", "overnight"} and part is not None
    value = day.isoformat() if day else None
    if part:
        return Expression(i, end, f"{value or 'XXXX-XX-XX'}T{part}", TIME, "named day")
    return Expression(i, end, value or "PRESENT_REF", DATE, "named day")


def _pointed(scene: Scene, i: int) -> Expression | None:
    """ "last", "this", "next" and their like in front of a unit, weekday, month or season."""
    tokens = scene.tokens
    step, at = POINTERS[tokens.lowers[i]], i + 1
    told = _as_told(scene, i, at)
    if told:
        return told
    if tokens.lowers[i] in {"this", "the"} and tokens.lowers[at] in {"past", "coming", "current"}:
        step, at = POINTERS[tokens.lowers[at]], at + 1
    at += tokens.lowers[at] in {"fiscal", "full"}
    word = tokens.lowers[at].removesuffix("'s")
    if word in WEEKDAYS and len(word) > 5 and tokens.words[at][0].isupper():
        return _pointed_weekday(scene, i, at, step)
    if word in MONTHS and tokens.words[at][0].isupper():
        return _pointed_month(scene, i, at, step)
    if word in SEASONS:
        return Expression(i, at + 1, _season(scene, word, step), DATE, "season")
    if word in DAY_PARTS:
        return _pointed_part(scene, i, at, step)
    if word in DURATIONS:
        return _pointed_unit(scene, i, at, word, step)
    counted = _counted(scene, at)
    return replace(counted, first=i) if counted and counted.type == DURATION else None


_TOLD = {"same": 0, "that": 0, "following": 1, "previous": -1}
_PRECISION = {"year": 4, "month": 7, "day": 10}


def _as_told(scene: Scene, first: int, at: int) -> Expression | None:
    """ "that year", "the same month", "the following day": counted from the date told last."""
    word, unit = scene.tokens.lowers[first], scene.tokens.lowers[at]
    if word == "that" and unit == "same":
        at, unit = at + 1, scene.tokens.lowers[at + 1]
    if word not in _TOLD or unit not in _PRECISION or scene.told is None:
        return None
    if len(scene.told) < _PRECISION[unit]:
        return None
    value = _stepped(scene.told[: _PRECISION[unit]], unit, _TOLD[word])
    return Expression(first, at + 1, value, DATE, f"{unit} told before") if value else None


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
    back = (scene.today.weekday() - number) % 7
    ahead = (number - scene.today.weekday()) % 7
    day = shift_days(scene.today, {-1: -(back or 7), 0: ahead if step == 0 and ahead else -back, 1: ahead or 7}[step])
    value = day.isoformat() if day else None
    if part:
        return Expression(first, end, f"{value}T{part}", TIME, "part of a weekday")
    return Expression(first, end, value, DATE, "weekday")


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


def _season(scene: Scene, word: str, step: int) -> str:
    if scene.today is None:
        return f"XXXX-{SEASONS[word]}"
    year = scene.today.year + step
    if step == -1 and _season_is_over(scene, word):
        year += 1
    return f"{year:04d}-{SEASONS[word]}"


def _season_is_over(scene: Scene, word: str) -> bool:
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
    return Expression(first, at + 1, _unit_value(scene, unit, step), DATE, f"{unit} from the dateline")


def _unit_value(scene: Scene, unit: str, step: int) -> str | None:
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
    counted = _counted(scene, i + 1)
    return replace(counted, first=i, type=SET) if counted and counted.type == DURATION else None


def _counted(scene: Scene, i: int) -> Expression | None:
    """A number of units: a duration, or a date where "ago" or "earlier" follows."""
    tokens = scene.tokens
    numeral = numeral_at(tokens, i)
    amount, at = "X", i + 1
    if numeral:
        if numeral.value is not None and not numeral.part:
            amount = f"{numeral.value:g}" if numeral.value < 1e6 else str(numeral.value)
        at = numeral.end
    elif tokens.lowers[i] in {"a", "an", "one"}:
        if _is_rate(scene, i):
            return None
        amount = "1"
        few = tokens.lowers[at] in {"few", "couple"}
        if few:
            amount = "2" if tokens.lowers[at] == "couple" else "X"
            at += 1 + (tokens.lowers[at + 1] == "of")
    elif scene.after(i, "couple", "of"):
        amount, at = "2", i + 2
    elif tokens.lowers[i] not in FEW:
        return None
    at += tokens.words[at] in {"-", "–"} and tokens.glued[at]
    at += tokens.lowers[at] in {"more", "additional", "full", "consecutive", "straight", "further", "trading", "of", "other", "extra", "working", "business", "long", "short"}
    unit = singular(tokens.lowers[at].removesuffix("'"))
    if unit not in DURATIONS:
        return None
    end = at + 1
    if unit == "second" and tokens.lowers[i] in {"a", "the"}:
        return None
    if scene.after(end, "and", "a", "half") and amount != "X":
        amount, end = f"{float(amount) + 0.5:g}", end + 3
    if (tokens.words[end] == "-" and tokens.lowers[end + 1] in {"old", "olds"}) or tokens.lowers[end] in {"old", "olds"}:
        return None
    if tokens.lowers[i] == "recent":
        return Expression(i, end, "PAST_REF", DATE, "vague reference")
    span = Expression(i, end, duration(amount, unit), DURATION, "duration", numeral, unit)
    return _anchored(scene, span, amount, unit)


def _is_rate(scene: Scene, i: int) -> bool:
    """ "four flights a week", "$1.76 a year": how often, not how long."""
    before = scene.tokens.lowers[i - 1]
    if scene.tags[i - 1] == "number" or before in {"%", "percent", "cents", "million", "billion", "times", "thousand"}:
        return True
    return is_plural(before) and scene.tags[i - 1] == "noun" and scene.tokens.lowers[i + 2] not in {"ago", "earlier", "later"}


def _anchored(scene: Scene, span: Expression, amount: str, unit: str) -> Expression:
    """The day that "ago", "earlier" and their like make of a duration."""
    tokens = scene.tokens
    word = tokens.lowers[span.end]
    end = span.end + 1
    if scene.after(span.end, "or", "so") :
        word, end = tokens.lowers[span.end + 2], span.end + 3
    if tokens.words[span.end] == "-" and tokens.lowers[span.end + 1] in {"ago", "earlier"}:
        word, end = "ago", span.end + 2
    if word in {"ago", "earlier"} or (word == "before" and scene.tags[end] in {"sign", ""}):
        return _shifted(scene, span, end, amount, unit, -1)
    if word in {"from", "hence"} and (word == "hence" or tokens.lowers[end] in {"now", "today"}):
        return _shifted(scene, span, end + (word == "from"), amount, unit, 1)
    if word == "later":
        return replace(span, end=end)
    return span


def _shifted(scene: Scene, span: Expression, end: int, amount: str, unit: str, sign: int) -> Expression:
    rule = f"{unit} before the dateline" if sign < 0 else f"{unit} after the dateline"
    if amount == "X" or scene.today is None:
        value = ("PAST_REF" if sign < 0 else "FUTURE_REF") if amount == "X" else span.value
        return replace(span, end=end, value=value, type=DATE, rule=rule)
    number = float(amount) * sign
    if unit in {"year", "quarter"} and scene.quarter and amount == "1":
        value: str | None = quarter_value(scene.quarter[0] + sign, scene.quarter[1])
    else:
        value = _moved(scene, unit, number)
    return replace(span, end=end, value=value or span.value, type=DATE, rule=rule)


def _moved(scene: Scene, unit: str, number: float) -> str | None:
    today = scene.today
    assert today is not None
    if abs(number) > 20_000 or unit in {"second", "minute", "hour"}:
        return None
    if unit == "day":
        day = shift_days(today, number)
        return day.isoformat() if day else None
    if unit in {"week", "weekend", "fortnight"}:
        day = shift_days(today, number * (14 if unit == "fortnight" else 7))
        return week_value(day) if day else None
    if unit == "month":
        return month_value(*shift_months(today, int(number)))
    if unit == "quarter":
        year, month = shift_months(today, int(3 * number))
        return quarter_value(year, (month + 2) // 3)
    years = int(number * {"year": 1, "decade": 10, "century": 100}.get(unit, 1))
    return f"{today.year + years:04d}" if 0 < today.year + years < 10_000 else None


def _bare_plural(scene: Scene, i: int) -> Expression | None:
    """ "years", "weeks ago", "for months"."""
    word = scene.tokens.lowers[i]
    unit = singular(word)
    if scene.tags[i - 1] == "number" or scene.tokens.lowers[i + 1] == "old":
        return None
    if unit == word or unit not in {"day", "week", "month", "year", "decade", "century", "hour", "minute"}:
        return None
    span = Expression(i, i + 1, duration("X", unit), DURATION, "vague duration", None, unit)
    return _anchored(scene, span, "X", unit)
