"""Equal items of two sequences find each other, and most keep their order."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tracker.comparing.anchors import longest_increasing, match_equal

ITEMS = st.lists(st.sampled_from("abcde"), max_size=30)


def test_common_ends_and_unique_items_match_first() -> None:
    assert match_equal("abXcd", "abYcd") == [(0, 0), (1, 1), (3, 3), (4, 4)]


def test_duplicates_beside_a_unique_item_stay_with_it() -> None:
    """The second "same" follows "mark" on both sides, so these two belong together."""
    old = ["same", "only here", "mark", "same"]
    new = ["mark", "same", "only there"]
    assert match_equal(old, new) == [(2, 0), (3, 1)]


def test_duplicates_without_a_neighbour_match_in_order() -> None:
    assert match_equal(["x", "s", "y", "s"], ["s", "q", "s", "r"]) == [(1, 0), (3, 2)]


@given(ITEMS, ITEMS)
def test_every_item_that_has_an_equal_is_matched_once(old: list[str], new: list[str]) -> None:
    pairs = match_equal(old, new)
    assert all(old[i] == new[j] for i, j in pairs)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    for item in set(old) | set(new):
        assert sum(old[i] == item for i, _ in pairs) == min(old.count(item), new.count(item))


@given(ITEMS)
def test_equal_sequences_match_one_to_one(items: list[str]) -> None:
    assert match_equal(items, items) == [(n, n) for n in range(len(items))]


@given(st.lists(st.integers(0, 20), max_size=12))
def test_the_increasing_subsequence_is_a_longest_one(values: list[int]) -> None:
    found = longest_increasing(values)
    chosen = [values[k] for k in found]
    assert found == sorted(set(found))
    assert all(a < b for a, b in pairwise(chosen))
    assert len(found) == _length_of_longest(values)


def _length_of_longest(values: list[int]) -> int:
    best: list[int] = []
    for at, value in enumerate(values):
        best.append(1 + max((best[k] for k in range(at) if values[k] < value), default=0))
    return max(best, default=0)
