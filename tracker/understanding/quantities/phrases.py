"""Chosen words of a sentence as a short phrase, in the order and with the joints of the text."""

from collections.abc import Iterable

from tracker.understanding.language.tags import (
    CONJUNCTION,
    DETERMINER,
    NOUN,
    NUMBER,
    POSSESSIVE,
    PREPOSITION,
)
from tracker.understanding.quantities.clauses import Clause

_MOST_RUNS = 3
_LONGEST_JOINT = 4  # tokens between two words of one phrase: "price OF THE VERY best"
_JOINTS = frozenset({"-", "&", "/", "’", "'"})
_JOINING = frozenset({"of", "in", "for", "on", "at", "to", "with", "and", "among", "by"})


def phrase(clause: Clause, chosen: Iterable[int]) -> str | None:
    """The tokens `chosen` with what joins them; runs that nothing joins are parted by commas."""
    runs: list[list[int]] = []
    for i in sorted(chosen):
        if runs and _are_joined(clause, runs[-1][-1], i):
            runs[-1] = [*runs[-1], *range(runs[-1][-1] + 1, i), i]
        else:
            runs.append([i])
    parts = [_written(clause, _whole(clause, run)) for run in _telling(runs)]
    return ", ".join(dict.fromkeys(parts)) or None


def _telling(runs: list[list[int]]) -> list[list[int]]:
    """Whose it is and the nearest words, where there are too many to read."""
    return runs if len(runs) <= _MOST_RUNS else [runs[0], *runs[1 - _MOST_RUNS :]]


def _are_joined(clause: Clause, last: int, i: int) -> bool:
    between = range(last + 1, i)
    return len(between) <= _LONGEST_JOINT and all(_is_joint(clause, at) for at in between)


def _is_joint(clause: Clause, at: int) -> bool:
    word, tag = clause.tokens.lowers[at], clause.tags[at]
    if at in clause.taken:
        return False
    if tag == NUMBER:
        return _is_of_a_name(clause, at)
    if tag in {PREPOSITION, CONJUNCTION}:
        return word in _JOINING
    return tag in {DETERMINER, POSSESSIVE, NOUN} or word in _JOINTS


def _is_of_a_name(clause: Clause, at: int) -> bool:
    """As in "A2 Milk", "Fortune 100": a number that no figure took, behind a capital."""
    tokens = clause.tokens
    before = tokens.words[at - 1 - (tokens.words[at - 1] == "-" and tokens.glued[at])]
    return clause.tags[at] == NUMBER and at not in clause.taken and before[:1].isupper()


def _whole(clause: Clause, run: list[int]) -> list[int]:
    """With the rest of its names ("NEW York", "Dow AVERAGE", "S&P 500") and hyphened words."""
    first, last = run[0], run[-1]
    while _halves(clause, first) or _is_named(clause, first - 1):
        first -= 2 if _halves(clause, first) else 1
    while _is_named(clause, last + 1) and clause.tokens.words[last][:1].isupper():
        last += 1
    last += _is_of_a_name(clause, last + 1)
    return [*range(first, run[0]), *run, *range(run[-1] + 1, last + 1)]


def _halves(clause: Clause, i: int) -> bool:
    """Token `i` is the second half of a word: "tax-CREDIT"."""
    tokens = clause.tokens
    is_joint = i > 1 and tokens.words[i - 1] in {"-", "&"} and i - 2 not in clause.taken
    return is_joint and tokens.glued[i] and tokens.glued[i - 1]


def _is_named(clause: Clause, i: int) -> bool:
    """Token `i` is a capitalised noun inside the sentence."""
    return (
        0 < i < clause.tokens.count
        and clause.tags[i] == NOUN
        and i not in clause.taken
        and clause.tokens.words[i][:1].isupper()
    )


def _written(clause: Clause, run: list[int]) -> str:
    tokens = clause.tokens
    text = tokens.words[run[0]]
    for i in run[1:]:
        text += tokens.words[i] if tokens.glued[i] else f" {tokens.words[i]}"
    return text
