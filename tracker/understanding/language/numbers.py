"""Numbers: the words and marks they are written with, and what they come to."""

from dataclasses import dataclass
from functools import lru_cache

from tracker.understanding.language.tokens import Tokens

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
SMALL = {word: number for number, word in enumerate(_UNITS.split())}
TENS = {
    word: 10 * number
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
    "lakh": 100_000,
    "crore": 10_000_000,
}
# Written against a figure ("1.3mn") or behind one ("8 B"); m stays out: it is a metre first.
ABBREVIATED = {
    "k": 1_000,
    "mn": 1_000_000,
    "mln": 1_000_000,
    "mio": 1_000_000,
    "bn": 1_000_000_000,
    "bln": 1_000_000_000,
    "tn": 1_000_000_000_000,
    "trn": 1_000_000_000_000,
}
CAPITALS = {"M": 1_000_000, "B": 1_000_000_000, "T": 1_000_000_000_000, "K": 1_000}
# Bounds of the vague plurals: a dozen to a hundred, and so on up the scale.
VAGUE = {
    "dozens": (24, 100),
    "scores": (40, 100),
    "tens": (20, 100),
    "hundreds": (100, 1_000),
    "thousands": (1_000, 10_000),
    "lakhs": (100_000, 1_000_000),
    "crores": (10_000_000, 100_000_000),
    "millions": (1_000_000, 10_000_000),
    "billions": (1_000_000_000, 10_000_000_000),
    "trillions": (1_000_000_000_000, 10_000_000_000_000),
}
FRACTIONS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
PARTS = FRACTIONS | {f"{word}s": parts for word, parts in FRACTIONS.items()} | {"halves": 2}
GLYPHS = {"½": 0.5, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 0.25, "¾": 0.75, "⅛": 0.125}
_LONGEST_FIGURE = 24


@dataclass(frozen=True, slots=True)
class Numeral:
    """Tokens first..end (end not included) read as a number.

    A range has `value` None. `vague` marks bounds that the words only suggest ("dozens"); `part`
    marks a share of a whole ("two-thirds"); `spelled` tells words from figures.
    """

    first: int
    end: int
    value: int | float | None
    low: int | float | None = None
    high: int | float | None = None
    vague: bool = False
    part: bool = False
    spelled: bool = False


@lru_cache(maxsize=4096)  # every rule for dates and amounts asks for the same figure again
def figure(text: str) -> int | float | None:
    """The value of "12,500", "3.65" or ".5"; None for what is no single number ("12.11.2024")."""
    if len(text) > _LONGEST_FIGURE or not text.isascii():
        return None
    whole, point, decimals = text.partition(".")
    if "." in decimals or "," in decimals:
        return None
    groups = whole.split(",")
    if len(groups) > 1 and (not groups[0] or any(len(group) != 3 for group in groups[1:])):  # noqa: PLR2004
        return None
    digits = "".join(groups)
    return float(f"{digits or 0}.{decimals}") if point else int(digits)


def scaled(tokens: Tokens, value: float, end: int) -> tuple[int | float, int]:
    """`value` times the scale word or abbreviation that stands at `end`, and where it stops."""
    at = end
    if tokens.words[at] == "-" and tokens.lowers[at + 1] in SCALES:
        at += 1
    word = tokens.lowers[at]
    factor = SCALES.get(word) or ABBREVIATED.get(word)
    is_scale = tokens.words[at] in CAPITALS and tokens.lowers[at + 1] != "'s"  # "3M's masks"
    if factor is None and is_scale and not _dotted(tokens, at):
        factor = CAPITALS[tokens.words[at]]
    if factor is None:
        return value, end
    return tidy(value * factor), at + 1


def _dotted(tokens: Tokens, i: int) -> bool:
    return tokens.words[i + 1] == "." and tokens.glued[i + 1] and bool(tokens.words[i + 2])


def tidy(value: float) -> int | float:
    """A whole float as an int; rounding noise of a product (1.1 * 1000) is taken off."""
    if isinstance(value, int):
        return value
    value = float(f"{value:.12g}")
    return int(value) if value.is_integer() and abs(value) < 1e15 else value  # noqa: PLR2004
