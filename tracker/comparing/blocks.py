"""Which block became which: equal blocks by hash, the rest by likeness, moves by order.

No step compares every block with every other; common ends are cut first.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tracker.article.reading import BODY_KINDS, Block
from tracker.comparing.anchors import Pair, longest_increasing, match_equal
from tracker.comparing.similar import Bag, Candidates, Weights, likeness, share_in

_WORD: Final = re.compile(r"\w+")
_ALIKE: Final = 0.35  # cosine from which two blocks count as versions of one
_PART: Final = 0.6  # share of a piece's words that the block it was cut from must hold
_MOST_CANDIDATES: Final = 6
_MOST_READ: Final = 40_000  # characters of a block that tell what it is like


@dataclass(frozen=True, slots=True)
class BlockPair:
    """Block `old` lives on as block `new`; `moved` where it changed its order among the others."""

    old: int
    new: int
    moved: bool = False


@dataclass(frozen=True, slots=True)
class BlockAlignment:
    """How the blocks of two readings line up.

    `pairs` (in order of `new`) and `removed` together name every old block once, `pairs` and
    `added` every new one. `splits` say which added blocks were cut from a paired one: (old block,
    its new blocks in order, the paired one among them); `merges` likewise (old blocks, new block).
    """

    pairs: tuple[BlockPair, ...]
    splits: tuple[tuple[int, tuple[int, ...]], ...]
    merges: tuple[tuple[tuple[int, ...], int], ...]
    added: tuple[int, ...]
    removed: tuple[int, ...]


def align_blocks(old: Sequence[Block], new: Sequence[Block]) -> BlockAlignment:
    """Pairs the blocks of two readings; near-linear in their number."""
    pairs = match_equal([b.text for b in old], [b.text for b in new])
    left = sorted(set(range(len(old))) - {i for i, _ in pairs})
    right = sorted(set(range(len(new))) - {j for _, j in pairs})
    splits: list[tuple[int, tuple[int, ...]]] = []
    merges: list[tuple[tuple[int, ...], int]] = []
    if left and right:
        matcher = _Matcher(old, new, left, right)
        found = matcher.pairs()
        pairs += found
        splits = matcher.splits(found)
        merges = matcher.merges(found)
    return _alignment(pairs, splits, merges, len(old), len(new))


def _alignment(
    pairs: list[Pair],
    splits: list[tuple[int, tuple[int, ...]]],
    merges: list[tuple[tuple[int, ...], int]],
    old_count: int,
    new_count: int,
) -> BlockAlignment:
    by_old = sorted(pairs)
    in_order = {by_old[k] for k in longest_increasing([j for _, j in by_old])}
    placed = [BlockPair(i, j, (i, j) not in in_order) for i, j in pairs]
    return BlockAlignment(
        tuple(sorted(placed, key=lambda pair: pair.new)),
        tuple(splits),
        tuple(merges),
        tuple(sorted(set(range(new_count)) - {j for _, j in pairs})),
        tuple(sorted(set(range(old_count)) - {i for i, _ in pairs})),
    )


class _Matcher:
    """Pairs the blocks that have no equal on the other side."""

    def __init__(
        self, old: Sequence[Block], new: Sequence[Block], left: list[int], right: list[int]
    ) -> None:
        self._old_blocks, self._new_blocks = old, new
        old_words = {i: _words(old[i].text) for i in left}
        new_words = {j: _words(new[j].text) for j in right}
        weights = Weights([*old_words.values(), *new_words.values()])
        self._old = {i: weights.bag(words) for i, words in old_words.items()}
        self._new = {j: weights.bag(words) for j, words in new_words.items()}

    def pairs(self) -> list[Pair]:
        scored = sorted(self._scored(), key=lambda found: (-found[0], found[1:]))
        olds: set[int] = set()
        news: set[int] = set()
        pairs: list[Pair] = []
        for _, i, j in scored:
            if i not in olds and j not in news:
                olds.add(i)
                news.add(j)
                pairs.append((i, j))
        return pairs

    def _scored(self) -> list[tuple[float, int, int]]:
        candidates = Candidates(self._new)
        return [
            (score, i, j)
            for i, bag in self._old.items()
            for j in candidates.like(bag, _MOST_CANDIDATES)
            if self._comparable(i, j) and (score := likeness(bag, self._new[j])) >= _ALIKE
        ]

    def _comparable(self, i: int, j: int) -> bool:
        kinds = {self._old_blocks[i].kind, self._new_blocks[j].kind}
        return len(kinds) == 1 or kinds <= BODY_KINDS

    def splits(self, pairs: list[Pair]) -> list[tuple[int, tuple[int, ...]]]:
        taken = {j for _, j in pairs}
        free = {j: bag for j, bag in self._new.items() if j not in taken}
        found = ((i, _pieces(self._old[i], j, free)) for i, j in sorted(pairs))
        return [(i, pieces) for i, pieces in found if len(pieces) > 1]

    def merges(self, pairs: list[Pair]) -> list[tuple[tuple[int, ...], int]]:
        taken = {i for i, _ in pairs}
        free = {i: bag for i, bag in self._old.items() if i not in taken}
        found = ((_pieces(self._new[j], i, free), j) for i, j in sorted(pairs))
        return [(pieces, j) for pieces, j in found if len(pieces) > 1]


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:_MOST_READ].lower())


def _pieces(whole: Bag, at: int, free: dict[int, Bag]) -> tuple[int, ...]:
    """The block at `at` with the free neighbours on both sides whose words `whole` holds."""
    first = last = at
    while first - 1 in free and share_in(free[first - 1], whole) >= _PART:
        first -= 1
        del free[first]
    while last + 1 in free and share_in(free[last + 1], whole) >= _PART:
        last += 1
        del free[last]
    return tuple(range(first, last + 1))
