"""Quotation marks paired into quotations, whatever their glyphs.

A paragraph is a line. A quotation without a closing mark ends with its paragraph; where the next
paragraph opens with a mark again, the two belong to one quotation over several paragraphs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from tracker.understanding.statements.marks import (
    FAMILY,
    MARK,
    direction_of,
    ends_like,
    is_part_of_word,
)

_MOST_PARAGRAPHS = 5  # that one quotation without further opening marks may run over
_DEEPEST = 4
_PARAGRAPH = re.compile(r"[^\n]+")
_MOST_MARKS = 10_000  # in one paragraph; what has more is no prose


@dataclass(frozen=True, slots=True)
class Quotation:
    """Characters start..end with the marks; inside them, `inner` is what was said.

    `closed` is False where the paragraph ends first; `continued` where the next paragraph goes on.
    """

    start: int
    end: int
    inner: tuple[int, int]
    closed: bool = True
    continued: bool = False


@dataclass(slots=True)
class _Open:
    start: int
    width: int
    family: str
    found: int


@dataclass(slots=True)
class _Paragraph:
    """Characters start..end: the quotations, the mark left open, the first mark closing nothing."""

    start: int
    end: int
    quotations: list[Quotation] = field(default_factory=list)
    unclosed: _Open | None = None
    stray: int | None = None

    @property
    def first(self) -> int | None:
        """Where the first mark that opens something stands."""
        opened = [q.start for q in self.quotations[:1]]
        return min([*opened, self.unclosed.start] if self.unclosed else opened, default=None)


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Outermost quotations of a text in reading order; those without a letter or digit are left."""
    paragraphs = [_paragraph(text, *bounds) for bounds in _paragraphs(text)]
    found: list[Quotation] = []
    at = 0
    while at < len(paragraphs):
        last = _runs_to(text, paragraphs, at)
        if last > at:
            found.extend(_over_paragraphs(text, paragraphs[at : last + 1]))
            paragraphs[last].stray = None
        following = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
        if last == at:
            continued = following is not None and _opens(text, following)
            found.extend(_settled(text, paragraphs[at], continued=continued))
        at = max(last, at + 1)
    return tuple(found)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    for match in _PARAGRAPH.finditer(text):
        line = match.group()
        if line.strip():
            start = match.start() + len(line) - len(line.lstrip())
            yield start, match.start() + len(line.rstrip())


def _paragraph(text: str, start: int, end: int) -> _Paragraph:
    paragraph = _Paragraph(start, end)
    marks = list(islice(MARK.finditer(text, start, end), _MOST_MARKS))
    if len(marks) == _MOST_MARKS:
        return paragraph
    stack: list[_Open] = []
    found = paragraph.quotations
    for number, match in enumerate(marks):
        mark, at = match.group(), match.start()
        if len(mark) > (2 if mark[0] in "'`" else 1) or mark == "`":
            continue  # a row of marks is decoration
        family = FAMILY.get(mark, "double")
        direction = direction_of(text, mark, at, (start, end))
        if stack and direction != "none" and ends_like(text, text[stack[-1].start], mark, at):
            direction = "close"
        if direction == "none" or is_part_of_word(text, marks, number):
            continue
        if direction != "open" and (depth := _closes(stack, family)) is not None:
            opened = stack[depth]
            del stack[depth:]
            quotation = Quotation(opened.start, match.end(), (opened.start + opened.width, at))
            del found[opened.found :]
            found.append(quotation)
        elif direction != "close" and _may_open(stack, family):
            stack.append(_Open(at, len(mark), family, len(found)))
        elif mark == "”" and not stack and not found and paragraph.stray is None:
            paragraph.stray = match.end()
    paragraph.unclosed = stack[0] if stack else None
    return paragraph


def _closes(stack: list[_Open], family: str) -> int | None:
    """Depth of the open quotation that a closing mark of this family ends."""
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].family == family:
            return depth
    return None


def _may_open(stack: list[_Open], family: str) -> bool:
    if len(stack) >= _DEEPEST:
        return False
    return not stack or "single" not in family


def _runs_to(text: str, paragraphs: list[_Paragraph], at: int) -> int:
    """The paragraph that closes what this one leaves open, with no opening mark in between.

    Only marks that look one way are trusted that far.
    """
    unclosed = paragraphs[at].unclosed
    if unclosed is None or text[unclosed.start] != "“":
        return at
    for number in range(at + 1, min(at + _MOST_PARAGRAPHS, len(paragraphs))):
        if paragraphs[number].stray:
            return number
        if paragraphs[number].first is not None:
            break
    return at


def _over_paragraphs(text: str, paragraphs: list[_Paragraph]) -> Iterator[Quotation]:
    """One quotation for each paragraph that it runs over, and what stands before it."""
    first, *middle, last = paragraphs
    yield from _settled(text, first, continued=True)
    for each in middle:
        yield Quotation(each.start, each.end, (each.start, each.end), closed=False, continued=True)
    stop = last.stray or last.end
    yield Quotation(last.start, stop, (last.start, stop - 1))


def _opens(text: str, paragraph: _Paragraph) -> bool:
    """Whether a paragraph begins with a quotation."""
    first = paragraph.first
    return first is not None and _at_line_start(text, first)


def _at_line_start(text: str, at: int) -> bool:
    line = text.rfind("\n", 0, at) + 1
    return not text[line:at].strip()


def _settled(text: str, paragraph: _Paragraph, *, continued: bool) -> Iterator[Quotation]:
    """The paragraph's quotations in order, with the open one taken to the end if it is proper."""
    quotations, unclosed, end = paragraph.quotations, paragraph.unclosed, paragraph.end
    if unclosed and (continued or _is_proper(text, paragraph, unclosed)):
        kept = [q for q in quotations if q.end <= unclosed.start]
        inner = (unclosed.start + unclosed.width, end)
        kept.append(Quotation(unclosed.start, end, inner, closed=False, continued=continued))
        quotations = kept
    for quotation in quotations:
        if any(map(str.isalnum, text[slice(*quotation.inner)])):
            yield quotation


def _is_proper(text: str, paragraph: _Paragraph, unclosed: _Open) -> bool:
    """Whether an unclosed mark still introduces speech: at the line's start, after ":" or ",".

    Where a whole quotation follows in the paragraph, the closing mark was forgotten before it.
    """
    if "single" in unclosed.family or any(
        quotation.start > unclosed.start and text[quotation.start] == text[unclosed.start]
        for quotation in paragraph.quotations
    ):
        return False
    before = text[max(unclosed.start - 3, 0) : unclosed.start].rstrip()[-1:]
    return _at_line_start(text, unclosed.start) or before in (":", ",")
