"""Amounts as other languages write them: "1.200,5", "1 200", "3,5 Mio.", "2億5000万", "٢٥٠"."""

import re
from functools import cache
from typing import NamedTuple

from tracker.understanding.language.lexicon import rows
from tracker.understanding.language.numbers import tidy
from tracker.understanding.language.tokens import Tokens
from tracker.understanding.model import Number

_LONGEST_FIGURE = 24
_FIRST_GROUP = re.compile(r"[1-9]\d{0,2}")
_GROUP = re.compile(r"\d{3}(?:[.,]\d+)?")
_MOST_GROUPS = 5
_LONGEST_SCALE = 2  # words: "3 mil millones"
# Signs of scale that stand between figures without a blank, in Chinese, Japanese and Korean.
_SIGNS = {
    sign: scale
    for scale, signs in ((10**4, "万萬만"), (10**8, "亿億억"), (10**12, "兆조"))
    for sign in signs
}


class Amount(NamedTuple):
    """What is written from one token to `last`; its characters stop at `stop`."""

    value: Number | None
    last: int
    stop: int


def amount_at(tokens: Tokens, i: int, language: str | None) -> Amount:
    """The amount that the figure at token `i` begins; no value where it is none."""
    last = _last_group(tokens, i)
    value = international("".join(tokens.words[i : last + 1]))
    if value is None:
        return Amount(None, last, tokens.ends[last])
    sign = tokens.words[last + 1][:1]
    if sign in _SIGNS and tokens.glued[last + 1]:
        return _signed(tokens, value, last)
    scales, digits = _scales(language), last
    while last - digits < _LONGEST_SCALE and (scale := scales.get(tokens.lowers[last + 1])):
        last += 1
        value = tidy(value * scale)
    last += last > digits and tokens.words[last + 1] == "." and tokens.glued[last + 1]
    return Amount(value, last, tokens.ends[last])


def international(text: str) -> Number | None:
    """As in "1.200.000" and "3,5", which most of Europe writes, or "1,200.50", which English does.

    A single mark in front of exactly three digits parts thousands, any other one decimals.
    """
    if len(text) > _LONGEST_FIGURE or not text.replace(".", "").replace(",", "").isdecimal():
        return None
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return int(text)
    mark, decimals = text[last], text[last + 1 :]
    if text.count(mark) > 1 or (len(decimals) == 3 and text[0] != "0"):  # noqa: PLR2004
        return int(text.replace(".", "").replace(",", ""))
    whole = text[:last].replace(".", "").replace(",", "")
    return tidy(float(f"{whole or 0}.{decimals}"))


def _last_group(tokens: Tokens, i: int) -> int:
    """The last token of a figure whose thousands stand apart by one blank each: "1 200 000"."""
    last = i
    if not _FIRST_GROUP.fullmatch(tokens.words[i]):
        return last
    while (
        last - i < _MOST_GROUPS
        and tokens.kinds[last + 1] == "number"
        and tokens.starts[last + 1] == tokens.ends[last] + 1
        and "." not in tokens.words[last]
        and "," not in tokens.words[last]
        and _GROUP.fullmatch(tokens.words[last + 1])
    ):
        last += 1
    return last


def _signed(tokens: Tokens, value: Number, last: int) -> Amount:
    """Over every further figure with a smaller sign: "2億5000万"."""
    total, before = tidy(value * _SIGNS[tokens.words[last + 1][0]]), tokens.words[last + 1]
    stop = tokens.starts[last + 1] + 1
    if len(before) == 1 and tokens.kinds[last + 2] == "number" and tokens.glued[last + 2]:
        further = international(tokens.words[last + 2])
        scale = _SIGNS.get(tokens.words[last + 3][:1], 1) if tokens.glued[last + 3] else 1
        if further is not None and scale < _SIGNS[before]:
            stop = tokens.starts[last + 3] + 1 if scale > 1 else tokens.ends[last + 2]
            return Amount(tidy(total + further * scale), last + 2 + (scale > 1), stop)
    return Amount(total, last + 1, stop)


@cache
def _scales(language: str | None) -> dict[str, int]:
    """The words of scale of a language; those of all where it is not known."""
    known = {
        word: int(factor)
        for name, factor, listed in rows("scales_abroad")
        if language in {name, None}
        for word in listed.split()
    }
    return {"million": 10**6, **known}  # the same in every language that has it
