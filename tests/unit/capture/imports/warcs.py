"""WARC files as warcio writes them, for tests that read them."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

ARTICLE = "https://www.harbour-post.example/ferries/night-boat"
HTML = "text/html; charset=utf-8"


def warc_time(hour: int, minute: int = 0, day: int = 17) -> str:
    return f"2024-11-{day:02}T{hour:02}:{minute:02}:00Z"


@dataclass
class Writer:
    """Writes records to a file in memory; `written` is the file."""

    gzip: bool = True
    version: str = "WARC/1.1"

    def __post_init__(self) -> None:
        self._file = io.BytesIO()
        self._writer: Any = WARCWriter(self._file, gzip=self.gzip, warc_version=self.version)
        self.starts: list[int] = []

    @property
    def written(self) -> bytes:
        return self._file.getvalue()

    def save(self, path: Path) -> Path:
        path.write_bytes(self.written)
        return path

    def response(
        self,
        body: bytes,
        at: str,
        address: str = ARTICLE,
        *,
        status: str = "200 OK",
        headers: Sequence[tuple[str, str]] = (("Content-Type", HTML),),
        **fields: str,
    ) -> Any:
        """A response; `fields` are those of the record ("WARC-Truncated" as `truncated`)."""
        return self._add(
            self._writer.create_warc_record(
                address,
                "response",
                payload=io.BytesIO(body),
                http_headers=StatusAndHeaders(status, list(headers), protocol="HTTP/1.1"),
                warc_headers_dict={"WARC-Date": at} | named(fields),
            )
        )

    def resource(self, body: bytes, at: str, address: str = ARTICLE, kind: str = HTML) -> Any:
        """A page without the headers of HTTP."""
        return self._add(
            self._writer.create_warc_record(
                address,
                "resource",
                payload=io.BytesIO(body),
                warc_content_type=kind,
                warc_headers_dict={"WARC-Date": at},
            )
        )

    def revisit(
        self, record: Any, at: str, *, refers: bool = True, headers: bool = True, **fields: str
    ) -> Any:
        """The same payload as `record` again; without `refers` only its hash tells so."""
        then = record.rec_headers
        own = StatusAndHeaders("200 OK", [("Content-Type", HTML)], protocol="HTTP/1.1")
        made = self._writer.create_revisit_record(
            then.get_header("WARC-Target-URI"),
            digest=then.get_header("WARC-Payload-Digest"),
            refers_to_uri=then.get_header("WARC-Target-URI"),
            refers_to_date=then.get_header("WARC-Date"),
            http_headers=own if headers else None,
            warc_headers_dict={"WARC-Date": at} | named(fields),
        )
        if not refers:
            for name in ("WARC-Refers-To-Target-URI", "WARC-Refers-To-Date"):
                made.rec_headers.remove_header(name)
        return self._add(made)

    def other(self, kind: str, body: bytes = b"x", address: str = ARTICLE) -> Any:
        """A record of a kind that holds no page."""
        return self._add(
            self._writer.create_warc_record(
                address, kind, payload=io.BytesIO(body), warc_content_type="text/plain"
            )
        )

    def info(self) -> Any:
        return self._add(self._writer.create_warcinfo_record("x.warc", {"software": "a test"}))

    def _add(self, record: Any) -> Any:
        self.starts.append(self._file.tell())
        self._writer.write_record(record)
        record.raw_stream.close()  # a temporary file that warcio leaves open
        return record


def named(fields: dict[str, str]) -> dict[str, str]:
    """warc fields out of keywords: `segment_number` is WARC-Segment-Number."""
    return {"WARC-" + name.replace("_", "-").title(): value for name, value in fields.items()}
