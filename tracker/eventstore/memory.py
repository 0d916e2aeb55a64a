"""The log in memory, for tests and for what need not last."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from threading import Lock
from uuid import UUID, uuid4

from tracker.eventstore import erasing
from tracker.eventstore.chain import genesis
from tracker.eventstore.instants import to_microseconds, utc_now
from tracker.eventstore.model import Commit, Head, NewCommit, RecordedEvent, Verification
from tracker.eventstore.preparing import Content, Prepared, prepare
from tracker.eventstore.rows import CommitRow, EventRow, ReadRow, Tip, recorded
from tracker.eventstore.sequencing import Sequencer, place_all
from tracker.eventstore.store import Progress
from tracker.eventstore.upcasting import Upcasters
from tracker.eventstore.verifying import Log, verify


class MemoryEventStore:
    """The event store without a database; one lock stands for its transactions."""

    def __init__(
        self, *, clock: Callable[[], datetime] = utc_now, upcasters: Upcasters | None = None
    ) -> None:
        log_id = uuid4()
        self._head = Head(log_id, 0, 0, genesis(log_id))
        self._versions: dict[str, int] = {}
        self._commits: list[CommitRow] = []
        self._events: list[EventRow] = []
        self._numbers: dict[UUID, int] = {}
        self._clock = clock
        self._upcasters = upcasters or Upcasters()
        self._lock = Lock()

    def append(self, *commits: NewCommit) -> tuple[Commit, ...]:
        erasing.refuse_orders(commits)
        prepared = [prepare(commit) for commit in commits]
        if not prepared:
            return ()
        with self._lock:
            return self._append(prepared)

    def erase(self, commit: NewCommit) -> Commit:
        prepared = prepare(commit)
        with self._lock:
            if commit.id in self._numbers:
                return self._append([prepared])[0]
            orders = erasing.ordered_by(commit, self._head.position)
            left = [
                (first, erasing.erased(self._events[first - 1 : last])) for first, last in orders
            ]
            (result,) = self._append([prepared])
            for first, rows in left:
                self._events[first - 1 : first - 1 + len(rows)] = rows
            return result

    def read_stream(
        self, stream: str, after_version: int = 0, until: int | None = None
    ) -> Iterator[RecordedEvent]:
        last = self.stream_version(stream) if until is None else until
        for event in self.read_all():
            if event.stream == stream and after_version < event.version <= last:
                yield event

    def read_all(self, after: int = 0, until: int | None = None) -> Iterator[RecordedEvent]:
        last = self._head.position if until is None else min(until, self._head.position)
        for position in range(after + 1, last + 1):
            yield self._recorded(self._events[position - 1])

    def head(self) -> Head:
        return self._head

    def stream_version(self, stream: str) -> int:
        return self._versions.get(stream, 0)

    def has_commit(self, commit_id: UUID) -> bool:
        return commit_id in self._numbers

    def verify(self, progress: Progress | None = None) -> Verification:
        with self._lock:
            return verify(Log(self._head, self._commits, self._events, ()), progress)

    def _append(self, prepared: Sequence[Prepared]) -> tuple[Commit, ...]:
        recorded_us = to_microseconds(self._clock())
        head = self._head
        tip = Tip(head.commit, head.position, head.hash)
        sequencer = Sequencer(tip, dict(self._versions), recorded_us)
        result, placed = place_all(sequencer, prepared, self._find)
        for item, commit in placed:
            self._write(item, commit, recorded_us)
        self._versions, self._head = sequencer.versions, Head(head.log_id, *sequencer.tip)
        return result

    def _find(self, commit_id: UUID) -> tuple[Commit, list[Content]] | None:
        if commit_id not in self._numbers:
            return None
        row = self._commits[self._numbers[commit_id] - 1]
        events = self._events[row.first_position - 1 : row.last_position]
        return row.commit(), [
            Content(event.type, event.schema_version, event.data) for event in events
        ]

    def _write(self, item: Prepared, commit: Commit, recorded_us: int) -> None:
        first, version = commit.first_position, commit.version - len(item.data) + 1
        self._numbers[item.id] = commit.number
        self._commits.append(
            CommitRow(
                commit.number,
                item.id,
                item.stream,
                recorded_us,
                first,
                commit.last_position,
                commit.version,
                commit.hash,
            )
        )
        self._events += (
            EventRow(first + index, commit.number, version + index, *said, salt, None)
            for index, (said, salt) in enumerate(zip(item.content(), item.salts, strict=True))
        )

    def _recorded(self, event: EventRow) -> RecordedEvent:
        commit = self._commits[event.commit_number - 1]
        row = ReadRow(
            event.position,
            commit.stream,
            event.version,
            event.type,
            event.schema_version,
            event.data,
            commit.id,
            commit.number,
            commit.recorded_us,
        )
        return recorded(row, self._upcasters)
