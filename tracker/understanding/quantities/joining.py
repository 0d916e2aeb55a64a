"""Amounts that belong together: ranges, coins, and one thing told in two units."""

from dataclasses import replace

from tracker.understanding.language.lexicon import words
from tracker.understanding.language.metrology import AGE, COUNT
from tracker.understanding.language.numbers import tidy
from tracker.understanding.language.tokens import Tokens
from tracker.understanding.model import Number
from tracker.understanding.quantities.amounts import COUNTED, MEMBER, Amount


def restates(tokens: Tokens, before: Amount, amount: Amount) -> bool:
    """As in "300 km (186 miles)", "5%, or $2 million": the same thing in other units."""
    between = tokens.lowers[before.after : amount.first]
    return (
        bool(between) and all(word in _RESTATING for word in between) and before.unit != amount.unit
    )


_RESTATING = frozenset(
    {"(", ")", "/", ",", "or", "about", "approximately", "around", "some", "nearly", "roughly"}
)


def with_inches(tokens: Tokens, amounts: list[Amount]) -> list[Amount]:
    """As in "6ft 2in", "22 feet, 6 inches": one length in feet."""
    joined: list[Amount] = []
    for amount in amounts:
        before = joined[-1] if joined else None
        after = _inches_after(tokens, before, amount) if before else None
        if before and after:
            value = tidy((before.numeral.value or 0) + (amount.numeral.value or 0) / _INCHES)
            numeral = replace(before.numeral, end=amount.numeral.end, value=value)
            joined[-1] = replace(before, numeral=numeral, end=after, after=after)
        else:
            joined.append(amount)
    return joined


_INCHES = 12  # to the foot


def _inches_after(tokens: Tokens, before: Amount, amount: Amount) -> int | None:
    """Where the inches behind feet stop; None where `amount` is no part of them."""
    is_part = before.unit == "foot" and 0 < (amount.numeral.value or 0) < _INCHES
    if not is_part or tokens.lowers[before.after : amount.first] not in ([], [","], ["-"], ["and"]):
        return None
    if amount.unit == "inch":
        return amount.after
    is_in = tokens.lowers[amount.end] == "in" and tokens.glued[amount.end]
    return amount.end + 1 if is_in else None


_SMALL_COINS = {"cent": ("dollar", "euro"), "penny": ("pound sterling",)}


def with_cents(tokens: Tokens, amounts: list[Amount]) -> list[Amount]:
    """As in "three dollars and fifty cents" is one amount."""
    joined: list[Amount] = []
    for amount in amounts:
        before = joined[-1] if joined else None
        if before and _adds_cents(tokens, before, amount):
            value = tidy((before.numeral.value or 0) + (amount.numeral.value or 0) / 100)
            numeral = replace(before.numeral, end=amount.numeral.end, value=value)
            joined[-1] = replace(before, numeral=numeral, end=amount.end, after=amount.after)
        else:
            joined.append(amount)
    return joined


def _adds_cents(tokens: Tokens, before: Amount, amount: Amount) -> bool:
    between = tokens.lowers[before.after : amount.first]
    return (
        between in ([], ["and"])
        and before.unit in _SMALL_COINS.get(amount.unit or "", ())
        and before.numeral.value is not None
        and 0 < (amount.numeral.value or 0) < 100  # noqa: PLR2004
    )


def with_shared_units(tokens: Tokens, amounts: list[Amount]) -> list[Amount]:
    """Bare numbers with the unit they share with a neighbour, where the words join the two."""
    shared: list[Amount] = []
    for amount in amounts:
        is_alone = amount.rule == _BARE and not amount.numeral.part
        lender = _lender(tokens, shared, amount) if is_alone else None
        shared.append(_lent(amount, lender) if lender else amount)
    for i in range(len(shared) - 2, -1, -1):
        if shared[i].rule == _BARE and _leans_ahead(tokens, shared[i], shared[i + 1]):
            shared[i] = _lent(shared[i], shared[i + 1])
    return shared


_BARE = "bare number"
_SHARED = "shared unit"
_BEFORE_LEVEL = frozenset({"to", "from", "than", "with", "including", "against", "versus", "at"})
_COUNTED_ON = frozenset({"with", "including", "than", "against", "versus"})
_OPENERS = frozenset({"about", "around", "nearly", "almost", "just", "only", "some", "the"})
_FARTHEST = 12  # tokens between a unit and the number that shares it


def _lent(amount: Amount, lender: Amount) -> Amount:
    return replace(
        amount, unit=lender.unit, dimension=lender.dimension, scope=lender.scope, rule=_SHARED
    )


def _lender(tokens: Tokens, before: list[Amount], amount: Amount) -> Amount | None:
    """The amount before whose unit holds on: "from 21 mpg to 24", "300 homes, including 15"."""
    at = amount.first - 1
    while tokens.lowers[at] in _OPENERS:
        at -= 1
    link = tokens.lowers[at]
    if before and (
        _is_listed(tokens, before[-1], amount) or _goes_on(tokens, before[-1], amount, at)
    ):
        return before[-1]
    is_same_told = link in {"is", "was"} and tokens.lowers[at - 1] in _SUPERLATIVES
    if not is_same_told and link not in _BEFORE_LEVEL:
        return None
    for other in reversed(before):
        is_near = amount.first - other.after <= _FARTHEST
        if other.unit is None or not is_near or _is_parted(tokens, other.after, amount.first):
            return None
        is_counted = other.rule in {COUNTED, MEMBER, _SHARED} and other.dimension == "count"
        is_compared = tokens.lowers[at - 1] in {"up", "down"} and link == "from"
        if is_counted and not (is_compared or link in _COUNTED_ON):
            return None
        if other.dimension == _SHARE and link in _LEVELS and not _is_from(tokens, other):
            continue
        return None if other.time else other
    return None


def _is_listed(tokens: Tokens, other: Amount, amount: Amount) -> bool:
    """As in "aged 15, 16 and 17"."""
    between = tokens.lowers[other.after : amount.first]
    return other.dimension == AGE and between in ([","], ["and"], [",", "and"])


def _goes_on(tokens: Tokens, other: Amount, amount: Amount, at: int) -> bool:
    """As in "17 counts of fraud and TWO OF theft", "eight goals, THREE OF THEM late"."""
    if other.dimension != COUNT or tokens.lowers[at] not in {"and", ",", "with"}:
        return False
    if tokens.lowers[amount.end] != "of" or _is_parted(tokens, other.after, amount.first):
        return False
    is_near = amount.first - other.after <= _FARTHEST
    of_them = tokens.lowers[amount.end + 1] in {"them", "which", "whom", "these"}
    return is_near and (of_them or tokens.lowers[other.after] == "of")


_SHARE = "proportion"
_LEVELS = frozenset({"to", "at"})  # "rose 3% to 500": where it went is no share
_SUPERLATIVES = frozenset({"highest", "lowest", "other", "latter", "first", "second", "last"})


def _is_from(tokens: Tokens, amount: Amount) -> bool:
    """As in "from 5 percent": what follows its "to" is a share too."""
    return "from" in tokens.lowers[max(0, amount.first - 2) : amount.first]


def _is_parted(tokens: Tokens, start: int, end: int) -> bool:
    return any(word in {";", ".", ":", "?", "!"} for word in tokens.lowers[start:end])


def _leans_ahead(tokens: Tokens, amount: Amount, other: Amount) -> bool:
    """As in "7- or 8-inch", "8 or $9", "280 million of the 1.5 billion shekels"."""
    between = tokens.lowers[amount.end : other.first]
    if other.unit is None or other.time or amount.numeral.part:
        return False
    if between in _OF_A_WHOLE and other.dimension != _SHARE:
        return True
    if between[:1] == ["-"]:
        return between[1:] in (["or"], ["and"], ["to"], [","], [",", "and"], [",", "or"])
    return between == ["or"]


_OF_A_WHOLE = (
    ["of"], ["of", "the"], ["out", "of"], ["out", "of", "the"],
    *([*of, whose, *last] for of in (["of"], ["out", "of"])
      for whose in ("its", "their", "his", "her", "our", "the")
      for last in ([], ["last"], ["first"], ["past"], ["previous"])),
)  # fmt: skip


def with_ranges(tokens: Tokens, amounts: list[Amount]) -> list[Amount]:
    joined: list[Amount] = []
    for amount in amounts:
        before = joined[-1] if joined else None
        if before and _is_range(tokens, before, amount):
            joined[-1] = _range(before, amount)
        else:
            joined.append(amount)
    return joined


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


_WIDEST = 3  # "by 5 to 10 percent" is a range, "by 12,000 to 1.4 million" is none


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
    return bool(words("comes_to").intersection(back)) and not _COUNTS.isdisjoint(back)


_SUBJECT = 14  # tokens before "from" in which the subject and its verb stand
_COUNTS = frozenset(
    {"toll", "number", "count", "tally", "total", "dead", "deaths", "injured", "missing", "cases"}
)


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


_SCALED = 1000


def _same_scale(low: Number, high: Number) -> Number:
    """As in "four to five thousand": the scale word holds for both."""
    for scale in (1_000_000_000_000, 1_000_000_000, 1_000_000, 1_000):
        if high >= scale:
            return tidy(low * scale) if low * scale < high else low
    return low
