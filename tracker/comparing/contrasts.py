"""Words that exclude each other: replacing one by another changes what is asserted."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Final, TypeAlias

from tracker.comparing.terms import fold_word
from tracker.comparing.wordlists import lines_of, word_list

Answer: TypeAlias = tuple[int, int]  # question, answer to it

_QUESTIONS: Final = (
    "casualties",
    "law",
    "status",
    "direction",
    "amounts",
    "time",
    "place",
    "people",
    "events",
    "colours",
)


def contrast(lost: Iterable[str], got: Iterable[str]) -> bool:
    """Whether folded words that went and came answer one question differently."""
    before, after = _answered(lost), _answered(got)
    return any(question in after and not before[question] & after[question] for question in before)


def is_deadlier(old: Iterable[str], new: Iterable[str]) -> bool:
    """Whether both tell of casualties, and only one of them of deaths."""
    dead, hurt = _casualties()
    before, after = set(old), set(new)
    return bool(before & dead) != bool(after & dead) and bool(before & hurt and after & hurt)


@cache
def _casualties() -> tuple[frozenset[str], frozenset[str]]:
    """The words of deaths, and those of casualties of any kind."""
    lines = lines_of("contrasts", "casualties")
    dead = lines[0].split(" | ")[0].split()
    words = [word for line in lines for word in line.replace("|", " ").split()]
    return frozenset(map(fold_word, dead)), frozenset(map(fold_word, words))


def is_answer(key: str) -> bool:
    """Whether the folded word answers one of the questions."""
    return key in _answers()


def weighs(key: str) -> bool:
    """Whether adding or dropping the folded word alone changes what is asserted."""
    return key in _weighty()


def _answered(keys: Iterable[str]) -> dict[int, set[int]]:
    answered: defaultdict[int, set[int]] = defaultdict(set)
    for key in keys:
        for question, answer in _answers().get(key, ()):
            answered[question].add(answer)
    return answered


@cache
def _answers() -> dict[str, list[Answer]]:
    answers: defaultdict[str, list[Answer]] = defaultdict(list)
    lines = [line for name in _QUESTIONS for line in lines_of("contrasts", name)]
    for question, line in enumerate(lines):
        for answer, words in enumerate(line.split(" | ")):
            for key in {fold_word(word) for word in words.split()}:
                answers[key].append((question, answer))
    return dict(answers)


@cache
def _weighty() -> frozenset[str]:
    quantifiers = word_list("wordings", "quantifiers")
    return _hedges() | frozenset(fold_word(word) for word in quantifiers)


def is_hedge(key: str) -> bool:
    """Whether the folded word says how sure something is."""
    return key in _hedges()


@cache
def _hedges() -> frozenset[str]:
    return frozenset(fold_word(word) for word in word_list("wordings", "hedges"))


def is_vague(key: str) -> bool:
    """Whether the folded word stands for a figure that nobody gives."""
    return key in _vague()


@cache
def _vague() -> frozenset[str]:
    return frozenset(fold_word(word) for word in word_list("wordings", "vague figures"))


def is_negation(key: str) -> bool:
    """Whether the folded word negates."""
    return key in _negations()


def is_expectation(key: str) -> bool:
    """Whether the folded word says that something is still to come."""
    return key in _expectations()


@cache
def _negations() -> frozenset[str]:
    return frozenset(fold_word(word) for word in word_list("wordings", "negations"))


@cache
def _expectations() -> frozenset[str]:
    return frozenset(fold_word(word) for word in word_list("wordings", "expectations"))
