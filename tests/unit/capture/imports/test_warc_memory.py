"""A WARC file of any size is read in the same memory."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.desk import page
from tests.unit.capture.imports.warcs import ARTICLE, Writer, warc_time
from tracker.capture.imports.revisits import Payloads
from tracker.capture.imports.steps import Recorded, Step
from tracker.capture.imports.warc import WarcFile

MB = 1_000_000


def written(path: Path, size: int, packed: bool) -> int:
    """A file of at least `size` unpacked bytes, written piece by piece; how many pages it holds."""
    filler = b"<!-- %s -->" % (b"0123456789" * 10_000)
    with path.open("wb") as file:
        for number in range(size // len(filler) + 1):
            piece = Writer(gzip=packed)
            seen = warc_time(number % 24, number // 24 % 60, number // 1440 + 1)
            first = piece.response(page(number) + filler, seen, f"{ARTICLE}-{number % 9}")
            piece.revisit(first, warc_time(number % 24, number // 24 % 60, number // 1440 + 11))
            file.write(piece.written)
    return 2 * (number + 1)


def read(path: Path) -> Iterator[Step]:
    with Payloads([path]) as payloads:
        yield from WarcFile(path, payloads, lambda _a, _b: None, max_bytes=8 * MB).steps(None)


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
@pytest.mark.parametrize(
    "size", [10 * MB, pytest.param(200 * MB, marks=pytest.mark.slow)], ids=["10 MB", "200 MB"]
)
def test_memory_does_not_grow_with_the_file(tmp_path: Path, size: int, packed: bool) -> None:
    """Less than 4 MB at any time, pages of 100 kB and revisits of all of them resolved."""
    held = written(tmp_path / "a.warc", size, packed)
    tracemalloc.start()
    taken = sum(isinstance(step.item, Recorded) for step in read(tmp_path / "a.warc"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert taken == held
    assert peak < 4 * MB


def test_a_record_that_claims_to_be_huge_costs_nothing(tmp_path: Path) -> None:
    """What is announced is never made room for, and lines without end are read up to a bound."""
    head = b"WARC/1.1\r\nWARC-Type: response\r\n"
    for content in (
        head + b"Content-Length: 999999999999\r\n\r\nx",
        head + b"x" * 20 * MB,
        (head + b"Content-Length: 5\r\n") + b"A: b\r\n" * 1_000_000,
    ):
        (tmp_path / "a.warc").write_bytes(content)
        tracemalloc.start()
        assert [step.item for step in read(tmp_path / "a.warc")]
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 4 * MB
