"""Words that hold a claim at arm's length, and words that deny: a change of either is a shift."""

import re
from functools import cache

from tracker.understanding.lexicon import words

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def hedges_in(text: str) -> int:
    """How many hedging words a text has ("reportedly", "may", "alleged", "likely")."""
    return sum(word in words("hedges") for word in _lowers(text)) + sum(
        phrase in _spaced(text) for phrase in _phrases()
    )


def negations_in(text: str) -> int:
    """How many negating words a text has ("not", "no", "never", "denied")."""
    return sum(word in words("negations") or word.endswith("n't") for word in _lowers(text))


def _lowers(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def _spaced(text: str) -> str:
    return f" {' '.join(_lowers(text))} "


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(f" {word} " for word in words("hedges") if " " in word)
