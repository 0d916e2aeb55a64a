"""Words, figures and signs of a text, cut once and read by every rule.

A possessive or contracted 's is a word of its own; other contractions ("don't") stay whole.
"""

import re
from dataclasses import dataclass

# A sign takes its repetitions along: a megabyte of quotation marks is one token.
_TOKEN = re.compile(
    r"(?P<number>(?:(?<![\w.])\.)?\d+(?:[.,]\d+)*)"
    r"|(?P<abbreviation>(?:[^\W\d_]\.){2,})"
    r"|(?P<word>['’][sS]\b|[^\W\d_]+(?:['’](?![sS]\b)[^\W\d_]+)*)"
    r"|(?P<sign>([^\w\s]|_)\5*)"
)
_PADDING = 8


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one stretch of text, as columns.

    `words`, `lowers`, `kinds` and `glued` carry empty values behind the last token, so that a rule
    may look a few tokens past either end (a negative index reads the padding) without asking first.
    `glued` tells that nothing stands between a token and the one before.
    """

    words: list[str]
    lowers: list[str]
    kinds: list[str]
    glued: list[bool]
    starts: list[int]
    ends: list[int]
    count: int


def tokenize(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """Cut text[start:end]; offsets count the characters of `text`."""
    words, kinds, starts, ends, glued = [], [], [], [], []
    last_end = -1
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        first, last = match.span()
        words.append(match[0])
        kinds.append(match.lastgroup or "sign")
        starts.append(first)
        ends.append(last)
        glued.append(first == last_end)
        last_end = last
    count = len(words)
    padding = [""] * _PADDING
    return Tokens(
        words + padding,
        [word.lower().replace("’", "'") for word in words] + padding,
        kinds + padding,
        [*glued, *[False] * _PADDING],
        starts,
        ends,
        count,
    )
