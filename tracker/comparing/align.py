"""Which sentence became which: many-to-many, so a split or a merged sentence has several links."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Sequence
from itertools import islice
from typing import Final

from tracker.comparing.anchors import Pair, longest_increasing, match_equal
from tracker.comparing.kinds import Judge
from tracker.comparing.model import Link, LinkKind
from tracker.comparing.quotations import quote_alike
from tracker.comparing.similar import Candidates, Weights, likeness, shared, without
from tracker.comparing.terms import tells, terms_of
from tracker.reading.noise.folding import fold

_ALIKE: Final = 0.3  # likeness from which two sentences count as versions of one
_SAME_WORDING: Final = 0.6  # likeness that does where the words shared tell nothing
_IN_PLACE: Final = 0.08  # what standing between the same unchanged sentences adds to it
_REPLACED: Final = 0.12  # likeness that does where both neighbours are linked to each other
_FURTHER_PART: Final = 0.2  # likeness that does for a further part of a split or merged sentence
_FREE_PART: Final = 0.15  # the same where one of the two has no link yet
_NEW_SHARE: Final = 0.25  # share of one sentence that a further part must be the first to explain
_LEAST_SHARE: Final = 0.13  # the same for both sentences
_LONGEST: Final = 5_000  # characters of a sentence; a longer one is no sentence
_MOST_READ: Final = 20_000  # characters of it that tell what it is like
_MOST_CANDIDATES: Final = 12
_MOST_CONTEXT: Final = 100  # unchanged sentences that the frequencies of words are counted in


def align_sentences(old: Sequence[str], new: Sequence[str]) -> list[Link]:
    """Links between the sentences of two versions, in order of `old`, then `new`.

    Equal sentences link first; the rest by the rare words they share and the place they hold.
    """
    return link_sentences(old, new, [])


def link_sentences(
    old: Sequence[str], new: Sequence[str], known: Sequence[Pair], first: Pair = (0, 0)
) -> list[Link]:
    """Like `align_sentences`; `known` are pairs of equal sentences found already.

    The links count the sentences of either side from the numbers in `first`.
    """
    return _judged(old, new, pair_sentences(old, new, known), first)


def pair_sentences(old: Sequence[str], new: Sequence[str], known: Sequence[Pair]) -> list[Pair]:
    """The same pairs without the kinds."""
    equal = list(known)
    left = _free(len(old), {i for i, _ in known})
    right = _free(len(new), {j for _, j in known})
    for key in (str, _folded):
        found = match_equal([key(old[i]) for i in left], [key(new[j]) for j in right])
        equal += [(left[a], right[b]) for a, b in found]
        left = [left[a] for a in _free(len(left), {a for a, _ in found})]
        right = [right[b] for b in _free(len(right), {b for _, b in found})]
    if left and right:
        equal += _Aligner(old, new, left, right, equal).pairs()
    return sorted(equal)


def _free(count: int, taken: Container[int]) -> list[int]:
    return [number for number in range(count) if number not in taken]


def _judged(old: Sequence[str], new: Sequence[str], pairs: list[Pair], first: Pair) -> list[Link]:
    judge = Judge(old, new)
    changed = [(i, j) for i, j in pairs if old[i] != new[j]]
    olds: defaultdict[int, list[str]] = defaultdict(list)
    news: defaultdict[int, list[str]] = defaultdict(list)
    for i, j in changed:
        olds[j].append(old[i])
        news[i].append(new[j])
    kinds = {(i, j): judge.kind(old[i], new[j], olds[j], news[i]) for i, j in changed}
    in_order = _in_order(pairs)
    a, b = first
    return [
        Link(a + i, b + j, kinds.get((i, j), LinkKind.SAME), number not in in_order)
        for number, (i, j) in enumerate(pairs)
    ]


def _in_order(pairs: list[Pair]) -> set[int]:
    """The numbers of the most pairs that do not cross: the rest were moved."""
    # Parts merged into one sentence do not cross, so equal numbers must count as rising.
    rising = [j * len(pairs) + number for number, (_, j) in enumerate(pairs)]
    return set(longest_increasing(rising))


class _Aligner:
    """Links the sentences that have no equal on the other side."""

    def __init__(
        self,
        old: Sequence[str],
        new: Sequence[str],
        left: list[int],
        right: list[int],
        equal: list[Pair],
    ) -> None:
        old_words = {i: _words(old[i]) for i in left}
        new_words = {j: _words(new[j]) for j in right}
        context = [_words(new[j]) for _, j in islice(equal, _MOST_CONTEXT)]
        # An unchanged sentence stands in both versions.
        weights = Weights([*old_words.values(), *new_words.values(), *context, *context])
        self._old = {i: weights.bag(words) for i, words in old_words.items()}
        self._new = {j: weights.bag(words) for j, words in new_words.items()}
        self._old_texts, self._new_texts = old, new
        self._gaps = _Gaps(equal)
        self._linked = _Linked(equal)

    def pairs(self) -> list[Pair]:
        scores = self._scores()
        found = self._best(scores)
        for pair in found:
            self._linked.add(pair)
        for pair in sorted(scores, key=lambda pair: (-scores[pair], pair)):
            if pair not in found and self._belongs(pair, scores[pair]):
                self._linked.add(pair)
                found.add(pair)
        return sorted(found)

    def _scores(self) -> dict[Pair, float]:
        candidates = Candidates(self._new)
        return {
            (i, j): likeness(bag, self._new[j])
            for i, bag in self._old.items()
            for j in candidates.like(bag, _MOST_CANDIDATES)
        }

    def _best(self, scores: dict[Pair, float]) -> set[Pair]:
        """Each sentence with its likeliest counterpart, where the two are alike enough."""
        placed = {
            pair: score + (_IN_PLACE if self._gaps.same(*pair) else 0.0)
            for pair, score in scores.items()
        }
        best_old: dict[int, Pair] = {}
        best_new: dict[int, Pair] = {}
        for pair in sorted(placed, key=lambda pair: (-placed[pair], pair)):
            if placed[pair] >= _ALIKE and self._share_meaning(pair, placed[pair]):
                best_old.setdefault(pair[0], pair)
                best_new.setdefault(pair[1], pair)
        return {*best_old.values(), *best_new.values()}

    def _share_meaning(self, pair: Pair, score: float) -> bool:
        """Whether more than "she is not" makes the two alike, or very much of that."""
        old, new = self._old[pair[0]].words, self._new[pair[1]].words
        return score >= _SAME_WORDING or any(tells(word) for word in old.keys() & new.keys())

    def _belongs(self, pair: Pair, score: float) -> bool:
        """Whether the links found so far make this one likely too."""
        i, j = pair
        if self._linked.both_free(i, j) and self._replaces(i, j, score):
            return True
        free = self._linked.is_free(i, j)
        if score < (_FREE_PART if free else _FURTHER_PART) or not self._linked.beside(i, j):
            return False
        shares = self._explained(i, j)
        return min(shares) >= _LEAST_SHARE and (free or max(shares) >= _NEW_SHARE)

    def _replaces(self, i: int, j: int, score: float) -> bool:
        """Whether j stands where i stood, and is like it or quotes the same speaker."""
        if self._linked.around(i, j):
            return score >= _REPLACED or quote_alike(self._old_texts[i], self._new_texts[j])
        return self._gaps.same(i, j) and quote_alike(self._old_texts[i], self._new_texts[j])

    def _explained(self, i: int, j: int) -> tuple[float, float]:
        """The share of each sentence that this link explains and no other does."""
        old, new = self._old[i], self._new[j]
        old_rest = without(old, [self._new[k] for k in self._linked.news(i) if k in self._new])
        new_rest = without(new, [self._old[k] for k in self._linked.olds(j) if k in self._old])
        return (
            shared(old_rest, new) / old.total,
            shared(new_rest, old) / new.total,
        )


class _Linked:
    """The links found so far, asked from either side."""

    def __init__(self, equal: Iterable[Pair]) -> None:
        # A sentence with an equal on the other side is linked to nothing else.
        self._news: dict[int, list[int]] = {}
        self._olds: dict[int, list[int]] = {}
        self._equal_new = dict(equal)
        self._equal_old = {j: i for i, j in self._equal_new.items()}

    def add(self, pair: Pair) -> None:
        self._news.setdefault(pair[0], []).append(pair[1])
        self._olds.setdefault(pair[1], []).append(pair[0])

    def news(self, i: int) -> Collection[int]:
        return (self._equal_new[i],) if i in self._equal_new else self._news.get(i, ())

    def olds(self, j: int) -> Collection[int]:
        return (self._equal_old[j],) if j in self._equal_old else self._olds.get(j, ())

    def is_free(self, i: int, j: int) -> bool:
        """Whether one of the two has no link yet."""
        return not (self.news(i) and self.olds(j))

    def both_free(self, i: int, j: int) -> bool:
        return not (self.news(i) or self.olds(j))

    def beside(self, i: int, j: int) -> bool:
        """Whether i and j continue what is linked already: parts of a split stand together."""
        news, olds = self.news(i), self.olds(j)
        next_to_news = j - 1 in news or j + 1 in news
        next_to_olds = i - 1 in olds or i + 1 in olds
        return (next_to_news or not news) and (next_to_olds or not olds) and bool(news or olds)

    def around(self, i: int, j: int) -> bool:
        """Whether the sentences before, and those after, are linked to each other."""
        return j - 1 in self.news(i - 1) and j + 1 in self.news(i + 1)


class _Gaps:
    """The gaps between the sentences that kept their order."""

    def __init__(self, equal: list[Pair]) -> None:
        in_order = sorted(equal)
        kept = [in_order[k] for k in longest_increasing([j for _, j in in_order])]
        self._olds = [i for i, _ in kept]
        self._news = [j for _, j in kept]

    def same(self, i: int, j: int) -> bool:
        return bisect_left(self._olds, i) == bisect_left(self._news, j)


def _folded(text: str) -> str:
    return fold(text) if len(text) <= _LONGEST else text


def _words(text: str) -> list[str]:
    return [term.key for term in terms_of(text[:_MOST_READ])]
