"""Amounts: a numeral with the unit, money or noun that stands with it."""

from dataclasses import dataclass, replace

from tracker.understanding.dates.datesense import DURATION, Expression
from tracker.understanding.language import metrology
from tracker.understanding.language.nouns import counted_noun, is_plural, joined_noun, singular
from tracker.understanding.language.numbered_names import ORDINAL_ENDINGS
from tracker.understanding.language.numbers import Numeral, tidy
from tracker.understanding.language.tags import NOUN
from tracker.understanding.language.tokens import Tokens
from tracker.understanding.quantities.ages import is_parent_of, tells_an_age
from tracker.understanding.quantities.qualifiers import is_odd

COUNTED = "counted noun"
MEMBER = "one of a group"  # "one of the best known bakers": it tells of one, and counts none


@dataclass(frozen=True, slots=True)
class Amount:
    """A numeral with its unit: tokens first..end are the number, `after` where the unit stops."""

    numeral: Numeral
    first: int
    end: int
    after: int
    unit: str | None = None
    dimension: str | None = None
    scope: str | None = None
    rule: str = "bare number"
    time: Expression | None = None


def counted_time(tokens: Tokens, time: Expression) -> Amount:
    assert time.numeral is not None
    assert time.unit is not None
    unit, after = (
        _per(tokens, time.unit, time.end) if time.type == DURATION else (time.unit, time.end)
    )
    age = _is_of_age(tokens, time.numeral.first, time.end)
    return Amount(
        time.numeral, time.numeral.first, time.end, after, f"{unit} of age" if age else unit,
        metrology.AGE if age else metrology.DURATION, rule="age" if age else time.rule,
        time=None if age else time,
    )  # fmt: skip


def nth_day(tokens: Tokens, numeral: Numeral) -> Amount | None:
    """As in "the 1,000th day": how long something has lasted."""
    at = numeral.end
    if tokens.lowers[at] not in ORDINAL_ENDINGS or tokens.lowers[at + 1] not in {"day", "week"}:
        return None
    unit = tokens.lowers[at + 1]
    return Amount(
        numeral, numeral.first, at + 1, at + 2, unit, metrology.DURATION, rule=f"nth {unit}"
    )


def amount_of(tokens: Tokens, tags: list[str], numeral: Numeral) -> Amount | None:
    money = _sign(tokens, numeral)
    if _has_millions(tokens, tags, numeral, is_money=money is not None):
        numeral = replace(
            numeral, end=numeral.end + 1, value=tidy((numeral.value or 0) * 1_000_000)
        )
    if money:
        unit, first = money
        name, after = _per(tokens, unit.name, numeral.end, is_price=True)
        return Amount(numeral, first, numeral.end, after, name, metrology.MONEY, rule="money")
    return _in_units(tokens, numeral) or _counted(tokens, tags, numeral)


def _in_units(tokens: Tokens, numeral: Numeral) -> Amount | None:
    """What the words beside the figure measure: a magnitude, a length, a sum, an age."""
    if _MAGNITUDE in (tokens.lowers[numeral.first - 1], tokens.lowers[numeral.first - 2]):
        return _whole(numeral, _MAGNITUDE, _MAGNITUDE, _MAGNITUDE)
    if tokens.lowers[numeral.first].endswith("fold"):
        return _whole(numeral, "count", metrology.COUNT, "unit")
    at = numeral.end
    at += tokens.words[at] == "-" and tokens.glued[at + 1]
    at += numeral.part and tokens.lowers[at] in {"a", "an"}  # "half an acre"
    measured = (
        metrology.unit_at(tokens, at)
        or metrology.sign_at(tokens, at)
        or metrology.degree_at(tokens, at)
    )
    if measured and measured[0].name == "pound-mass" and _is_money(tokens, numeral, measured[1]):
        measured = metrology.table().named["pound sterling"], measured[1]
    if measured:
        return _measured(tokens, numeral, *measured)
    if tells_an_age(tokens, numeral):
        return _whole(numeral, "year of age", metrology.AGE, "age")
    if is_parent_of(tokens, numeral.first):
        return _whole(numeral, "child", metrology.COUNT, COUNTED)
    return _decade(tokens, numeral)


def _decade(tokens: Tokens, numeral: Numeral) -> Amount | None:
    """As in "in their 30s" (of age), "lows in the 20s": ten values, from the figure on."""
    value, end = numeral.value, numeral.end
    is_ten = isinstance(value, int) and 0 < value < 100 and value % 10 == 0  # noqa: PLR2004
    if not is_ten or tokens.lowers[end] != "s" or not tokens.glued[end]:
        return None
    parted = tokens.words[numeral.first - 1] == "-"  # "in her mid-40s"
    whose = tokens.lowers[numeral.first - (3 if parted else 1)]
    whose = tokens.lowers[numeral.first - 2] if whose in {"early", "mid", "late"} else whose
    numeral = replace(numeral, end=end + 1, value=None, low=value, high=(value or 0) + 9)
    is_age = whose in {"his", "her", "their", "my", "our", "your"}
    age = ("year of age", metrology.AGE, "age") if is_age else (None, None, "decade")
    return _whole(numeral, *age)


def _whole(numeral: Numeral, unit: str | None, dimension: str | None, rule: str) -> Amount:
    """An amount that is the numeral alone; its unit stands elsewhere, or inside it."""
    return Amount(
        numeral, numeral.first, numeral.end, numeral.end, unit, dimension, rule=rule
    )  # fmt: skip


def _sign(tokens: Tokens, numeral: Numeral) -> tuple[metrology.Unit, int] | None:
    """The currency sign in front, over the minus of "$-50 million"."""
    first = numeral.first
    is_negative = (numeral.value or 0) < 0 and tokens.words[first - 1] in {"-", "−"}
    return metrology.sign_before(tokens, first - 1 if is_negative else first)


def _has_millions(tokens: Tokens, tags: list[str], numeral: Numeral, *, is_money: bool) -> bool:
    """Is the m of "£10m" or "1.2m tons" a million? Elsewhere it is a metre."""
    at = numeral.end
    if tokens.lowers[at] != "m" or not tokens.glued[at] or numeral.value is None:
        return False
    return is_money or (tags[at + 1] == NOUN and is_plural(tokens.lowers[at + 1]))


_MAGNITUDE = "magnitude"  # of an earthquake or a star: "magnitude-6.1", "magnitude of 6.1"
_SOLD_BY = frozenset({"share", "barrel", "head", "person", "unit", "gallon", "piece", "night"})
_SOLD_IN = frozenset({"mass", "volume", "area", "length"})


def _counted(tokens: Tokens, tags: list[str], numeral: Numeral) -> Amount | None:
    one = numeral.value == 1 and numeral.spelled
    at = numeral.end + 2 * is_odd(tokens, numeral.end)
    is_joined = tokens.words[at] == "-" and tokens.glued[at + 1]
    joined = joined_noun(tokens, tags, at)
    counted = joined if is_joined and joined else None
    counted = counted or counted_noun(tokens, tags, at, one=one) or joined
    if counted and numeral.part:
        return Amount(
            numeral, numeral.first, numeral.end, counted.end, None, metrology.PROPORTION,
            counted.scope, "share",
        )  # fmt: skip
    if counted:
        unit, after = _per(tokens, counted.unit, counted.end)
        return Amount(
            numeral, numeral.first, numeral.end, after, unit, metrology.COUNT, counted.scope,
            MEMBER if one and tokens.lowers[at] == "of" else COUNTED,
        )  # fmt: skip
    if one or _stands_for_persons(tokens, numeral):
        return None
    return Amount(numeral, numeral.first, numeral.end, numeral.end)


def _stands_for_persons(tokens: Tokens, numeral: Numeral) -> bool:
    """As in "the two agreed" counts nobody new."""
    return numeral.spelled and tokens.lowers[numeral.first - 1] in {"the", "these", "those"}


def _is_money(tokens: Tokens, numeral: Numeral, after: int) -> bool:
    """As in "361 million pounds" are money; plain pounds weigh, unless they are sterling."""
    scaled = tokens.lowers[numeral.end - 1] in {"million", "billion", "trillion", "m", "bn", "mn"}
    return (scaled and tokens.lowers[numeral.end] == "pounds") or tokens.lowers[after] == "sterling"


def _measured(tokens: Tokens, numeral: Numeral, unit: metrology.Unit, after: int) -> Amount:
    end = numeral.end + (tokens.words[numeral.end] == "%")
    if unit.dimension == metrology.DURATION:
        old = after + (tokens.words[after] == "-")
        if tokens.lowers[old] in {"old", "olds"} or _is_of_age(tokens, numeral.first, after):
            return Amount(
                numeral,
                numeral.first,
                end,
                old + 1,
                f"{unit.name} of age",
                metrology.AGE,
                rule="age",
            )
    name, after = _per(tokens, unit.name, after, is_price=unit.dimension == metrology.MONEY)
    return Amount(numeral, numeral.first, end, after, name, unit.dimension, rule="unit")


def _is_of_age(tokens: Tokens, first: int, after: int) -> bool:
    """As in "three years of age", "over the age of nine years"."""
    behind = tokens.lowers[after : after + 2] == ["of", "age"]
    return behind or tokens.lowers[first - 2 : first] == ["age", "of"]


def _per(tokens: Tokens, name: str, after: int, *, is_price: bool = False) -> tuple[str, int]:
    """As in "dollar per month", "barrel per day"; a price is "an ounce", "a litre" too."""
    word = tokens.lowers[after]
    at = after + 1
    if word == "-" and tokens.lowers[at] in {"a", "per"}:
        word, at = tokens.lowers[at], at + 1 + (tokens.words[at + 1] == "-")
    if word not in {"per", "a", "an", "/"}:
        return name, after
    if tokens.lowers[at] == "annum":
        return f"{name} per year", at + 1
    if tokens.lowers[at + 1] in {"earlier", "ago", "before"}:
        return name, after
    known = metrology.unit_at(tokens, at)
    is_named = word in {"per", "/"}
    is_sold = is_price and known is not None and known[0].dimension in _SOLD_IN
    if known and (is_named or is_sold or known[0].dimension == metrology.DURATION):
        return f"{name} per {known[0].name}", known[1]
    if word == "per" or tokens.lowers[at] in _SOLD_BY:
        return f"{name} per {singular(tokens.lowers[at])}", at + 1
    return name, after
