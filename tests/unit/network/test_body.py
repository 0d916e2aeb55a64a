"""Reading a body within a limit."""

import gzip
from collections.abc import Iterable, Iterator

import httpx
import pytest

from tracker.errors import NetworkError
from tracker.network.body import read_body


class Chunks(httpx.SyncByteStream):
    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._chunks)


def response(*chunks: bytes, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(200, headers=named, stream=Chunks(chunks))


def test_a_plain_body_is_given_as_sent() -> None:
    """Chunks are joined, nothing else happens to them."""
    assert read_body(response(b"one ", b"two"), 100) == b"one two"


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", " GZIP "])
def test_a_packed_body_is_unpacked(coding: str) -> None:
    """In as many chunks as it came in."""
    packed = gzip.compress(b"one two")
    chunks = [packed[i : i + 3] for i in range(0, len(packed), 3)]
    assert read_body(response(*chunks, content_encoding=coding), 100) == b"one two"


@pytest.mark.parametrize("size", [99, 100])
def test_the_limit_itself_is_allowed(size: int) -> None:
    """Packed or not."""
    body = b"x" * size
    assert read_body(response(body), 100) == body
    assert read_body(response(gzip.compress(body), content_encoding="gzip"), 100) == body


def test_a_longer_body_is_refused_without_reading_on() -> None:
    """The chunk that crosses the limit is the last one asked for."""
    asked = []

    def endless() -> Iterator[bytes]:
        while True:
            asked.append(1)
            yield b"x" * 60

    with pytest.raises(NetworkError, match="larger than 100 bytes"):
        read_body(httpx.Response(200, stream=Chunks(endless())), 100)
    assert len(asked) == 2


def test_an_announced_length_is_believed() -> None:
    """Nothing is read where the header already says too much."""
    with pytest.raises(NetworkError, match="larger than 100 bytes"):
        read_body(response(content_length="101"), 100)


def test_a_packed_bomb_is_never_unpacked_whole() -> None:
    """Ten megabytes of zeros in ten kilobytes stop at the limit, within one chunk."""
    bomb = gzip.compress(bytes(10_000_000))
    assert len(bomb) < 11_000
    with pytest.raises(NetworkError, match="larger than 1,000 bytes"):
        read_body(response(bomb, content_encoding="gzip"), 1_000)


@pytest.mark.parametrize("coding", ["br", "zstd", "deflate", "gzip, gzip"])
def test_a_coding_that_was_not_asked_for_is_refused(coding: str) -> None:
    """Only gzip is asked for."""
    with pytest.raises(NetworkError, match="not asked for"):
        read_body(response(b"", content_encoding=coding), 100)


@pytest.mark.parametrize(
    ("chunk", "said"), [(b"not packed", "damaged"), (gzip.compress(b"whole")[:-9], "broke off")]
)
def test_a_damaged_body_is_refused(chunk: bytes, said: str) -> None:
    """Half an article is worse than none."""
    with pytest.raises(NetworkError, match=said):
        read_body(response(chunk, content_encoding="gzip"), 100)
