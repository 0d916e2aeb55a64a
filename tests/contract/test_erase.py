"""Erasing: data and salt give way to their digest, by order of an event, and the chain holds."""

from pathlib import Path

import pytest
from sqlalchemy import text

from tests.contract.commits import commit, commit_id, erasure
from tracker.errors import ConflictError, InputError
from tracker.eventstore.model import NewCommit, NewEvent
from tracker.eventstore.sql import SqlEventStore
from tracker.eventstore.store import EventStore


def test_erased_events_keep_their_places_without_their_data(store: EventStore) -> None:
    store.append(commit("a", count=3), commit("b", stream="article-2"))
    made = store.erase(erasure("order", (1, 2), (4, 4)))
    assert (made.number, made.first_position) == (3, 5)
    found = [(event.position, event.data is None) for event in store.read_all()]
    assert found == [(1, True), (2, True), (3, False), (4, True), (5, False)]
    assert [event.data for event in store.read_stream("article-2")] == [None]


def test_an_ordered_erasure_leaves_the_log_whole(store: EventStore) -> None:
    store.append(commit("a", count=3))
    store.erase(erasure("order", (2, 3)))
    store.append(commit("b"))
    found = store.verify()
    assert found.ok, found.problems
    assert (found.commits, found.events, found.erased) == (3, 5, 2)


def test_erasing_twice_changes_nothing_more(store: EventStore) -> None:
    """A retry returns the first result; a second order over the same positions is an event only."""
    store.append(commit("a", count=3))
    first = store.erase(erasure("order", (1, 2)))
    again = store.erase(erasure("order", (1, 2)))
    assert (again.number, again.repeated) == (first.number, True)
    store.erase(erasure("another order", (1, 3)))
    assert store.verify().ok
    assert store.verify().erased == 3


def test_a_commit_whose_events_were_erased_can_still_be_repeated(store: EventStore) -> None:
    """Its words cannot be compared any more, its shape can."""
    store.append(commit("a", count=2))
    store.erase(erasure("order", (1, 2)))
    assert store.append(commit("a", count=2))[0].repeated
    with pytest.raises(ConflictError):
        store.append(commit("a", count=3))


@pytest.mark.parametrize(
    ("order", "says"),
    [
        (erasure("order", (1, 4)), "after the log's last"),
        (erasure("order", (3, 3)), "orders an erasure"),
        (erasure("order", (2, 1)), "takes"),
        (erasure("order", (0, 1)), "takes"),
        (erasure("order", (1, 2), (2, 2)), "twice"),
        (erasure("order"), "names"),
        (
            NewCommit(commit_id("order"), "s", [NewEvent("article.erased", {"erases": [1]})]),
            "takes",
        ),
    ],
)
def test_an_order_that_cannot_be_carried_out_is_refused(
    store: EventStore, order: NewCommit, says: str
) -> None:
    """Nothing is written, nothing erased."""
    store.append(commit("a", count=1))
    store.append(commit("b", count=1))
    store.erase(erasure("earlier", (1, 1)))
    before = store.head()
    with pytest.raises(InputError, match=says):
        store.erase(order)
    assert store.head() == before
    assert store.verify().ok
    assert [event.position for event in store.read_all() if event.data is None] == [1]


def test_an_append_cannot_order_an_erasure_without_carrying_it_out(store: EventStore) -> None:
    store.append(commit("a"))
    with pytest.raises(InputError, match="erase"):
        store.append(erasure("order", (1, 1)))


def test_erased_words_are_gone_from_the_file(sqlite_database: str) -> None:
    """Neither the SQLite file nor its write-ahead log holds them any more, nor the salt."""
    from tracker.services.keeping.migrating import open_database

    engine = open_database(sqlite_database)
    store = SqlEventStore(engine)
    secret = {"text": "The witness lives at 14 Harbour Lane. " * 300}
    store.append(NewCommit(commit_id("secret"), "article-1", [NewEvent("block.added", secret)]))
    with engine.connect() as connection:
        salt = connection.scalar(text("SELECT salt FROM events"))
    store.erase(erasure("order", (1, 1)))
    left = b"".join(path.read_bytes() for path in Path(sqlite_database).parent.glob("log.db*"))
    assert b"Harbour Lane" not in left
    assert salt not in left
    engine.dispose()
