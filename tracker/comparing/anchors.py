"""Pairs of equal items of two sequences, and the order that most pairs keep. All near-linear."""

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Sequence
from operator import lt
from typing import TypeAlias

Pair: TypeAlias = tuple[int, int]


def match_equal(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """Pairs every item with an equal one of the other side, each used once, in order of `old`.

    Common beginning and end first, then items found once on each side in the order most of them
    keep, each grown over its equal neighbours; what is still left pairs by order of appearance.
    """
    start, tail = _common_ends(old, new)
    pairs = [(i, i) for i in range(start)]
    pairs += [(len(old) - k, len(new) - k) for k in range(tail, 0, -1)]
    middle = _Middle(old, new, range(start, len(old) - tail), range(start, len(new) - tail))
    pairs += middle.pairs()
    return sorted(pairs)


def longest_increasing(values: Sequence[int]) -> list[int]:
    """Positions of a longest strictly increasing subsequence of `values`."""
    if all(map(lt, values, values[1:])):
        return list(range(len(values)))
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for position, value in enumerate(values):
        at = bisect_left(tails, value)
        previous.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [value]
        ends[at : at + 1] = [position]
    found: list[int] = []
    position = ends[-1] if ends else -1
    while position >= 0:
        found.append(position)
        position = previous[position]
    return found[::-1]


def _common_ends(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int]:
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < shorter - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return start, tail


class _Middle:
    """What lies between the common ends."""

    def __init__(
        self, old: Sequence[Hashable], new: Sequence[Hashable], olds: range, news: range
    ) -> None:
        self._old, self._new = old, new
        self._olds, self._news = olds, news
        self._to_new: dict[int, int] = {}
        self._taken: set[int] = set()

    def pairs(self) -> list[Pair]:
        for i, j in self._unique_in_order():
            self._grow(i, j, 1)
            self._grow(i - 1, j - 1, -1)
        self._pair_by_appearance()
        return list(self._to_new.items())

    def _unique_in_order(self) -> list[Pair]:
        old_at = _places(self._old, self._olds)
        new_at = _places(self._new, self._news)
        unique = [
            (places[0], new_at[item][0])
            for item, places in old_at.items()
            if len(places) == 1 and len(new_at.get(item, ())) == 1
        ]
        return [unique[k] for k in longest_increasing([j for _, j in unique])]

    def _grow(self, i: int, j: int, step: int) -> None:
        while (
            i in self._olds
            and j in self._news
            and self._old[i] == self._new[j]
            and i not in self._to_new
            and j not in self._taken
        ):
            self._to_new[i] = j
            self._taken.add(j)
            i, j = i + step, j + step

    def _pair_by_appearance(self) -> None:
        free = _places(self._new, (j for j in self._news if j not in self._taken))
        queues = {item: deque(places) for item, places in free.items()}
        for i in self._olds:
            if i not in self._to_new and queues.get(self._old[i]):
                self._to_new[i] = queues[self._old[i]].popleft()


def _places(items: Sequence[Hashable], where: Iterable[int]) -> dict[Hashable, list[int]]:
    places: defaultdict[Hashable, list[int]] = defaultdict(list)
    for position in where:
        places[items[position]].append(position)
    return places
