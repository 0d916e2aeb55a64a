"""WARC files: which pages are taken out of them, when they were seen, and what is skipped."""

import gzip
import re
import tempfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contract.desk import page
from tests.unit.capture.imports.warcs import ARTICLE, HTML, Writer, warc_time
from tracker.capture.imports.revisits import Payloads
from tracker.capture.imports.steps import Recorded, Skipped, Step
from tracker.capture.imports.warc import WarcFile
from tracker.errors import InputError

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


def test_what_holds_no_page_of_an_article_is_counted_by_reason(tmp_path: Path) -> None:
    """Statuses, images, other types, robots.txt, home pages, other protocols, what is too large."""
    writer = Writer()
    for address, status, kind, size in [
        (ARTICLE, "404 Not Found", HTML, 10),
        (ARTICLE, "301 Moved", HTML, 10),
        (ARTICLE, "206 Partial", HTML, 10),
        ("https://outlet.example/a.jpg", "200 OK", "image/jpeg", 10),
        ("https://outlet.example/a.css", "200 OK", "text/css", 10),
        ("https://outlet.example/robots.txt", "200 OK", "text/plain", 10),
        ("https://outlet.example/", "200 OK", HTML, 10),
        ("dns:outlet.example", "200 OK", HTML, 10),
        (ARTICLE, "200 OK", HTML, MOST + 1),
        (ARTICLE, "200 OK", HTML, MOST * 20),
    ]:
        headers = [("Content-Type", kind)]
        writer.response(b"x" * size, warc_time(12), address, status=status, headers=headers)
    found = steps(writer.save(tmp_path / "a.warc.gz"))
    assert skipped(found) == [
        "answered 404",
        "answered 301",
        "answered 206",
        "image",
        "not HTML",
        "robots.txt",
        "home page",
        "no web address",
        "too large",
        "too large",
    ]
    assert told(found) == []


def test_what_is_about_pages_is_passed_over_silently(tmp_path: Path) -> None:
    """Requests, metadata and the like are neither taken in nor counted."""
    writer = Writer()
    writer.info()
    for kind in ("metadata", "conversion", "something-new"):
        writer.other(kind)
    assert steps(writer.save(tmp_path / "a.warc.gz")) == []


def test_a_record_that_was_cut_off_in_capture_is_no_page(tmp_path: Path) -> None:
    """The crawler says so (WARC-Truncated), or the record is a piece of one (segments)."""
    writer = Writer()
    writer.response(page(), warc_time(12), truncated="length")
    writer.response(page(), warc_time(13), segment_number="2")
    found = steps(writer.save(tmp_path / "a.warc.gz"))
    assert skipped(found) == ["cut off when it was captured"] * 2


@pytest.mark.parametrize(
    ("name", "value"), [("date", "yesterday"), ("date", "2024-11-17T12:00:00")]
)
def test_a_record_without_a_usable_time_is_no_page(tmp_path: Path, name: str, value: str) -> None:
    """A time that cannot be read, or that names no zone, could put a version anywhere."""
    writer = Writer()
    writer.response(page(), value)
    del name
    assert skipped(steps(writer.save(tmp_path / "a.warc.gz"))) == ["no time"]


def chunked(body: bytes, size: int = 100) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;x=y\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("headers", "pack"),
    [
        ({"Content-Encoding": "gzip"}, gzip.compress),
        (
            {"Content-Encoding": "gzip"},
            lambda body: gzip.compress(body[:50]) + gzip.compress(body[50:]),
        ),
        ({"Content-Encoding": "gzip"}, bytes),
        ({"Content-Encoding": "deflate"}, zlib.compress),
        ({"Content-Encoding": "deflate"}, lambda body: zlib.compress(body, wbits=-15)),
        ({"Content-Encoding": "zstd"}, zstandard.ZstdCompressor().compress),
        ({"Transfer-Encoding": "chunked"}, chunked),
        ({"Transfer-Encoding": "chunked"}, bytes),
        (
            {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"},
            lambda body: chunked(gzip.compress(body)),
        ),
    ],
    ids=["gzip", "two members", "said to be gzip", "zlib", "deflate", "zstd", "chunks",
         "said to be chunks", "both"],
)  # fmt: skip
def test_bodies_are_unpacked(
    tmp_path: Path, headers: dict[str, str], pack: Callable[[bytes], bytes]
) -> None:
    """As the server packed them; a header that says so of a plain body does no harm."""
    writer = Writer()
    pairs = [("Content-Type", HTML), *headers.items()]
    writer.response(pack(page()), warc_time(12), headers=pairs)
    assert [one.body for one in pages(steps(writer.save(tmp_path / "a.warc")))] == [page()]


@pytest.mark.parametrize(
    ("coding", "body", "reason"),
    [
        ("gzip", gzip.compress(page())[:-9], "body cut off"),
        ("gzip", gzip.compress(page())[:40] + b"\0" * 400, "damaged body"),
        ("gzip", gzip.compress(bytes(MOST + 1)), "too large"),
        ("gzip", gzip.compress(b"") * 2_000, "damaged body"),
        ("zstd", b"\x28\xb5\x2f\xfd" + b"x" * 50, "damaged body"),
        ("zstd", zstandard.ZstdCompressor().compress(bytes(MOST + 1)), "too large"),
        ("br", b"x", "packed as 'br'"),
    ],
    ids=["cut off", "damaged", "bomb", "many members", "no zstd", "zstd bomb", "unknown"],
)
def test_bodies_that_cannot_be_unpacked(
    tmp_path: Path, coding: str, body: bytes, reason: str
) -> None:
    """Damaged, cut off, bombs, and codings that nobody here knows: skipped, and said why."""
    writer = Writer()
    headers = [("Content-Type", HTML), ("Content-Encoding", coding)]
    writer.response(body, warc_time(12), headers=headers)
    assert skipped(steps(writer.save(tmp_path / "a.warc"))) == [reason]


def test_a_page_without_the_headers_of_http(tmp_path: Path) -> None:
    """A `resource` record says its media type itself."""
    writer = Writer()
    writer.resource(page(), warc_time(12))
    writer.resource(b"\xff\xd8", warc_time(12), kind="image/jpeg")
    found = steps(writer.save(tmp_path / "a.warc"))
    assert [(one.body, one.media_type) for one in pages(found)] == [(page(), HTML)]
    assert skipped(found) == ["image"]


@pytest.mark.parametrize("refers", [True, False], ids=["by address and time", "by its hash"])
@pytest.mark.parametrize("headers", [True, False], ids=["own headers", "none"])
def test_a_revisit_is_the_page_it_points_to_seen_again(
    tmp_path: Path, refers: bool, headers: bool
) -> None:
    """At its own time, with the bytes of that time."""
    writer = Writer()
    first = writer.response(page(), warc_time(12))
    writer.response(page(2), warc_time(13))
    writer.revisit(first, warc_time(14), refers=refers, headers=headers)
    found = pages(steps(writer.save(tmp_path / "a.warc.gz")))
    assert [(one.observed_at.hour, one.body) for one in found] == [
        (12, page()),
        (13, page(2)),
        (14, page()),
    ]


def test_a_revisit_may_point_into_another_file_or_ahead(tmp_path: Path) -> None:
    """Files of one crawl belong together, in whatever order they lie."""
    one, other = Writer(), Writer()
    first = one.response(page(), warc_time(12))
    other.revisit(first, warc_time(14))
    files = one.save(tmp_path / "1.warc.gz"), other.save(tmp_path / "2.warc.gz")
    assert [each.body for each in pages(steps(*files))] == [page()]


def test_a_revisit_may_point_to_what_was_taken_in_before(tmp_path: Path) -> None:
    """The archive is asked where no file has it; where it has nothing either, that is counted."""
    one, other = Writer(), Writer()
    other.revisit(one.response(page(), warc_time(12)), warc_time(14))
    file = other.save(tmp_path / "2.warc.gz")
    kept = {"2024-11-17T12:00:00+00:00": page()}
    assert [each.body for each in pages(steps(file, known=kept))] == [page()]
    assert skipped(steps(file)) == ["same as a page that is not there"]


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_a_file_that_breaks_off_gives_all_before(tmp_path: Path, packed: bool) -> None:
    """Wherever it was cut: the whole records are taken, and the broken one is named."""
    writer = Writer(gzip=packed)
    for hour in range(3):
        writer.response(page(hour), warc_time(hour))
    last = writer.starts[2]
    for end in (last + 3, last + 200, len(writer.written) - 20):
        (tmp_path / "a.warc").write_bytes(writer.written[:end])
        found = steps(tmp_path / "a.warc")
        assert [one.body for one in pages(found)] == [page(0), page(1)]
        assert skipped(found) == ["damaged"]
        assert f"record at byte {last:,}" in told(found)[0]


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
@pytest.mark.parametrize("fill", [b"\0", b"\xff", b"WARC/1.1\r\n"], ids=["zeros", "ones", "heads"])
@pytest.mark.parametrize("at", [0, 20, 400])
def test_a_damaged_record_does_not_take_others_with_it(
    tmp_path: Path, packed: bool, fill: bytes, at: int
) -> None:
    """The one that was overwritten is named, and reading goes on at the next."""
    writer = Writer(gzip=packed)
    for hour in range(3):
        writer.response(page(hour), warc_time(hour))
    damaged = bytearray(writer.written)
    start = writer.starts[1] + at
    damaged[start : start + 60] = (fill * 60)[:60]
    (tmp_path / "a.warc").write_bytes(damaged)
    found = steps(tmp_path / "a.warc")
    assert {page(0), page(2)} <= {one.body for one in pages(found)}
    if packed or at < 400:
        assert "damaged" in skipped(found)


def test_a_record_that_says_it_is_longer_hides_no_other(tmp_path: Path) -> None:
    """The records that a wrong Content-Length would swallow are read all the same."""
    writer = Writer(gzip=False)
    for hour in range(4):
        writer.response(page(hour), warc_time(hour))
    second = writer.written[writer.starts[1] : writer.starts[2]]
    length = re.search(rb"Content-Length: (\d+)\r\n\r\nHTTP", second)
    assert length
    wrong = second.replace(length[1], str(int(length[1]) + len(second) + 100).encode(), 1)
    (tmp_path / "a.warc").write_bytes(writer.written.replace(second, wrong))
    found = steps(tmp_path / "a.warc")
    assert {page(0), page(2), page(3)} <= {one.body for one in pages(found)}
    assert skipped(found) == ["damaged"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\r\n\r\n", b"<html>", b"PK\x03\x04", gzip.compress(b"hello"), b"\x1f\x8bxx"],
    ids=["empty", "blank", "a page", "zip", "gzip of something", "damaged gzip"],
)
def test_what_is_no_warc_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """In one line that names it, before anything is taken in."""
    (tmp_path / "a.warc").write_bytes(content)
    with pytest.raises(InputError, match=r"a\.warc"):
        steps(tmp_path / "a.warc")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """As a folder is."""
    for path in (tmp_path / "none.warc", tmp_path):
        with pytest.raises(InputError, match="check the path"):
            steps(path)


@pytest.mark.parametrize("form", ["gzip", "plain", "one member"])
def test_reading_goes_on_behind_any_cursor(tmp_path: Path, form: str) -> None:
    """What comes behind a step is the same as in one go."""
    writer = Writer(gzip=form == "gzip")
    for hour in range(6):
        writer.response(page(hour), warc_time(hour))
        writer.other("metadata")
    written = gzip.compress(writer.written) if form == "one member" else writer.written
    (tmp_path / "a.warc").write_bytes(written)
    whole = steps(tmp_path / "a.warc")
    for number, step in enumerate(whole, start=1):
        assert steps(tmp_path / "a.warc", cursor=step.cursor) == whole[number:]


def test_a_file_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    """Moved it keeps its name; grown it is another, and is read from its beginning."""
    writer = Writer()
    writer.response(page(), warc_time(12))
    names = [name_of(writer.save(tmp_path / "a.warc")), name_of(writer.save(tmp_path / "b.warc"))]
    writer.response(page(2), warc_time(13))
    assert names[0] == names[1] != name_of(writer.save(tmp_path / "a.warc"))


def name_of(file: Path) -> str:
    with Payloads([file]) as payloads:
        return WarcFile(file, payloads, lambda _address, _at: None, max_bytes=MOST).name


def intact(packed: bool) -> Writer:
    writer = Writer(gzip=packed)
    first = writer.response(page(0), warc_time(0))
    writer.response(
        page(1), warc_time(1), headers=[("Content-Type", HTML), ("Content-Encoding", "gzip")]
    )
    writer.revisit(first, warc_time(2))
    return writer


WRITTEN = {packed: intact(packed).written for packed in (True, False)}


@given(packed=st.booleans(), data=st.data())
@settings(max_examples=150, deadline=None)
def test_nothing_in_a_file_breaks_the_reader(packed: bool, data: st.DataObject) -> None:
    """Overwritten, cut, doubled anywhere: steps, or one of our errors, and an end."""
    written = bytearray(WRITTEN[packed])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(written)))
        upto = min(len(written), at + data.draw(st.integers(0, 40)))
        written[at:upto] = data.draw(
            st.binary(max_size=30)
            | st.sampled_from([b"WARC/1.1\r\n", b"Content-Length: 9", b"\r\n\r\n"])
        )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.warc"
        file.write_bytes(written)
        with suppress(InputError):
            assert all(isinstance(step, Step) for step in steps(file))
