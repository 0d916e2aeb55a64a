"""Giving a prepared commit its place in the log, or refusing it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from tracker.errors import ConflictError
from tracker.eventstore.chain import commit_hash
from tracker.eventstore.instants import from_microseconds
from tracker.eventstore.model import ANY, NO_STREAM, STREAM_EXISTS, Commit, Expected
from tracker.eventstore.preparing import Content, Prepared
from tracker.eventstore.repeating import repeat
from tracker.eventstore.rows import Tip


@dataclass(slots=True)
class Sequencer:
    """One append: its tip and the streams' versions move on with every commit placed."""

    tip: Tip
    versions: dict[str, int]
    recorded_us: int

    def place(self, commit: Prepared) -> Commit:
        """The next commit of the log; ConflictError if the stream is not as its writer expects."""
        before = self.versions.get(commit.stream, 0)
        check_expected(commit.stream, before, commit.expected)
        number, first = self.tip.commit + 1, self.tip.position + 1
        last, version = self.tip.position + len(commit.sealed), before + len(commit.sealed)
        chained = commit_hash(
            self.tip.hash,
            number,
            commit.id,
            commit.stream,
            self.recorded_us,
            first,
            version,
            commit.sealed,
        )
        self.tip = Tip(number, last, chained)
        self.versions[commit.stream] = version
        recorded_at = from_microseconds(self.recorded_us)
        return Commit(number, commit.id, commit.stream, recorded_at, first, last, version, chained)


class Placed(NamedTuple):
    """A prepared commit and the place it was given."""

    item: Prepared
    commit: Commit


Find = Callable[[UUID], tuple[Commit, Sequence[Content]] | None]
"""Looks a commit up in the log by its id, with what its events say."""


def place_all(
    sequencer: Sequencer, prepared: Sequence[Prepared], find: Find
) -> tuple[tuple[Commit, ...], list[Placed]]:
    """The commit that answers each item, and those among them that are to be written."""
    placed: dict[UUID, Placed] = {}
    result: list[Commit] = []
    for item in prepared:
        if twin := placed.get(item.id):
            result.append(repeat(item, twin.commit, twin.item.content()))
        elif known := find(item.id):
            result.append(repeat(item, *known))
        else:
            placed[item.id] = Placed(item, sequencer.place(item))
            result.append(placed[item.id].commit)
    return tuple(result), list(placed.values())


def check_expected(stream: str, version: int, expected: Expected | int) -> None:
    """Refuse an append whose writer knew another version of `stream` than the log has."""
    if expected is ANY:
        return
    if expected is NO_STREAM:
        if version:
            raise ConflictError(f"Stream {stream} exists already, at version {version}.")
    elif expected is STREAM_EXISTS:
        if not version:
            raise ConflictError(f"Stream {stream} does not exist.")
    elif expected != version:
        raise ConflictError(
            f"Stream {stream} is at version {version}, not {expected}: read it again and retry."
        )
