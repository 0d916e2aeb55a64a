"""How much two texts share: runs of three words, a character being a word where none are spaced."""

import re
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+")
_LONGEST = 200_000  # characters of a text that are compared; a long read has 60,000


@dataclass(frozen=True, slots=True)
class Words:
    """A text's size in words, and its runs of three."""

    count: int
    runs: frozenset[int]


@lru_cache(maxsize=8)
def words_of(text: str) -> Words:
    """The words of a text, case folded; of one of up to three words, the run is all of it."""
    words = _WORD.findall(text[:_LONGEST].lower())
    if len(words) < 3:  # noqa: PLR2004
        return Words(len(words), frozenset([hash(tuple(words))] if words else ()))
    return Words(len(words), frozenset(map(hash, zip(words, words[1:], words[2:], strict=False))))


def share_kept(old: str, new: str) -> float:
    """The share of the old text that the new one has; 0 where there is no old one."""
    before, after = words_of(old), words_of(new)
    return len(before.runs & after.runs) / len(before.runs) if before.runs else 0.0


def likeness(one: str, other: str) -> float:
    """How alike two texts are: 1 for the same words, 0 where they share no run of three."""
    first, second = words_of(one), words_of(other)
    both = len(first.runs) + len(second.runs)
    return 2 * len(first.runs & second.runs) / both if both else 1.0
