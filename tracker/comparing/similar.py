"""How alike two texts are by the words they share, rare words counting most, and who is like whom.

Texts are bags of words weighted by inverse document frequency; an inverted index of rare words
proposes candidates, so no text is held against all others.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import log, sqrt
from typing import Final, TypeAlias

Bag: TypeAlias = dict[str, float]

_WORD: Final = re.compile(r"\w+")
_MOST_POSTINGS: Final = 24  # a word found in more texts than this proposes no candidate
_MOST_WORDS: Final = 400  # of a text; the rest of a giant paragraph adds nothing to its likeness


def words_of(text: str) -> list[str]:
    """The words of a text, folded to lower case."""
    return _WORD.findall(text.lower())


class Weights:
    """Inverse document frequencies over all texts of both sides."""

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        counts: Counter[str] = Counter()
        total = 0
        for words in texts:
            counts.update(set(words))
            total += 1
        self._counts = counts
        self._total = total + 1

    def bag(self, words: Sequence[str]) -> Bag:
        """Each distinct word with its weight."""
        counts, total = self._counts, self._total
        return {
            word: log(total / (counts[word] or 1)) + 0.05
            for word in dict.fromkeys(words[:_MOST_WORDS])
        }


def cosine(old: Bag, new: Bag) -> float:
    """0 (no word shared) to 1 (the same words)."""
    shared = sum(weight * weight for word, weight in old.items() if word in new)
    if not shared:
        return 0.0
    return shared / (norm(old) * norm(new))


def containment(part: Bag, whole: Bag) -> float:
    """Which share of the weight of `part` is found in `whole`, 0 to 1."""
    total = sum(part.values())
    return sum(weight for word, weight in part.items() if word in whole) / total if total else 0.0


def norm(bag: Bag) -> float:
    return sqrt(sum(weight * weight for weight in bag.values()))


class Candidates:
    """Proposes for a bag the items of the other side that share its rarest words."""

    def __init__(self, bags: dict[int, Bag]) -> None:
        postings: defaultdict[str, list[int]] = defaultdict(list)
        for item, bag in bags.items():
            for word in bag:
                postings[word].append(item)
        self._postings = {w: p for w, p in postings.items() if len(p) <= _MOST_POSTINGS}

    def like(self, bag: Bag, most: int) -> list[int]:
        """At most `most` items, the likeliest first."""
        scores: defaultdict[int, float] = defaultdict(float)
        for word, weight in bag.items():
            for item in self._postings.get(word, ()):
                scores[item] += weight * weight
        return sorted(scores, key=lambda item: (-scores[item], item))[:most]
