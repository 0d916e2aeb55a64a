"""What is left of a walk once the ways there and back are taken out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.digest.walk import flips, without_loops


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], 0),
        ([10], 0),
        ([10, 12], 0),
        ([10, 12, 14], 0),
        ([10, 12, 10], 2),
        ([10, 12, 10, 12], 2),
        ([10, 12, 10, 12, 10], 4),
        ([10, 12, 14, 12], 2),
        ([10, 12, 14, 10], 3),
        ([10, 10, 10], 0),
        ([None, 10, None], 2),
    ],
)
def test_steps_taken_and_taken_back_are_flips(values: list[int | None], expected: int) -> None:
    """10 -> 12 -> 10 has two flips, a steady rise none, standing still none."""
    assert flips(values) == expected


@given(st.lists(st.integers(0, 5), min_size=1))
def test_a_walk_without_loops_keeps_its_ends_and_repeats_nothing(values: list[int]) -> None:
    """Where a walk began and ended is what is left of it, and no place is passed twice."""
    path = without_loops(values)
    assert len(set(path)) == len(path)
    assert path[-1] == values[-1]
    if values[0] != values[-1]:
        assert path[0] == values[0]
    assert flips(values) >= 0
