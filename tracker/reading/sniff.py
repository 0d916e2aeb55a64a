"""What a source is, told by its media type or by looking: HTML, plain text, or nothing to read."""

import re
from enum import StrEnum

from tracker.errors import InputError

MAX_SOURCE_SIZE = 10_000_000
"""The largest source that is read, in bytes or characters; articles stay below a tenth of it."""

_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a WebP image or a recording"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "an executable"),
    (b"MZ\x90", "an executable"),
    (b"\xca\xfe\xba\xbe", "an executable"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"SQLite format 3", "an SQLite database"),
    (b"OggS", "a recording"),
    (b"ID3", "a recording"),
    (b"wOF", "a font"),
)
_READ_TYPES = ("text/", "application/xhtml", "application/xml", "application/octet-stream")
_OPENING = re.compile(
    r"\s{0,100}(?:<\?xml[^<]{0,500}|<!--[^<]{0,2000}){0,3}"
    r"<(?:!doctype\s+html|html|head|body|article|main)\b",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"</(?:p|div|body|html|article|section|span|h1|head|title|a|ul|table)\s*>", re.IGNORECASE
)
_LOOKED_AT = 20_000
_TAGS_OF_A_PAGE = 2
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_CONTROL_SHARE = 0.05


_STARTS_WITH_TAG = re.compile(r"<[a-zA-Z][a-zA-Z0-9]{0,20}[\s>/]")
MAX_TAGS = 50_000
"""Tags of the largest page that is parsed, runs of nested containers counting as one.

The time of an extraction grows with them. Articles' pages have 1,500 tags, large ones 3,000.
"""


class Form(StrEnum):
    HTML = "html"
    PLAIN = "plain"


def refuse_unreadable(source: str | bytes, media_type: str | None) -> None:
    """Raise InputError for what cannot be an article, before anything is decoded or parsed."""
    if len(source) > MAX_SOURCE_SIZE:
        raise InputError(
            f"the source is too large: {len(source):,} where at most {MAX_SOURCE_SIZE:,} are read; "
            "give one article's page or text"
        )
    if not source.strip():
        raise InputError("the source is empty; give an article's HTML or text")
    kind = _foreign_type(media_type) or _signed(source)
    if kind:
        raise InputError(f"the source is {kind}, not an article; give the article's HTML or text")


def refuse_binary(text: str) -> None:
    """Raise InputError where decoded text is mostly control characters."""
    sample = text[:_LOOKED_AT]
    odd = len(_CONTROL.findall(sample)) + sample.count("\0") // 2
    if odd > len(sample) * _CONTROL_SHARE:
        raise InputError("the source is binary, not an article; give the article's HTML or text")


def refuse_crowded(markup: str) -> None:
    """Raise InputError for a page of more tags than any article has."""
    tags = markup.count("<")
    if tags > MAX_TAGS:
        raise InputError(
            f"the page has {tags:,} tags where at most {MAX_TAGS:,} are read;"
            " give one article's page"
        )


def form_of(text: str, media_type: str | None) -> Form:
    """HTML or plain text: by the media type, else by how it opens and whether it has tags."""
    named = _bare(media_type)
    if named == "text/plain":
        return Form.PLAIN
    looks = _STARTS_WITH_TAG.match(text.lstrip()) or _OPENING.match(text) or _has_tags(text)
    return Form.HTML if looks or ("html" in named and "<" in text) else Form.PLAIN


def _has_tags(text: str) -> bool:
    tags = _TAG.finditer(text, 0, _LOOKED_AT)
    return sum(1 for _ in zip(range(_TAGS_OF_A_PAGE), tags, strict=False)) == _TAGS_OF_A_PAGE


def _foreign_type(media_type: str | None) -> str | None:
    named = _bare(media_type)
    if not named or named.startswith(_READ_TYPES):
        return None
    return f"of the type {named}"


def _bare(media_type: str | None) -> str:
    return (media_type or "").partition(";")[0].strip().lower()


def _signed(source: str | bytes) -> str | None:
    start = source[:16]
    head = start.encode("latin-1", "replace") if isinstance(start, str) else start
    return next((kind for mark, kind in _SIGNATURES if head.startswith(mark)), None)
