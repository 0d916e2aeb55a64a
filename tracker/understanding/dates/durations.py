"""Counted times: durations, and the dates that "ago" or "earlier" make of them."""

from dataclasses import replace
from datetime import date

from tracker.understanding.dates.calendar import (
    DURATIONS,
    duration,
    month_value,
    quarter_value,
    shift_days,
    shift_months,
    week_value,
)
from tracker.understanding.dates.datesense import DATE, DURATION, Expression, Scene
from tracker.understanding.language.nouns import is_plural, singular
from tracker.understanding.language.numbers import Numeral
from tracker.understanding.language.numerals import numeral_at
from tracker.understanding.language.tags import NOUN, NUMBER, SIGN

FEW = frozenset(
    ["several", "few", "many", "some", "recent", "coming", "past", "multiple", "numerous"]
)
_UNKNOWN = "X"
_QUALITIES = frozenset(
    [
        "more",
        "additional",
        "full",
        "consecutive",
        "straight",
        "further",
        "trading",
        "of",
        "other",
        "extra",
        "working",
        "business",
        "long",
        "short",
    ]
)
_RATED = frozenset(["%", "percent", "cents", "million", "billion", "times", "thousand"])
_PARTS = frozenset({"early", "late", "small", "wee", "morning", "evening", "final", "closing"})
_OLD = frozenset({"old", "olds"})


def counted_time(scene: Scene, i: int) -> Expression | None:
    """A number of units: a duration, or a date where "ago" or "earlier" follows."""
    tokens = scene.tokens
    numeral = numeral_at(tokens, i)
    amount, at = _numbered(numeral) if numeral else _unnumbered(scene, i)
    if not amount:
        return None
    at += tokens.words[at] in {"-", "–"} and tokens.glued[at]
    at += tokens.lowers[at] in _QUALITIES
    unit = singular(tokens.lowers[at].removesuffix("'"))
    if unit not in DURATIONS or (unit == "second" and tokens.lowers[i] in {"a", "the"}):
        return None
    end = at + 1
    if scene.after(end, "and", "a", "half") and amount != _UNKNOWN:
        amount, end = f"{float(amount) + 0.5:g}", end + 3
    if tokens.lowers[end + (tokens.words[end] == "-")] in _OLD:
        return None
    if tokens.lowers[i] == "recent":
        return Expression(i, end, "PAST_REF", DATE, "vague reference")
    span = Expression(i, end, duration(amount, unit), DURATION, "duration", numeral, unit)
    return _anchored(scene, span, amount, unit)


def _numbered(numeral: Numeral) -> tuple[str, int]:
    """The amount as TIMEX3 writes it, and the token behind."""
    if numeral.value is None or numeral.part:
        return _UNKNOWN, numeral.end
    amount = f"{numeral.value:g}" if numeral.value < _EXPONENTS else str(numeral.value)
    return amount, numeral.end


_EXPONENTS = 1e6  # from here on :g writes them


def _unnumbered(scene: Scene, i: int) -> tuple[str, int]:
    """The amount of "a", "a few", "a couple of", "several"; empty where none is told."""
    lowers = scene.tokens.lowers
    if scene.after(i, "couple", "of"):
        return "2", i + 2
    if lowers[i] in {"a", "an", "one"}:
        if _is_rate(scene, i):
            return "", i
        if lowers[i + 1] in {"few", "couple"}:
            amount = "2" if lowers[i + 1] == "couple" else _UNKNOWN
            return amount, i + 2 + (lowers[i + 2] == "of")
        return "1", i + 1
    return (_UNKNOWN if lowers[i] in FEW else ""), i + 1


def _is_rate(scene: Scene, i: int) -> bool:
    """As in "four flights a week", "$1.76 a year": how often, not how long."""
    before = scene.tokens.lowers[i - 1]
    if scene.tags[i - 1] == NUMBER or before in _RATED:
        return True
    is_counted = is_plural(before) and scene.tags[i - 1] == NOUN
    return is_counted and scene.tokens.lowers[i + 2] not in {"ago", "earlier", "later"}


def _anchored(scene: Scene, span: Expression, amount: str, unit: str) -> Expression:
    """The day that "ago", "earlier" and their like make of a duration."""
    tokens = scene.tokens
    word = tokens.lowers[span.end]
    end = span.end + 1
    if scene.after(span.end, "or", "so"):
        word, end = tokens.lowers[span.end + 2], span.end + 3
    if tokens.words[span.end] == "-" and tokens.lowers[span.end + 1] in {"ago", "earlier"}:
        word, end = "ago", span.end + 2
    told = _told(scene, span, end, word, amount, unit)
    if told:
        return told
    if word in {"ago", "earlier"} or (word == "before" and scene.tags[end] in {SIGN, ""}):
        return _shifted(scene, span, end, amount, unit, -1)
    if word in {"from", "hence"} and (word == "hence" or tokens.lowers[end] in {"now", "today"}):
        return _shifted(scene, span, end + (word == "from"), amount, unit, 1)
    if word == "later":
        return replace(span, end=end)
    return span


def _told(
    scene: Scene, span: Expression, end: int, word: str, amount: str, unit: str
) -> Expression | None:
    """As in "Two days earlier": counted from the day that was told before it."""
    if word not in {"earlier", "before"} or unit != "day" or amount == _UNKNOWN:
        return None
    if word == "before" and scene.tags[end] not in {SIGN, ""}:
        return None
    try:
        told = date.fromisoformat(scene.told or "")
    except ValueError:
        return None
    day = shift_days(told, -float(amount))
    value = day.isoformat() if day else None
    return replace(span, end=end, value=value, type=DATE, rule="day counted from one told")


def _shifted(
    scene: Scene, span: Expression, end: int, amount: str, unit: str, sign: int
) -> Expression:
    rule = f"{unit} before the dateline" if sign < 0 else f"{unit} after the dateline"
    if amount == _UNKNOWN or scene.today is None:
        vague = "PAST_REF" if sign < 0 else "FUTURE_REF"
        value = vague if amount == _UNKNOWN else span.value
        return replace(span, end=end, value=value, type=DATE, rule=rule)
    number = float(amount) * sign
    if unit in {"year", "quarter"} and scene.quarter and amount == "1":
        moved = quarter_value(scene.quarter[0] + sign, scene.quarter[1])
    else:
        moved = _moved(scene, unit, number) or span.value or ""
    return replace(span, end=end, value=moved, type=DATE, rule=rule)


def _moved(scene: Scene, unit: str, number: float) -> str | None:
    today = scene.today
    assert today is not None
    if abs(number) > 20_000 or unit in {"second", "minute", "hour"}:  # noqa: PLR2004
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
    return f"{today.year + years:04d}" if 0 < today.year + years < 10_000 else None  # noqa: PLR2004


def bare_plural(scene: Scene, i: int) -> Expression | None:
    """As in "years", "weeks ago", "for months"."""
    word = scene.tokens.lowers[i]
    unit = singular(word)
    if scene.tags[i - 1] == "number" or scene.tokens.lowers[i + 1] == "old":
        return None
    if unit == word or unit not in {
        "day",
        "week",
        "month",
        "year",
        "decade",
        "century",
        "hour",
        "minute",
    }:
        return None
    if scene.after(i + 1, "of") and scene.tokens.lowers[i - 1] in _PARTS:
        return None  # "in the early hours of Friday"
    span = Expression(i, i + 1, duration("X", unit), DURATION, "vague duration", None, unit)
    return _anchored(scene, span, "X", unit)
