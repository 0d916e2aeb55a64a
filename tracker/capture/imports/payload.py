"""The answer of a server as a WARC record holds it: status, headers, and the body unpacked."""

import re
import zlib
from dataclasses import dataclass
from io import BytesIO

_STATUS = re.compile(rb"HTTP/[\d.]{1,5}[ \t]+(\d{3})\b")
_HEAD_ENDS = re.compile(rb"\r?\n\r?\n")
_GZIP, _ZLIB, _BARE = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS
_LONGEST_HEAD = 262_144
_MOST_MEMBERS = 1_000
_WINDOW = 2**23  # the largest that HTTP allows (RFC 9659)


class UnusableError(Exception):
    """The answer cannot be used; says why in few words, to count by."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Headers as they came, decoded as ISO 8859-1; `body` is still packed (see `unpacked`)."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The value of a header, None without one; of twins the first."""
        return next((value for key, value in self.headers if key.lower() == name), None)


def parse_answer(block: bytes) -> Answer:
    """Take a block apart. Raises UnusableError where it is no answer of HTTP."""
    status = _STATUS.match(block)
    end = _HEAD_ENDS.search(block, 0, _LONGEST_HEAD)
    if not status or not end:
        raise UnusableError("no answer of HTTP")
    lines = re.split(r"\r?\n(?![ \t])", block[: end.start()].decode("latin-1"))
    pairs = (line.partition(":") for line in lines[1:])
    headers = tuple((name.strip(), value.strip()) for name, colon, value in pairs if colon)
    return Answer(int(status[1]), headers, block[end.end() :])


def unpacked(answer: Answer, limit: int) -> bytes:
    """The body without the codings it came in. Raises UnusableError, also beyond `limit` bytes."""
    body = answer.body
    if "chunked" in (answer.header("transfer-encoding") or "").lower():
        body = _dechunked(body)
    codings = (answer.header("content-encoding") or "").lower().split(",")
    for coding in reversed([name.strip() for name in codings]):
        body = _decoded(body, coding, limit)
    if len(body) > limit:
        raise UnusableError("too large")
    return body


def _dechunked(body: bytes) -> bytes:
    """The body out of its chunks; as it is where it has none, for some archives took them off."""
    stream = BytesIO(body)
    parts: list[bytes] = []
    while True:
        size = _chunk_size(stream.readline(64))
        if size is None:
            if parts:
                raise UnusableError("damaged body")
            return body
        if not size:
            return b"".join(parts)
        part = stream.read(size)
        if len(part) < size:
            raise UnusableError("body cut off")
        parts.append(part)
        stream.readline(2)


def _chunk_size(line: bytes) -> int | None:
    digits = line.partition(b";")[0].strip()
    if not line.endswith(b"\n") or not re.fullmatch(rb"[0-9a-fA-F]{1,8}", digits):
        return None
    return int(digits, 16)


def _decoded(body: bytes, coding: str, limit: int) -> bytes:
    if coding in {"", "identity"} or not body:
        return body
    if coding in {"gzip", "x-gzip"}:
        return _inflated(body, _GZIP, limit) if body.startswith(b"\x1f\x8b") else body
    if coding == "deflate":
        return _inflated(body, _ZLIB if _is_zlib(body) else _BARE, limit)
    if coding == "zstd":
        return _zstd(body, limit)
    raise UnusableError(f"packed as {coding[:20]!r}")


def _is_zlib(body: bytes) -> bool:
    """Whether deflate came in its envelope (RFC 1950), as it should and often does not."""
    return body[0] & 15 == zlib.DEFLATED and int.from_bytes(body[:2], "big") % 31 == 0


def _inflated(body: bytes, form: int, limit: int) -> bytes:
    parts = bytearray()
    for _ in range(_MOST_MEMBERS):
        inflate = zlib.decompressobj(form)
        try:
            parts += inflate.decompress(body, limit + 1 - len(parts))
        except zlib.error as error:
            raise UnusableError("damaged body") from error
        if len(parts) > limit:
            raise UnusableError("too large")
        if not inflate.eof:
            raise UnusableError("body cut off")
        body = inflate.unused_data
        if form != _GZIP or not body.startswith(b"\x1f\x8b"):
            return bytes(parts)
    raise UnusableError("damaged body")


def _zstd(body: bytes, limit: int) -> bytes:
    import zstandard

    try:
        with zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(body) as reader:
            return bytes(reader.read(limit + 1))
    except zstandard.ZstdError as error:
        raise UnusableError("damaged body") from error
