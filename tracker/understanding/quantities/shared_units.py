"""Bare numbers whose unit stands with another: "from 21 mpg to 24", "8 or $9"."""

from dataclasses import replace

from tracker.understanding.language.metrology import AGE, COUNT, PROPORTION
from tracker.understanding.language.tokens import Tokens
from tracker.understanding.quantities.amounts import COUNTED, MEMBER, Amount

_BARE = "bare number"
_SHARED = "shared unit"
_BEFORE_LEVEL = frozenset({"to", "from", "than", "with", "including", "against", "versus", "at"})
_COUNTED_ON = frozenset({"with", "including", "than", "against", "versus"})
_OPENERS = frozenset({"about", "around", "nearly", "almost", "just", "only", "some", "the"})
_FARTHEST = 12  # tokens between a unit and the number that shares it
_LEVELS = frozenset({"to", "at"})  # "rose 3% to 500": where it went is no share
_SUPERLATIVES = frozenset({"highest", "lowest", "other", "latter", "first", "second", "last"})
_OF_A_WHOLE = (
    ["of"], ["of", "the"], ["out", "of"], ["out", "of", "the"],
    *([*of, whose, *last] for of in (["of"], ["out", "of"])
      for whose in ("its", "their", "his", "her", "our", "the")
      for last in ([], ["last"], ["first"], ["past"], ["previous"])),
)  # fmt: skip


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
        is_counted = other.rule in {COUNTED, MEMBER, _SHARED} and other.dimension == COUNT
        is_compared = tokens.lowers[at - 1] in {"up", "down"} and link == "from"
        if is_counted and not (is_compared or link in _COUNTED_ON):
            return None
        if other.dimension == PROPORTION and link in _LEVELS and not _is_from(tokens, other):
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
    if between in _OF_A_WHOLE and other.dimension != PROPORTION:
        return True
    if between[:1] == ["-"]:
        return between[1:] in (["or"], ["and"], ["to"], [","], [",", "and"], [",", "or"])
    return between == ["or"]
