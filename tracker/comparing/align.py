"""Which sentence became which: many-to-many, so a split or a merged sentence has several links."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from tracker.comparing.anchors import Pair, longest_increasing, match_equal
from tracker.comparing.kinds import kind_of
from tracker.comparing.model import Link
from tracker.comparing.similar import Bag, Candidates, Weights, cosine, words_of

_ALIKE: Final = 0.3  # cosine from which two sentences count as versions of one
_MOST_CANDIDATES: Final = 12
_IN_PLACE: Final = 0.08  # what standing between the same neighbours adds to the likeness


def align_sentences(old: Sequence[str], new: Sequence[str]) -> list[Link]:
    """Links between the sentences of two versions, in order of `old`, then `new`.

    Equal sentences link first; the rest by the rare words they share and the place they hold.
    """
    equal = match_equal([" ".join(s.split()) for s in old], [" ".join(s.split()) for s in new])
    links = [Link(i, j, kind_of(old[i], new[j])) for i, j in equal]
    links += [Link(i, j, kind_of(old[i], new[j])) for i, j in _alike(old, new, equal)]
    return sorted(links, key=lambda link: (link.old, link.new))


def _alike(old: Sequence[str], new: Sequence[str], equal: list[Pair]) -> list[Pair]:
    left = sorted(set(range(len(old))) - {i for i, _ in equal})
    right = sorted(set(range(len(new))) - {j for _, j in equal})
    if not left or not right:
        return []
    return _Aligner(old, new, left, right, equal).pairs()


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
        old_words = [words_of(text) for text in old]
        new_words = [words_of(text) for text in new]
        weights = Weights([*old_words, *new_words])
        self._old = {i: weights.bag(old_words[i]) for i in left}
        self._new = {j: weights.bag(new_words[j]) for j in right}
        self._gaps = _Gaps(equal)

    def pairs(self) -> list[Pair]:
        scores = self._scores()
        best_new: dict[int, Pair] = {}
        best_old: dict[int, Pair] = {}
        for pair in sorted(scores, key=lambda pair: (-scores[pair], pair)):
            best_new.setdefault(pair[0], pair)
            best_old.setdefault(pair[1], pair)
        return sorted({*best_new.values(), *best_old.values()})

    def _scores(self) -> dict[Pair, float]:
        scores: dict[Pair, float] = {}
        candidates = Candidates(self._new)
        for i, bag in self._old.items():
            for j in candidates.like(bag, _MOST_CANDIDATES):
                score = self._score(i, j, bag, self._new[j])
                if score >= _ALIKE:
                    scores[i, j] = score
        return scores

    def _score(self, i: int, j: int, old: Bag, new: Bag) -> float:
        return cosine(old, new) + (_IN_PLACE if self._gaps.same(i, j) else 0.0)


class _Gaps:
    """The gaps between the sentences that kept their order."""

    def __init__(self, equal: list[Pair]) -> None:
        kept = [equal[k] for k in longest_increasing([j for _, j in equal])]
        self._olds = [i for i, _ in kept]
        self._news = [j for _, j in kept]

    def same(self, i: int, j: int) -> bool:
        return bisect_left(self._olds, i) == bisect_left(self._news, j)
