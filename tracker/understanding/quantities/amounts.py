"""Amounts: a numeral with the unit, money or noun that stands with it."""

from dataclasses import dataclass, replace

from tracker.understanding.dates.datesense import DURATION, Expression
from tracker.understanding.language import metrology
from tracker.understanding.language.nouns import counted_noun, is_plural, joined_noun, singular
from tracker.understanding.language.numbered_names import ORDINAL_ENDINGS
from tracker.understanding.language.numbers import Numeral, tidy
from tracker.understanding.language.tags import NOUN
from tracker.understanding.language.tokens import Tokens


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
        name, after = _per(tokens, unit.name, numeral.end)
        return Amount(numeral, first, numeral.end, after, name, metrology.MONEY, rule="money")
    if _MAGNITUDE in (tokens.lowers[numeral.first - 1], tokens.lowers[numeral.first - 2]):
        return Amount(
            numeral,
            numeral.first,
            numeral.end,
            numeral.end,
            _MAGNITUDE,
            _MAGNITUDE,
            rule=_MAGNITUDE,
        )
    at = numeral.end
    at += tokens.words[at] == "-" and tokens.glued[at + 1]
    measured = metrology.unit_at(tokens, at) or metrology.sign_at(tokens, at)
    if measured and measured[0].name == "pound-mass" and _is_money(tokens, numeral, measured[1]):
        sterling = metrology.table().named["pound sterling"]
        name, after = _per(tokens, sterling.name, measured[1])
        return Amount(
            numeral, numeral.first, numeral.end, after, name, metrology.MONEY, rule="money"
        )
    if measured:
        return _measured(tokens, numeral, *measured)
    if (tokens.lowers[numeral.first - 1] in _AGED or _tells_an_age(tokens, numeral)) and (
        not numeral.spelled
    ):
        return _age(tokens, numeral)
    return _counted(tokens, tags, numeral)


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
_SOLD_BY = frozenset({"share", "barrel", "head", "person", "unit", "gallon", "piece"})
_AGED = frozenset({"aged", "age", "ages"})


def _tells_an_age(tokens: Tokens, numeral: Numeral) -> bool:
    """As in "Ann Archer, 25, said", "she will be 35 in May": a person and a number alone."""
    i, end = numeral.first, numeral.end
    if not 0 < (numeral.value or 0) < _OLDEST or end > i + 1:
        return False
    ends = tokens.words[end] in {",", ".", "", ";"}
    if tokens.words[i - 1] == "," and ends and tokens.words[end] == ",":
        return all(
            word[:1].isupper() and not word.isupper() for word in tokens.words[i - 3 : i - 1]
        )
    is_being = tokens.lowers[i - 1] in {"is", "was", "be", "turned", "turns", "turn"}
    before = tokens.lowers[i - 2 - (tokens.lowers[i - 2] in {"will", "would"})]
    ends = ends or tokens.lowers[end] in {"by", "when", "in", "on", "and", "at", "next", "this"}
    return is_being and before in {"he", "she", "who"} and ends


_OLDEST = 125


def _age(tokens: Tokens, numeral: Numeral) -> Amount | None:
    """As in "aged 35"; a band of ages ("aged 18 to 34") tells who is counted."""
    if (
        tokens.lowers[numeral.end] in {"to", "-", "–", "and"}
        and tokens.kinds[numeral.end + 1] == "number"
    ):
        return None
    return Amount(
        numeral, numeral.first, numeral.end, numeral.end, "year of age", metrology.AGE, rule="age"
    )


def _counted(tokens: Tokens, tags: list[str], numeral: Numeral) -> Amount | None:
    one = numeral.value == 1 and numeral.spelled
    is_joined = tokens.words[numeral.end] == "-" and tokens.glued[numeral.end + 1]
    joined = joined_noun(tokens, tags, numeral.end)
    counted = joined if is_joined and joined else None
    counted = counted or counted_noun(tokens, tags, numeral.end, one=one) or joined
    if counted and numeral.part:
        return Amount(
            numeral, numeral.first, numeral.end, counted.end, None, metrology.PROPORTION,
            counted.scope, "share",
        )  # fmt: skip
    if counted:
        unit, after = _per(tokens, counted.unit, counted.end)
        return Amount(
            numeral, numeral.first, numeral.end, after, unit, metrology.COUNT,
            counted.scope, "counted noun",
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
    name, after = _per(tokens, unit.name, after)
    return Amount(numeral, numeral.first, end, after, name, unit.dimension, rule="unit")


def _is_of_age(tokens: Tokens, first: int, after: int) -> bool:
    """As in "three years of age", "over the age of nine years"."""
    behind = tokens.lowers[after : after + 2] == ["of", "age"]
    return behind or tokens.lowers[first - 2 : first] == ["age", "of"]


def _per(tokens: Tokens, name: str, after: int) -> tuple[str, int]:
    """As in "dollar per month", "barrel per day"."""
    word = tokens.lowers[after]
    at = after + 1
    if word == "-" and tokens.lowers[at] == "a":
        word, at = "a", at + 1 + (tokens.words[at + 1] == "-")
    if word not in {"per", "a", "an", "/"}:
        return name, after
    if tokens.lowers[at] == "annum":
        return f"{name} per year", at + 1
    if tokens.lowers[at + 1] in {"earlier", "ago", "before"}:
        return name, after
    known = metrology.unit_at(tokens, at)
    is_named = word in {"per", "/"}
    if known and (is_named or known[0].dimension == metrology.DURATION):
        return f"{name} per {known[0].name}", known[1]
    if word == "per" or tokens.lowers[at] in _SOLD_BY:
        return f"{name} per {singular(tokens.lowers[at])}", at + 1
    return name, after
