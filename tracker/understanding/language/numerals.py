"""Numerals: figures and number words, read into a value or a range of two bounds."""

from dataclasses import replace

from tracker.understanding.language.number_words import (
    after_article,
    and_a_half,
    cardinal,
    few,
    fold,
    half,
    joined,
    vague,
)
from tracker.understanding.language.numbers import (
    GLYPHS,
    PARTS,
    SMALL,
    TENS,
    VAGUE,
    Numeral,
    figure,
    scaled,
)
from tracker.understanding.language.tokens import Tokens

_LARGEST_BASE = 1_000  # "one in 1,000"; a larger base is a count of its own
_ROUND_BASES = frozenset({10, 100, 1_000})
_PARTED = frozenset({2, 3, 4, 5, 6, 8, 10, 16, 32, 64})  # what is written as "1/N"
_VAGUELY = frozenset({"several", "few", "many"})


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
    share = _share_in_figures(tokens, i, value, end)
    if share:
        return share
    value, end = scaled(tokens, value, end)
    return Numeral(i, end, -value if _is_negative(tokens, i) else value)


def _share_in_figures(tokens: Tokens, i: int, value: float, end: int) -> Numeral | None:
    """As in "1 in 4", "3 in 10", "9 out of 10"; not "2 in 3 games", which are two counts."""
    is_out_of = tokens.lowers[end : end + 2] == ["out", "of"]
    if not is_out_of and tokens.lowers[end] != "in":
        return None
    below = numeral_at(tokens, end + 1 + is_out_of)
    if below is None or below.value is None or not value < below.value <= _LARGEST_BASE:
        return None
    is_share = is_out_of or value == 1 or below.value in _ROUND_BASES
    if not is_share or not _plain(tokens, below.end):
        return None
    return Numeral(i, below.end, value / below.value, part=True)


def _is_negative(tokens: Tokens, i: int) -> bool:
    """As in "-1.3%", "minus 5", "minus-130"; not in "5-10", "F-16", "plus or minus 3"."""
    if tokens.lowers[i - 3 : i] == ["plus", "or", "minus"]:
        return False
    if tokens.lowers[i - 1] == "minus" or (
        tokens.words[i - 1] == "-" and tokens.lowers[i - 2] == "minus"
    ):
        return True
    if tokens.words[i - 1] not in {"-", "−"} or not tokens.glued[i]:
        return False
    return not tokens.glued[i - 1] or tokens.kinds[i - 2] == "sign"


def _with_fraction(tokens: Tokens, value: float, end: int) -> tuple[int | float, int]:
    """As in "2 1/2" and "2½"; "1/3" by itself; "9/11" is no fraction in use."""
    if tokens.words[end] in GLYPHS:
        return value + GLYPHS[tokens.words[end]], end + 1
    if tokens.words[end] == "/" and tokens.glued[end] and tokens.glued[end + 1]:
        below = figure(tokens.words[end + 1]) if tokens.kinds[end + 1] == "number" else None
        if below in _PARTED and 0 < value < below:
            return value / (below or 1), end + 2
    if tokens.kinds[end] == "number" and tokens.words[end + 1] == "/":
        part, after = _with_fraction(tokens, figure(tokens.words[end]) or 0, end + 1)
        if after > end + 1 and 0 < part < 1:
            return value + part, after
    return value, end


def _spelled(tokens: Tokens, i: int) -> Numeral | None:
    word = tokens.lowers[i]
    if word in VAGUE:
        return vague(tokens, i)
    if word in _VAGUELY:
        return few(tokens, i, i + 1)
    if word in {"a", "an"}:
        return after_article(tokens, i)
    if word in {"half", "quarter"}:
        return half(tokens, i)
    if word not in SMALL and word not in TENS:
        return fold(tokens, i)
    value, end = cardinal(tokens, i)
    value, end = and_a_half(tokens, value, end)
    shares = _shares(tokens, i, value, end)
    return shares or Numeral(i, end, value, spelled=True)


def _shares(tokens: Tokens, i: int, value: float, end: int) -> Numeral | None:
    """As in "two-thirds", "one fourth", "one in three", "nine out of 10"."""
    at = end + joined(tokens, end)
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


def dozens(tokens: Tokens, numeral: Numeral) -> Numeral:
    """As in "two dozen" is 24."""
    if numeral.value is not None and tokens.lowers[numeral.end] == "dozen":
        return replace(numeral, end=numeral.end + 1, value=numeral.value * 12)
    return numeral
