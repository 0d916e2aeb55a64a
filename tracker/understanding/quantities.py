"""Quantities: every number that asserts something, with unit, bounds, qualifier and subject."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.understanding import metrology
from tracker.understanding.changes import change_of
from tracker.understanding.metrology import Unit
from tracker.understanding.model import Fact, FactKind, Number, Span
from tracker.understanding.nouns import counted_noun, singular
from tracker.understanding.numbers import Numeral, dozens, numeral_at
from tracker.understanding.qualifiers import qualifier_of
from tracker.understanding.subjects import subject_of
from tracker.understanding.tags import tag
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

    @property
    def bounds(self) -> tuple[Number | None, Number | None, Number | None]:
        return self.numeral.value, self.numeral.low, self.numeral.high


def find_quantities(tokens: Tokens, taken: tuple[Span, ...] = ()) -> list[Fact]:
    """The quantities of one sentence; what lies in a `taken` span (a date) is not one."""
    if not _may_hold_numbers(tokens):
        return []
    tags = tag(tokens)
    amounts = _ranges(tokens, list(_amounts(tokens, tags, taken)))
    return [_fact(tokens, tags, amount) for amount in amounts]


def _may_hold_numbers(tokens: Tokens) -> bool:
    return any(numeral_at(tokens, i) for i in range(tokens.count))


def _amounts(tokens: Tokens, tags: list[str], taken: tuple[Span, ...]) -> Iterator[Amount]:
    i = 0
    while i < tokens.count:
        numeral = numeral_at(tokens, i)
        if numeral is None:
            i += 1
            continue
        numeral = dozens(tokens, numeral)
        amount = None if _is_name(tokens, numeral, taken) else _amount(tokens, tags, numeral)
        if amount:
            yield amount
        i = max(numeral.end, amount.after if amount and amount.rule == "unit" else 0)


def _is_name(tokens: Tokens, numeral: Numeral, taken: tuple[Span, ...]) -> bool:
    start, end = tokens.starts[numeral.first], tokens.ends[numeral.end - 1]
    if any(start < stop and begin < end for begin, stop in taken):
        return True
    i = numeral.first
    if tokens.glued[i] and tokens.kinds[i - 1] == "word":
        return True
    return tokens.glued[i] and tokens.words[i - 1] == "-" and tokens.kinds[i - 2] == "word" and tokens.glued[i - 1]


def _amount(tokens: Tokens, tags: list[str], numeral: Numeral) -> Amount | None:
    money = metrology.sign_before(tokens, numeral.first)
    if money:
        unit, first = money
        return Amount(numeral, first, numeral.end, numeral.end, unit.name, metrology.MONEY, rule="money")
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
        )
    return None if one else Amount(numeral, numeral.first, numeral.end, numeral.end)


def _measured(tokens: Tokens, numeral: Numeral, unit: Unit, after: int) -> Amount:
    end = numeral.end + (tokens.words[numeral.end] == "%")
    return Amount(numeral, numeral.first, end, after, unit.name, unit.dimension, rule="unit")


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
    between = tokens.lowers[before.end : amount.first]
    return between in (["-"], ["–"], ["to"]) or (
        between == ["and"] and tokens.lowers[before.first - 1] == "between"
    )


def _range(before: Amount, amount: Amount) -> Amount:
    low, high = before.numeral.value, amount.numeral.value
    numeral = replace(before.numeral, end=amount.numeral.end, value=None, low=low, high=high)
    return replace(amount, numeral=numeral, first=before.first)


def _fact(tokens: Tokens, tags: list[str], amount: Amount) -> Fact:
    value, low, high = amount.bounds
    start, end = tokens.starts[amount.first], tokens.ends[amount.end - 1]
    return Fact(
        kind=FactKind.QUANTITY,
        text="",
        value=value,
        low=low,
        high=high,
        qualifier=qualifier_of(tokens, amount.first, amount.end),
        change=change_of(tokens, tags, amount.first),
        unit=amount.unit,
        dimension=amount.dimension,
        subject=subject_of(tokens, tags, amount.first, amount.after),
        scope=amount.scope,
        timex=None,
        timex_type=None,
        start=start,
        end=end,
        rule=amount.rule,
    )
