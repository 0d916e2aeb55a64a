"""Where the payloads stand that revisit records point to ("the same as before").

The index lies in a private database of SQLite's that goes to disk where it grows: a file of
millions of records costs no more memory than a small one.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from tracker.capture.imports.records import Head, Record, read_records
from tracker.capture.imports.unpacking import Position, open_unpacked

PAYLOADS = frozenset({"response", "resource"})


class Payloads:
    """The records with payloads in `files`, looked through when the first is asked for."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = files
        self._index: sqlite3.Connection | None = None

    def found(self, head: Head, limit: int) -> Record | None:
        """The record that the revisit `head` points to, with its block; None where none is.

        Nor is one whose block is larger than `limit`.
        """
        place = self._place(head)
        if place is None:
            return None
        file, start, within = place
        with self._files[file].open("rb") as opened:
            stream = open_unpacked(opened)
            stream.seek(Position(start, within))
            found = next(read_records(stream, lambda one: one.length <= limit), None)
        return found if isinstance(found, Record) and found.block is not None else None

    def _place(self, head: Head) -> tuple[int, int, int] | None:
        """By the id of the record, its address and time, or the hash of the payload, if it must."""
        fields = head.fields
        asked = (
            ("id", fields.get("warc-refers-to")),
            ("page", _page_key(head.refers_to_address, fields.get("warc-refers-to-date"))),
            ("payload", fields.get("warc-payload-digest")),
        )
        for column, value in asked:
            if value:
                query = f"SELECT file, start, within FROM held WHERE {column} = ? LIMIT 1"  # noqa: S608 - of ours
                row = self._held().execute(query, (value.lower(),)).fetchone()
                if row:
                    return int(row[0]), int(row[1]), int(row[2])
        return None

    def _held(self) -> sqlite3.Connection:
        if self._index is None:
            self._index = _empty()
            for number, file in enumerate(self._files):
                _add(self._index, number, file)
        return self._index

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_ended: object) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None


def _empty() -> sqlite3.Connection:
    index = sqlite3.connect("", isolation_level=None)  # a name left empty: on disk, and private
    index.execute("PRAGMA journal_mode = OFF")
    index.execute("CREATE TABLE held (id, page, payload, file, start, within)")
    for column in ("id", "page", "payload"):
        index.execute(f"CREATE INDEX held_by_{column} ON held ({column})")
    return index


def _add(index: sqlite3.Connection, number: int, file: Path) -> None:
    with file.open("rb") as opened:
        index.execute("BEGIN")
        for found in read_records(open_unpacked(opened), lambda _head: False):
            if isinstance(found, Record) and found.head.kind in PAYLOADS:
                fields = found.head.fields
                names = (
                    fields.get("warc-record-id"),
                    _page_key(found.head.address, fields.get("warc-date")),
                    fields.get("warc-payload-digest"),
                )
                keys = (name and name.lower() for name in names)
                index.execute(
                    "INSERT INTO held VALUES (?, ?, ?, ?, ?, ?)", (*keys, number, *found.start)
                )
        index.execute("COMMIT")


def _page_key(address: str, at: str | None) -> str | None:
    return f"{at} {address}" if address and at else None
