"""Lines of pasted text to paragraphs: hard-wrapped lines joined, marks of lists and quotes read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.article.reading import BlockKind

_BREAK = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_MARKS = (
    (BlockKind.LIST_ITEM, re.compile(r"[•‣▪●◦·*][ \t]+(?=\S)|[-–—][ \t]+(?=[^\W\d])")),
    (BlockKind.HEADING, re.compile(r"#{1,6}[ \t]+(?=\S)")),
    (BlockKind.QUOTE, re.compile(r">[ \t]?(?=\S)")),
)
_WIDEST_WRAP = 100  # a line longer than that was not wrapped by a mail client or a terminal
_NARROWEST_WRAP = 40
_EVEN = 0.65  # share of the widest line that a wrapped line fills at least
_TERMINAL = re.compile(r"[.!?…:][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph without its mark; `mark` is the kind that the mark stands for."""

    text: str
    mark: BlockKind | None = None


def paragraphs_of(text: str) -> list[Paragraph]:
    """The paragraphs of a text: a line each, unless the lines of a passage are hard-wrapped."""
    passages = _passages(_BREAK.sub("\n", text).split("\n"))
    return [_marked(line) for passage in passages for line in _unwrapped(passage)]


def _passages(lines: Sequence[str]) -> Iterator[list[str]]:
    passage: list[str] = []
    for line in map(str.strip, lines):
        if line:
            passage.append(line)
        elif passage:
            yield passage
            passage = []
    if passage:
        yield passage


def _unwrapped(passage: list[str]) -> list[str]:
    if not _is_wrapped(passage):
        return passage
    widest = max(map(len, passage))
    joined = [""]
    for line in passage:
        joined[-1] = f"{joined[-1]} {line}".strip()
        if len(line) < widest * _EVEN and _TERMINAL.search(line):
            joined.append("")
    return [line for line in joined if line]


def _is_wrapped(passage: list[str]) -> bool:
    widest = max(map(len, passage))
    if len(passage) == 1 or not _NARROWEST_WRAP <= widest <= _WIDEST_WRAP:
        return False
    if any(pattern.match(line) for line in passage for _, pattern in _MARKS):
        return False
    inner = passage[:-1]
    full = sum(len(line) >= widest * _EVEN for line in inner)
    ended = sum(bool(_TERMINAL.search(line)) for line in inner)
    return full >= len(inner) * 0.9 and ended <= len(inner) * 0.4 and _goes_on(passage)


def _goes_on(passage: list[str]) -> bool:
    """Some line begins in small letters: it continues the one before."""
    return any(line[0].islower() for line in passage[1:])


def _marked(line: str) -> Paragraph:
    for kind, pattern in _MARKS:
        mark = pattern.match(line)
        if mark:
            return Paragraph(line[mark.end() :], kind)
    return Paragraph(line)
