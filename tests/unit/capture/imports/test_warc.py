"""WARC files: which pages are taken out of them, when they were seen, and what is skipped."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.contract.desk import page
from tests.unit.capture.imports.warcs import ARTICLE, HTML, Writer, warc_time
from tracker.capture.imports.revisits import Payloads
from tracker.capture.imports.steps import Recorded, Skipped, Step
from tracker.capture.imports.warc import WarcFile

MOST = 100_000


def steps(
    *files: Path, cursor: str | None = None, known: dict[str, bytes] | None = None
) -> list[Step]:
    """All steps of the last of `files`; `known` is what the archive holds, by time."""

    def kept(_address: str, at: datetime) -> bytes | None:
        return (known or {}).get(at.isoformat())

    with Payloads(files) as payloads:
        return list(WarcFile(files[-1], payloads, kept, max_bytes=MOST).steps(cursor))


def pages(found: list[Step]) -> list[Recorded]:
    return [step.item for step in found if isinstance(step.item, Recorded)]


def skipped(found: list[Step]) -> list[str]:
    return [step.item.reason for step in found if isinstance(step.item, Skipped)]


def told(found: list[Step]) -> list[str]:
    return [s.item.detail for s in found if isinstance(s.item, Skipped) and s.item.detail]


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_two_captures_of_one_address_are_two_pages(tmp_path: Path, packed: bool) -> None:
    """Each with its own time, status, headers as received, and bytes."""
    writer = Writer(gzip=packed)
    writer.info()
    writer.response(page(1), warc_time(12))
    writer.response(
        page(2), warc_time(13), headers=[("content-TYPE", HTML), ("X", "1"), ("X", "2")]
    )
    found = pages(steps(writer.save(tmp_path / "a.warc")))
    assert [one.observed_at for one in found] == [
        datetime(2024, 11, 17, 12, tzinfo=UTC),
        datetime(2024, 11, 17, 13, tzinfo=UTC),
    ]
    assert [one.body for one in found] == [page(1), page(2)]
    assert found[1].headers == (("content-TYPE", HTML), ("X", "1"), ("X", "2"))
    assert {(one.address, one.status, one.media_type) for one in found} == {(ARTICLE, 200, HTML)}


@pytest.mark.parametrize("whole", [True, False], ids=["one member", "several for one record"])
def test_gzip_in_other_pieces_than_records(tmp_path: Path, whole: bool) -> None:
    """A WARC packed as any file, and one packed in blocks of a fixed size (bgzip)."""
    writer = Writer(gzip=False)
    for hour in range(5):
        writer.response(page(hour), warc_time(hour))
    plain, size = writer.written, len(writer.written) if whole else 700
    packed = b"".join(gzip.compress(plain[at : at + size]) for at in range(0, len(plain), size))
    (tmp_path / "a.warc.gz").write_bytes(packed)
    found = steps(tmp_path / "a.warc.gz")
    assert [one.body for one in pages(found)] == [page(hour) for hour in range(5)]
    assert not skipped(found)
