"""Answers of servers that misbehave, for `tests.integration.loopback.Loopback`.

Each function gives an `Answer` (or something that answers) that is wrong in one way named by the
function. Those that take their time end when the client leaves, or after `PATIENCE` seconds.

    with Loopback(lambda asked: cut_off(PAGE)) as site: ...
"""

import gzip
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tests.integration.loopback import Answer, Asked

PATIENCE = 5.0
"""Seconds after which a slow answer gives itself up, so that no test hangs."""

HTML = {"Content-Type": "text/html; charset=utf-8"}


def page(body: bytes | str, **headers: str) -> Answer:
    """An answer as it should be; `etag="x"` and the like become headers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(200, HTML | named, body.encode() if isinstance(body, str) else body)


def silent(body: bytes = b"<p>") -> Answer:
    """Begins to answer, then says no more."""

    def chunks() -> Iterator[bytes]:
        yield body
        for _ in _until_patience():
            yield b""

    return Answer(200, HTML, chunks=chunks())


def dripping(byte: bytes = b"x", pause: float = 0.02) -> Answer:
    """One byte after another: each in time, all of them never."""
    return Answer(200, HTML, chunks=(byte for _ in _until_patience(pause)))


def dripping_head() -> Answer:
    """The head itself comes byte by byte."""
    return Answer(raw=(b"H" for _ in _until_patience()))


def endless(chunk: bytes = b"x" * 4096) -> Answer:
    """As much as anybody will read."""
    return Answer(200, HTML, chunks=(chunk for _ in _until_patience(0)))


def tiny_chunks() -> Answer:
    """A page without end in chunks of two bytes (chunked coding)."""

    def raw() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        for _ in _until_patience(0):
            yield b"2\r\nxy\r\n" * 10_000

    return Answer(raw=raw())


def cut_off(body: bytes, at: int | None = None) -> Answer:
    """Announces the whole body, sends the first `at` bytes (half), and hangs up."""
    return Answer(200, HTML, body[: len(body) // 2 if at is None else at], length=len(body))


def announced_short(body: bytes, length: int) -> Answer:
    """Announces less than it sends."""
    return Answer(200, HTML, body, length=length)


def packed(body: bytes, **headers: str) -> Answer:
    """Packed with gzip, as it should be."""
    return Answer(200, HTML | {"Content-Encoding": "gzip"} | headers, gzip.compress(body))


def packed_cut_off(body: bytes) -> Answer:
    """Packed with gzip and broken off, but with a length that agrees."""
    whole = packed(body)
    return replace(whole, body=whole.body[:-9])


def gzip_bomb(size: int, *, announced: bool = False) -> Answer:
    """`size` zeros, packed a thousand to one, made as they are sent.

    `announced` gives the length of what is sent, which is a thousandth of what it becomes.
    """
    headers = HTML | {"Content-Encoding": "gzip"}
    if announced:
        return Answer(200, headers, b"".join(_packed_zeros(size)))
    return Answer(200, headers, chunks=_packed_zeros(size))


def members_bomb() -> Answer:
    """Empty gzip members without end: packed bytes that never become anything."""
    chunk = gzip.compress(b"") * 2_000
    headers = HTML | {"Content-Encoding": "gzip"}
    return Answer(200, headers, chunks=(chunk for _ in _until_patience(0)))


def garbage_behind_gzip() -> Answer:
    """A small packed page, then bytes without end that are no packing."""

    def chunks() -> Iterator[bytes]:
        yield gzip.compress(b"<p>News")
        for _ in _until_patience(0):
            yield bytes(65536)

    return Answer(200, HTML | {"Content-Encoding": "gzip"}, chunks=chunks())


def header_bomb(size: int) -> Answer:
    """Headers of `size` bytes."""
    return Answer(200, HTML, b"<p>News", also=[("X-Padding", "x" * 1000)] * (size // 1000))


def endless_headers() -> Answer:
    """A head that never ends."""

    def raw() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n"
        for number in _until_patience(0):
            yield b"X-%d: %b\r\n" % (number, b"x" * 100)

    return Answer(raw=raw())


def endless_hints() -> Answer:
    """103 Early Hints for ever, never the answer."""
    hint = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
    return Answer(raw=(hint * 100 for _ in _until_patience(0)))


def not_modified_with_a_body(body: bytes, etag: str = '"1"') -> Answer:
    """A 304 that brings a body along, which HTTP has no place for."""
    return Answer(304, HTML | {"ETag": etag}, body)


def error_as_success(text: str = "Sorry, this page cannot be shown.") -> Answer:
    """An error page that claims to be the page: 200."""
    return page(f"<html><title>Error</title><body><h1>Oops</h1><p>{text}</p></body></html>")


def wrong_charset(text: str, really: str = "windows-1252", claimed: str = "utf-8") -> Answer:
    """Text in one encoding, said to be in another."""
    return Answer(200, {"Content-Type": f"text/html; charset={claimed}"}, text.encode(really))


def redirect(to: str, status: int = 302, body: bytes = b"") -> Answer:
    return Answer(status, {"Location": to}, body)


def loop(*paths: str, status: int = 302) -> Callable[[Asked], Answer]:
    """Each path redirects to the next, the last to the first; every other path is a 404."""
    following = dict(zip(paths, (*paths[1:], *paths[:1]), strict=True))

    def answer(asked: Asked) -> Answer:
        to = following.get(asked.path)
        return redirect(to, status) if to else Answer(404)

    return answer


@dataclass
class Rotating:
    """A page whose markup is another each time, while its text stays.

    `template` holds `{n}` where the number of the look goes (class names, tokens, times); braces of
    its own are doubled.
    """

    template: str
    looks: int = 0

    def __call__(self, asked: Asked) -> Answer:
        del asked
        self.looks += 1
        return page(self.template.format(n=self.looks))


def _packed_zeros(size: int) -> Iterator[bytes]:
    pack = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    block = bytes(1_000_000)
    for _ in range(size // len(block)):
        if made := pack.compress(block):
            yield made
    yield pack.compress(block[: size % len(block)]) + pack.flush()


def _until_patience(pause: float = 0.02) -> Iterator[int]:
    end, number = time.monotonic() + PATIENCE, 0
    while time.monotonic() < end:
        yield number
        number += 1
        if pause:
            time.sleep(pause)
