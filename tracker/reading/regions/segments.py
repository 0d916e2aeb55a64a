"""The visible text of a page as a list of segments, found without parsing it.

A segment is what stands between two tags that begin or end a block. What a page declares in its
head (title, description, image, JSON-LD) is listed first. Attributes are not visible, so tokens and
image addresses that change with every answer do not count.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

SEAM = "\2"
"""Stands in a segment where an inline tag stood."""

DECLARED = "\3"
"""Begins a segment that the page declares and does not show."""

MOST = 20_000
"""Segments; a page with more of them is no article, and is not looked at further."""

# Alternatives that begin with other letters each cost half of what the same words in a row do.
_UNSEEN = re.compile(r"<(?:!--|[sS](?i:cript|tyle|vg)\b|[tT](?i:emplate)\b|[nN](?i:oscript)\b)")
# In lower case only, which is faster: hardly any page writes tags in capitals, and where
# one does, every tag begins a segment.
_INLINE = re.compile(
    r"</?(?:span|a|img|i|b|abbr|bd[io]|c(?:ite|ode)|d(?:ata|el|fn)|em|font|ins|kbd|mark|picture|q"
    r"|s(?:mall|ource|trong|u[bp])?|time|u|var|wbr)\b[^>]*>"
)
_TEXT = re.compile(rf">[\s{SEAM}]*([^<\s{SEAM}][^<]*)")
_META = re.compile(
    r"""<(?:meta|link)\b[^<>]*?["' ](?:og:title|og:description|description|og:image|author"""
    r"""|twitter:title|twitter:description|canonical)["' /][^<>]*>""",
    re.IGNORECASE,
)
_VALUE = re.compile(r"""\b(content|href)\s{0,9}=\s{0,9}("[^"]*"|'[^']*')""", re.IGNORECASE)
_FIELD = re.compile(
    r'"(headline|alternativeHeadline|description|articleBody|name)"\s{0,9}:\s{0,9}'
    r'"([^"\\]*(?:\\.[^"\\]*)*)"',
    re.DOTALL,
)


@dataclass(frozen=True)
class Scan:
    """The segments of a page as they stand in it, white space and entities as they are.

    None holds a "<". The first, so many as `declared`, are not shown. `markup` is the page without
    what is never seen and without inline tags.
    """

    segments: list[str]
    declared: int
    markup: str

    @cached_property
    def starts(self) -> list[int]:
        """Where the segments that are shown begin in the markup."""
        return [found.start(1) for found in _TEXT.finditer(self.markup)]


def scan(page: str) -> Scan:
    """The segments of a page."""
    parts, scripts = _seen(page)
    markup = "".join(parts)
    head = markup.find("</head>")
    told = (*_declared(markup[: max(head, 0)]), *_described(scripts))
    declared = [text.replace("<", " ") for text in told]
    end = markup.rfind(">") + 1  # a tag that is never closed would be looked for at every "<"
    markup = _INLINE.sub(SEAM, markup[:end]) + markup[end:]
    return Scan(declared + _TEXT.findall(markup), len(declared), markup)


def _seen(page: str) -> tuple[list[str], list[str]]:
    """The page in pieces, without comments, scripts and styles; and its JSON-LD."""
    parts, scripts, position = [], [], 0
    ends: dict[str, int] = {}  # what is never closed is looked for once only
    while opened := _UNSEEN.search(page, position):
        parts.append(page[position : opened.start()])
        end = _end(page, opened, ends)
        if "ld+json" in page[opened.end() : opened.end() + 100]:
            scripts.append(page[opened.end() : end])
        position = end
    parts.append(page[position:])
    return parts, scripts


def _end(page: str, opened: re.Match[str], ends: dict[str, int]) -> int:
    """Where an unseen element ends; one that is never closed hides nothing but its own tag."""
    closing = "-->" if opened[0] == "<!--" else f"</{opened[0][1:]}"
    if ends.get(closing, 0) >= 0:
        ends[closing] = page.find(closing, opened.end())
    end = ends[closing]
    if end < 0:
        return opened.end()
    end += len(closing)
    return end + 1 if page.startswith(">", end) else end


def _declared(head: str) -> Iterator[str]:
    for found in _META.finditer(head):
        value = _VALUE.search(found[0])
        if value:
            words = value[2][1:-1].strip()
            # What follows an image's or a page's path is for its delivery.
            yield DECLARED + (words.partition("?")[0] if "://" in words else words)


def _described(scripts: list[str]) -> Iterator[str]:
    for script in scripts:
        for name, value in _FIELD.findall(script):
            yield f"{DECLARED}{name}: {value}"
