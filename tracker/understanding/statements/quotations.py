"""Quotation marks paired into quotations, whatever their glyphs.

A mark opens or closes by what stands around it first and by its glyph second, because real pages
open with one glyph and close with another. A paragraph is a line. A quotation without a closing
mark ends with its paragraph; where the next paragraph opens with a mark again, the two belong to
one quotation over several paragraphs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

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
_STOPS = frozenset(",.!?…")
_NEXT_MARKS = 6
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
    marks = list(islice(_MARK.finditer(text, start, end), _MOST_MARKS))
    if len(marks) == _MOST_MARKS:
        return paragraph
    stack: list[_Open] = []
    found = paragraph.quotations
    for number, match in enumerate(marks):
        mark, at = match.group(), match.start()
        if len(mark) > (2 if mark[0] in "'`" else 1) or mark == "`":
            continue  # a row of marks is decoration
        family = _FAMILY.get(mark, "double")
        direction = _direction(text, mark, at, (start, end))
        if stack and direction != "none" and _ends_like(text, stack[-1], mark, at):
            direction = "close"
        if direction == "none" or _is_part_of_word(text, marks, number):
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


def _is_part_of_word(text: str, marks: list[re.Match[str]], number: int) -> bool:
    """Whether "workers' pay" or "a 10" pipe" stands within quoted words that end further on.

    A mark right behind an s or a figure, before a small letter, is none where the next one of its
    kind stands behind a comma or a stop, as a closing mark does.
    """
    mark, at = marks[number].group(), marks[number].start()
    before, after = text[at - 1 : at], text[at + 1 : at + 3]
    if not (before == "s" if mark in "'’" else mark == '"' and before.isdigit()):
        return False
    if len(after) < 2 or after[0] != " " or not after[1].islower():  # noqa: PLR2004
        return False
    for other in marks[number + 1 : number + 1 + _NEXT_MARKS]:
        beside = text[other.start() - 1], text[other.end() : other.end() + 1]
        if other.group() == mark and not all(map(str.isalnum, beside)):
            return beside[0] in _STOPS
    return False


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


def _is_elided(text: str, mark: str, after: int) -> bool:
    """Whether the mark stands for what is left out: '70s, 'em, rock 'n' roll."""
    if mark == "‘":
        return bool(_DECADE.match(text, after))
    return text[after : after + 1].isdigit() or text.startswith(_ELISIONS, after)


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
