"""Orders of erasure, and what they may name."""

from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tracker.eventstore.canonical import encode
from tracker.eventstore.erasing import ordered_by, orders_in, runs
from tracker.eventstore.model import NewCommit, NewEvent


@given(st.sets(st.integers(1, 60)))
def test_runs_cover_exactly_the_positions(positions: set[int]) -> None:
    """In order, apart from each other, as few as can be."""
    found = runs(positions)
    assert {at for first, last in found for at in range(first, last + 1)} == positions
    assert all(later[0] > earlier[1] + 1 for earlier, later in pairwise(found))


@given(st.sets(st.integers(1, 60), min_size=1))
def test_an_order_is_read_back_from_what_the_log_keeps(positions: set[int]) -> None:
    data = {"erases": runs(positions), "reason": "court"}
    commit = NewCommit(UUID(int=1), "article-1", [NewEvent("article.erased", data)])
    assert ordered_by(commit, end=60) == orders_in(encode(data))


def test_words_about_erasing_order_nothing() -> None:
    """The key counts only at the top of an event's data, and only as a key."""
    for data in (
        {"text": '"erases":[[1,2]]'},
        {"inner": {"erases": [[1, 2]]}},
        {"text": "erases"},
    ):
        assert orders_in(encode(data)) == []
    assert orders_in(None) == []
