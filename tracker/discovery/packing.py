"""Sitemaps are often packed files: they are unpacked piece by piece, up to a limit."""

import zlib
from collections.abc import Iterator

from tracker.errors import InputError

_GZIP = zlib.MAX_WBITS | 16
_MAGIC = b"\x1f\x8b"
_PIECE = 65_536


def is_packed(body: bytes) -> bool:
    """Whether it is a gzip file."""
    return body.startswith(_MAGIC)


def pieces(body: bytes, at_most: int) -> Iterator[bytes]:
    """The body in pieces, unpacked if it is packed; nothing behind the first `at_most` bytes.

    Raises InputError where its packing is damaged. A file that breaks off is read as far as it is.
    """
    came = 0
    for piece in _unpacked(body) if is_packed(body) else _cut(body):
        yield piece[: at_most - came]
        came += len(piece)
        if came >= at_most:
            return


def _cut(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), _PIECE):
        yield body[start : start + _PIECE]


def _unpacked(body: bytes) -> Iterator[bytes]:
    inflate = zlib.decompressobj(_GZIP)
    for part in _cut(body):
        rest = part
        while rest and not inflate.eof:
            try:
                piece = inflate.decompress(rest, _PIECE)
            except zlib.error as error:
                raise InputError(f"its packing is damaged ({error})") from error
            rest = inflate.unconsumed_tail
            if piece:
                yield piece
        if inflate.eof:
            return
