"""Reading an answer's body without letting it grow past a limit, packed or unpacked."""

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.errors import NetworkError

if TYPE_CHECKING:
    import httpx

_GZIP = zlib.MAX_WBITS | 16
_MAGIC = b"\x1f\x8b"
_MOST_MEMBERS = 1_000
"""Of how many gzip members a body may be made; tools that make several make one every 64 kB."""


def read_body(response: "httpx.Response", limit: int) -> bytes:
    """The body, unpacked. Raises NetworkError where it is longer than `limit` bytes or damaged.

    httpx would unpack whole chunks at once and more codings than were asked for; a packed bomb
    would fit in one chunk.
    """
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > limit:
        raise _too_large(limit)
    body = bytearray()
    for part in _parts(response, limit):
        body += part
        if len(body) > limit:
            raise _too_large(limit)
    return bytes(body)


def read_start(response: "httpx.Response", limit: int) -> bytes:
    """The first `limit` bytes of the body, unpacked; what comes behind them is not read."""
    body = bytearray()
    for part in _parts(response, limit):
        body += part
        if len(body) >= limit:
            break
    return bytes(body[:limit])


def _parts(response: "httpx.Response", limit: int) -> Iterator[bytes]:
    """What was read becomes; altogether at least one byte more than `limit`, where there is more.

    Packed bytes are counted too: there are endless ones that never become anything.
    """
    unpack = _unpacker(response)
    came = became = 0
    for chunk in response.iter_raw():
        came += len(chunk)
        part = unpack.take(chunk, limit + 1 - became)
        became += len(part)
        yield part
        if became > limit:
            return
        if came > unpack.most_for(limit):
            raise _too_large(limit)
    unpack.finish()


def _too_large(limit: int) -> NetworkError:
    return NetworkError(f"the answer is larger than {limit:,} bytes and was not read further.")


def _unpacker(response: "httpx.Response") -> "_Plain":
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding in {"", "identity"}:
        return _Plain()
    if coding in {"gzip", "x-gzip"}:
        return _Gzip()
    raise NetworkError(f"the answer is packed as {coding[:40]!r}, which was not asked for.")


class _Plain:
    def most_for(self, limit: int) -> int:
        """The most bytes that a body of `limit` bytes may come in."""
        return limit

    def take(self, chunk: bytes, at_most: int) -> bytes:
        """What `chunk` becomes, not more than `at_most` bytes of it."""
        return chunk[:at_most]

    def finish(self) -> None:
        """Nothing can be missing: HTTP itself tells where a plain body ends."""


class _Gzip(_Plain):
    """Unpacks once: what is packed twice stays packed as its maker meant it."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(_GZIP)
        self._members = 1
        self._held = b""

    def most_for(self, limit: int) -> int:
        return limit + limit // 100 + 10_000  # what cannot be packed grows a little

    def take(self, chunk: bytes, at_most: int) -> bytes:
        parts = bytearray()
        chunk = self._held + chunk
        self._held = b""
        try:
            while chunk and len(parts) < at_most:
                if self._inflate.eof and not self._next_member(chunk):
                    break
                parts += self._inflate.decompress(chunk, at_most - len(parts))
                chunk = self._inflate.unused_data
        except zlib.error as error:
            raise NetworkError(f"the answer's packing is damaged ({error}).") from error
        return bytes(parts)

    def _next_member(self, rest: bytes) -> bool:
        """Whether `rest` begins another member. Padding and leftovers do not, and are dropped."""
        if rest == _MAGIC[:1]:
            self._held = rest  # the next chunk will tell
        if not rest.startswith(_MAGIC):
            return False
        self._members += 1
        if self._members > _MOST_MEMBERS:
            raise NetworkError("the answer's packing is made to keep us busy and was not read on.")
        self._inflate = zlib.decompressobj(_GZIP)
        return True

    def finish(self) -> None:
        if not self._inflate.eof:
            raise NetworkError("the answer broke off in the middle.")
