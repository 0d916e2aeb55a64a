"""Number words: "twenty-eight thousand", "half a million", "several hundred", "dozens"."""

from tracker.understanding.language.numbers import (
    FRACTIONS,
    PARTS,
    SCALES,
    SMALL,
    TENS,
    VAGUE,
    Numeral,
    scaled,
)
from tracker.understanding.language.tokens import Tokens

_ORDINALS = frozenset(
    {"first", "second", "third", "fourth", "last", "other", "better", "next", "final"}
)


def cardinal(tokens: Tokens, i: int) -> tuple[int | float, int]:
    """As in "two hundred and fifty-six thousand": groups below a thousand, each with its scale."""
    total: int | float = 0
    group, at = 0, i
    end = i
    while True:
        word = tokens.lowers[at]
        if word in TENS:
            group += TENS[word]
            if joined(tokens, at + 1) and _is_digit(tokens.lowers[at + 2]):
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


def joined(tokens: Tokens, i: int) -> bool:
    return tokens.words[i] in {"-", "‑"} and tokens.glued[i] and tokens.glued[i + 1]


def and_a_half(tokens: Tokens, value: float, end: int) -> tuple[int | float, int]:
    following = tokens.lowers[end : end + 3]
    if following == ["and", "a", "half"]:
        return value + 0.5, end + 3
    return value, end


def vague(tokens: Tokens, i: int) -> Numeral:
    """As in "hundreds", and "tens of thousands", whose bounds multiply."""
    low, high = VAGUE[tokens.lowers[i]]
    low = 10 if tokens.lowers[i] == "tens" else low
    end = i + 1
    while tokens.lowers[end] == "of" and tokens.lowers[end + 1] in VAGUE:
        factor = VAGUE[tokens.lowers[end + 1]][0]
        low, high, end = low * factor, high * factor, end + 2
    return Numeral(i, end, None, low, high, vague=True, spelled=True)


def few(tokens: Tokens, i: int, at: int) -> Numeral | None:
    """As in "several hundred", "a few dozen", "many thousands of": as vague as "hundreds"."""
    scale = tokens.lowers[at]
    plural = scale if scale.endswith("s") else f"{scale}s"
    if plural not in VAGUE:
        return None
    low, high = VAGUE[plural]
    _, end = scaled(tokens, 1, at + 1)
    if end > at + 1:
        factor = SCALES[tokens.lowers[end - 1]]
        low, high = low * factor, high * factor
    return Numeral(i, end, None, low, high, vague=True, spelled=True)


def fold(tokens: Tokens, i: int) -> Numeral | None:
    """As in "threefold", "tenfold"."""
    many = SMALL.get(tokens.lowers[i].removesuffix("fold"), 0)
    return Numeral(i, i + 1, many, spelled=True) if many > 1 else None


def after_article(tokens: Tokens, i: int) -> Numeral | None:
    word, after = tokens.lowers[i + 1], tokens.lowers[i + 2]
    if word == "few":
        return few(tokens, i, i + 2)
    if word == "couple":
        return _couple(tokens, i)
    if word in SCALES:
        value, end = scaled(tokens, SCALES[word], i + 2)
        return Numeral(i, end, value, spelled=True)
    if word == "dozen":
        return Numeral(i, i + 2, 12, spelled=True)
    if word in FRACTIONS:
        return _one_part(tokens, i, word, after)
    return None


def _couple(tokens: Tokens, i: int) -> Numeral | None:
    """As in "a couple of hundred", "a couple dozen"; a mere "couple" are two people."""
    at = i + 2 + (tokens.lowers[i + 2] == "of")
    if tokens.lowers[at] in SCALES:
        value, end = scaled(tokens, 2, at)
        return Numeral(i, end, value, spelled=True)
    return Numeral(i, at + 1, 24, spelled=True) if tokens.lowers[at] == "dozen" else None


def _one_part(tokens: Tokens, i: int, word: str, after: str) -> Numeral | None:
    """As in "a quarter of", "by a third", "up almost a third", "a half million"."""
    if word in {"half", "quarter"} and after in SCALES:
        return Numeral(i, i + 3, SCALES[after] // PARTS[word], spelled=True)
    at = i - 1
    while tokens.lowers[at] in {"almost", "nearly", "about", "around", "roughly", "some"}:
        at -= 1
    if after == "of" or tokens.lowers[at] in {"by", "up", "down"}:
        return Numeral(i, i + 2, 1 / FRACTIONS[word], part=True, spelled=True)
    return None


def half(tokens: Tokens, i: int) -> Numeral | None:
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
