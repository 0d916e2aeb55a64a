"""Writing looks as WARC 1.1 (ISO 28500:2017), one gzip member a record.

What is known is written, and nothing else: a look that came over HTTP is a `response` with its
headers as they were received, one that saw the same bytes as an earlier one a `revisit`, and a file
that somebody handed in a `resource`. Requests were not kept, so there are none. Bodies are kept
unpacked, so headers that speak of the packed ones are renamed to `X-Archive-Orig-...`, as replaying
archives do, and Content-Length is that of what follows. Ids depend on what is written alone.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.timeutils import datetime_to_iso_date
from warcio.warcwriter import WARCWriter

from tracker.capture.archive import Kept

_NAMESPACE = uuid.UUID("b52a6b0e-8d4a-53a1-9a0c-6f5f3f1d7a64")
_OF_PACKED = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_ORIGINAL = "X-Archive-Orig-"
_UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_PROTOCOLS = {"HTTP/2": "h2", "HTTP/1.1": "http/1.1", "HTTP/1.0": "http/1.0"}
_UNCHANGED_STATUS = 304


@dataclass(frozen=True, slots=True)
class _Written:
    """A record that later ones refer to."""

    id: str
    address: str
    date: str
    digest: str


class _Received(StatusAndHeaders):  # type: ignore[misc]
    """Headers whose bytes are those that came: warcio would percent-encode some."""

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        del header_filter
        self.headers_buff = f"{self}\r\n".encode("latin-1", "replace")


class WarcFile:
    """Writes looks into `out`, which `about` describes; the looks of one article follow each other.

    In memory is one body at a time, and a few words on each different page of the article.
    """

    def __init__(self, out: BinaryIO, about: Mapping[str, str], date: datetime) -> None:
        self._writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
        self._info = _urn("warcinfo", *about.values(), date.isoformat())
        self._article = ""
        self._written: dict[str, _Written] = {}
        self._latest: dict[str, _Written] = {}
        record = self._writer.create_warcinfo_record(None, dict(about))
        record.rec_headers.replace_header("WARC-Record-ID", self._info)
        record.rec_headers.replace_header("WARC-Date", _date(date))
        self._writer.write_record(record)

    def add(self, look: Kept, body: bytes | None) -> str:
        """Write a look with the body it brought, if any; returns the kind of record."""
        if look.article != self._article:
            self._article, self._written, self._latest = look.article, {}, {}
        address = look.final_address or look.address
        same = self._written.get(look.raw) if look.raw else None
        if not _is_http(look):
            self._resource(look, body or b"")
            return "resource"
        if look.status == _UNCHANGED_STATUS and address in self._latest:
            self._revisit(look, self._latest[address], _UNCHANGED)
        elif same:
            self._revisit(look, same)
            self._latest[address] = same
        else:
            self._response(look, address, body)
            return "response"
        return "revisit"

    def _response(self, look: Kept, address: str, body: bytes | None) -> None:
        more = {} if body is not None else {"WARC-Truncated": "unspecified"}
        record = self._writer.create_warc_record(
            address,
            "response",
            payload=BytesIO(body or b""),
            length=len(body or b""),
            http_headers=_received(look, body),
            warc_headers_dict=self._headers(look) | more,
        )
        self._writer.write_record(record)
        self._remember(look, address, record)

    def _revisit(self, look: Kept, same: _Written, profile: str | None = None) -> None:
        record = self._writer.create_revisit_record(
            look.final_address or look.address,
            same.digest,
            same.address,
            same.date,
            http_headers=_received(look, None),
            warc_headers_dict=self._headers(look) | {"WARC-Refers-To": same.id},
        )
        if profile:
            record.rec_headers.replace_header("WARC-Profile", profile)
        self._writer.write_record(record)

    def _resource(self, look: Kept, body: bytes) -> None:
        record = self._writer.create_warc_record(
            look.address,
            "resource",
            payload=BytesIO(body),
            length=len(body),
            warc_content_type=look.media_type or "application/octet-stream",
            warc_headers_dict=self._headers(look),
        )
        self._writer.write_record(record)

    def _headers(self, look: Kept) -> dict[str, str]:
        headers = {
            "WARC-Record-ID": _urn("look", look.id),
            "WARC-Date": _date(look.observed_at),
            "WARC-Warcinfo-ID": self._info,
        }
        if protocol := _PROTOCOLS.get(look.http_version or ""):
            headers["WARC-Protocol"] = protocol
        return headers

    def _remember(self, look: Kept, address: str, record: Any) -> None:
        fields = record.rec_headers
        digest = fields.get_header("WARC-Payload-Digest")
        written = _Written(_urn("look", look.id), address, _date(look.observed_at), digest)
        if look.raw:
            self._written[look.raw] = self._latest[address] = written


def _is_http(look: Kept) -> bool:
    return bool(look.headers or look.http_version) and look.address.startswith("http")


def _received(look: Kept, body: bytes | None) -> _Received:
    """The head of an answer. HTTP/2 has no status line; it is written as archives do."""
    version = look.http_version if look.http_version in ("HTTP/1.0", "HTTP/1.1") else "HTTP/1.1"
    status = f"{look.status} {_one_line(look.phrase or '')}".strip()
    return _Received(status, list(_headers_of(look, body)), protocol=version)


def _headers_of(look: Kept, body: bytes | None) -> Iterator[tuple[str, str]]:
    packed = {name.lower(): value for name, value in look.headers if name.lower() in _OF_PACKED}
    # A body that came as it is kept needs no other headers than those that came with it.
    as_it_came = body is None or packed in ({}, {"content-length": str(len(body))})
    for name, value in look.headers:
        renamed = not as_it_came and name.lower() in _OF_PACKED
        yield f"{_ORIGINAL}{name}" if renamed else name, _one_line(value)
    if body is not None and not as_it_came:
        yield "Content-Length", str(len(body))


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())


def _date(moment: datetime) -> str:
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return str(datetime_to_iso_date(utc, use_micros=True))


def _urn(*cause: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(_NAMESPACE, chr(0x1F).join(cause))}>"
