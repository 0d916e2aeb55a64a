"""What an edit of words did to what is asserted."""

from collections.abc import Set as AbstractSet
from functools import cache
from typing import Final, TypeAlias

from tracker.comparing.model import LinkKind
from tracker.comparing.terms import Term, is_plain, terms_of
from tracker.understanding.language.lexicon import rows, words
from tracker.understanding.language.tags import closed, verb_forms
from tracker.understanding.model import ShiftKind
from tracker.understanding.shifts.cue_turns import turn_of_verb
from tracker.understanding.shifts.matching import words_of
from tracker.understanding.shifts.opposites import NEGATION, is_turned_round
from tracker.understanding.shifts.roles import turn_of_role
from tracker.understanding.shifts.sureness import turn_of

Judged: TypeAlias = tuple[ShiftKind | None, str]  # with the rule that reached it

OTHER: Final = "other words"
"""The rule of words that gave way to others."""

SLIGHT: Final = "one word for another"
"""The same where all else is as it was and the words are not far apart."""

_NOTHING: Final[Judged] = (None, "")
_ASSERTING: Final = frozenset({LinkKind.FACT, LinkKind.QUOTE})
_BRIEF: Final = 3  # words of content that give way to as many where else only detail was added
_PHRASE: Final = 3  # words of content that make what was added or cut worth telling
_FEW: Final = 2  # words of a slight edit that may assert something else
_SHORT: Final = 2  # letters of words that carry no content


def judge(before: str, after: str, kinds: AbstractSet[LinkKind], *, partly: bool) -> Judged:
    """What the step from `before` to `after` asserts anew.

    `kinds` are those of the links that its sentences stand in; `partly` that other words of the
    edit are facts or statements, which are told already.
    """
    old, new = content(before), content(after)
    if partly and _tell_ways(old | new):
        return _NOTHING
    if is_turned_round(before, after):
        return ShiftKind.REVISED, NEGATION
    turn = turn_of(before, after) or turn_of_role(before, after) or turn_of_verb(old, new)
    if turn:
        return turn
    if _same_terms(before, after) or (partly and bool(old) != bool(new)):
        return _NOTHING
    return _replaced(old, new, kinds) if old and new else _one_way(old, new, kinds)


def content(text: str) -> set[str]:
    """The words that say something: figures, and words that are not auxiliary."""
    return {
        word
        for word in words_of(text)
        if word[0].isdigit() or (len(word) > _SHORT and not _is_auxiliary(word))
    }


def _one_way(old: set[str], new: set[str], kinds: AbstractSet[LinkKind]) -> Judged:
    """Words that were only added, or only cut, where there are enough of them."""
    if max(len(old), len(new)) < _PHRASE or kinds == {LinkKind.STYLE}:
        return _NOTHING
    if new:
        return ShiftKind.APPEARED, "words were added"
    return ShiftKind.WITHDRAWN, "words were cut"


def _replaced(old: set[str], new: set[str], kinds: AbstractSet[LinkKind]) -> Judged:
    if kinds == {LinkKind.STYLE}:
        told = _are_other_things(old, new)
    else:
        told = bool(kinds & _ASSERTING) or max(len(old), len(new)) <= _BRIEF
    return (ShiftKind.REVISED, SLIGHT if kinds == {LinkKind.STYLE} else OTHER) if told else _NOTHING


def _are_other_things(old: set[str], new: set[str]) -> bool:
    """Whether a slight edit put one thing for another: "serious" -> "minor", "lied" -> "erred".

    Synonyms and verbs of saying are left out: house styles differ in them.
    """
    if max(len(old), len(new)) > _FEW or (old | new) & closed().keys():
        return False
    if any(verb_forms().get(word, word) in _reporting() for word in old | new):
        return False
    return not any(_are_synonyms(one, other) for one in old for other in new)


def _are_synonyms(one: str, other: str) -> bool:
    (first, *_), (second, *_) = (terms_of(word) or (None,) for word in (one, other))
    if first is None or second is None:
        return False
    return bool(_groups().get(first.key, set()) & _groups().get(second.key, set()))


@cache
def _reporting() -> frozenset[str]:
    """The base forms of verbs that attribute words."""
    return frozenset(forms.split()[0] for forms, _ in rows("cues"))


@cache
def _groups() -> dict[str, set[int]]:
    """The groups of synonyms that a word is in."""
    groups: dict[str, set[int]] = {}
    for number, (line,) in enumerate(rows("synonyms")):
        for word in line.split():
            for term in terms_of(word):
                groups.setdefault(term.key, set()).add(number)
    return groups


def _tell_ways(told: set[str]) -> bool:
    """Whether the words say how a figure beside them went: "rose 4 percent" -> "fell 2 percent"."""
    keys = {term.key for word in told for term in terms_of(word)}
    return bool(keys) and keys <= _ways()


@cache
def _ways() -> frozenset[str]:
    bases = (verb for _, verbs in rows("changes") for verb in verbs.split())
    return frozenset(term.key for verb in bases for term in terms_of(verb))


def _same_terms(before: str, after: str) -> bool:
    """Whether the words are the same, inflected or spelled otherwise."""
    if "".join(words_of(before)) == "".join(words_of(after)):
        return True
    one, other = _keys(before), _keys(after)
    return one == other if one and other else set(words_of(before)) == set(words_of(after))


def _keys(text: str) -> set[str]:
    """The words that carry meaning, by base form and without variants of spelling."""
    return {_base(term) for term in terms_of(text) if not is_plain(term)}


def _base(term: Term) -> str:
    base = verb_forms().get(term.text.lower())
    return terms_of(base)[0].key if base and terms_of(base) else term.key


def _is_auxiliary(word: str) -> bool:
    return any(word in words(name) for name in ("determiners", "be", "modals"))
