"""Units of measure and of money: how they are written, what they measure, how they convert.

Factors are those of the International System and of NIST Special Publication 811; a year is the
Gregorian mean of 365.2425 days, a month a twelfth of it.
"""

from dataclasses import dataclass
from functools import cache

from tracker.understanding.language.lexicon import rows
from tracker.understanding.language.tokens import Tokens, tokenize
from tracker.understanding.model import Fact, Number

MONEY = "money"
COUNT = "count"
AGE = "age"
DURATION = "duration"
PROPORTION = "proportion"
TEMPERATURE = "temperature"
_LONGEST_SPELLING = 4
_LONGEST_SIGN = 3
_SYMBOL = 2  # letters of a symbol, which has no plural: "has" is no hectares


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: singular lower-case `name`, `dimension`, and its size in the base unit."""

    name: str
    dimension: str
    size: float = 1.0


@dataclass(frozen=True, slots=True)
class Comparable:
    """A figure in the base unit of its dimension; `low` equals `high` for a single value.

    Money compares within one currency only: its dimension names it ("money:dollar").
    """

    dimension: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Table:
    """Units by the way they are written (a blank between tokens) and by name.

    `exact` minds upper and lower case ("Nm" is no nanometre); `written` and `signs` are lower case.
    """

    written: dict[str, Unit]
    exact: dict[str, Unit]
    signs: dict[str, Unit]
    named: dict[str, Unit]
    openings: frozenset[str]


@cache
def table() -> Table:
    """The units and currencies of `words/`."""
    written: dict[str, Unit] = {}
    exact: dict[str, Unit] = {}
    signs: dict[str, Unit] = {}
    named: dict[str, Unit] = {}
    for name, dimension, size, spellings in rows("units"):
        named[name] = unit = Unit(name, dimension, float(size))
        for spelling in (name, *_listed(spellings)):
            if spelling.islower() or not spelling.isalpha():
                _enter(written, spelling, unit)
            else:
                exact[spelling] = unit
    for name, codes, spellings in rows("currencies"):
        named[name] = unit = Unit(name, MONEY)
        signs.update((_key(code), unit) for code in _listed(codes))
        for spelling in (name, *_listed(spellings)):
            _enter(written, spelling, unit)
    openings = frozenset(spelling.partition(" ")[0] for spelling in written)
    return Table(written, exact, signs, named, openings)


def _listed(field: str) -> list[str]:
    return [entry.strip() for entry in field.split(",") if entry.strip()]


def _enter(written: dict[str, Unit], spelling: str, unit: Unit) -> None:
    key = _key(spelling)
    written.setdefault(key, unit)
    if len(key) > _SYMBOL and key.isascii() and key[-1].isalpha():
        written.setdefault(key + "s", unit)


def _key(spelling: str) -> str:
    tokens = tokenize(spelling)
    return " ".join(tokens.lowers[: tokens.count])


def unit_at(tokens: Tokens, i: int) -> tuple[Unit, int] | None:
    """The unit written from token `i` on and where it stops; the longest way of writing wins."""
    units = table()
    if tokens.words[i] in units.exact:
        return units.exact[tokens.words[i]], i + 1
    if tokens.lowers[i] not in units.openings:
        return None
    for length in range(min(_LONGEST_SPELLING, tokens.count - i), 0, -1):
        unit = units.written.get(" ".join(tokens.lowers[i : i + length]))
        if unit:
            return unit, i + length
    return None


def sign_before(tokens: Tokens, i: int) -> tuple[Unit, int] | None:
    """The currency sign or code that ends just before token `i`, and where it begins."""
    signs = table().signs
    for length in range(min(_LONGEST_SIGN, i), 0, -1):
        unit = signs.get(" ".join(tokens.lowers[i - length : i]))
        if unit and _is_sign(tokens, i - length, length):
            return unit, i - length
    return None


def _is_sign(tokens: Tokens, first: int, length: int) -> bool:
    """A code in letters is in capitals ("RM79", not "a $79 fee") and no figure stands before it."""
    letters = [word for word in tokens.words[first : first + length] if word[0].isalpha()]
    if not letters:
        return True
    before = tokens.kinds[first - 1] if first else ""
    return before != "number" and all(
        word.isupper() or word.startswith("u.s") or word in _MIXED for word in letters
    )


_MIXED = frozenset({"Rs", "Rp"})


def sign_at(tokens: Tokens, i: int) -> tuple[Unit, int] | None:
    """The currency sign or code written behind a number ("1,200€", "110 JPY")."""
    unit = table().signs.get(tokens.lowers[i])
    word = tokens.words[i]
    if unit is None or (
        word.isalpha() and not word.isupper() and word not in {"usd", "rmb", "eur", "gbp"}
    ):
        return None
    return unit, i + 1


def degree_at(tokens: Tokens, i: int) -> tuple[Unit, int] | None:
    """The scale glued to a temperature ("41C", "104F")."""
    scale = _SCALES.get(tokens.words[i]) if tokens.glued[i] else None
    return (table().named[scale], i + 1) if scale else None


_SCALES = {"C": "celsius", "F": "fahrenheit"}


def convert(value: Number, unit: str, target: str) -> float:
    """`value` of `unit` in `target`.

    Raises ValueError where either is unknown or they measure different things.
    """
    here, there = table().named.get(unit), table().named.get(target)
    if here is None or there is None or here.dimension != there.dimension:
        raise ValueError(f"cannot convert {unit!r} to {target!r}")
    if here.dimension == MONEY and here != there:
        raise ValueError(f"{unit!r} and {target!r} are different currencies")
    if here.dimension == TEMPERATURE:
        return _from_kelvin(_to_kelvin(value, unit), target)
    return value * here.size / there.size


def to_base(value: Number, unit: str) -> float:
    """`value` of `unit` in the base unit of what it measures; as given where it has none."""
    known = table().named.get(unit)
    if known is None:
        return float(value)
    return _to_kelvin(value, unit) if known.dimension == TEMPERATURE else value * known.size


def comparable(fact: Fact) -> Comparable | None:
    """The figure of `fact` in base units, its qualifier left aside; None for a date."""
    low = fact.value if fact.value is not None else fact.low
    high = fact.value if fact.value is not None else fact.high
    if low is None or high is None:
        return None
    unit = fact.unit or ""
    least, most = sorted((to_base(low, unit), to_base(high, unit)))
    dimension = fact.dimension or COUNT
    return Comparable(f"{MONEY}:{unit}" if dimension == MONEY else dimension, least, most)


def _to_kelvin(value: Number, unit: str) -> float:
    if unit == "celsius":
        return value + 273.15
    if unit == "fahrenheit":
        return (value - 32) * 5 / 9 + 273.15
    return float(value)


def _from_kelvin(value: float, unit: str) -> float:
    if unit == "celsius":
        return value - 273.15
    if unit == "fahrenheit":
        return (value - 273.15) * 9 / 5 + 32
    return value
