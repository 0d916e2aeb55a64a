"""All the work on a commit that needs no lock: checking, encoding, salting, hashing."""

import os
from collections.abc import Sequence
from struct import unpack
from typing import NamedTuple
from uuid import UUID

from tracker.errors import InputError
from tracker.eventstore.canonical import encode_all
from tracker.eventstore.chain import SALT_BYTES, Sealed, digest
from tracker.eventstore.model import Expected, NewCommit


class Content(NamedTuple):
    """What an event says; `data` is None once it was erased."""

    type: str
    schema_version: int
    data: str | None


class Prepared(NamedTuple):
    """A commit ready to be given its place; the lists run in parallel, an item an event."""

    id: UUID
    stream: str
    expected: Expected | int
    types: set[str]
    sealed: list[Sealed]
    data: list[str]
    salts: Sequence[bytes]

    def content(self) -> list[Content]:
        """What its events say, without salts."""
        return [
            Content(sealed[0], sealed[1], data)
            for sealed, data in zip(self.sealed, self.data, strict=True)
        ]


def prepare(commit: NewCommit) -> Prepared:
    """Encode and salt `commit`; InputError if the log cannot hold it."""
    count = len(commit.events)
    if not count:
        raise InputError(f"The commit {commit.id} holds no events.")
    _check_name("stream", commit.stream)
    salts = unpack(f"{SALT_BYTES}s" * count, os.urandom(SALT_BYTES * count))
    data = encode_all([event.data for event in commit.events])
    sealed = [
        (event.type, event.schema_version, digest(salt, text))
        for event, salt, text in zip(commit.events, salts, data, strict=True)
    ]
    types = {event.type for event in commit.events}
    for type_name in types:
        _check_name("event type", type_name)
    return Prepared(commit.id, commit.stream, commit.expected, types, sealed, data, salts)


def _check_name(kind: str, name: str) -> None:
    if not name or "\0" in name or not name.isprintable():
        raise InputError(f"{name!r} cannot name a {kind}: it takes printable characters.")
