"""Nouns: singular and plural, and the noun that a number counts."""

import re
from dataclasses import dataclass
from functools import cache

from tracker.understanding.language.lexicon import rows, words
from tracker.understanding.language.metrology import unit_at
from tracker.understanding.language.tags import (
    ADVERB,
    DETERMINER,
    NOUN,
    NUMBER,
    PRONOUN,
    VERB,
)
from tracker.understanding.language.tokens import Tokens

_LONGEST_PHRASE = 13
_SHORTEST = 3
_ADJECTIVE_ENDINGS = (
    "al",
    "ous",
    "ive",
    "able",
    "ible",
    "ic",
    "id",
    "ful",
    "less",
    "ate",
    "ant",
    "ent",
)
_OBJECT_OPENERS = frozenset({DETERMINER, PRONOUN, NOUN, NUMBER, ADVERB})
_HYPHENS = frozenset({"-", "–", "—"})
_NOT_PLURAL = ("ss", "us", "is", "'s")


@dataclass(frozen=True, slots=True)
class Counted:
    """The counted noun phrase: tokens first..end, the head its last token."""

    first: int
    end: int
    unit: str
    scope: str | None


@cache
def _irregular() -> dict[str, str]:
    return {plural: singular for singular, plural in rows("plurals")}


def singular(word: str) -> str:
    """The singular of a lower-case noun, by list and by ending."""
    known = _irregular().get(word)
    if known:
        return known
    if len(word) < 4 or not word.endswith("s") or word.endswith(_NOT_PLURAL):  # noqa: PLR2004
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def is_plural(word: str) -> bool:
    return word in _irregular() or (
        len(word) > 3 and word.endswith("s") and not word.endswith(_NOT_PLURAL)  # noqa: PLR2004
    )


def counted_noun(tokens: Tokens, tags: list[str], at: int, *, one: bool = False) -> Counted | None:
    """The noun that a number before token `at` counts: up to its plural, or, of `one`, its head.

    Names and demonyms in front of the head ("North Korean") are its scope, other words its kind.
    """
    is_partitive = tokens.lowers[at] == "of"  # "one of the boats" needs its plural
    at = _past_openers(tokens, at)
    last = _head(tokens, tags, at, one=one and not is_partitive)
    if last is None:
        return None
    start = _past_measure(tokens, at)
    inside = [i for i in range(start, last) if not _is_aside(tokens, tags, i)]
    names = [i for i in inside if tokens.words[i][0].isupper()]
    numbered = any(tags[i] == NUMBER for i in range(at, last))  # "C-130 planes": no place, no group
    kind = [_positive(tokens.lowers[i]) for i in inside if i not in names]
    head = singular(tokens.lowers[last].removesuffix("'s").removesuffix("'"))
    head = head.removesuffix("s") if _is_initials(tokens.words[last]) else head
    scope = None if numbered else " ".join(tokens.words[i] for i in names) or None
    return Counted(at, last + 1, " ".join(_hyphenated([*kind, head])), scope)


def _positive(word: str) -> str:
    """An adjective without its degree: "largest" and "larger" count what is "large"."""
    return _degrees().get(word, word)


@cache
def _degrees() -> dict[str, str]:
    forms: dict[str, str] = {}
    for word in words("adjectives"):
        stem = word.removesuffix("e")
        stem = f"{stem[:-1]}i" if word.endswith("y") else stem
        if re.search(r"[^aeiou][aeiou][bdgmnpt]$", word):
            stem += word[-1]
        forms |= {f"{stem}er": word, f"{stem}est": word}
    return forms


def joined_noun(tokens: Tokens, tags: list[str], at: int) -> Counted | None:
    """The singular noun that a number modifies: "six-cylinder", "9-2 lead", "11 member pact"."""
    at += tokens.words[at] == "-" and tokens.glued[at + 1]
    is_hyphened = tokens.words[at - 1] == "-"
    is_noun = tags[at] == NOUN and tokens.kinds[at] == "word" and tokens.words[at].islower()
    if not is_hyphened and _is_predicate(tokens, tags, at):
        return None
    if (
        not is_noun
        or len(tokens.words[at]) < _SHORTEST
        or tokens.lowers[at] in words("not_counted")
    ):
        return None
    return Counted(at, at + 1, singular(tokens.lowers[at]), None)


def _is_predicate(tokens: Tokens, tags: list[str], at: int) -> bool:
    """As in "three remain missing", "20 boarded the bus": what they do, not what they are."""
    word = tokens.lowers[at]
    if word in words("not_nouns"):
        return True
    is_past = word.endswith("ed") and len(word) > _SHORTEST + 1 and not word.endswith("eed")
    return is_past and tags[at + 1] != NOUN and tokens.words[at + 1] != "-"


def _is_aside(tokens: Tokens, tags: list[str], i: int) -> bool:
    """Tokens before the head that are no part of the unit's name: "recently-arrived", "240mm"."""
    if tags[i] in {ADVERB, NUMBER} or tokens.words[i] in {",", "and"}:
        return True
    before = tags[i - 1] if tokens.words[i - 1] != "-" else tags[i - 2]
    if tags[i] == VERB and before == ADVERB:
        return True
    if tokens.words[i] == "-":
        return tags[i - 1] == ADVERB or tags[i + 1] == NUMBER or not tokens.glued[i]
    follows_figure = tags[i - 1] == NUMBER and tokens.glued[i]
    precedes_figure = tags[i + 1] == NUMBER and tokens.glued[i + 1]
    return follows_figure or precedes_figure


def _past_openers(tokens: Tokens, at: int) -> int:
    """Over "of the", "more", "other", "new" and the like."""
    if tokens.lowers[at] == "of":
        at += 1
    while tokens.lowers[at] in words("openers") or tokens.lowers[at] in {"several", "many", "most"}:
        at += 1
    return at


def _head(tokens: Tokens, tags: list[str], at: int, *, one: bool) -> int | None:
    """The plural that a number counts; of "one", the last noun of the run."""
    last = None
    for i in range(_past_measure(tokens, at), min(at + _LONGEST_PHRASE, tokens.count)):
        if _is_passed_over(tokens, tags, i, at):
            continue
        is_verb_form = tags[i] == VERB and (
            last is not None or not _is_noun_after_all(tokens, tags, i)
        )
        if is_verb_form or tags[i] not in {NOUN, VERB} or tokens.kinds[i] == "sign":
            break
        if is_plural(tokens.lowers[i]) or _is_initials(tokens.words[i]):
            last = i
            if not _plural_follows(tokens, tags, i):
                return i
        elif one:
            last = i
    return last


def _is_initials(word: str) -> bool:
    """As in "MPs", "NGOs"."""
    return len(word) >= _SHORTEST and word[-1] == "s" and word[:-1].isupper()


def _is_noun_after_all(tokens: Tokens, tags: list[str], i: int) -> bool:
    """As in "important targets": a plural that could be a verb, but has no object."""
    is_opened = tokens.lowers[i - 1] in words("openers")
    return is_plural(tokens.lowers[i]) and (is_opened or tags[i + 1] not in _OBJECT_OPENERS)


def _is_passed_over(tokens: Tokens, tags: list[str], i: int, at: int) -> bool:
    """May stand in front of the head: "domestically made", "240mm", the comma of "valid, legal"."""
    word = tokens.lowers[i]
    if tags[i] == ADVERB:
        return True
    if tags[i] == NUMBER:
        return _is_figure_passed_over(tokens, i, at)
    if tags[i] == VERB:
        return word.endswith(("ed", "ing", "en", "made")) and tags[i + 1] in {NOUN, VERB, NUMBER}
    if word == "-":
        return tokens.glued[i] and tokens.glued[i + 1]
    if word in {",", "and"}:
        joins_names = word == "and" and all(tokens.words[at][:1].isupper() for at in (i - 1, i + 1))
        is_listed = tokens.lowers[i - 1].endswith(_ADJECTIVE_ENDINGS) or tokens.words[i - 1] == ","
        return joins_names or is_listed
    return False


def _is_figure_passed_over(tokens: Tokens, i: int, at: int) -> bool:
    """As in "240mm" and the numbers of names: "50 Boeing 737 Max jets", "two Kh-59 missiles"."""
    if tokens.words[i - 1] in _HYPHENS:
        return tokens.glued[i] and tokens.words[i - 2][:1].isupper()
    is_of_a_name = i > at and tokens.words[i - 1][:1].isupper()
    return is_of_a_name or tokens.glued[i] or unit_at(tokens, i + 1) is not None


def _past_measure(tokens: Tokens, at: int) -> int:
    """Over the size of what is counted: "8 million 250ml bottles", "two 13-year-old boys"."""
    if tokens.kinds[at] != "number":
        return at
    measured = unit_at(tokens, at + 1 + (tokens.words[at + 1] == "-"))
    if not measured:
        return at
    is_old = tokens.lowers[measured[1] : measured[1] + 2] == ["-", "old"]
    return measured[1] + 2 * is_old


def _plural_follows(tokens: Tokens, tags: list[str], i: int) -> bool:
    """As in "sports cars": the first plural is no head."""
    return tags[i + 1] == NOUN and is_plural(tokens.lowers[i + 1]) and tokens.kinds[i + 1] == "word"


def _hyphenated(parts: list[str]) -> list[str]:
    """As in "coal - fired" as one word."""
    joined: list[str] = []
    for part in parts:
        if part == "-" or (joined and joined[-1].endswith("-")):
            joined[-1:] = [(joined[-1] if joined else "") + part]
        else:
            joined.append(part)
    return joined
