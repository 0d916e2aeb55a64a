"""From bytes to the text of a feed, and to what kind of document it is."""

import codecs
import re
from html import unescape
from html.entities import html5

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})""")
_PARAMETER = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.IGNORECASE)
_TAG = re.compile(r"<([A-Za-z_][\w.:-]{0,60})")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_BARE = re.compile(r"&(?!#?\w{1,31};)")
_CDATA = "<![CDATA["
_XML_OWN = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_LONGEST_MARKUP = 4_000


def decode(body: bytes, media_type: str | None = None) -> str:
    """The text: by its mark, as UTF-8 where that holds, as declared, as Windows-1252 in the end."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    for label in ("utf-8", *_labels(body, media_type)):
        try:
            return body.decode(label)
        except (LookupError, ValueError):
            continue
    return body.decode("cp1252", "replace")


def start_of(text: str) -> int:
    """Where the first element begins, behind declarations and comments; the end where none is."""
    at = 0
    while (at := text.find("<", at)) >= 0:
        if text.startswith("<!--", at):
            at = _behind(text, "-->", at)
        elif text.startswith("<?", at):
            at = _behind(text, "?>", at)
        elif text.startswith("<!", at):
            at = _behind_doctype(text, at)
        elif _TAG.match(text, at):
            return at
        else:
            at += 1
    return len(text)


def root_of(text: str) -> str | None:
    """The name of the first element, in lower case and without prefix; None where there is none."""
    found = _TAG.match(text, start_of(text))
    return found[1].rpartition(":")[2].lower() if found else None


def with_characters(text: str) -> str:
    """The text with HTML's names of characters (&eacute;), which XML does not know, replaced.

    A bare ampersand, as in an address that was pasted in, is taken for itself; CDATA stays.
    """
    first, *others = text.split(_CDATA)
    parts = [_mended(first)]
    for other in others:
        inside, end, rest = other.partition("]]>")
        parts.append(f"{_CDATA}{inside}{end}{_mended(rest)}")
    return "".join(parts)


def _mended(text: str) -> str:
    return _NAMED.sub(_character, _BARE.sub("&amp;", text))


def plain(text: str | None, at_most: int = 200) -> str | None:
    """A title in one line, without markup; None where nothing is left."""
    cut = unescape(re.sub(r"<[^<>]{0,500}>", " ", unescape((text or "")[:_LONGEST_MARKUP])))
    shown = " ".join("".join(c if c.isprintable() else " " for c in cut).split())
    return shown[:at_most] or None


def _labels(body: bytes, media_type: str | None) -> list[str]:
    declared = _DECLARED.search(body, 0, 1_000)
    sent = _PARAMETER.search(media_type or "")
    found = [declared[1].decode("ascii", "replace")] if declared else []
    return found + ([sent[1]] if sent else [])


def _behind(text: str, end: str, start: int) -> int:
    at = text.find(end, start)
    return len(text) if at < 0 else at + len(end)


def _behind_doctype(text: str, start: int) -> int:
    """Behind a document type, which may hold declarations of its own in brackets."""
    end, bracket = text.find(">", start), text.find("[", start)
    return _behind(text, "]>" if 0 <= bracket < end else ">", start)


def _character(found: re.Match[str]) -> str:
    name = found[1]
    return found[0] if name in _XML_OWN else html5.get(name, found[0])
