"""Amounts that belong together: coins, inches, and one thing told in two units."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from tracker.understanding.language.numbers import tidy
from tracker.understanding.language.tokens import Tokens
from tracker.understanding.quantities.amounts import Amount

Join: TypeAlias = Callable[[Tokens, Amount, Amount], Amount | None]
"""Makes one amount of two that follow each other; None where they are two."""

_INCHES = 12  # to the foot
_CENTS = 100  # to the dollar
_SMALL_COINS = {"cent": ("dollar", "euro"), "penny": ("pound sterling",)}
_RESTATING = frozenset(
    {"(", ")", "/", ",", "or", "about", "approximately", "around", "some", "nearly", "roughly"}
)


def restates(tokens: Tokens, before: Amount, amount: Amount) -> bool:
    """As in "300 km (186 miles)", "5%, or $2 million": the same thing in other units."""
    between = tokens.lowers[before.after : amount.first]
    return (
        bool(between) and all(word in _RESTATING for word in between) and before.unit != amount.unit
    )


def joined(tokens: Tokens, amounts: Sequence[Amount], join: Join) -> list[Amount]:
    """The amounts in order; each is made one with what stands before it where `join` can."""
    found: list[Amount] = []
    for amount in amounts:
        one = join(tokens, found[-1], amount) if found else None
        if one:
            found[-1] = one
        else:
            found.append(amount)
    return found


def with_inches(tokens: Tokens, before: Amount, amount: Amount) -> Amount | None:
    """As in "6ft 2in", "22 feet, 6 inches": one length in feet."""
    is_part = before.unit == "foot" and 0 < (amount.numeral.value or 0) < _INCHES
    if not is_part or tokens.lowers[before.after : amount.first] not in ([], [","], ["-"], ["and"]):
        return None
    is_in = tokens.lowers[amount.end] == "in" and tokens.glued[amount.end]
    if amount.unit != "inch" and not is_in:
        return None
    after = amount.after if amount.unit == "inch" else amount.end + 1
    return replace(_with_part(before, amount, _INCHES), end=after, after=after)


def with_cents(tokens: Tokens, before: Amount, amount: Amount) -> Amount | None:
    """As in "three dollars and fifty cents" is one amount."""
    is_part = (
        tokens.lowers[before.after : amount.first] in ([], ["and"])
        and before.unit in _SMALL_COINS.get(amount.unit or "", ())
        and before.numeral.value is not None
        and 0 < (amount.numeral.value or 0) < _CENTS
    )
    return _with_part(before, amount, _CENTS) if is_part else None


def _with_part(before: Amount, amount: Amount, parts: int) -> Amount:
    """What stands before with the smaller unit added, of which `parts` are one of its own."""
    value = tidy((before.numeral.value or 0) + (amount.numeral.value or 0) / parts)
    numeral = replace(before.numeral, end=amount.numeral.end, value=value)
    return replace(before, numeral=numeral, end=amount.end, after=amount.after)
