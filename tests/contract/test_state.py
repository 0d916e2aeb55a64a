"""Whatever is done to both, a database and memory tell the same."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.contract.commits import commit_id, erasure
from tracker.errors import TrackerError
from tracker.eventstore.memory import MemoryEventStore
from tracker.eventstore.model import ANY, NO_STREAM, STREAM_EXISTS, NewCommit, NewEvent
from tracker.eventstore.sql import SqlEventStore
from tracker.eventstore.store import EventStore
from tracker.services.keeping.migrating import open_database

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False,
    allow_infinity=False) | st.text(st.characters(exclude_categories=()), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner,
    max_size=3),
    max_leaves=5,
)  # fmt: skip
new_events = st.builds(
    NewEvent,
    st.sampled_from(["block.added", "block.moved", "headline.revised"]),
    st.dictionaries(st.text(max_size=4).filter(lambda key: key != "erases"), json_values,
                    max_size=3),
    st.integers(1, 3),
)  # fmt: skip
new_commits = st.builds(
    NewCommit,
    st.integers(1, 12).map(lambda number: commit_id(str(number))),
    st.sampled_from(["article-1", "article-2", "story-é"]),
    st.lists(new_events, min_size=1, max_size=4),
    st.sampled_from([ANY, ANY, ANY, NO_STREAM, STREAM_EXISTS]) | st.integers(0, 5),
)


class Alike(RuleBasedStateMachine):
    """Does everything to memory and to a database, and compares what comes of it."""

    make: ClassVar[Callable[[Callable[[], datetime]], SqlEventStore]]

    def __init__(self) -> None:
        super().__init__()
        self.memory = MemoryEventStore(clock=_clock())
        self.database = type(self).make(_clock())

    def teardown(self) -> None:
        self.database.engine.dispose()

    @rule(commits=st.lists(new_commits, max_size=3))
    def append(self, commits: list[NewCommit]) -> None:
        self._both(lambda store: [_told(made) for made in store.append(*commits)])

    @rule(name=st.integers(1, 3), first=st.integers(1, 8), count=st.integers(1, 4))
    def erase(self, name: int, first: int, count: int) -> None:
        order = erasure(f"order {name}", (first, first + count - 1))
        self._both(lambda store: _told(store.erase(order)))

    @rule(after=st.integers(0, 20), until=st.none() | st.integers(0, 20))
    def read(self, after: int, until: int | None) -> None:
        self._both(lambda store: list(store.read_all(after, until)))
        self._both(lambda store: list(store.read_stream("article-1", after, until)))

    @invariant()
    def both_are_whole_and_end_alike(self) -> None:
        self._both(lambda store: (store.head().commit, astuple(store.verify())[1:]))

    def _both(self, act: Callable[[EventStore], Any]) -> None:
        assert _outcome(self.memory, act) == _outcome(self.database, act)


def _outcome(store: EventStore, act: Callable[[EventStore], Any]) -> Any:
    try:
        return act(store)
    except TrackerError as error:
        return type(error), str(error)


def _told(commit: Any) -> tuple[Any, ...]:
    """All of a commit but its hash, which random salts go into."""
    return (commit.number, commit.id, commit.stream, commit.recorded_at, commit.first_position,
            commit.last_position, commit.version, commit.repeated)  # fmt: skip


def _clock() -> Callable[[], datetime]:
    ticks = iter(range(1_000_000))
    return lambda: datetime(2024, 11, 17, tzinfo=UTC) + timedelta(seconds=next(ticks))


@pytest.mark.parametrize("examples", [12, pytest.param(300, marks=pytest.mark.slow)])
def test_sqlite_and_memory_tell_the_same(
    sqlite_template: Path, tmp_path: Path, examples: int
) -> None:
    def make(clock: Callable[[], datetime]) -> SqlEventStore:
        path = Path(tempfile.mkdtemp(dir=tmp_path)) / "log.db"
        shutil.copyfile(sqlite_template, path)
        return SqlEventStore(open_database(str(path)), clock=clock)

    machine = type("AlikeSqlite", (Alike,), {"make": staticmethod(make)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
