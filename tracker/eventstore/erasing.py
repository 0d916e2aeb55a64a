"""What an event orders erased.

An event may carry the key `erases` at the top of its data: a list of [first, last] positions. That
is all the store knows of erasure, so it can verify one without knowing why it was ordered.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from tracker.errors import InputError
from tracker.eventstore.canonical import decode
from tracker.eventstore.chain import digest
from tracker.eventstore.model import NewCommit
from tracker.eventstore.rows import EventRow

KEY = "erases"
_KEY_IN_TEXT = f'"{KEY}":'

Run = tuple[int, int]
"""First and last position, both included."""


def runs(positions: Iterable[int]) -> list[list[int]]:
    """Positions as the runs [first, last] that an erasing event carries under `erases`."""
    found: list[list[int]] = []
    for position in sorted(set(positions)):
        if found and position == found[-1][1] + 1:
            found[-1][1] = position
        else:
            found.append([position, position])
    return found


def refuse_orders(commits: Iterable[NewCommit]) -> None:
    """InputError if an ordinary append orders an erasure, which it would not carry out."""
    if any(KEY in event.data for commit in commits for event in commit.events):
        raise InputError(f"An event with {KEY!r} is appended by `erase`.")


def ordered_by(commit: NewCommit, end: int) -> list[Run]:
    """The runs to erase; InputError unless they are in order, apart, and within 1 to `end`."""
    found = [run for event in commit.events for run in _runs(event.data)]
    if not found:
        raise InputError(f"No event of the commit names what it {KEY}.")
    if any(later[0] <= earlier[1] for earlier, later in pairwise(sorted(found))):
        raise InputError("The erasure names a position twice.")
    if max(last for _, last in found) > end:
        raise InputError(f"The erasure names a position after the log's last, {end}.")
    return found


def orders_in(data: str | None) -> list[Run]:
    """The runs that recorded data orders erased; cheap where it orders none."""
    if data is None or _KEY_IN_TEXT not in data:
        return []
    value = decode(data)
    return list(_runs(value)) if isinstance(value, dict) else []


def erased(rows: Sequence[EventRow]) -> list[EventRow]:
    """The rows after their erasure; InputError if one orders an erasure itself and must stay."""
    for row in rows:
        if orders_in(row.data):
            raise InputError(f"Position {row.position} orders an erasure, so it cannot be erased.")
    return [_erased(row) for row in rows]


def _erased(row: EventRow) -> EventRow:
    if row.data is None or row.salt is None:
        return row
    left = bytes.fromhex(digest(row.salt, row.data))
    return row._replace(data=None, salt=None, digest=left)


def _runs(data: Mapping[str, Any]) -> Iterable[Run]:
    for run in data.get(KEY, ()):
        match run:
            case [int(first), int(last)] if 0 < first <= last:
                yield first, last
            case _:
                raise InputError(f"An erasure names {run!r}; it takes [first, last] positions.")
