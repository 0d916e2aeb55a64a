"""Whether a full stop after a word ends a sentence, by the word and by what follows it."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from tracker.comparing.wordlists import word_list

_AFTER_CLOCK: Final = word_list("sentence_ends", "after clock")
_COURTESY: Final = word_list("sentence_ends", "courtesy")
_OPENERS: Final = word_list("sentence_ends", "openers")
_TITLES: Final = word_list("sentence_ends", "titles")

_WORD_AFTER: Final = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")
_WORD_EDGES: Final = frozenset(" \t\u00a0\u2009\u202f\"'“‘`«‹([{”’»)]}—–―/,;:-")
_DASHES: Final = "-–—―_"
_LONGEST_ACRONYM_PART: Final = 2


class _Stop(NamedTuple):
    """A full stop: the word before it, what follows, and the stretch of text that leads to it."""

    word: str
    head: str
    before: str


def ends_sentence(before: str, head: str, *, first: bool) -> bool:
    """Whether the full stop between `before` and `head` ends a sentence.

    `before` is a stretch of text up to the stop, its last word not cut off; `head` begins with the
    first letter or sign of what follows, opening marks left out. `first` says that the last word
    of `before` is the first of its sentence.
    """
    word = last_word(before)
    if first and (word.isdigit() or len(word) == 1):
        return False  # the number of a list item, or an initial
    if len(word) == 1 and word.isupper():
        return opens_sentence(head)  # an initial, or "Plan B"
    rule = _RULES.get(word.lower())
    if rule:
        return rule(_Stop(word, head, before))
    return opens_sentence(head) if "." in word and _is_acronym(word) else True


def opens_sentence(head: str) -> bool:
    """Whether the next word is one that opens sentences ("The", "He's", "Officials")."""
    word = _next_word(head)
    return word[:1].isupper() and re.split("['’]", word)[0].lower() in _OPENERS


def may_abbreviate(word: str) -> bool:
    """Whether a lower-case word and its full stop may be an abbreviation or an initial."""
    return len(word) == 1 or word in _RULES


def last_word(before: str) -> str:
    """What stands after the last space, quotation mark, bracket, dash or comma."""
    at = len(before)
    while at and before[at - 1] not in _WORD_EDGES:
        at -= 1
    return before[at:]


def _next_word(head: str) -> str:
    found = _WORD_AFTER.match(head)
    return found.group() if found else ""


def _after_title(stop: _Stop) -> bool:
    """After "Sen." a name follows; "sat." is a word of its own."""
    return not stop.word.istitle() and stop.word != "ret"


def _after_connective(stop: _Stop) -> bool:
    return stop.word == "al" and opens_sentence(stop.head)


def _after_clock(stop: _Stop) -> bool:
    next_word = _next_word(stop.head).lower().replace(".", "")
    return next_word not in _AFTER_CLOCK and not _goes_on(stop.head)


def _before_figure(stop: _Stop) -> bool:
    """Whether no figure follows: "No. 5" goes on, "No. He refused" does not."""
    return not stop.head[0].isdigit()


def _after_month(stop: _Stop) -> bool:
    """Whether no day or year follows: only beside one is a month shortened."""
    return stop.word.islower() or not _goes_on(stop.head)


def _after_weekday(stop: _Stop) -> bool:
    return stop.word.islower() or opens_sentence(stop.head)


def _after_name_tail(stop: _Stop) -> bool:
    """Whether the name is over: "Ito Inc. Chairman" goes on, "Ito Inc. Ms. Ito" does not."""
    next_word = _next_word(stop.head)
    named_again = f" {next_word} " in stop.before
    return named_again or next_word.lower() in _COURTESY or opens_sentence(stop.head)


def _after_place(stop: _Stop) -> bool:
    """Whether neither a title, nor a postcode, nor the dash of a dateline follows."""
    if stop.word.islower():
        return True
    return not _goes_on(stop.head) and _next_word(stop.head).lower() not in _TITLES


def _goes_on(head: str) -> bool:
    return head[0].isdigit() or head[0] in _DASHES


def _is_acronym(word: str) -> bool:
    """Whether it is like "U.S", "D.C", "Ph.D": parts of one or two letters between full stops."""
    parts = word.split(".")
    return all(part.isalpha() and len(part) <= _LONGEST_ACRONYM_PART for part in parts)


_RULES: Final[dict[str, Callable[[_Stop], bool]]] = {
    word: rule
    for name, rule in (
        ("places", _after_place),
        ("name tails", _after_name_tail),
        ("weekdays", _after_weekday),
        ("before figures", _before_figure),
        ("months", _after_month),
        ("clocks", _after_clock),
        ("connectives", _after_connective),
        ("titles", _after_title),
    )
    for word in word_list("sentence_ends", name)
}
