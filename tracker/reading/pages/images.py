"""The lead image of a page: what it declares, else the first picture of its article."""

from collections.abc import Iterator
from typing import Any

from tracker.reading.noise.images import LONGEST, folded_image
from tracker.reading.pages.head import Declarations
from tracker.reading.pages.jsonld import Node

_DECLARED = (
    "og:image:secure_url",
    "og:image",
    "og:image:url",
    "twitter:image",
    "twitter:image:src",
)
_SOURCES = ("src", "data-src", "data-original", "data-lazy-src")
_MOST = 20


def lead_image(
    tree: Any, page: Declarations, article: Node, url: str | None
) -> tuple[str | None, str | None]:
    """What names the lead image, whatever its size, and its address as the page gives it."""
    for address in _given(tree, page, article):
        if folded := folded_image(address, url):
            return folded, address
    return None, None


def _given(tree: Any, page: Declarations, article: Node) -> Iterator[str]:
    yield from (page.meta[name] for name in _DECLARED if name in page.meta)
    yield from _addresses(article.get("image"))
    yield from _addresses(article.get("thumbnailUrl"))
    pictures = tree.xpath(
        "(//article//figure//img | //main//figure//img)[position() <= $most]", most=_MOST
    )
    for picture in pictures:
        sources = (picture.get(name) or "" for name in _SOURCES)
        yield from (source for source in sources if source and len(source) <= LONGEST)


def _addresses(value: Any) -> Iterator[str]:
    """The addresses of an image in JSON-LD: a string, an object, or a list of either."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _addresses(value.get("url") or value.get("contentUrl") or value.get("@id"))
    elif isinstance(value, list):
        for item in value[:_MOST]:
            yield from _addresses(item)
