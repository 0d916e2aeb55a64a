"""Signs in where the answer came from: the home page, or a page that lists articles."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from tracker.reading.suspicion.model import Kind, Page, Sign

LINKS = 40
"""Links of a page that lists articles, at the least."""

_ROOT = re.compile(
    r"/?(?:(?:index|default|home)(?:\.\w{2,5})?|[a-z]{2}(?:[-_][a-z]{2})?)?/?", re.IGNORECASE
)
_CANONICAL = re.compile(r"""<link\b[^<>]{0,300}rel=["']?canonical\b[^<>]{0,500}""")
_TARGET = re.compile(r"""href=["']?(https?://[^"'\s>]{1,500})""")
_WEBSITE = re.compile(r"""og:type["'][^<>]{0,40}["'](?:website|object)["']""")


def places(page: Page, *, is_first: bool) -> Iterator[Sign]:
    """Whether the home page or a section answered; for a page that does not resemble the known.

    A shorter path alone is no sign for a first page: /story/amp may lead to /story.
    """
    asked, answered = page.address, page.final_address
    if _is_root(asked):
        return
    if _is_root(answered):
        yield Sign(Kind.HOME, f"the request was led to {answered}")
    elif _is_above(answered, asked) and _lists(page.markup):
        yield Sign(Kind.HOME, f"the request was led to the list at {answered}")
    elif not is_first and (told := _told(page)) and _is_root(told):
        yield Sign(Kind.HOME, f"the page calls itself {told}")


def _told(page: Page) -> str | None:
    """The address that the page calls its own."""
    if not (link := _CANONICAL.search(page.markup.lower())):
        return None
    target = _TARGET.search(link[0])
    return target[1] if target else None


def _is_root(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.query and _ROOT.fullmatch(parts.path) is not None


def _is_above(one: str, other: str) -> bool:
    path, under = urlsplit(one).path.rstrip("/"), urlsplit(other).path.rstrip("/")
    return path != under and under.startswith(f"{path}/")


def _lists(markup: str) -> bool:
    return bool(_WEBSITE.search(markup.lower())) or (
        "article:published_time" not in markup and markup.count("<a ") >= LINKS
    )
