"""The archive as a WARC file: valid, honest about what is known, and the same every time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.cli import main as warcio

from tests.contract.desk import ADDRESS, NOON, desk, look, page, take_all
from tracker.capture.archive import Kept, Outcome
from tracker.projections.queries import Among
from tracker.services.context import Context
from tracker.services.keeping.exporting import export_warc
from tracker.services.taking.look import Look

RECEIVED = (
    ("Server", "nginx"),
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Encoding", "gzip"),
    ("Content-Length", "731"),
    ("X-Note", "caf\xe9"),
    ("Set-Cookie", "a=1"),
    ("Set-Cookie", "b=2"),
)


@pytest.fixture
def context(database: str) -> Iterator[Context]:
    with desk(database) as opened:
        yield opened


def over_http(body: bytes, minute: float, **more: Any) -> Look:
    came = {"headers": RECEIVED, "http_version": "HTTP/1.1", "phrase": "OK"} | more
    return replace(look(body, minute), **came)


def exported(context: Context, folder: Path, **chosen: Any) -> Path:
    """The file, after warcio has checked every digest in it."""
    file = folder / "out.warc.gz"
    for _ in export_warc(context, file, Among(), chosen.get("since"), "test"):
        pass
    with pytest.raises(SystemExit) as left:
        warcio(["check", str(file)])
    assert left.value.code == 0
    return file


def records(file: Path) -> list[dict[str, Any]]:
    """Every record but the first: its head, its HTTP head, and what it holds."""
    found = []
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream):
            head = dict(record.rec_headers.headers)
            http = record.http_headers
            body = record.content_stream().read()
            found.append(
                {"kind": record.rec_type, "head": head, "http": http, "body": body}
                | {"warc": record.rec_headers.protocol}
            )
    assert found[0]["kind"] == "warcinfo"
    return found[1:]


def test_a_look_comes_out_as_it_came_in(context: Context, tmp_path: Path) -> None:
    """Headers in order, twins too; only those that speak of the packed body are renamed."""
    take_all(context, [over_http(page(), 0.5)])
    (record,) = records(exported(context, tmp_path))
    assert (record["kind"], record["warc"], record["body"]) == ("response", "WARC/1.1", page())
    assert record["head"]["WARC-Target-URI"] == ADDRESS
    assert record["head"]["WARC-Date"] == "2024-11-17T12:00:30Z"
    assert record["http"].statusline == "200 OK"
    assert record["http"].headers == [
        ("Server", "nginx"),
        ("Content-Type", "text/html; charset=utf-8"),
        ("X-Archive-Orig-Content-Encoding", "gzip"),
        ("X-Archive-Orig-Content-Length", "731"),
        ("X-Note", "caf\xe9"),
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
        ("Content-Length", str(len(page()))),
    ]


def test_headers_of_a_body_that_came_unpacked_stay_as_they_are(
    context: Context, tmp_path: Path
) -> None:
    plain = (("content-type", "text/html"), ("content-length", str(len(page()))))
    take_all(context, [over_http(page(), 0, headers=plain)])
    (record,) = records(exported(context, tmp_path))
    assert record["http"].headers == list(plain)


def test_http_2_is_told_by_its_protocol(context: Context, tmp_path: Path) -> None:
    take_all(context, [over_http(page(), 0, http_version="HTTP/2", phrase=None)])
    (record,) = records(exported(context, tmp_path))
    assert record["head"]["WARC-Protocol"] == "h2"
    assert (record["http"].protocol, record["http"].statusline) == ("HTTP/1.1", "200")


def test_the_same_bytes_again_are_a_revisit(context: Context, tmp_path: Path) -> None:
    """A, B, A: the third look refers to the first, with headers of its own."""
    evening = [over_http(page(), 0), over_http(page(11_000), 5), over_http(page(), 9)]
    take_all(context, evening)
    first, second, third = records(exported(context, tmp_path))
    assert [each["kind"] for each in (first, second, third)] == ["response", "response", "revisit"]
    assert third["head"]["WARC-Refers-To"] == first["head"]["WARC-Record-ID"]
    assert third["head"]["WARC-Refers-To-Date"] == first["head"]["WARC-Date"]
    assert third["head"]["WARC-Payload-Digest"] == first["head"]["WARC-Payload-Digest"]
    assert third["head"]["WARC-Profile"].endswith("1.1/revisit/identical-payload-digest")
    assert third["http"].get_header("Server") == "nginx"
    assert third["body"] == b""


def test_a_304_is_a_revisit_of_what_stood_there(context: Context, tmp_path: Path) -> None:
    (taken,) = take_all(context, [over_http(page(), 0)])
    context.archive.keep(bare(taken.article, 304, 5), None)
    first, second = records(exported(context, tmp_path))
    assert second["head"]["WARC-Profile"].endswith("1.1/revisit/server-not-modified")
    assert second["head"]["WARC-Refers-To"] == first["head"]["WARC-Record-ID"]
    assert second["http"].statusline == "304"


def test_a_body_that_was_not_kept_is_said_to_be_missing(context: Context, tmp_path: Path) -> None:
    (taken,) = take_all(context, [over_http(page(), 0)])
    context.archive.keep(bare(taken.article, 404, 5), None)
    gone = records(exported(context, tmp_path))[1]
    assert (gone["kind"], gone["body"]) == ("response", b"")
    assert gone["head"]["WARC-Truncated"] == "unspecified"


def bare(article: str, status: int, minute: int) -> Kept:
    """A look that brought headers alone."""
    return Kept(
        id=f"{status:032x}",
        article=article,
        address=ADDRESS,
        observed_at=NOON + timedelta(minutes=minute),
        dated=True,
        status=status,
        media_type=None,
        raw=None,
        substance=None,
        outcome=Outcome.MISSING,
        headers=(("Server", "nginx"),),
        http_version="HTTP/1.1",
    )


def test_a_file_somebody_handed_in_was_no_exchange(context: Context, tmp_path: Path) -> None:
    take_all(context, [replace(look(page(), 0), media_type="text/html")])
    (record,) = records(exported(context, tmp_path))
    assert (record["kind"], record["http"]) == ("resource", None)
    assert (record["head"]["Content-Type"], record["body"]) == ("text/html", page())


def test_what_answered_in_the_end_is_what_was_seen(context: Context, tmp_path: Path) -> None:
    end = f"{ADDRESS}?final=1"
    take_all(context, [over_http(page(), 0, final_address=end)])
    (record,) = records(exported(context, tmp_path))
    assert record["head"]["WARC-Target-URI"] == end


def test_a_header_cannot_smuggle_another_in(context: Context, tmp_path: Path) -> None:
    take_all(context, [over_http(page(), 0, headers=(("X", "a\r\nEvil: 1"),), phrase="O\r\nK: 2")])
    (record,) = records(exported(context, tmp_path))
    assert [name for name, _ in record["http"].headers] == ["X"]


def test_record_ids_are_the_same_every_time(context: Context, tmp_path: Path) -> None:
    take_all(context, [over_http(page(), 0), over_http(page(11_000), 5), look(page(9), 7)])
    one, other = (
        [each["head"]["WARC-Record-ID"] for each in records(exported(context, tmp_path))]
        for _ in range(2)
    )
    assert one == other
    assert len(set(one)) == 3


def test_only_looks_since_a_time_are_written(context: Context, tmp_path: Path) -> None:
    """The first of them is whole, though the same was seen before that time."""
    take_all(context, [over_http(page(), 0), over_http(page(), 5)])
    (record,) = records(exported(context, tmp_path, since=NOON + timedelta(minutes=1)))
    assert (record["kind"], record["body"]) == ("response", page())


def test_what_is_broken_off_leaves_no_file(context: Context, tmp_path: Path) -> None:
    (taken,) = take_all(context, [over_http(page(), 0)])
    lost = replace(bare(taken.article, 200, 5), raw="0" * 64)
    archive = context.archive
    archive.keep(lost, page())
    whole, type(archive).raw = type(archive).raw, None  # type: ignore[assignment, method-assign]
    try:
        with pytest.raises(TypeError):
            exported(context, tmp_path)
    finally:
        type(archive).raw = whole  # type: ignore[method-assign]
    assert list(tmp_path.glob("out*")) == []
