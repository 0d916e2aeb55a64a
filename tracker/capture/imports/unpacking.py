"""The bytes of a WARC file, plain or gzipped record by record, and the way out of damaged places.

warcio reads intact files; it neither goes on behind a damaged record nor bounds a line.
"""

import re
import zlib
from abc import ABC, abstractmethod
from typing import BinaryIO, NamedTuple

_CHUNK = 65_536
_GZIP = zlib.MAX_WBITS | 16
_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
_PROBE = 512  # packed bytes that are enough to see how a member begins
_OVERLAP = _PROBE + 4
_RECORD = b"WARC/"
_LONGEST_LINE = 65_536


class DamagedError(Exception):
    """What stands here cannot be read; caught where records are read."""


class Position(NamedTuple):
    """Where a record begins: a byte of the file, and behind the gzip member there, of that."""

    start: int
    within: int = 0


def open_unpacked(file: BinaryIO) -> "Unpacked":
    """The stream of a file that was just opened."""
    magic = file.read(2)
    file.seek(0)
    return _Packed(file) if magic == b"\x1f\x8b" else _Plain(file)


class Unpacked(ABC):
    """A stream of unpacked bytes. Reading stops where a record is sure to end; `begin` goes on."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._held = b""
        self._at = 0

    @property
    @abstractmethod
    def position(self) -> Position:
        """Where the next byte stands."""

    @abstractmethod
    def seek(self, position: Position) -> None:
        """Go to a position that was told before."""

    @abstractmethod
    def recover(self, start: Position) -> None:
        """Go on behind the damage in the record that began at `start`."""

    @abstractmethod
    def _pull(self) -> bytes:
        """The next piece, empty where the record is sure to end or the file does."""

    @abstractmethod
    def _cross(self) -> bool:
        """Go on where reading stopped; whether there is anything left."""

    def begin(self) -> bool:
        """Go to where the next record begins, over empty lines; False at the end of the file."""
        while True:
            while self._fill():
                rest = self._held[self._at :].lstrip(b"\r\n")
                self._at = len(self._held) - len(rest)
                if rest:
                    return True
            if not self._cross():
                return False

    def read(self, size: int) -> bytes:
        """The next `size` bytes, fewer where the record or the file ends before."""
        parts = bytearray()
        while len(parts) < size and self._fill():
            part = self._held[self._at : self._at + size - len(parts)]
            self._at += len(part)
            parts += part
        return bytes(parts)

    def skip(self, size: int) -> int:
        """Leave out `size` bytes; how many there were."""
        left = size
        while left and self._fill():
            step = min(left, len(self._held) - self._at)
            self._at += step
            left -= step
        return size - left

    def readline(self, limit: int = _LONGEST_LINE) -> bytes:
        """The bytes up to the end of the line, or the first `limit` of them."""
        parts = bytearray()
        while len(parts) < limit and self._fill():
            stop = min(len(self._held), self._at + limit - len(parts))
            end = self._held.find(b"\n", self._at, stop) + 1
            part = self._held[self._at : end or stop]
            self._at += len(part)
            parts += part
            if end:
                break
        return bytes(parts)

    def _fill(self) -> bool:
        if self._at < len(self._held):
            return True
        self._held, self._at = self._pull(), 0
        return bool(self._held)

    def _to_next_record(self) -> None:
        """Go to the next line that a record begins with, or to where reading stops."""
        before = b"\n"
        while self._fill():
            window = before + self._held[self._at :]
            found = window.find(b"\n" + _RECORD)
            if found >= 0:
                self._held, self._at = window[found + 1 :], 0
                return
            self._at = len(self._held)
            before = window[-len(_RECORD) :]


class _Plain(Unpacked):
    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self._end = 0  # of what is held, in the file

    @property
    def position(self) -> Position:
        return Position(self._end - len(self._held) + self._at)

    def seek(self, position: Position) -> None:
        self._file.seek(position.start)
        self._held, self._at, self._end = b"", 0, position.start

    def skip(self, size: int) -> int:
        before = self.position.start
        last = self._file.seek(0, 2)
        self.seek(Position(min(before + size, max(last, before))))
        return self.position.start - before

    def recover(self, start: Position) -> None:
        """What the record claimed to hold may hold others: look right behind its first byte."""
        self.seek(Position(start.start + 1))
        self._to_next_record()

    def _pull(self) -> bytes:
        piece = self._file.read(_CHUNK)
        self._end += len(piece)
        return piece

    def _cross(self) -> bool:
        return False


class _Packed(Unpacked):
    """gzip, a member for each record as a rule; one for all records, or several for one, too."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self._start_member(0)

    def _start_member(self, at: int) -> None:
        self._file.seek(at)
        self._member = at
        self._became = 0  # unpacked bytes of this member, held ones included
        self._raw = b""
        self._came = at  # how much of the file was read
        self._inflate = zlib.decompressobj(_GZIP)
        self._held, self._at = b"", 0

    @property
    def position(self) -> Position:
        left = len(self._held) - self._at
        if not left and self._inflate.eof:
            return Position(self._came - len(self._raw))
        return Position(self._member, self._became - left)

    def seek(self, position: Position) -> None:
        self._start_member(position.start)
        self._skip_padding()
        while position.within > self._became and self._fill():
            self._at = len(self._held)
        self._at = len(self._held) - max(self._became - position.within, 0)

    def recover(self, start: Position) -> None:
        """Go to the next member that begins with a record, or further on in this one."""
        try:
            self._to_next_record()
        except DamagedError:
            self._start_member(self._next_member(max(self._member, start.start) + 1))

    def _next_member(self, at: int) -> int:
        """Where the next member is that begins with a record; the end of the file without one."""
        self._file.seek(at)
        window = b""
        while piece := self._file.read(_CHUNK):
            window += piece
            if (found := _record_in(window[:-_PROBE], window)) is not None:
                return at + found
            at += max(len(window) - _OVERLAP, 0)
            window = window[-_OVERLAP:]
        found = _record_in(window, window)
        return at + (len(window) if found is None else found)

    def _pull(self) -> bytes:
        while True:
            if self._inflate.eof and not self._goes_on():
                return b""
            if not self._raw and not self._read_raw():
                if self._came > self._member:
                    raise DamagedError("the file breaks off in it")
                return b""
            piece = self._inflated()
            if piece:
                self._became += len(piece)
                return piece

    def _inflated(self) -> bytes:
        try:
            piece = self._inflate.decompress(self._raw, _CHUNK)
        except zlib.error as error:
            raise DamagedError(f"its packing is damaged ({error})") from error
        eof = self._inflate.eof
        self._raw = self._inflate.unused_data if eof else self._inflate.unconsumed_tail
        return piece

    def _read_raw(self) -> bool:
        piece = self._file.read(_CHUNK)
        self._came += len(piece)
        self._raw += piece
        return bool(piece)

    def _goes_on(self) -> bool:
        """Whether the next member belongs to the same record; if so, it is begun."""
        if len(self._raw) < _PROBE:
            self._read_raw()
        if not _MEMBER.match(self._raw) or _begins_record(self._raw[:_PROBE]):
            return False
        self._inflate = zlib.decompressobj(_GZIP)
        self._member, self._became = self._came - len(self._raw), 0
        return True

    def _cross(self) -> bool:
        self._skip_padding()
        if not self._raw:
            return False
        self._start_member(self._came - len(self._raw))
        return True

    def _skip_padding(self) -> None:
        """Some tools fill blocks up with zeros, between members alone."""
        while not self._raw.lstrip(b"\0") and self._read_raw():
            pass
        self._raw = self._raw.lstrip(b"\0")
        self._member = self._came - len(self._raw)


def _record_in(searched: bytes, window: bytes) -> int | None:
    """Where in `searched`, the first part of `window`, a member begins with a record."""
    starts = (found.start() for found in _MEMBER.finditer(searched))
    return next((at for at in starts if _begins_record(window[at : at + _PROBE])), None)


def _begins_record(packed: bytes) -> bool:
    try:
        start = zlib.decompressobj(_GZIP).decompress(packed, len(_RECORD))
    except zlib.error:
        return False
    return start == _RECORD
