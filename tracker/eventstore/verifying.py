"""The walk over a whole log that tells what contradicts what.

It trusts nothing it reads: rows may be missing, and texts may stand where numbers should. After a
break it goes on from what the log says, so that one change is told where it is, not for all that
follows. It holds one commit at a time, and the positions that were erased.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tracker.errors import InputError
from tracker.eventstore import erasing
from tracker.eventstore.chain import Sealed, commit_hash, digest, genesis
from tracker.eventstore.model import Head, Problem, Verification
from tracker.eventstore.rows import CommitRow, EventRow
from tracker.eventstore.store import Progress

MOST_PROBLEMS = 1_000
"""How many problems are listed; the others are only counted."""


class Log(NamedTuple):
    """A log to walk: rows in the order of their numbers and positions, each read once."""

    head: Head
    commits: Iterable[CommitRow]
    events: Iterable[EventRow]
    unused_streams: Iterable[str]


def verify(log: Log, progress: Progress | None = None) -> Verification:
    """Everything that contradicts itself in `log`."""
    return _Walk(log, progress).run()


class _Walk:
    def __init__(self, log: Log, progress: Progress | None) -> None:
        self._log = log
        self._progress = progress
        self._events = iter(log.events)
        self._next = next(self._events, None)
        self._commits = 0
        self._position = 0
        self._hash = genesis(log.head.log_id)
        self._erased: list[int] = []
        self._ordered: set[int] = set()
        self._problems: list[Problem] = []
        self._unlisted = 0

    def run(self) -> Verification:
        for row in self._log.commits:
            self._commit(row)
            if self._progress:
                self._progress(self._position, self._log.head.position)
        self._after_last()
        self._head()
        self._streams()
        for position in self._erased:
            if position not in self._ordered:
                self._found("erased, but no later event orders it", position=position)
        return Verification(
            self._log.head,
            self._commits,
            self._position,
            len(self._erased),
            tuple(self._problems),
            self._unlisted,
        )

    def _found(self, what: str, commit: int | None = None, position: int | None = None) -> None:
        if len(self._problems) < MOST_PROBLEMS:
            self._problems.append(Problem(what, commit, position))
        else:
            self._unlisted += 1

    def _commit(self, row: CommitRow) -> None:
        number = self._commits + 1
        if row.number != number:
            self._found(f"missing: commit {row.number} follows {self._commits}", commit=number)
        first = self._position + 1
        events = list(self._take(row))
        self._check_runs(row, first, len(events))
        sealed = [self._event(row, index, len(events), event) for index, event in enumerate(events)]
        if row.hash != self._expected_hash(row, sealed):
            changed = "its header" if self._commits else "the log's id, its header"
            what = f"{changed}, or an event of positions {first} to {self._position}, was changed"
            self._found(f"does not match its hash: {what}", commit=row.number)
        self._commits = row.number
        self._hash = row.hash

    def _check_runs(self, row: CommitRow, first: int, count: int) -> None:
        stream: object = row.stream
        if stream is None:
            self._found("its stream is not in the log", commit=row.number)
        if row.first_position != first:
            what = f"first position is {row.first_position!r}, its events begin at {first}"
            self._found(what, commit=row.number)
        if row.last_position != first + count - 1:
            what = f"last position is {row.last_position!r}, its events end at {first + count - 1}"
            self._found(what, commit=row.number)

    def _expected_hash(self, row: CommitRow, sealed: list[Sealed]) -> bytes | None:
        try:
            return commit_hash(
                self._hash,
                row.number,
                row.id,
                row.stream,
                row.recorded_us,
                row.first_position,
                row.version,
                sealed,
            )
        except (AttributeError, TypeError, InputError):  # something of another type stands there
            return None

    def _take(self, row: CommitRow) -> Iterator[EventRow]:
        """The commit's events, and among them those whose own commit number was changed."""
        last = _number(row.last_position)
        while (event := self._next) is not None:
            number = _number(event.commit_number)
            if number is not None and number > row.number:
                inside = last is not None and event.position <= last
                if number == row.number + 1 or not inside:
                    return
            yield event
            self._next = next(self._events, None)

    def _event(self, row: CommitRow, index: int, count: int, event: EventRow) -> Sealed:
        position = self._position + 1
        if event.position != position:
            self._found(f"missing: position {event.position} follows", row.number, position)
        self._position = event.position
        if event.commit_number != row.number:
            what = f"says commit {event.commit_number!r}, but stands in commit {row.number}"
            self._found(what, row.number, event.position)
        ends = _number(row.version)
        version = None if ends is None else ends - count + 1 + index
        if event.version != version:
            what = f"version is {event.version!r}, its commit makes it {version}"
            self._found(what, row.number, event.position)
        return event.type, event.schema_version, self._digest(row, event)

    def _digest(self, row: CommitRow, event: EventRow) -> str:
        match event:
            case EventRow(data=None, salt=None, digest=bytes(left)):
                self._erased.append(event.position)
                return left.hex()
            case EventRow(data=str(data), salt=bytes(salt), digest=None) if data.isascii():
                self._orders(row, event, data)
                return digest(salt, data)
            case _:
                what = "holds neither data with its salt nor the digest of erased data"
                self._found(what, row.number, event.position)
                return ""

    def _orders(self, row: CommitRow, event: EventRow, data: str) -> None:
        try:
            orders = erasing.orders_in(data)
        except (InputError, ValueError, TypeError):
            self._found("orders an erasure that cannot be read", row.number, event.position)
            return
        for first, last in orders:
            found = self._erased[
                bisect_left(self._erased, first) : bisect_right(self._erased, last)
            ]
            self._ordered.update(found)
            if len(found) != last - first + 1:
                what = f"orders positions {first} to {last} erased, {len(found)} of them are"
                self._found(what, row.number, event.position)

    def _after_last(self) -> None:
        while (event := self._next) is not None:
            self._found(
                f"belongs to commit {event.commit_number!r}, which is not in the log",
                position=event.position,
            )
            self._position = event.position
            self._next = next(self._events, None)

    def _head(self) -> None:
        head = self._log.head
        for name, says, ends in (
            ("commit", head.commit, self._commits),
            ("position", head.position, self._position),
            ("hash", _shown(head.hash), _shown(self._hash)),
        ):
            if says != ends:
                self._found(f"the head's {name} is {says!r}, the log ends with {ends!r}")

    def _streams(self) -> None:
        for stream in self._log.unused_streams:
            self._found(f"stream {stream!r} has no commits")


def _number(value: object) -> int | None:
    """`value` where it is the number it should be."""
    return value if isinstance(value, int) else None


def _shown(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value
