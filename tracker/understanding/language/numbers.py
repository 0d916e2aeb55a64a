"""Numerals: figures and number words, read into a value or a range of two bounds."""

from dataclasses import dataclass, replace
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
    "millions": (1_000_000, 10_000_000),
    "billions": (1_000_000_000, 10_000_000_000),
    "trillions": (1_000_000_000_000, 10_000_000_000_000),
}
_FRACTIONS = {
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
PARTS = _FRACTIONS | {f"{word}s": parts for word, parts in _FRACTIONS.items()} | {"halves": 2}
GLYPHS = {"½": 0.5, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 0.25, "¾": 0.75, "⅛": 0.125}
_ORDINALS = frozenset(
    {"first", "second", "third", "fourth", "last", "other", "better", "next", "final"}
)
_LONGEST_FIGURE = 24
_LARGEST_BASE = 1_000  # "one in 1,000"; a larger base is a count of its own


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


def numeral_at(tokens: Tokens, i: int) -> Numeral | None:
    """The longest numeral that begins at token `i`."""
    kind = tokens.kinds[i]
    if kind == "number":
        return _figures(tokens, i)
    if kind == "sign":
        value = GLYPHS.get(tokens.words[i])
        return None if value is None else Numeral(i, i + 1, value)
    if kind == "word":
        return _spelled(tokens, i)
    return None


def _figures(tokens: Tokens, i: int) -> Numeral | None:
    value = figure(tokens.words[i])
    if value is None:
        return None
    end = i + 1
    value, end = _with_fraction(tokens, value, end)
    value, end = scaled(tokens, value, end)
    return Numeral(i, end, -value if _is_negative(tokens, i) else value)


def _is_negative(tokens: Tokens, i: int) -> bool:
    """As in "-1.3%", "minus 5", "minus-130"; not the second half of "5-10" nor "F-16"."""
    if tokens.lowers[i - 1] == "minus" or (
        tokens.words[i - 1] == "-" and tokens.lowers[i - 2] == "minus"
    ):
        return True
    if tokens.words[i - 1] not in {"-", "−"} or not tokens.glued[i]:
        return False
    return not tokens.glued[i - 1] or tokens.kinds[i - 2] == "sign"


def _with_fraction(tokens: Tokens, value: float, end: int) -> tuple[int | float, int]:
    """As in "2 1/2" and "2½"; "1/3" by itself; "7/8" with anything else in front is left alone."""
    if tokens.words[end] in GLYPHS:
        return value + GLYPHS[tokens.words[end]], end + 1
    if tokens.words[end] == "/" and tokens.glued[end] and tokens.glued[end + 1]:
        below = figure(tokens.words[end + 1]) if tokens.kinds[end + 1] == "number" else None
        if below and value < below <= 32:  # noqa: PLR2004 - thirty-seconds are the finest in use
            return value / below, end + 2
    if tokens.kinds[end] == "number" and tokens.words[end + 1] == "/":
        part, after = _with_fraction(tokens, figure(tokens.words[end]) or 0, end + 1)
        if after > end + 1 and 0 < part < 1:
            return value + part, after
    return value, end


def scaled(tokens: Tokens, value: float, end: int) -> tuple[int | float, int]:
    """`value` times the scale word or abbreviation that stands at `end`, and where it stops."""
    at = end
    if tokens.words[at] == "-" and tokens.lowers[at + 1] in SCALES:
        at += 1
    word = tokens.lowers[at]
    factor = SCALES.get(word) or ABBREVIATED.get(word)
    if factor is None and tokens.words[at] in CAPITALS and not _dotted(tokens, at):
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


def _spelled(tokens: Tokens, i: int) -> Numeral | None:
    word = tokens.lowers[i]
    if word in VAGUE:
        return _vague(tokens, i)
    if word in {"a", "an"}:
        return _after_article(tokens, i)
    if word in {"half", "quarter"}:
        return _half(tokens, i)
    if word not in SMALL and word not in TENS:
        return None
    value, end = _cardinal(tokens, i)
    value, end = _and_a_half(tokens, value, end)
    shares = _shares(tokens, i, value, end)
    return shares or Numeral(i, end, value, spelled=True)


def _cardinal(tokens: Tokens, i: int) -> tuple[int | float, int]:
    """As in "two hundred and fifty-six thousand": groups below a thousand, each with its scale."""
    total: int | float = 0
    group, at = 0, i
    end = i
    while True:
        word = tokens.lowers[at]
        if word in TENS:
            group += TENS[word]
            if _joined(tokens, at + 1) and _is_digit(tokens.lowers[at + 2]):
                group += SMALL[tokens.lowers[at + 2]]
                at += 2
            elif _is_digit(tokens.lowers[at + 1]):
                group += SMALL[tokens.lowers[at + 1]]
                at += 1
        elif word in SMALL:
            group += SMALL[word]
        else:
            break
        at = end = at + 1
        at, group = _hundreds(tokens, at, group)
        end = at
        scale = at + (tokens.words[at] == "-")
        if tokens.lowers[scale] in SCALES:
            total += group * SCALES[tokens.lowers[scale]]
            group, at = 0, scale + 1
            end = at
        at += tokens.lowers[at] == "and"
        if not (total or group % 100 == 0) or not _continues(tokens, at, group):
            break
    return total + group, end


def _is_digit(word: str) -> bool:
    return 0 < SMALL.get(word, 0) < TENS["twenty"] // 2


def _hundreds(tokens: Tokens, at: int, group: int) -> tuple[int, int]:
    gap = at + (tokens.words[at] == "-")
    if tokens.lowers[gap] == "hundred":
        return gap + 1, group * 100
    return at, group


def _continues(tokens: Tokens, at: int, group: int) -> bool:
    """Another group follows ("thousand AND FIFTY"), not another count ("two and three")."""
    word = tokens.lowers[at]
    if word not in SMALL and word not in TENS:
        return False
    before = tokens.lowers[at - 1 - (tokens.lowers[at - 1] == "and")]
    return (before in SCALES and group == 0) or before == "hundred"


def _joined(tokens: Tokens, i: int) -> bool:
    return tokens.words[i] in {"-", "‑"} and tokens.glued[i] and tokens.glued[i + 1]


def _and_a_half(tokens: Tokens, value: float, end: int) -> tuple[int | float, int]:
    following = tokens.lowers[end : end + 3]
    if following == ["and", "a", "half"]:
        return value + 0.5, end + 3
    return value, end


def _shares(tokens: Tokens, i: int, value: float, end: int) -> Numeral | None:
    """As in "two-thirds", "one fourth", "one in three", "nine out of 10"."""
    at = end + _joined(tokens, end)
    parts = PARTS.get(tokens.lowers[at])
    if parts and value < parts and _is_share(tokens, at, value):
        return Numeral(i, at + 1, value / parts, part=True, spelled=True)
    if tokens.lowers[end] == "in" or tokens.lowers[end : end + 2] == ["out", "of"]:
        at = end + 1 + (tokens.lowers[end] == "out")
        below = numeral_at(tokens, at)
        if (
            below
            and below.value
            and value < below.value <= _LARGEST_BASE
            and _plain(tokens, below.end)
        ):
            return Numeral(i, below.end, value / below.value, part=True, spelled=True)
    return None


def _plain(tokens: Tokens, i: int) -> bool:
    return tokens.words[i] not in {"-", "%"}


def _is_share(tokens: Tokens, at: int, value: float) -> bool:
    word = tokens.lowers[at]
    if word in {"quarter", "quarters", "second", "seconds"} and value > 1:
        return tokens.lowers[at + 1] == "of" or value == 3  # noqa: PLR2004 - three-quarters
    return value > 1 or tokens.lowers[at + 1] in {"of", "the", "in", ",", ".", ""}


def _vague(tokens: Tokens, i: int) -> Numeral:
    """As in "hundreds", and "tens of thousands", whose bounds multiply."""
    low, high = VAGUE[tokens.lowers[i]]
    low = 10 if tokens.lowers[i] == "tens" else low
    end = i + 1
    while tokens.lowers[end] == "of" and tokens.lowers[end + 1] in VAGUE:
        factor = VAGUE[tokens.lowers[end + 1]][0]
        low, high, end = low * factor, high * factor, end + 2
    return Numeral(i, end, None, low, high, vague=True, spelled=True)


def _after_article(tokens: Tokens, i: int) -> Numeral | None:
    word, after = tokens.lowers[i + 1], tokens.lowers[i + 2]
    if word in SCALES:
        value, end = scaled(tokens, SCALES[word], i + 2)
        return Numeral(i, end, value, spelled=True)
    if word == "dozen":
        return Numeral(i, i + 2, 12, spelled=True)
    if word in {"half", "quarter"} and after in SCALES:
        return Numeral(i, i + 3, SCALES[after] // PARTS[word], spelled=True)
    if word in _FRACTIONS and after == "of":
        return Numeral(i, i + 2, 1 / _FRACTIONS[word], part=True, spelled=True)
    return None


def _half(tokens: Tokens, i: int) -> Numeral | None:
    """As in "half a million", "half of them"; not "half-brother" or "the first half"."""
    if tokens.lowers[i + 1] in SCALES:
        return Numeral(
            i, i + 2, SCALES[tokens.lowers[i + 1]] // PARTS[tokens.lowers[i]], spelled=True
        )
    if tokens.lowers[i] == "quarter" or (
        tokens.kinds[i - 1] == "word" and tokens.lowers[i - 1] in _ORDINALS
    ):
        return None
    if tokens.lowers[i + 1] == "a" and tokens.lowers[i + 2] in SCALES:
        return Numeral(i, i + 3, SCALES[tokens.lowers[i + 2]] // 2, spelled=True)
    if tokens.lowers[i + 1 : i + 3] == ["a", "dozen"] or tokens.lowers[i + 1] == "dozen":
        return Numeral(i, i + 2 + (tokens.lowers[i + 1] == "a"), 6, spelled=True)
    if tokens.lowers[i + 1] in {"of", "the", "its", "their", "his", "her", "an", "a"}:
        return Numeral(i, i + 1, 0.5, part=True, spelled=True)
    return None


def dozens(tokens: Tokens, numeral: Numeral) -> Numeral:
    """As in "two dozen" is 24."""
    if numeral.value is not None and tokens.lowers[numeral.end] == "dozen":
        return replace(numeral, end=numeral.end + 1, value=numeral.value * 12)
    return numeral
