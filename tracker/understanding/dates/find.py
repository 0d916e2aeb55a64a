"""Dates and times of a sentence, resolved against the day of publication to TIMEX3 values."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from tracker.understanding.dates.bare_days import further_day
from tracker.understanding.dates.calendar import DURATIONS, MONTHS, SEASONS, WEEKDAYS
from tracker.understanding.dates.calendar_dates import calendar_date
from tracker.understanding.dates.clock_times import NAMED_TIMES, clock_time
from tracker.understanding.dates.datesense import DATE, TIME, Expression, Scene
from tracker.understanding.dates.durations import FEW
from tracker.understanding.dates.far_days import far_day
from tracker.understanding.dates.holidays import opening_words
from tracker.understanding.dates.month_days import ORDINALS
from tracker.understanding.dates.pointed_dates import POINTERS
from tracker.understanding.dates.quarters import NUMBERED, quarter
from tracker.understanding.dates.relative_dates import DAYS, REPETITIONS, relative_date
from tracker.understanding.dates.years import DECADES
from tracker.understanding.language.lexicon import rows
from tracker.understanding.language.numbers import SMALL, TENS, VAGUE
from tracker.understanding.language.numerals import numeral_at
from tracker.understanding.language.tokens import tokenize

_LONGEST_VAGUE = 5
_TOLD = frozenset(
    [
        "full date",
        "numeric date",
        "iso date",
        "day of a month",
        "month and year",
        "month",
        "year",
        "spoken year",
        "weekday",
        "weekday with its date",
        "weekday and day",
        "part of a weekday",
        "part of a named day",
        "named day",
        "day told before",
        "day counted from one told",
        "day counted from a near one",
        "weekday of a week",
        "last day of a month",
    ]
)
_WHEN = frozenset({"early", "late", "later", "earlier", "mid", "sometime"})


def find_dates(scene: Scene) -> list[Expression]:
    """The expressions of time of one sentence, in order, none inside another."""
    return list(_joined(scene, _expressions(scene)))


def _expressions(scene: Scene) -> Iterator[Expression]:
    i = 0
    while i < scene.tokens.count:
        found = _expression(scene, i)
        if found:
            if found.rule in _TOLD and (found.value or "X")[0].isdigit():
                scene.told = (found.value or "").partition("T")[0]
            yield _widened(scene, found)
            while further := further_day(scene, found):
                yield further
                found = further
            i = found.end
        else:
            i += 1


@cache
def _openers() -> frozenset[str]:
    """Every word that can open an expression of time: most words are passed over at once."""
    plurals = {f"{unit}s" for unit in DURATIONS} | {"centuries"}
    return frozenset().union(
        _vague_times(), MONTHS, WEEKDAYS, SEASONS, DURATIONS, plurals, DAYS, POINTERS, REPETITIONS,
        FEW, DECADES, opening_words(), ORDINALS, NUMBERED, SMALL, TENS, VAGUE, NAMED_TIMES,
        {"the", "a", "an", "every", "each", "couple", "fiscal", "latest", "comparable", "half"},
    )  # fmt: skip


def _expression(scene: Scene, i: int) -> Expression | None:
    kind = scene.tokens.kinds[i]
    if kind == "sign":
        return calendar_date(scene, i)
    if kind != "number" and scene.tokens.lowers[i] not in _openers():
        return None
    if kind == "number":
        return (
            clock_time(scene, i)
            or quarter(scene, i)
            or far_day(scene, i)
            or calendar_date(scene, i)
            or relative_date(scene, i)
        )
    return (
        _vague(scene, i)
        or _year_end(scene, i)
        or far_day(scene, i)
        or quarter(scene, i)
        or calendar_date(scene, i)
        or clock_time(scene, i)
        or relative_date(scene, i)
    )


@cache
def _vague_times() -> dict[str, dict[str, str]]:
    """Expressions by their first word."""
    index: dict[str, dict[str, str]] = {}
    for value, expressions in rows("vague_times"):
        for expression in expressions.split(","):
            first, *_ = words = tokenize(expression.strip()).lowers[:-8]
            index.setdefault(first, {})[" ".join(words)] = value
    return index


def _vague(scene: Scene, i: int) -> Expression | None:
    known = _vague_times().get(scene.tokens.lowers[i])
    if not known:
        return None
    for length in range(_LONGEST_VAGUE, 0, -1):
        value = known.get(" ".join(scene.tokens.lowers[i : i + length]))
        if value and not _goes_on(scene, i + length):
            return Expression(i, i + length, value, DATE, "vague reference")
    return None


def _goes_on(scene: Scene, end: int) -> bool:
    """As in "the past two months" and "soon after" are no vague references."""
    word = scene.tokens.lowers[end]
    before = scene.tokens.lowers[end - 1]
    if before == "past":
        return (
            scene.tags[end] == "number"
            or word in _AFTER_PAST
            or numeral_at(scene.tokens, end) is not None
        )
    if before == "current":
        return word in _AFTER_PAST or word in {"fiscal", "full"}
    if before in {"soon", "recently"} and word == "as":
        return True  # "as recently as Tuesday"
    return (before == "soon" and word == "after") or (before == "future" and word == "of")


_AFTER_PAST = frozenset(
    [
        "few",
        "several",
        "couple",
        "many",
        "year",
        "month",
        "week",
        "decade",
        "century",
        "day",
        "weekend",
        "years",
        "months",
        "weeks",
        "decades",
        "days",
        "hours",
        "quarter",
        "spring",
        "summer",
        "fall",
        "winter",
        "century",
        "season",
        "half",
    ]
)


_YEAR_ENDS = (("year", "-", "end"), ("year", "end"), ("year", "'s", "end"))


def _year_end(scene: Scene, i: int) -> Expression | None:
    for words in _YEAR_ENDS:
        if scene.today and scene.after(i, *words):
            return Expression(i, i + len(words), f"{scene.today.year}", DATE, "year end")
    return None


def _widened(scene: Scene, found: Expression) -> Expression:
    """The expression with "early", "the end of" and the like in front of it."""
    lowers = scene.tokens.lowers
    first = found.first
    if lowers[first - 1] in _WHEN:
        return replace(found, first=first - 1)
    if lowers[first - 1] == "-" and lowers[first - 2] == "mid":
        return replace(found, first=first - 2)
    return found


def _joined(scene: Scene, expressions: Iterator[Expression]) -> Iterator[Expression]:
    """Clock times with the day they stand next to; by themselves they are of today."""
    waiting: Expression | None = None
    for found in expressions:
        if waiting is None:
            waiting = found
            continue
        both = _day_with_time(scene, waiting, found)
        if both is None:
            yield _dated(scene, waiting)
        waiting = both or found
    if waiting is not None:
        yield _dated(scene, waiting)


def _day_with_time(scene: Scene, one: Expression, other: Expression) -> Expression | None:
    between = scene.tokens.lowers[one.end : other.first]
    if between not in ([], [","], ["on"], ["at"], ["of"]):
        return None
    clock, day = (one, other) if (one.value or "").startswith("T") else (other, one)
    if not (clock.value or "").startswith("T") or (day.value or "T").startswith("T"):
        return None
    if day.type not in {DATE, TIME} or day.value is None or len(day.value) < 10:  # noqa: PLR2004
        return None
    return Expression(
        one.first, other.end, day.value[:10] + (clock.value or ""), TIME, "day with clock time"
    )


def _dated(scene: Scene, found: Expression) -> Expression:
    if (found.value or "").startswith("T"):
        day = _day_at(scene, found) or scene.today
        return replace(found, value=f"{day.isoformat() if day else 'XXXX-XX-XX'}{found.value}")
    return found


def _day_at(scene: Scene, found: Expression) -> date | None:
    """The day of publication where a clock time's own zone is: "9 p.m. ET" is not of UTC's day."""
    from tracker.reading.notices.zones import zone_named

    for first in range(found.first + 1, found.end) if scene.published else ():
        zone = zone_named(" ".join(scene.tokens.words[first : found.end]))
        if zone and scene.published:
            return scene.published.astimezone(zone).date()
    return None
