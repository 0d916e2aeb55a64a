"""What two texts begin and end with alike, so that only their middles need be compared."""

from collections.abc import Callable
from typing import Final

_REACH: Final = 500  # characters to look for a space in; longer words are cut
_SPARED: Final = 3  # spaces to step back over: a figure stays together with its unit


def common_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters both begin with, and how many of what is left both end with.

    Each stops at a space, a few words before the texts begin to differ; in text without spaces,
    some hundred characters before.
    """
    shorter = min(len(old), len(new))
    start = _longest(lambda size: old[:size] == new[:size], shorter)
    least = max(0, start - _REACH)
    for _ in range(_SPARED):
        start = max(least, old.rfind(" ", least, start))
    tail = _longest(lambda size: old[len(old) - size :] == new[len(new) - size :], shorter - start)
    first = len(old) - tail
    most = min(len(old), first + _REACH)
    for _ in range(_SPARED):
        found = old.find(" ", first + 1, most)
        first = found if found >= 0 else most
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
