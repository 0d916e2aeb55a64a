"""How alike two texts are by the words they share, rare words counting most, and who is like whom.

A text is a bag of words weighted by inverse document frequency. An inverted index of rare words
proposes candidates, so no text is held against all others.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from math import log, sqrt
from typing import Final, NamedTuple


class Bag(NamedTuple):
    """Each distinct word of a text with the square of its weight, and the sum of these."""

    words: Mapping[str, float]
    total: float


_MOST_POSTINGS: Final = 24  # a word found in more texts than this proposes no candidate
_MOST_WORDS: Final = 400  # of a text; the rest of a giant paragraph adds nothing to its likeness
_FIGURE: Final = 0.3  # weight of a figure beside that of a word: figures are what updates change
_LEAST_WEIGHT: Final = 0.2  # of a word found in every text: two texts of such words are alike


class Weights:
    """Inverse document frequencies over the texts given."""

    def __init__(self, texts: Iterable[Collection[str]]) -> None:
        self._counts: Counter[str] = Counter()
        total = 1
        for words in texts:
            self._counts.update(set(words))
            total += 1
        self._total = total
        self._known: dict[str, float] = {}

    def bag(self, words: Iterable[str]) -> Bag:
        """The bag of a text's words."""
        distinct = list(dict.fromkeys(words))[:_MOST_WORDS]
        known = self._known
        for word in distinct:
            if word not in known:
                known[word] = self._weight(word)
        weights = {word: known[word] for word in distinct}
        return Bag(weights, sum(weights.values()))

    def _weight(self, word: str) -> float:
        weight = (log(self._total / (self._counts[word] or 1)) + _LEAST_WEIGHT) ** 2
        return weight * _FIGURE if word[0].isdigit() else weight


def shared(old: Bag, new: Bag) -> float:
    """The weight of the words found in both."""
    weights = old.words
    return sum([weights[word] for word in weights.keys() & new.words.keys()])


def likeness(old: Bag, new: Bag) -> float:
    """The cosine of two bags: 0 (no word shared) to 1 (the same words)."""
    common = shared(old, new)
    return common / sqrt(old.total * new.total) if common else 0.0


def share_in(part: Bag, whole: Bag) -> float:
    """Which share of the weight of `part` is found in `whole`, 0 to 1."""
    common = shared(part, whole)
    return common / part.total if common else 0.0


def without(bag: Bag, others: Iterable[Bag]) -> Bag:
    """What is left of a bag when the words of others are taken out."""
    gone: set[str] = set().union(*(other.words for other in others))
    left = {word: weight for word, weight in bag.words.items() if word not in gone}
    return Bag(left, sum(left.values()))


class Candidates:
    """Proposes for a bag the items of the other side that share its rarest words."""

    def __init__(self, bags: Mapping[int, Bag]) -> None:
        postings: defaultdict[str, list[int]] = defaultdict(list)
        for item, bag in bags.items():
            for word in bag.words:
                postings[word].append(item)
        self._postings = {w: p for w, p in postings.items() if len(p) <= _MOST_POSTINGS}

    def like(self, bag: Bag, most: int) -> list[int]:
        """At most `most` items, the likeliest first."""
        scores: defaultdict[int, float] = defaultdict(float)
        for word, weight in bag.words.items():
            for item in self._postings.get(word, ()):
                scores[item] += weight
        return sorted(scores, key=lambda item: (-scores[item], item))[:most]
