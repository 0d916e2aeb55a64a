"""Sentences cut into tokens, with every quotation one token: what the statement rules read.

A unit is one sentence, or several where a quotation runs over their ends.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.comparing.model import Sentence
from tracker.understanding.statements.marks import MARKS
from tracker.understanding.statements.quotations import Quotation

_TOKEN = re.compile(
    r"(?P<word>(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-’'.&@][^\W_]+|(?<=\d),\d{3}(?!\d))*)|(?P<sign>--+|([^\w\s])\3*)"
)
_NO_PRONOUNS = frozenset({"WHO", "IT"})
_DASHES = ("—", "–", "―")
_LONGEST = 20_000  # characters of one sentence outside quotations; what is longer is no prose
_SILENT = frozenset({".", "'", "’", "‘", '"', "“", "”"})


class Token(NamedTuple):
    """`kind` is "word", "sign" or "quote"; `low` is lower case with a straight apostrophe.

    "WHO" and "IT" keep their capitals in it, as they are no pronouns.
    """

    kind: str
    text: str
    low: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """Tokens of text[start:end]. `paragraph` counts lines that hold a unit, from 0."""

    tokens: tuple[Token, ...]
    start: int
    end: int
    paragraph: int
    quotations: tuple[Quotation, ...]

    @property
    def is_quotation(self) -> bool:
        """Nothing but quoted words."""
        return bool(self.tokens) and all(token.kind != "word" for token in self.tokens)


def cut_units(
    text: str, sentences: Sequence[Sentence], quotations: Sequence[Quotation]
) -> list[Unit]:
    """The units of a text in order."""
    units: list[Unit] = []
    paragraph, last_end = -1, 0
    starts = [quotation.start for quotation in quotations]
    for start, end in _bounds(text, sentences, quotations, starts):
        if paragraph < 0 or "\n" in text[last_end:start]:
            paragraph += 1
        last_end = end
        inside = tuple(quotations[bisect_left(starts, start) : bisect_left(starts, end)])
        tokens = tuple(_tokens(text, start, end, inside))
        units.append(Unit(tokens, start, end, paragraph, inside))
    return units


def _bounds(
    text: str,
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    starts: Sequence[int],
) -> Iterator[tuple[int, int]]:
    """Sentence bounds, joined where one ends inside a quotation or is signed behind a dash."""
    open_start: int | None = None
    for sentence in sentences:
        start = sentence.start if open_start is None else open_start
        nearest = bisect_right(starts, sentence.end - 1) - 1
        inside = nearest >= 0 and sentence.end < quotations[nearest].end
        if inside or _is_signed(text, sentence.end):
            open_start = start
            continue
        open_start = None
        yield start, sentence.end
    if open_start is not None:
        yield open_start, sentences[-1].end


def _is_signed(text: str, end: int) -> bool:
    """Whether a name behind a dash follows on the same line: "...” — Ada Ruiz"."""
    return text[end - 1 : end] in MARKS and text[end : end + 2].lstrip(" ")[:1] in _DASHES


def _tokens(text: str, start: int, end: int, quotations: Sequence[Quotation]) -> list[Token]:
    tokens: list[Token] = []
    position = start
    for quotation in quotations:
        _add_words(text, position, quotation.start, tokens)
        quoted = text[quotation.start : quotation.end]
        tokens.append(Token("quote", quoted, "", quotation.start, quotation.end))
        position = quotation.end
    _add_words(text, position, end, tokens)
    return tokens


def _add_words(text: str, start: int, end: int, tokens: list[Token]) -> None:
    if end - start > _LONGEST:
        return
    for match in _TOKEN.finditer(text, start, end):
        word = match[0]
        if match.lastgroup == "word":
            low = word.lower()
            low = low.replace("’", "'") if "’" in low else low
            low = word if word in _NO_PRONOUNS else low
            tokens.append(Token("word", word, low, match.start(), match.end()))
        elif word[0] not in _SILENT:
            tokens.append(Token("sign", word, word, match.start(), match.end()))
