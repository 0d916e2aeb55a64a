"""Quotation marks paired into quotations, whatever their glyphs.

A mark opens or closes by what stands around it first and by its glyph second, because real pages
open with one glyph and close with another. A paragraph is a line. A quotation without a closing
mark ends with its paragraph; where the next paragraph opens with a mark again, the two belong to
one quotation over several paragraphs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

MARKS = "“”„«»\"‘‚’'‹›「」『』"
_MARK = re.compile(r"([“”„«»\"‘‚’'‹›「」『』`])\1*")
_OPENING = frozenset({"“", "„", "«", "‘", "‚", "``", "‹", "「", "『"})
_CLOSING = frozenset({"”", "»", "’", "›", "」", "』"})
_FAMILY = {"‘": "single", "’": "single", "'": "straight single", "‹": "angle", "›": "angle"}
_FAMILY |= {"«": "guillemet", "»": "guillemet", "‚": "single"}
_FAMILY |= {"「": "corner", "」": "corner", "『": "white corner", "』": "white corner"}
_ENDS = {"„": "“", "“": "“", "‚": "‘", "»": "«", "›": "‹"}
_BEFORE_OPENING = frozenset(" \t\xa0([{—–-―/:;,…")
_AFTER_CLOSING = frozenset(" \t\xa0)]}—–-―/:;,.!?…")
_ELISIONS = ("em ", "cause ", "til ", "tis ", "twas ", "n ", "n'", "n’", "bout ")
_DECADE = re.compile(r"\d0s\b|n[’'] ")
_LEAPS = re.compile(r"[^,.!?…\n]{0,400}[,.!?…]")
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


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Outermost quotations of a text in reading order; those without a letter or digit are left."""
    paragraphs = [_paragraph(text, match) for match in _paragraphs(text)]
    found: list[Quotation] = []
    for (quotations, unclosed, end), following in pairwise([*paragraphs, ([], None, 0)]):
        continued = _opens(text, following)
        found.extend(_settled(text, quotations, unclosed, end, continued=continued))
    return tuple(found)


_Paragraph = tuple[list[Quotation], _Open | None, int]


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    for match in _PARAGRAPH.finditer(text):
        line = match.group()
        if line.strip():
            start = match.start() + len(line) - len(line.lstrip())
            yield start, match.start() + len(line.rstrip())


def _paragraph(text: str, bounds: tuple[int, int]) -> _Paragraph:
    """Quotations of one paragraph, the mark left open (if any) and where the paragraph ends."""
    start, end = bounds
    stack: list[_Open] = []
    found: list[Quotation] = []
    marks = list(islice(_MARK.finditer(text, start, end), _MOST_MARKS))
    if len(marks) == _MOST_MARKS:
        return [], None, end
    for match in marks:
        mark, at = match.group(), match.start()
        if len(mark) > (2 if mark[0] in "'`" else 1) or mark == "`":
            continue  # a row of marks is decoration
        family = _FAMILY.get(mark, "double")
        direction = _direction(text, mark, at, bounds)
        if stack and direction != "none" and _ends_like(text, stack[-1], mark, at):
            direction = "close"
        if direction == "none":
            continue
        if direction != "open" and (depth := _closes(stack, family)) is not None:
            opened = stack[depth]
            del stack[depth:]
            quotation = Quotation(opened.start, match.end(), (opened.start + opened.width, at))
            del found[opened.found :]
            found.append(quotation)
        elif direction != "close" and _may_open(stack, family):
            stack.append(_Open(at, len(mark), family, len(found)))
    return found, stack[0] if stack else None, end


def _direction(text: str, mark: str, at: int, bounds: tuple[int, int]) -> str:
    """Which way a mark faces: "open", "close", "either", or "none" for an apostrophe."""
    start, end = bounds
    after_at = at + len(mark)
    before = text[at - 1] if at > start else " "
    after = text[after_at] if after_at < end else " "
    single = mark in "‘’'"
    if single and before.isalnum() and after.isalnum():
        return "none"
    if single and _is_elided(text, mark, after_at):
        return "none" if not before.isalnum() else "close"
    if single and after.isspace():
        return "close"
    opens = before in _BEFORE_OPENING or before in MARKS
    closes = after in _AFTER_CLOSING or after in MARKS
    if opens != closes:
        return "open" if opens else "close"
    if mark in _OPENING:
        return "open"
    return "close" if mark in _CLOSING else "either"


def _ends_like(text: str, opened: _Open, mark: str, at: int) -> bool:
    """Whether a mark that opens in English ends here what `opened` began: „...,“ and »...,«."""
    after = text[at + 1 : at + 2]
    return mark in _ENDS.get(text[opened.start], "") and not after.isalnum()


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


def _opens(text: str, paragraph: _Paragraph) -> bool:
    """Whether a paragraph begins with a quotation."""
    quotations, unclosed, end = paragraph
    if not end:
        return False
    first = unclosed.start if unclosed else quotations[0].start if quotations else -1
    if quotations:
        first = min(first, quotations[0].start)
    return (
        first >= 0
        and (first == 0 or text[first - 1] in "\n\t \xa0")
        and _at_line_start(text, first)
    )


def _at_line_start(text: str, at: int) -> bool:
    line = text.rfind("\n", 0, at) + 1
    return not text[line:at].strip()


def _settled(
    text: str, quotations: list[Quotation], unclosed: _Open | None, end: int, *, continued: bool
) -> Iterator[Quotation]:
    """The paragraph's quotations in order, with the open one taken to the end if it is proper."""
    if unclosed and (continued or _is_proper(text, unclosed)):
        kept = [q for q in quotations if q.end <= unclosed.start]
        inner = (unclosed.start + unclosed.width, end)
        kept.append(Quotation(unclosed.start, end, inner, closed=False, continued=continued))
        quotations = kept
    for quotation in quotations:
        if any(map(str.isalnum, text[slice(*quotation.inner)])):
            yield quotation


def _is_proper(text: str, unclosed: _Open) -> bool:
    """Whether an unclosed mark still introduces speech: at the line's start, after ":" or ","."""
    if "single" in unclosed.family:
        return False
    return _at_line_start(text, unclosed.start) or text[
        max(unclosed.start - 3, 0) : unclosed.start
    ].rstrip()[-1:] in (":", ",")
