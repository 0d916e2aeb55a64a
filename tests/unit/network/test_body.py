"""Reading a body within a limit."""

import gzip
import tracemalloc
from collections.abc import Iterable, Iterator
from contextlib import suppress

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import NetworkError
from tracker.network.body import read_body, read_start


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


class TestSeveralMembers:
    """A gzip file may be several, one behind another."""

    def pieces(self, packed: bytes, size: int) -> list[bytes]:
        return [packed[i : i + size] for i in range(0, len(packed), size)]

    @pytest.mark.parametrize("size", [1, 2, 7, 1000])
    def test_are_unpacked_as_one(self, size: int) -> None:
        """Wherever the chunks end."""
        packed = gzip.compress(b"one ") + gzip.compress(b"") + gzip.compress(b"two")
        chunks = self.pieces(packed, size)
        assert read_body(response(*chunks, content_encoding="gzip"), 100) == b"one two"

    @pytest.mark.parametrize("rest", [b"\0" * 600, b"\x1f", b"\x1fx", b"left behind"])
    def test_leftovers_are_overlooked(self, rest: bytes) -> None:
        """Padding, mostly."""
        for size in (1, 5, 1000):
            chunks = self.pieces(gzip.compress(b"one") + rest, size)
            assert read_body(response(*chunks, content_encoding="gzip"), 100) == b"one"

    def test_the_last_must_be_whole(self) -> None:
        """Half an article is worse than none."""
        packed = gzip.compress(b"one ") + gzip.compress(b"two")[:-3]
        with pytest.raises(NetworkError, match="broke off"):
            read_body(response(packed, content_encoding="gzip"), 100)

    @pytest.mark.parametrize(
        "chunk", [gzip.compress(b"") * 50, gzip.compress(b"x") + bytes(5000)], ids=["empty", "junk"]
    )
    def test_without_end_are_given_up(self, chunk: bytes) -> None:
        """Bytes that never become anything count too."""
        asked = []

        def endless() -> Iterator[bytes]:
            while True:
                asked.append(1)
                yield chunk

        answer = httpx.Response(200, headers={"content-encoding": "gzip"}, stream=Chunks(endless()))
        with pytest.raises(NetworkError, match=r"larger than|made to keep us busy"):
            read_body(answer, 10_000)
        assert len(asked) < 50


def test_what_is_packed_twice_is_unpacked_once() -> None:
    """It is a packed file then, as its maker says."""
    inner = gzip.compress(b"one")
    assert read_body(response(gzip.compress(inner), content_encoding="gzip"), 100) == inner


def test_a_body_in_tiny_chunks_costs_no_more_memory_than_one_in_large_ones() -> None:
    """A server can cut a body into millions of pieces."""
    tracemalloc.start()
    try:
        pieces = (f"{number:02}".encode() for number in range(30_000))
        length = len(read_body(httpx.Response(200, stream=Chunks(pieces)), 200_000))
        assert tracemalloc.get_traced_memory()[1] < 4 * length
    finally:
        tracemalloc.stop()


class TestTheStartOfABody:
    @pytest.mark.parametrize("chunks", [[b"0123456789"], [b"01", b"2", b"3456789"]])
    @pytest.mark.parametrize("limit", [1, 3, 9, 10, 11])
    def test_is_no_longer_than_asked_for(self, chunks: list[bytes], limit: int) -> None:
        """A longer body is no error."""
        assert read_start(response(*chunks), limit) == b"0123456789"[:limit]
        packed = gzip.compress(b"".join(chunks))
        assert read_start(response(packed, content_encoding="gzip"), limit) == b"0123456789"[:limit]

    def test_is_all_that_is_read(self) -> None:
        """Of a body without end."""
        asked = []

        def endless() -> Iterator[bytes]:
            while True:
                asked.append(1)
                yield b"x" * 60

        stream = Chunks(endless())
        assert read_start(httpx.Response(200, stream=stream), 100) == b"x" * 100
        assert len(asked) == 2

    def test_is_taken_although_the_rest_is_announced_as_too_long(self) -> None:
        """That is what it is for."""
        assert read_start(response(b"x" * 200, content_length="200"), 100) == b"x" * 100


@given(st.binary(max_size=300), st.integers(1, 50), st.integers(1, 400))
def test_any_bytes_are_read_or_refused(data: bytes, size: int, limit: int) -> None:
    """Nothing but NetworkError comes out, and never more than the limit."""
    chunks = [data[i : i + size] for i in range(0, len(data), size)]
    for head in (b"", gzip.compress(b"y" * 90)[:40], gzip.compress(b"y" * 90)):
        with suppress(NetworkError):
            assert len(read_body(response(head, *chunks, content_encoding="gzip"), limit)) <= limit
