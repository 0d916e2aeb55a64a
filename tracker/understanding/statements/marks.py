"""Quotation marks: which glyphs there are, and which way one faces.

A mark opens or closes by what stands around it first and by its glyph second, because real pages
open with one glyph and close with another.
"""

import re

MARKS = "“”„«»\"‘‚’'‹›「」『』"
MARK = re.compile(r"([“”„«»\"‘‚’'‹›「」『』`])\1*")
_OPENING = frozenset({"“", "„", "«", "‘", "‚", "``", "‹", "「", "『"})
_CLOSING = frozenset({"”", "»", "’", "›", "」", "』"})
FAMILY = {"‘": "single", "’": "single", "'": "straight single", "‹": "angle", "›": "angle"}
FAMILY |= {"«": "guillemet", "»": "guillemet", "‚": "single"}
FAMILY |= {"「": "corner", "」": "corner", "『": "white corner", "』": "white corner"}
_ENDS = {"„": "“", "“": "“", "‚": "‘", "»": "«", "›": "‹"}
_BEFORE_OPENING = frozenset(" \t\xa0([{—–-―/:;,…")
_AFTER_CLOSING = frozenset(" \t\xa0)]}—–-―/:;,.!?…")
_ELISIONS = ("em ", "cause ", "til ", "tis ", "twas ", "n ", "n'", "n’", "bout ")
_DECADE = re.compile(r"\d0s\b|n[’'] ")
_STOPS = frozenset(",.!?…")
_NEXT_MARKS = 6


def is_part_of_word(text: str, marks: list[re.Match[str]], number: int) -> bool:
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


def direction_of(text: str, mark: str, at: int, bounds: tuple[int, int]) -> str:
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


def ends_like(text: str, opening: str, mark: str, at: int) -> bool:
    """Whether a mark that opens in English ends here what `opening` began: „...,“ and »...,«."""
    after = text[at + 1 : at + 2]
    return mark in _ENDS.get(opening, "") and not after.isalnum()
