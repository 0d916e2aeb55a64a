"""Splits a text into sentences: paragraphs first, then stops that really end something.

Every pattern matches without looking back or ahead over an unbounded run, so the time taken grows
with the text alone, whatever the text.
"""

import re
from itertools import islice, starmap
from typing import Final, TypeAlias

from tracker.comparing.full_stops import ends_sentence, last_word, may_abbreviate, opens_sentence
from tracker.comparing.model import Sentence
from tracker.comparing.wordlists import word_list

Span: TypeAlias = tuple[str, int, int]

_SAYING: Final = word_list("sentence_ends", "saying")
_SHOUTED_NAMES: Final = word_list("sentence_ends", "shouted names")

_LINE: Final = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# Stops (an ellipsis may be spaced), then closing marks; both may follow a space in tokenised text.
# A German quotation ends in “ or «, which open one where a word follows.
_STOP: Final = re.compile(
    r"[.!?…。！？]++(?:[ \u00a0]\.)*+"
    r"(?:[ \u00a0]?[”»](?!\w)|[ \u00a0]''(?!\S)|[“«‘‹](?!\S)|[\"'’›)\]}」』])*+"
)
_OPENING: Final = " \t\u00a0\u2009\u202f\"'“„‘‚`«‹»›([{「『"
_CLOSING: Final = "\"'’”»“«‘‹›)]}」』 \u00a0"
_UNSPACED: Final = "。！？"
_REACH: Final = 64  # characters that a rule may look at on either side
_SHORT: Final = 8  # characters that a list number and its opening marks may take
_THREE_DOTS: Final = 3
_MOST_STOPS: Final = 10_000  # of a line


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order, disjoint, together covering all that is not space.

    A line end always ends a sentence. Never raises; the time is linear in the text. What stands in
    one line after its 10,000th stop is left whole: no paragraph is as long.
    """
    return tuple(starmap(Sentence, spans_of(text)))


def first_sentences(text: str, most: int) -> tuple[Sentence, ...]:
    """The first `most` sentences; what follows their last line is not looked at."""
    return tuple(starmap(Sentence, spans_of(text, most)[:most]))


def spans_of(text: str, enough: int | None = None) -> list[Span]:
    """The sentences of a text as (text, start, end), for those who count from elsewhere.

    No further line is split where there are `enough`.
    """
    spans: list[Span] = []
    for line in _LINE.finditer(text):
        _split_line(text, line.start(), line.end(), spans)
        if enough is not None and len(spans) >= enough:
            break
    return spans


def _split_line(text: str, start: int, end: int, sentences: list[Span]) -> None:
    for stop in islice(_STOP.finditer(text, start, end), _MOST_STOPS):
        after = stop.end()
        if after < end and (_is_plain(text, start, stop) or _ends_at(text, start, stop, end)):
            after = _with_detached_quote(text, start, after, end)
            _append(text, start, after, sentences)
            start = after
    _append(text, start, end, sentences)


def _is_plain(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether there is no doubt: a full stop after a lower-case word, before a capital letter.

    Most stops are like this; they are told by a few cheap looks.
    """
    at, after = stop.span()
    if (
        after - at != 1
        or text[at] != "."
        or text[after] != " "
        or not text[after + 1 : after + 2].isupper()
    ):
        return False
    word = text[text.rfind(" ", start, at) + 1 : at]
    return word.isalpha() and word.islower() and not may_abbreviate(word)


def _append(text: str, start: int, end: int, sentences: list[Span]) -> None:
    rest = text[start:end].lstrip()
    if rest:
        start = end - len(rest)
        stripped = rest.rstrip()
        sentences.append((stripped, start, start + len(stripped)))


def _with_detached_quote(text: str, start: int, after: int, end: int) -> int:
    """In tokenised text a straight closing mark stands apart: `he left . " Then`."""
    if text.startswith(' " ', after, end) and text.count('"', start, after) % 2:
        return after + 2
    return after


def _ends_at(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    """Whether `stop` ends the sentence that began at `start`, in the line that ends at `end`."""
    at, after = stop.span()
    said = text[start:at].strip(_OPENING) if at - start < _SHORT else "more than a number"
    following = text[after : min(end, after + _REACH)]
    if not said or not _stands_apart(stop.group(), following):
        return False
    head = following.lstrip(_OPENING)
    if not head or head[0].islower():
        # Only names such as iPhone open a sentence in lower case.
        return not head or head[1:2].isupper()
    before = text[max(start, at - _REACH) : at]
    marks = stop.group().rstrip(_CLOSING)
    if "!" in marks or "?" in marks:
        return not _question_goes_on(before, stop.group(), following)
    if len(marks) > 1 or marks == "…":
        return _ends_at_ellipsis(marks, before, head)
    return marks == "。" or ends_sentence(before, head, first=" " not in said)


def _stands_apart(stop: str, following: str) -> bool:
    """Whether a space follows; after a closing mark a lost space is forgiven."""
    if stop[0] in _UNSPACED:
        return following[0] not in "，、と"
    return following[0].isspace() or ("”" in stop and following[0].isupper())


def _question_goes_on(before: str, marks: str, following: str) -> bool:
    """`"Why?" Ms. Ito asked.` and `Yahoo! Finance` go on."""
    if last_word(before).lower() in _SHOUTED_NAMES:
        return True
    if marks[-1] not in "\"”'’" or _is_introduced(before):
        return False
    for position, word in enumerate(following.split(None, 5)[:5]):
        if word.strip(".,:").lower() in _SAYING:
            return position > 0
        if not word[0].isupper():
            break
    return False


def _is_introduced(before: str) -> bool:
    """Whether words before the quotation tell who asks: `He asked, "Why?"`."""
    opening = max(before.rfind(mark) for mark in '“"')
    return opening > 0 and before[:opening].rstrip()[-1:] in (",", ":")


def _ends_at_ellipsis(marks: str, before: str, head: str) -> bool:
    """A fourth dot is a full stop; three leave it to the next word."""
    four = marks.count(".") > _THREE_DOTS or (marks[0] == "." and "…" in marks)
    return four or (not before[-1:].isspace() and opens_sentence(head))
