"""Two figures that bound one value: "5-10", "from $1 to $2", "four to five thousand"."""

from dataclasses import replace

from tracker.understanding.language.lexicon import words
from tracker.understanding.language.metrology import COUNT
from tracker.understanding.language.numbers import tidy
from tracker.understanding.language.tokens import Tokens
from tracker.understanding.model import Number
from tracker.understanding.quantities.amounts import Amount

_WIDEST = 3  # "by 5 to 10 percent" is a range, "by 12,000 to 1.4 million" is none
_SUBJECT = 14  # tokens before "from" in which the subject and its verb stand
_SCALED = 1000


def as_range(tokens: Tokens, before: Amount, amount: Amount) -> Amount | None:
    """The range that two figures make, if they do."""
    return _range(before, amount) if _is_range(tokens, before, amount) else None


def _is_range(tokens: Tokens, before: Amount, amount: Amount) -> bool:
    """As in "5-10", "5 to 10 percent", "from $1 to $2", "between 5 and 7"."""
    low, high = before.numeral.value, amount.numeral.value
    if low is None or high is None or (before.unit and before.unit != amount.unit):
        return before.unit is not None and _is_rate_range(tokens, before, amount)
    between = tokens.lowers[max(before.end, before.after) : amount.first]
    if between in (["-"], ["–"], ["—"]):
        return True
    if between == ["-", "to", "-"]:
        return amount.rule == "unit" or amount.time is not None
    if between == ["to"]:
        return _opens_range(tokens, before, amount)
    return (
        between == ["and"] and "between" in tokens.lowers[max(0, before.first - 2) : before.first]
    )


def _is_rate_range(tokens: Tokens, before: Amount, amount: Amount) -> bool:
    """As in "$2 million to $3 million a month": the rate stands behind the second figure only."""
    between = tokens.lowers[before.after : amount.first]
    return (
        between in (["to"], ["-"], ["–"])
        and (amount.unit or "").startswith(f"{before.unit} per ")
        and before.numeral.value is not None
        and amount.numeral.value is not None
    )


def _opens_range(tokens: Tokens, before: Amount, amount: Amount) -> bool:
    """A change "by 5 to 10" is from five up to ten only where no "by" tells how far it went.

    What "fell from 64 to 61" had two values; the words are those of a range only where it rises.
    """
    if tokens.lowers[before.first - 1] == "from" and _has_moved(tokens, before, amount):
        return False
    if tokens.lowers[before.first - 1] != "by" or before.unit == "percentage":
        return True
    low, high = before.numeral.value or 0, amount.numeral.value or 0
    return before.unit is None and high <= _WIDEST * low


def _has_moved(tokens: Tokens, before: Amount, amount: Amount) -> bool:
    """Whether a count went from one value to the other: "the toll was revised from 64 to 61"."""
    if before.unit is not None or amount.dimension not in (None, COUNT):
        return False
    back = tokens.lowers[max(before.first - _SUBJECT, 0) : before.first - 1]
    return bool(words("comes_to").intersection(back)) and not words("tallies").isdisjoint(back)


def _range(before: Amount, amount: Amount) -> Amount:
    low, high = before.numeral.value, amount.numeral.value
    assert low is not None
    assert high is not None
    if (
        before.unit is None
        and high >= _SCALED
        and low < _SCALED
        and before.numeral.end < amount.first
    ):
        low = _same_scale(low, high)
    numeral = replace(before.numeral, end=amount.numeral.end, value=None, low=low, high=high)
    return replace(amount, numeral=numeral, first=before.first)


def _same_scale(low: Number, high: Number) -> Number:
    """As in "four to five thousand": the scale word holds for both."""
    for scale in (1_000_000_000_000, 1_000_000_000, 1_000_000, 1_000):
        if high >= scale:
            return tidy(low * scale) if low * scale < high else low
    return low
