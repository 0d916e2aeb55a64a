"""Telling a repeated commit from another one under the same id."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.errors import ConflictError
from tracker.eventstore.model import Commit
from tracker.eventstore.preparing import Content, Prepared


def repeat(item: Prepared, commit: Commit, content: Sequence[Content]) -> Commit:
    """`commit`, marked repeated; ConflictError if `item` says something else than its `content`."""
    if commit.stream != item.stream or not _same(item.content(), content):
        raise ConflictError(
            f"Commit {item.id} is in the log already, with other content, in {commit.stream}."
        )
    return replace(commit, repeated=True)


def _same(new: Sequence[Content], stored: Sequence[Content]) -> bool:
    # What was erased cannot be compared: its salt went with it, by design.
    return len(new) == len(stored) and all(
        (type_name, schema) == (stored_type, stored_schema) and stored_data in {None, data}
        for (type_name, schema, data), (stored_type, stored_schema, stored_data) in zip(
            new, stored, strict=True
        )
    )
