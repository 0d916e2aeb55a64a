"""Appending: places, expectations, repeats, and all or nothing."""

from datetime import UTC, datetime

import pytest

from tests.contract.commits import commit, commit_id
from tracker.errors import ConflictError, InputError
from tracker.eventstore.model import ANY, NO_STREAM, STREAM_EXISTS, Expected, NewCommit, NewEvent
from tracker.eventstore.store import EventStore


def test_an_empty_log_ends_before_its_first_commit(store: EventStore) -> None:
    head = store.head()
    assert (head.commit, head.position) == (0, 0)
    assert list(store.read_all()) == []
    assert store.stream_version("article-1") == 0


def test_commits_take_their_places_without_gaps(store: EventStore) -> None:
    """Numbers and positions run over the log, versions over each stream."""
    first, second, third = store.append(
        commit("a", count=2), commit("b", stream="article-2", count=3), commit("c")
    )
    assert [
        (c.number, c.first_position, c.last_position, c.version) for c in (first, second, third)
    ] == [
        (1, 1, 2, 2),
        (2, 3, 5, 3),
        (3, 6, 6, 3),
    ]
    assert (store.head().commit, store.head().position, store.head().hash) == (3, 6, third.hash)
    assert (store.stream_version("article-1"), store.stream_version("article-2")) == (3, 3)


def test_what_is_recorded_comes_back(store: EventStore) -> None:
    """Data, names and the time of the store's clock, exactly."""
    data = {"text": "Half past nine \0 \ud800 \U0001f600 “é”", "n": [1, 2.5, None, True], "o": {}}
    (made,) = store.append(NewCommit(commit_id("x"), "art-é", [NewEvent("block.added", data, 3)]))
    (event,) = store.read_all()
    assert event.data == data
    assert (event.type, event.schema_version, event.stream) == ("block.added", 3, "art-é")
    assert (event.commit_id, event.commit_number) == (made.id, made.number)
    assert event.recorded_at == made.recorded_at == datetime(2024, 11, 17, 12, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expected", "fits_new", "fits_old"),
    [
        (ANY, True, True),
        (NO_STREAM, True, False),
        (STREAM_EXISTS, False, True),
        (0, True, False),
        (1, False, False),
        (2, False, True),
        (3, False, False),
    ],
)
def test_an_append_goes_in_only_where_the_stream_is_as_expected(
    store: EventStore, expected: Expected | int, fits_new: bool, fits_old: bool
) -> None:
    """Against a stream that is absent and one that is at version 2."""
    store.append(commit("old", stream="old", count=2))
    for stream, fits in (("new", fits_new), ("old", fits_old)):
        before = store.stream_version(stream)
        if fits:
            store.append(commit(f"to {stream}", stream=stream, expected=expected))
        else:
            with pytest.raises(ConflictError, match=stream):
                store.append(commit(f"to {stream}", stream=stream, expected=expected))
        assert store.stream_version(stream) == before + fits


def test_a_repeated_commit_returns_its_first_result(store: EventStore) -> None:
    """Even if the stream has moved on past what it expected."""
    (first,) = store.append(commit("a", expected=NO_STREAM))
    store.append(commit("b"))
    (again,) = store.append(commit("a", expected=NO_STREAM))
    assert again.repeated
    assert not first.repeated
    assert (again.number, again.hash, again.recorded_at) == (
        first.number,
        first.hash,
        first.recorded_at,
    )
    assert store.head().commit == 2


def test_repeats_and_news_may_come_together(store: EventStore) -> None:
    """As after a result half known; a commit given twice at once counts once."""
    store.append(commit("a"))
    found = store.append(commit("a"), commit("b"), commit("b"), commit("c"))
    assert [(c.number, c.repeated) for c in found] == [(1, True), (2, False), (2, True), (3, False)]
    assert [event.data for event in store.read_all() if event.data] == [
        {"of": name, "index": 0} for name in "abc"
    ]


@pytest.mark.parametrize(
    "other",
    [
        commit("a", stream="article-2"),
        commit("a", count=2),
        NewCommit(commit_id("a"), "article-1", [NewEvent("block.added", {"of": "a", "index": 1})]),
        NewCommit(commit_id("a"), "article-1", [NewEvent("block.moved", {"of": "a", "index": 0})]),
        NewCommit(
            commit_id("a"), "article-1", [NewEvent("block.added", {"of": "a", "index": 0}, 2)]
        ),
    ],
    ids=["stream", "count", "data", "type", "schema version"],
)
@pytest.mark.parametrize("together", [False, True], ids=["later", "together"])
def test_an_id_with_other_content_is_refused(
    store: EventStore, other: NewCommit, together: bool
) -> None:
    if not together:
        store.append(commit("a"))
    with pytest.raises(ConflictError, match="other content"):
        store.append(*([commit("a")] if together else []), other)
    assert store.head().commit == (not together)


def test_commits_given_together_go_in_together_or_not_at_all(store: EventStore) -> None:
    """A conflict in the last leaves no trace of the first, not even its stream or type."""
    store.append(commit("a"))
    before = store.head()
    with pytest.raises(ConflictError):
        store.append(
            NewCommit(commit_id("b"), "fresh", [NewEvent("fresh.type", {})]),
            commit("c", expected=NO_STREAM),
        )
    assert store.head() == before
    assert store.stream_version("fresh") == 0
    assert not store.has_commit(commit_id("b"))
    store.append(NewCommit(commit_id("b"), "fresh", [NewEvent("fresh.type", {})]))
    assert [event.type for event in store.read_stream("fresh")] == ["fresh.type"]
    assert store.verify().ok


def test_expectations_see_the_commits_before_them_in_one_append(store: EventStore) -> None:
    store.append(commit("a", expected=NO_STREAM), commit("b", expected=1), commit("c", expected=2))
    assert store.stream_version("article-1") == 3


def test_nothing_to_append_is_nothing_done(store: EventStore) -> None:
    assert store.append() == ()


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (NewCommit(commit_id("x"), "s", []), "no events"),
        (NewCommit(commit_id("x"), "", [NewEvent("t", {})]), "stream"),
        (NewCommit(commit_id("x"), "a\0b", [NewEvent("t", {})]), "stream"),
        (NewCommit(commit_id("x"), "a\ud800b", [NewEvent("t", {})]), "stream"),
        (NewCommit(commit_id("x"), "s", [NewEvent("", {})]), "event type"),
        (NewCommit(commit_id("x"), "s", [NewEvent("t", {"n": float("nan")})]), "JSON"),
        (NewCommit(commit_id("x"), "s", [NewEvent("t", {"n": b"bytes"})]), "JSON"),
        (NewCommit(commit_id("x"), "s", [NewEvent("t", {"erases": [[1, 1]]})]), "erase"),
    ],
)
def test_what_the_log_cannot_hold_is_refused(store: EventStore, bad: NewCommit, says: str) -> None:
    with pytest.raises(InputError, match=says):
        store.append(commit("good"), bad)
    assert store.head().commit == 0
