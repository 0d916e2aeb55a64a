"""Reading an answer's body without letting it grow past a limit, packed or unpacked."""

import zlib
from typing import TYPE_CHECKING

from tracker.errors import NetworkError

if TYPE_CHECKING:
    import httpx

_GZIP = zlib.MAX_WBITS | 16


def read_body(response: "httpx.Response", limit: int) -> bytes:
    """The body, unpacked. Raises NetworkError where it is longer than `limit` bytes or damaged.

    httpx would unpack whole chunks at once and more codings than were asked for; a packed bomb
    would fit in one chunk.
    """
    _refuse_announced(response, limit)
    unpack = _unpacker(response)
    parts: list[bytes] = []
    size = 0
    for chunk in response.iter_raw():
        part = unpack.take(chunk, limit + 1 - size)
        size += len(part)
        if size > limit:
            raise _too_large(limit)
        parts.append(part)
    unpack.finish()
    return b"".join(parts)


def _refuse_announced(response: "httpx.Response", limit: int) -> None:
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > limit:
        raise _too_large(limit)


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
    def take(self, chunk: bytes, at_most: int) -> bytes:
        return chunk[:at_most]

    def finish(self) -> None:
        """Nothing can be missing: HTTP itself tells where a plain body ends."""


class _Gzip(_Plain):
    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(_GZIP)

    def take(self, chunk: bytes, at_most: int) -> bytes:
        try:
            return self._inflate.decompress(chunk, at_most)
        except zlib.error as error:
            raise NetworkError(f"the answer's packing is damaged ({error}).") from error

    def finish(self) -> None:
        if not self._inflate.eof:
            raise NetworkError("the answer broke off in the middle.")
