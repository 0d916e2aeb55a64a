"""What two texts begin and end with alike, so that only their middles need be compared."""

from collections.abc import Callable
from typing import Final

_SPARED: Final = 3  # spaces to step back over: a figure stays together with its unit


def common_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters both begin with, and how many of what is left both end with.

    Each stops at a space, a few words before the texts begin to differ.
    """
    shorter = min(len(old), len(new))
    start = _longest(lambda size: old[:size] == new[:size], shorter)
    for _ in range(_SPARED):
        start = max(0, old.rfind(" ", 0, start))
    tail = _longest(lambda size: old[len(old) - size :] == new[len(new) - size :], shorter - start)
    first = len(old) - tail
    for _ in range(_SPARED):
        found = old.find(" ", first + 1)
        first = found if found >= 0 else len(old)
    return start, len(old) - first


def _longest(alike: Callable[[int], bool], most: int) -> int:
    """The greatest size up to `most` that is alike, where every smaller one is too."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if alike(middle):
            least = middle
        else:
            most = middle - 1
    return least
