"""How much a shift changes a reader's picture: for ordering, never for hiding."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

BASE: Final = "kind of shift"
"""The part of a weight that every shift of its kind and topic has."""

_OPENING: Final = frozenset({"block:0", "block:1"})


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight from 0 to 1, the rules that made it, and what each added, the base first."""

    value: float
    reasons: tuple[str, ...]
    parts: tuple[tuple[str, float], ...] = ()


def weigh(base: float, fields: Iterable[str], grounds: Iterable[tuple[str, float]] = ()) -> Weight:
    """`base`, raised by where the shift stands and by each ground (its name and its gain).

    Gains close part of the distance to 1, so no heap of small grounds outweighs everything.
    """
    value = base
    reasons = []
    parts = [(BASE, base)]
    for name, gain in (*grounds, *_place(set(fields))):
        added = (1 - value) * gain
        value += added
        reasons.append(name)
        if added:
            parts.append((name, round(added, 3)))
    return Weight(round(value, 3), tuple(reasons), tuple(parts))


def _place(fields: set[str]) -> list[tuple[str, float]]:
    if "headline" in fields:
        return [("in the headline", 0.5)]
    if "dek" in fields:
        return [("in the dek", 0.35)]
    if fields & _OPENING:
        return [("in the first paragraphs", 0.25)]
    return []
