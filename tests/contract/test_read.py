"""Reading: one stream or all, from anywhere to anywhere, in pages nobody sees."""

from typing import Any

import pytest

from tests.contract.commits import commit, commit_id
from tracker.eventstore import sql
from tracker.eventstore.model import NewCommit, NewEvent
from tracker.eventstore.sql import SqlEventStore
from tracker.eventstore.store import EventStore
from tracker.eventstore.upcasting import Upcasters


@pytest.fixture
def two_streams(store: EventStore) -> EventStore:
    """Positions 1 to 12, in turns of three: article-1 has versions 1 to 6, and so has article-2."""
    for turn in range(4):
        store.append(commit(f"turn {turn}", stream=f"article-{turn % 2 + 1}", count=3))
    return store


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "PAGE", 2)


@pytest.mark.parametrize(
    ("after", "until", "positions"),
    [
        (0, None, range(1, 13)),
        (5, None, range(6, 13)),
        (5, 8, range(6, 9)),
        (0, 1, range(1, 2)),
        (12, None, ()),
        (99, None, ()),
        (0, 99, range(1, 13)),
        (8, 5, ()),
    ],
)
def test_all_is_read_between_two_positions(
    two_streams: EventStore, after: int, until: int | None, positions: Any
) -> None:
    found = [event.position for event in two_streams.read_all(after, until)]
    assert found == list(positions)


@pytest.mark.parametrize(
    ("after", "until", "versions"),
    [
        (0, None, range(1, 7)),
        (2, None, range(3, 7)),
        (2, 4, range(3, 5)),
        (3, 3, ()),
        (6, None, ()),
        (0, 99, range(1, 7)),
    ],
)
def test_a_stream_is_read_between_two_versions(
    two_streams: EventStore, after: int, until: int | None, versions: Any
) -> None:
    found = list(two_streams.read_stream("article-2", after, until))
    assert [event.version for event in found] == list(versions)
    assert {event.stream for event in found} <= {"article-2"}


def test_a_stream_that_is_not_there_is_empty(two_streams: EventStore) -> None:
    assert list(two_streams.read_stream("article-3")) == []


def test_events_know_the_commit_they_came_in(two_streams: EventStore) -> None:
    for event in two_streams.read_all():
        assert event.commit_number == (event.position + 2) // 3
        assert event.commit_id == commit_id(f"turn {event.commit_number - 1}")


def test_a_commit_is_found_by_its_id(two_streams: EventStore) -> None:
    assert two_streams.has_commit(commit_id("turn 3"))
    assert not two_streams.has_commit(commit_id("turn 4"))


def test_reading_goes_on_into_what_is_appended_meanwhile(sql_store: SqlEventStore) -> None:
    """A page is a transaction of its own; the next one sees what came since."""
    sql_store.append(commit("a", count=2))
    events = sql_store.read_all()
    assert next(events).position == 1
    sql_store.append(commit("b"))
    assert [event.position for event in events] == [2, 3]


def test_old_events_are_lifted_to_the_newest_schema(sql_store: SqlEventStore) -> None:
    """Step by step, on both reads; the log keeps what was written, and other types stay."""
    upcasters = Upcasters()
    upcasters.register("block.added", 1, lambda data: {"text": data["words"]})
    upcasters.register("block.added", 2, lambda data: {**data, "kind": "paragraph"})
    old = [NewEvent("block.added", {"words": "Rain."}), NewEvent("block.moved", {"words": "Rain."})]
    sql_store.append(NewCommit(commit_id("a"), "article-1", old))
    lifted = SqlEventStore(sql_store.engine, upcasters=upcasters)
    for events in (list(lifted.read_all()), list(lifted.read_stream("article-1"))):
        assert [(event.schema_version, event.data) for event in events] == [
            (3, {"text": "Rain.", "kind": "paragraph"}),
            (1, {"words": "Rain."}),
        ]
    assert [event.data for event in sql_store.read_all()] == [event.data for event in old]
    assert lifted.verify().ok
