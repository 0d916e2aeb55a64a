"""Splits a text into sentences: paragraphs first, then full stops that really end something.

Every pattern matches without looking back or ahead over an unbounded run, so the time taken grows
with the text alone, whatever the text.
"""

import re
from typing import Final

from tracker.comparing.model import Sentence
from tracker.comparing.wordlists import word_list

_TITLES: Final = word_list("sentence_ends", "titles")
_CONNECTIVES: Final = word_list("sentence_ends", "connectives")
_BEFORE_FIGURES: Final = word_list("sentence_ends", "before figures")
_MONTHS: Final = word_list("sentence_ends", "months")
_WEEKDAYS: Final = word_list("sentence_ends", "weekdays")
_NAME_TAILS: Final = word_list("sentence_ends", "name tails")
_PLACES: Final = word_list("sentence_ends", "places")
_CLOCKS: Final = word_list("sentence_ends", "clocks")
_AFTER_CLOCK: Final = word_list("sentence_ends", "after clock")
_OPENERS: Final = word_list("sentence_ends", "openers")
_SHOUTED_NAMES: Final = word_list("sentence_ends", "shouted names")
_SAYING: Final = word_list("sentence_ends", "saying")

_LINE: Final = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# Stops (an ellipsis may be spaced), then closing marks; both may follow a space in tokenised text.
_STOP: Final = re.compile(r"[.!?…。！？]++(?:[ \u00a0]\.)*+(?:[ \u00a0]?[”»]|[\"'’)\]}])*+")
_WORD_BEFORE: Final = re.compile(r"[^\s\"'“”‘’«»()\[\]{}—–/,;:-]+\Z")
_OPENING: Final = " \t\u00a0\u2009\u202f\"'“‘«([{"
_WORD_AFTER: Final = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")
_CLOSERS: Final = "\"'’”»)]} \u00a0"
_REACH: Final = 24  # characters of context that any rule looks at
_SPEECH_REACH: Final = 60


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order, disjoint, together covering all that is not space.

    A line end always ends a sentence. Never raises; the time is linear in the text.
    """
    sentences: list[Sentence] = []
    for line in _LINE.finditer(text):
        _split_line(text, line.start(), line.end(), sentences)
    return tuple(sentences)


def _split_line(text: str, start: int, end: int, sentences: list[Sentence]) -> None:
    for stop in _STOP.finditer(text, start, end):
        after = stop.end()
        if after < end and _ends_sentence(text, start, stop.start(), after, end):
            after = _with_detached_quote(text, start, after, end)
            _append(text, start, after, sentences)
            start = after
    _append(text, start, end, sentences)


def _append(text: str, start: int, end: int, sentences: list[Sentence]) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        start += len(piece) - len(piece.lstrip())
        sentences.append(Sentence(stripped, start, start + len(stripped)))


def _with_detached_quote(text: str, start: int, after: int, end: int) -> int:
    """In tokenised text a straight closing mark stands apart: `he left . " Then`."""
    if text.startswith((' " ', " '' "), after, end) and text.count('"', start, after) % 2:
        return after + 2
    return after


def _ends_sentence(text: str, start: int, stop: int, after: int, end: int) -> bool:
    """Whether the stop at text[stop:after] ends the sentence that began at `start`."""
    marks = text[stop:after]
    following = text[after : min(end, after + _REACH)]
    if not following[0].isspace():
        return "”" in marks and following[0].isupper() and stop > start
    head = following.lstrip(_OPENING)
    if not head:
        return True
    if not _may_open(head):
        return False
    stops = marks.rstrip(_CLOSERS)
    before = text[max(start, stop - _REACH) : stop]
    found = _WORD_BEFORE.search(before)
    word = found.group() if found else ""
    if "!" in stops or "?" in stops:
        return not _continues_question(text, word, marks, after, end)
    if len(stops) > 1 or "…" in stops:
        return _ends_at_ellipsis(stops, word, head)
    return _ends_at_full_stop(word, head, following, is_first=stop - len(word) <= start + 1)


def _may_open(head: str) -> bool:
    """Whether a sentence can begin with `head`: not in lower case, but "iPhone" and "eBay" can."""
    return not head[0].islower() or (len(head) > 1 and head[1].isupper())


def _continues_question(text: str, word: str, marks: str, after: int, end: int) -> bool:
    """`"Why?" Ms. Ito asked.` and `Yahoo! Finance` go on."""
    if word.lower() in _SHOUTED_NAMES:
        return True
    if marks[-1] not in "\"”'’":
        return False
    words = text[after : min(end, after + _SPEECH_REACH)].split()[:5]
    for position, each in enumerate(words):
        if each.strip(".,:").lower() in _SAYING:
            return position > 0
        if not each[0].isupper():
            return False
    return False


def _ends_at_ellipsis(stops: str, word: str, head: str) -> bool:
    if stops.count(".") > 3 or (stops.startswith(".") and "…" in stops):
        return True
    return bool(word) and _opens(head)


def _ends_at_full_stop(word: str, head: str, following: str, *, is_first: bool) -> bool:
    if is_first and (word.isdigit() or len(word) == 1):
        return False  # a list number: "1. Wash hands"
    folded = word.lower()
    if folded in _TITLES and (word[0].isupper() or folded == "ret"):
        return False
    if folded in _CONNECTIVES:
        return folded == "al" and _opens(head)
    if folded in _CLOCKS:
        return _word(head).lower() not in _AFTER_CLOCK and not head[0].isdigit()
    if folded in _BEFORE_FIGURES and word[:1].isupper() | (folded in {"p", "pp"}):
        return not head[0].isdigit() and (folded not in _MONTHS or _opens(head))
    if folded in _WEEKDAYS and word[0].isupper():
        return _opens(head)
    if folded in _NAME_TAILS and (word[0].isupper() or folded not in {"st", "co", "ft", "mt"}):
        return _opens(head)
    if folded in _PLACES and word[0].isupper():
        return not head[0].isdigit() and _word(head).lower() not in _TITLES
    if len(word) == 1 and word.isupper():
        return _opens(head)
    if "." in word and _is_acronym(word):
        return _opens(head) or following.lstrip()[:1] in '“"'
    return True


def _is_acronym(word: str) -> bool:
    """Whether it is like "U.S", "D.C", "Ph.D": parts of at most two letters between full stops."""
    return all(len(part) <= 2 and part.isalpha() for part in word.split("."))


def _word(head: str) -> str:
    found = _WORD_AFTER.match(head)
    return found.group() if found else ""


def _opens(head: str) -> bool:
    """Whether the next word is one that opens sentences ("The", "He's", "Officials")."""
    word = _word(head)
    return word.lower().split("’")[0].split("'")[0] in _OPENERS and word[0].isupper()
