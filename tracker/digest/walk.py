"""What is left of a walk through values once the ways there and back are taken out."""

from collections.abc import Hashable, Sequence
from itertools import pairwise


def without_loops(values: Sequence[Hashable]) -> list[Hashable]:
    """The values in order, every detour that came back to its start cut out."""
    path: list[Hashable] = []
    place: dict[Hashable, int] = {}
    for value in values:
        if value in place:
            for passed in path[place[value] + 1 :]:
                del place[passed]
            del path[place[value] + 1 :]
        else:
            place[value] = len(path)
            path.append(value)
    return path


def flips(values: Sequence[Hashable]) -> int:
    """Steps that were taken and taken back: 10, 12, 10 has two; 10, 12, 14 none.

    Standing still is no step.
    """
    steps = sum(1 for old, new in pairwise(values) if old != new)
    return steps - (len(without_loops(values)) - 1) if values else 0
