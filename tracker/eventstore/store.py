"""What every event store does, whatever keeps the log."""

from collections.abc import Callable, Iterator
from typing import Protocol
from uuid import UUID

from tracker.eventstore.model import Commit, Head, NewCommit, RecordedEvent, Verification

Progress = Callable[[int, int], None]
"""Told the events verified so far and how many there are."""


class EventStore(Protocol):
    """An append-only log of commits in one gap-free order."""

    def append(self, *commits: NewCommit) -> tuple[Commit, ...]:
        """Append all commits in one transaction, or none.

        A commit whose id the log knows is not written again: its first result comes back, marked
        `repeated`, whatever the stream's version is by now. ConflictError if a stream is not as
        expected, or if a known id comes with other content.
        """
        ...

    def erase(self, commit: NewCommit) -> Commit:
        """Append `commit`, and erase in the same transaction what its events order erased.

        An event orders it by [first, last] runs of positions under `erases` in its data. The data
        and salt there give way to their digest; already erased positions stay so. InputError if
        a position is not in the log or itself orders an erasure.
        """
        ...

    def read_stream(
        self, stream: str, after_version: int = 0, until: int | None = None
    ) -> Iterator[RecordedEvent]:
        """Events of one stream with `after_version` < version <= `until`, in order."""
        ...

    def read_all(self, after: int = 0, until: int | None = None) -> Iterator[RecordedEvent]:
        """Events with `after` < position <= `until`, in order, fetched page by page.

        Commits become visible in the order of their positions: whoever remembers the last position
        read and goes on from there misses nothing.
        """
        ...

    def head(self) -> Head:
        """Where the log ends now."""
        ...

    def stream_version(self, stream: str) -> int:
        """Version of the stream, 0 if there is none."""
        ...

    def has_commit(self, commit_id: UUID) -> bool:
        """Whether a commit with this id is in the log."""
        ...

    def verify(self, progress: Progress | None = None) -> Verification:
        """Walk the whole log and tell by name what contradicts what."""
        ...
