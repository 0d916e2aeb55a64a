"""Which segments of two looks at a page stand in each other's place."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Run:
    """Segments start..end of the old page gave way to start..end of the new one."""

    old: range
    new: range


def runs(
    old: Sequence[str], new: Sequence[str], *, is_anchor: Callable[[int], bool]
) -> Iterator[Run]:
    """What differs between two pages, in order; `is_anchor` tells which old segments hold fast.

    Texts that both pages hold once, in the same order, are taken for the same segment. Costs
    n log n, whatever the pages hold.
    """
    whole = _trimmed(old, new, range(len(old)), range(len(new)))
    start, end = whole.old.start, whole.old.stop
    shift = whole.new.start
    inner = _anchors(old[start:end], new[shift : whole.new.stop], lambda n: is_anchor(start + n))
    here, there = start, shift
    for at_old, at_new in [*inner, (len(whole.old), len(whole.new))]:
        before, after = start + at_old, shift + at_new
        if before > here or after > there:
            run = _trimmed(old, new, range(here, before), range(there, after))
            if run.old or run.new:
                yield run
        here, there = before + 1, after + 1


def _anchors(
    old: Sequence[str], new: Sequence[str], is_anchor: Callable[[int], bool]
) -> list[tuple[int, int]]:
    in_old, in_new = Counter(old), Counter(new)
    places = {text: number for number, text in enumerate(new) if in_new[text] == 1}
    pairs = [
        (number, places[text])
        for number, text in enumerate(old)
        if text in places and in_old[text] == 1 and is_anchor(number)
    ]
    return _rising(pairs)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs whose second numbers rise; the first ones do already."""
    if all(one[1] < other[1] for one, other in pairwise(pairs)):
        return pairs
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        place = bisect_left(ends, there)
        before.append(last[place - 1] if place else -1)
        ends[place : place + 1] = [there]
        last[place : place + 1] = [number]
    chain, at = [], last[-1]
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _trimmed(old: Sequence[str], new: Sequence[str], here: range, there: range) -> Run:
    start = 0
    shorter = min(len(here), len(there))
    while start < shorter and old[here[start]] == new[there[start]]:
        start += 1
    end = 0
    while end < shorter - start and old[here[-1 - end]] == new[there[-1 - end]]:
        end += 1
    return Run(here[start : len(here) - end], there[start : len(there) - end])
