"""The word lists behind measures: what tells a measure, what is counted, which country is meant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from tracker.understanding.language.lexicon import rows, words
from tracker.understanding.language.nouns import singular
from tracker.understanding.language.tokens import Tokens

PERSON = "person"
"""Whoever is counted, where no group is told apart."""


_NOT_COUNTED: Final = frozenset(
    {"figure", "chair", "head", "private", "general", "whip", "anchor", "principal", "second"}
)  # roles that are other things where they are counted


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that tell a measure; `said_of` are kinds and dimensions (see words/measures.txt)."""

    words: tuple[str, ...]
    measure: str
    said_of: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cue:
    """Tokens first..end tell a measure."""

    phrase: Phrase
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Group:
    """What is counted; `person` says whether "people" may be said of it: loosely, narrowly, no."""

    name: str
    person: str


def find_cues(tokens: Tokens) -> Iterator[Cue]:
    """The measure words of a sentence: at each token the longest phrase, of every measure."""
    table = _phrases()
    for k in range(tokens.count):
        longest = 0
        for phrase in table.get(tokens.lowers[k], ()):
            end = k + len(phrase.words)
            if len(phrase.words) >= longest and tuple(tokens.lowers[k:end]) == phrase.words:
                longest = len(phrase.words)
                yield Cue(phrase, k, end)


def group_of(noun: str) -> Group | None:
    """The group that a lower-case noun names, None where it is in no list.

    What somebody can be ("consultants") is a group of its own.
    """
    one = singular(noun)
    found = _groups().get(noun) or _groups().get(one)
    if found or one not in words("roles") or one in _NOT_COUNTED:
        return found
    return Group(one, "narrowly")


def looseness(counted: str) -> str:
    """Whether "people" may be said of what is counted: "loosely", "narrowly" or "no"."""
    group = group_of(counted)
    return group.person if group else "no"


def is_owned(measure: str) -> bool:
    """Whether a measure holds for whoever is named beside it: one missile's range."""
    return measure in _owned()


def country_at(tokens: Tokens, k: int) -> tuple[str, int] | None:
    """The country that the tokens from `k` on name, and where the name ends."""
    for spelling, country in _countries().get(tokens.lowers[k], ()):
        if tuple(tokens.lowers[k : k + len(spelling)]) == spelling and tokens.words[k][0].isupper():
            return country, k + len(spelling)
    return None


@cache
def _phrases() -> Mapping[str, Sequence[Phrase]]:
    """First word -> the phrases that begin with it, longest first."""
    table: dict[str, list[Phrase]] = {}
    for measure, said_of, listed in rows("measures"):
        for written in listed.split():
            phrase = tuple(written.split("_"))
            table.setdefault(phrase[0], []).append(
                Phrase(phrase, measure, frozenset(said_of.split()))
            )
    for phrases in table.values():
        phrases.sort(key=lambda phrase: -len(phrase.words))
    return table


@cache
def _owned() -> frozenset[str]:
    return frozenset(measure for measure, said_of, _ in rows("measures") if "owned" in said_of)


@cache
def _groups() -> Mapping[str, Group]:
    table: dict[str, Group] = {}
    for name, person, listed in rows("counted"):
        written = [word.replace("_", " ") for word in listed.split()]
        for word in written if name == "*" else (name, *written):
            table.setdefault(word, Group(word if name == "*" else name, person))
    return table


@cache
def _countries() -> Mapping[str, Sequence[tuple[tuple[str, ...], str]]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for country, listed in rows("countries"):
        for written in (country.replace(" ", "_"), *listed.split()):
            spelling = tuple(written.split("_"))
            table.setdefault(spelling[0], []).append((spelling, country))
    for spellings in table.values():
        spellings.sort(key=lambda entry: -len(entry[0]))
    return table
