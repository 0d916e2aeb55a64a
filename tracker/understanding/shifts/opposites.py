"""Whether an edit turned an assertion round: "did" -> "did not", "likely" -> "unlikely"."""

from typing import Final

from tracker.understanding.language.hedges import negations_in
from tracker.understanding.shifts.matching import words_of

NEGATION: Final = "negation"
"""The rule of what was turned round."""

_PREFIXES: Final = {"un": 4, "non": 4, "dis": 5, "ir": 7, "il": 5, "im": 6, "in": 7}
"""What turns a word round, and the fewest letters of such a word: "inform" is not "in" + "form"."""


def is_turned_round(old: str, new: str) -> bool:
    """Whether one of two texts negates more than the other, or says the opposite of a word."""
    if negations_in(old) != negations_in(new):
        return True
    before, after = set(words_of(old)), set(words_of(new))
    return _has_opposite(before - after, after) or _has_opposite(after - before, before)


def _has_opposite(alone: set[str], others: set[str]) -> bool:
    """Whether a word that only one text has is a word that only the other has, negated."""
    return any(
        prefix + word in others and prefix + word not in alone
        for word in alone
        for prefix, fewest in _PREFIXES.items()
        if len(word) >= fewest
    )
