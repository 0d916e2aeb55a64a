"""WARC files: the pages in them, each with the time it was captured at."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from tracker.capture.imports.pages import unfit
from tracker.capture.imports.payload import Answer, UnusableError, parse_answer, unpacked
from tracker.capture.imports.records import Damage, Head, Record, read_records
from tracker.capture.imports.revisits import PAYLOADS, Payloads
from tracker.capture.imports.steps import Recorded, Skipped, Step
from tracker.capture.imports.unpacking import DamagedError, Position, open_unpacked
from tracker.errors import InputError

Known = Callable[[str, datetime], bytes | None]
"""The bytes that are kept already of an address at a time."""

_OVERHEAD = 500_000
"""What a record may hold beyond the body: headers, and the marks of chunks."""
_TELLS = 65_536
_OK = 200
_READ = PAYLOADS | {"revisit"}


class WarcFile:
    """One file of `payloads`' files. `known` has payloads of revisits that none of them holds.

    Raises InputError where it cannot be opened or is no WARC file.
    """

    def __init__(self, path: Path, payloads: Payloads, known: Known, *, max_bytes: int) -> None:
        self._path = path
        self._payloads = payloads
        self._known = known
        self._max_bytes = max_bytes
        self.total = _checked(path)
        self.name = f"warc {_fingerprint(path, self.total)}"

    def steps(self, cursor: str | None) -> Iterator[Step]:
        """A step a record, those aside that hold no page at all (requests, metadata)."""
        with _opened(self._path) as file:
            stream = open_unpacked(file)
            if cursor is not None:
                stream.seek(_parsed(cursor))
            for found in read_records(stream, self._wanted):
                item = self._item(found)
                if item is not None:
                    position = stream.position
                    yield Step(item, f"{position.start}:{position.within}", position.start)

    def _wanted(self, head: Head) -> bool:
        return head.kind in _READ and head.length <= self._max_bytes + _OVERHEAD

    def _item(self, found: Record | Damage) -> Recorded | Skipped | None:
        if isinstance(found, Damage):
            return Skipped(
                "damaged", f"{self._path}: record at byte {found.start.start:,}: {found.reason}"
            )
        if found.head.kind not in _READ:
            return Skipped("continued elsewhere") if found.head.kind == "continuation" else None
        try:
            return self._page(found)
        except UnusableError as error:
            return Skipped(str(error))

    def _page(self, record: Record) -> Recorded | Skipped:
        head, block = record.head, record.block
        if block is None:
            return Skipped("too large")
        if "warc-truncated" in head.fields or head.fields.get("warc-segment-number", "1") != "1":
            return Skipped("cut off when it was captured")
        seen = _moment(head.fields.get("warc-date", ""))
        answer = self._answer(head, block)
        media_type = answer.header("content-type")
        if reason := unfit(head.address, answer.status, media_type):
            return Skipped(reason)
        body = unpacked(answer, self._max_bytes)
        return Recorded(head.address, seen, body, media_type, answer.status, answer.headers)

    def _answer(self, head: Head, block: bytes) -> Answer:
        if head.kind == "resource":
            media_type = head.fields.get("content-type", "")
            return Answer(_OK, (("Content-Type", media_type),), block)
        if head.kind == "response":
            return parse_answer(block)
        return self._revisited(head, block)

    def _revisited(self, head: Head, block: bytes) -> Answer:
        """The headers of this time, if there are any, with the body of that time."""
        if head.fields.get("warc-profile", "").endswith("server-not-modified"):
            own = None  # it answered 304: its headers are not the page's
        else:
            own = parse_answer(block) if block.strip() else None
        earlier = self._payloads.found(head, self._max_bytes + _OVERHEAD)
        if earlier is not None and earlier.block is not None:
            then = self._answer(earlier.head, earlier.block)
            return then if own is None else Answer(own.status, own.headers, then.body)
        body = self._kept(head)
        if body is None:
            raise UnusableError("same as a page that is not there")
        headers = own.headers if own else ()
        plain = tuple(pair for pair in headers if not pair[0].lower().endswith("-encoding"))
        return Answer(_OK if own is None else own.status, plain, body)

    def _kept(self, head: Head) -> bytes | None:
        """What was taken in before, perhaps from another file."""
        at = head.fields.get("warc-refers-to-date")
        if not at or not head.refers_to_address:
            return None
        return self._known(head.refers_to_address, _moment(at))


def _checked(path: Path) -> int:
    """The size of a file. Raises InputError where it is no WARC file."""
    with _opened(path) as file:
        stream = open_unpacked(file)
        try:
            begins = stream.begin() and stream.read(5) == b"WARC/"
        except DamagedError as error:
            raise InputError(f"{path}: {error}. Is it a WARC file?") from error
        if not begins:
            raise InputError(f"{path}: no WARC file: it does not begin with a WARC record.")
        return file.seek(0, 2)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        raise InputError(f"{path}: {reason}: check the path.") from error


def _fingerprint(path: Path, size: int) -> str:
    """What tells a file from others, wherever it lies, without reading all of it."""
    sha256 = hashlib.sha256(str(size).encode())
    with _opened(path) as file:
        sha256.update(file.read(_TELLS))
        file.seek(max(size - _TELLS, 0))
        sha256.update(file.read(_TELLS))
    return sha256.hexdigest()


def _parsed(cursor: str) -> Position:
    start, _, within = cursor.partition(":")
    return Position(int(start), int(within))


def _moment(text: str) -> datetime:
    """WARC-Date. Raises UnusableError where it is none, or names no zone."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise UnusableError("no time")
    return found
