"""Values of facts as intervals in base units, so that 300 km and "nearly 190 miles" compare."""

from dataclasses import dataclass
from enum import StrEnum
from math import inf, isclose
from typing import Final

from tracker.understanding.language.metrology import COUNT, MONEY, to_base
from tracker.understanding.model import Fact, FactKind

_ROUNDING: Final = 0.025  # two outlets convert and round: 300 km is 186 miles or 190
_VAGUE: Final = frozenset({"PAST_REF", "PRESENT_REF", "FUTURE_REF"})
_ABOUT: Final = 0.1  # how far "about 30" reaches
_MADE_EXACT: Final = 1 / 3  # how far from an open figure the exact one may lie
_POINTS: Final = frozenset({"percentage point", "basis point"})  # no shares, but their difference


class Standing(StrEnum):
    """How two values of one fact stand to each other."""

    AGREE = "agree"
    COMPATIBLE = "compatible"
    DIFFER = "differ"


@dataclass(frozen=True, slots=True)
class Interval:
    """The values a claim leaves open, in the dimension's base unit."""

    low: float
    high: float

    def meets(self, other: "Interval") -> bool:
        return self.low <= other.high and other.low <= self.high

    def within(self, other: "Interval") -> bool:
        return other.low <= self.low and self.high <= other.high


def is_vague(fact: Fact) -> bool:
    """Whether it is a time that nobody could look up ("recently", "for months"): never a shift."""
    timex = fact.timex or ""
    return timex in _VAGUE or (timex.startswith("P") and "X" in timex)


def same_value(one: Fact, other: Fact) -> bool:
    """Whether both assert exactly the same: value, bounds and qualifier, in whatever unit."""
    if FactKind.DATE in (one.kind, other.kind):
        return one.kind == other.kind and one.timex == other.timex
    if one.qualifier != other.qualifier or _is_in_points(one) != _is_in_points(other):
        return False
    if one.unit == other.unit or not _convertible(one, other):
        return (one.value, one.low, one.high) == (other.value, other.low, other.high)
    return _near(_interval(one), _interval(other))


def standing(one: Fact, other: Fact) -> Standing:
    """Agree: the same value, rounding and conversion allowed; compatible: both can be true."""
    if FactKind.DATE in (one.kind, other.kind):
        return _date_standing(one.timex or "", other.timex or "")
    if _near(_plain(one), _plain(other)) and not _opposed(one, other):
        return Standing.AGREE if _kin(one, other) else Standing.COMPATIBLE
    met = _interval(one).meets(_interval(other))
    return Standing.COMPATIBLE if met else Standing.DIFFER


def agree_converted(one: Fact, other: Fact) -> bool:
    """Whether two facts in different units of one dimension state the same value, rounded."""
    return _convertible(one, other) and _near(_plain(one), _plain(other))


def direction(old: Fact, new: Fact) -> str | None:
    """Which way a revised figure went: up, down, narrowed, widened; None where none can be told."""
    if old.kind is FactKind.DATE or new.kind is FactKind.DATE:
        return _date_direction(old.timex or "", new.timex or "")
    if old.value is None or new.value is None:
        return _held(_plain(old), _plain(new)) or _up_or_down(old, new)
    if _is_made_exact(old, new):
        return "narrowed"
    return _up_or_down(old, new) or _held(_interval(old), _interval(new))


def relative_change(old: Fact, new: Fact) -> float:
    """How far the value moved against the larger of both, 0 to 1; 1 where it cannot be told."""
    before, after = _middle(old), _middle(new)
    if before is None or after is None:
        return 1.0
    largest = max(abs(before), abs(after))
    return min(1.0, abs(after - before) / largest) if largest else 0.0


def base_value(fact: Fact) -> float | None:
    """The value in the dimension's base unit, a range's middle; None where nothing is stated."""
    return _middle(fact)


def dimension_of(fact: Fact) -> str:
    """The dimension that must agree for two facts to be one: never compare miles with people."""
    if fact.kind is FactKind.DATE:
        return "date"
    if fact.dimension == MONEY:
        return f"{MONEY}:{fact.unit}"
    return fact.dimension or COUNT


def _up_or_down(old: Fact, new: Fact) -> str | None:
    before, after = _middle(old), _middle(new)
    if before is None or after is None or isclose(before, after, rel_tol=1e-9):
        return None
    return "up" if after > before else "down"


def _is_made_exact(old: Fact, new: Fact) -> bool:
    """Whether a figure that was left open is now stated: "at least 30" -> "34"; never ten times it.

    What was open stays true, so the figure did not rise: it is known now.
    """
    if new.qualifier != "=" or old.qualifier == "=" or relative_change(old, new) > _MADE_EXACT:
        return False
    return _interval(new).within(_interval(old))


def _held(old: Interval, new: Interval) -> str | None:
    if old == new:
        return None
    if new.within(old):
        return "narrowed"
    return "widened" if old.within(new) else None


def _kin(one: Fact, other: Fact) -> bool:
    return one.qualifier == other.qualifier or {one.qualifier, other.qualifier} <= {"=", "~", "<="}


def _opposed(one: Fact, other: Fact) -> bool:
    return {one.qualifier, other.qualifier} == {"<", ">"}


def _near(one: Interval, other: Interval) -> bool:
    return _close(one.low, other.low) and _close(one.high, other.high)


def _close(one: float, other: float) -> bool:
    return one == other or isclose(one, other, rel_tol=_ROUNDING)


def _middle(fact: Fact) -> float | None:
    span = _plain(fact)
    if -inf < span.low and span.high < inf:
        return (span.low + span.high) / 2
    bounds = [bound for bound in (span.low, span.high) if abs(bound) < inf]
    return bounds[0] if bounds else None


def _plain(fact: Fact) -> Interval:
    """The stated value or bounds alone, whatever the qualifier."""
    if fact.value is not None:
        low = high = _to_base(float(fact.value), fact.unit)
    else:
        low = -inf if fact.low is None else _to_base(float(fact.low), fact.unit)
        high = inf if fact.high is None else _to_base(float(fact.high), fact.unit)
    return Interval(min(low, high), max(low, high))


def _interval(fact: Fact) -> Interval:
    """What the claim leaves open once its qualifier is counted in."""
    plain = _plain(fact)
    if fact.qualifier in (">", ">="):
        return Interval(plain.low, inf)
    if fact.qualifier in ("<", "<="):
        return Interval(-inf if plain.low < 0 else min(0.0, plain.high), plain.high)
    if fact.qualifier == "~":
        return Interval(plain.low - abs(plain.low) * _ABOUT, plain.high + abs(plain.high) * _ABOUT)
    return plain


def _convertible(one: Fact, other: Fact) -> bool:
    if _is_in_points(one) != _is_in_points(other):
        return False
    return bool(one.dimension) and dimension_of(one) == dimension_of(other)


def _is_in_points(fact: Fact) -> bool:
    return fact.unit in _POINTS


def _to_base(value: float, unit: str | None) -> float:
    return to_base(value, unit or "")


def _date_standing(one: str, other: str) -> Standing:
    if one == other:
        return Standing.AGREE
    shorter, longer = sorted((one, other), key=len)
    return Standing.COMPATIBLE if shorter and longer.startswith(shorter) else Standing.DIFFER


def _date_direction(old: str, new: str) -> str | None:
    if old == new:
        return None
    if new.startswith(old):
        return "narrowed"
    if old.startswith(new):
        return "widened"
    if old[:4].isdigit() and new[:4].isdigit():
        return "up" if new > old else "down"
    return None
