"""Bytes to text: a wrong or missing declaration of the encoding never stops a reading."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.IGNORECASE
)
_PARAMETER = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.IGNORECASE)
_SEVEN_BIT = ("iso2022", "hz", "utf-7")
_HEAD = 8192  # a declaration further down is not looked at; browsers stop at 1,024 bytes
_SAMPLE = 20_000  # bytes given to the guesser, whose time grows with its input
_STRAY = 500  # up to one bad byte in so many, the text is damaged UTF-8, not another encoding


def decode(source: bytes, *, media_type: str | None = None) -> str:
    """The text of `source`: by its mark, by UTF-8 that holds, by declaration, by guess.

    UTF-8 comes before the declaration: text of another encoding hardly ever is valid UTF-8, while
    pages that declare another encoding and are UTF-8 all the same are common.
    """
    for mark, encoding in _BOMS:
        if source.startswith(mark):
            return source[len(mark) :].decode(encoding, "replace")
    declared = _declared(source, media_type)
    wide = _without_mark(source)
    first = (declared,) if declared and declared.startswith(_SEVEN_BIT) else ()
    for encoding in (*first, wide, "utf-8", declared):
        if encoding and (text := _strictly(source, encoding)) is not None:
            return text
    return _guessed(source, declared)


def _declared(source: bytes, media_type: str | None) -> str | None:
    found = _PARAMETER.search(media_type or "")
    if found:
        return _known(found[1])
    meta = _META_CHARSET.search(source, 0, _HEAD)
    return _known(meta[1].decode("ascii", "replace")) if meta else None


def _known(label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    # What is labelled Latin-1 or ASCII is read as Windows-1252, as every browser does.
    return "cp1252" if name in {"iso8859-1", "ascii"} else name


def _without_mark(source: bytes) -> str | None:
    """UTF-16 shows by zeros in every other byte where Latin letters stand."""
    sample = source[:1000]
    if len(sample) < 4 or sample.count(0) < len(sample) * 0.3:  # noqa: PLR2004
        return None
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def _strictly(source: bytes, encoding: str) -> str | None:
    try:
        return source.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _guessed(source: bytes, declared: str | None) -> str:
    surrogates = _surrogates_kept(source)
    if surrogates is not None:
        return surrogates
    damaged = source.decode("utf-8", "replace")
    if damaged.count("\ufffd") * _STRAY <= len(source):
        return damaged
    encoding = _likeliest(source) or declared or "cp1252"
    return source.decode(encoding, "replace")


def _surrogates_kept(source: bytes) -> str | None:
    try:
        return source.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None


def _likeliest(source: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(source[:_SAMPLE]).best()
    return best.encoding if best else None
