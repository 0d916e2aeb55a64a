"""Quantities: every number that asserts something, with unit, bounds, qualifier and subject."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.understanding import metrology
from tracker.understanding.changes import change_of
from tracker.understanding.datesense import DATE, Expression
from tracker.understanding.model import Fact, FactKind
from tracker.understanding.numbered_names import is_name
from tracker.understanding.nouns import counted_noun, singular
from tracker.understanding.numbers import Numeral, dozens, numeral_at
from tracker.understanding.qualifiers import qualifier_of
from tracker.understanding.subjects import subject_of
from tracker.understanding.tokens import Tokens


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


def find_quantities(
    tokens: Tokens, tags: list[str], times: Sequence[Expression] = ()
) -> list[Fact]:
    """The quantities of one sentence; counted times ("two years") among `times` are quantities."""
    amounts = _ranges(tokens, list(_amounts(tokens, tags, times)))
    return [_fact(tokens, tags, amount) for amount in amounts]


def _amounts(tokens: Tokens, tags: list[str], times: Sequence[Expression]) -> Iterator[Amount]:
    by_token = {i: time for time in times for i in range(time.first, time.end)}
    i = 0
    while i < tokens.count:
        if i in by_token:
            time = by_token[i]
            if time.numeral:
                yield _duration(tokens, time)
            i = time.end
            continue
        numeral = numeral_at(tokens, i)
        if numeral is None:
            i += 1
            continue
        numeral = dozens(tokens, numeral)
        amount = None if is_name(tokens, tags, numeral) else _amount(tokens, tags, numeral)
        if amount:
            yield amount
        i = max(numeral.end, amount.after if amount and amount.rule == "unit" else 0)


def _duration(tokens: Tokens, time: Expression) -> Amount:
    assert time.numeral is not None
    return Amount(
        time.numeral, time.numeral.first, time.end, time.end, time.unit, metrology.DURATION,
        rule=time.rule, time=time,
    )  # fmt: skip


def _amount(tokens: Tokens, tags: list[str], numeral: Numeral) -> Amount | None:
    money = metrology.sign_before(tokens, numeral.first)
    if money:
        unit, first = money
        name, after = _per(tokens, unit.name, numeral.end)
        return Amount(numeral, first, numeral.end, after, name, metrology.MONEY, rule="money")
    at = numeral.end
    at += tokens.words[at] == "-" and tokens.glued[at + 1]
    measured = metrology.unit_at(tokens, at) or metrology.sign_at(tokens, at)
    if measured:
        return _measured(tokens, numeral, *measured)
    one = numeral.value == 1 and numeral.spelled
    counted = counted_noun(tokens, tags, numeral.end, one=one)
    if counted:
        return Amount(
            numeral, numeral.first, numeral.end, counted.end, counted.unit, metrology.COUNT,
            counted.scope, "counted noun",
        )  # fmt: skip
    return None if one else Amount(numeral, numeral.first, numeral.end, numeral.end)


def _measured(tokens: Tokens, numeral: Numeral, unit: metrology.Unit, after: int) -> Amount:
    end = numeral.end + (tokens.words[numeral.end] == "%")
    if unit.dimension == metrology.DURATION:
        old = after + (tokens.words[after] == "-")
        if tokens.lowers[old] in {"old", "olds"}:
            return Amount(numeral, numeral.first, end, old + 1, f"{unit.name} of age", metrology.AGE, rule="age")
    name, after = _per(tokens, unit.name, after)
    return Amount(numeral, numeral.first, end, after, name, unit.dimension, rule="unit")


def _per(tokens: Tokens, name: str, after: int) -> tuple[str, int]:
    """ "dollar per month", "barrel per day"."""
    word = tokens.lowers[after]
    at = after + 1
    if word == "-" and tokens.lowers[at] == "a":
        word, at = "a", at + 1 + (tokens.words[at + 1] == "-")
    if word not in {"per", "a", "an", "each", "/"}:
        return name, after
    known = metrology.unit_at(tokens, at)
    if known and known[0].dimension in {metrology.DURATION, "mass", "volume", "area", "length"}:
        if word == "per" or word == "/" or known[0].dimension == metrology.DURATION:
            return f"{name} per {known[0].name}", known[1]
    if word == "per" or tokens.lowers[at] in {"share", "barrel", "head", "person", "unit", "gallon", "piece"}:
        return f"{name} per {singular(tokens.lowers[at])}", at + 1
    return name, after


def _ranges(tokens: Tokens, amounts: list[Amount]) -> list[Amount]:
    joined: list[Amount] = []
    for amount in amounts:
        before = joined[-1] if joined else None
        if before and _is_range(tokens, before, amount):
            joined[-1] = _range(before, amount)
        else:
            joined.append(amount)
    return joined


def _is_range(tokens: Tokens, before: Amount, amount: Amount) -> bool:
    if before.numeral.value is None or amount.numeral.value is None:
        return False
    between = tokens.lowers[max(before.end, before.after) : amount.first]
    if before.unit and before.unit != amount.unit:
        return False
    return between in (["-"], ["–"], ["to"]) or (
        between == ["and"] and tokens.lowers[before.first - 1] == "between"
    )


def _range(before: Amount, amount: Amount) -> Amount:
    low, high = before.numeral.value, amount.numeral.value
    numeral = replace(before.numeral, end=amount.numeral.end, value=None, low=low, high=high)
    return replace(amount, numeral=numeral, first=before.first)


def _fact(tokens: Tokens, tags: list[str], amount: Amount) -> Fact:
    numeral, time = amount.numeral, amount.time
    start = time.first if time and time.type == DATE else amount.first
    return Fact(
        kind=FactKind.QUANTITY,
        text="",
        value=numeral.value,
        low=numeral.low,
        high=numeral.high,
        qualifier=qualifier_of(tokens, amount.first, amount.after),
        change=change_of(tokens, tags, amount.first),
        unit=amount.unit,
        dimension=amount.dimension,
        subject=subject_of(tokens, tags, amount.first, amount.after),
        scope=amount.scope,
        timex=time.value if time else None,
        timex_type=time.type if time else None,
        start=tokens.starts[start],
        end=tokens.ends[amount.end - 1],
        rule=amount.rule,
    )
