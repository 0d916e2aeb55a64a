"""What an address is, by what stands there: looked at once, whatever it claims to be."""

import re
from datetime import datetime

from tracker.discovery.feeds import read_feed
from tracker.discovery.jsonfeeds import read_json_feed
from tracker.discovery.model import Listing
from tracker.discovery.opml import read_opml
from tracker.discovery.packing import is_packed, pieces
from tracker.discovery.pages import Page, read_page
from tracker.discovery.sitemaps import MOST_BYTES, read_sitemap
from tracker.discovery.text import decode, root_of
from tracker.errors import InputError

_HEAD = 65_536
_MOST_TEXT = 16_000_000
"""Of a packed file that is no sitemap so much is read."""

_FEEDS = frozenset({"rss", "rdf", "feed"})
_SITEMAPS = frozenset({"urlset", "sitemapindex"})
_NO_TEXT = re.compile(r"(?:image|audio|video|font)/|application/pdf", re.IGNORECASE)


def recognise(
    body: bytes, address: str, now: datetime, media_type: str | None = None
) -> Listing | Page:
    """What stands at `address`: a list of articles or of lists, or a web page.

    Raises InputError, with what it is instead, for everything else. Costs no more than a small
    multiple of the body, whatever is in it.
    """
    if media_type and _NO_TEXT.match(media_type):
        raise InputError(f"it is of the type {media_type}")
    head = decode(b"".join(pieces(body, _HEAD)), media_type)
    root = root_of(head)
    if root in _SITEMAPS:
        return read_sitemap(pieces(body, MOST_BYTES), address, now)
    text = decode(b"".join(pieces(body, _MOST_TEXT)) if is_packed(body) else body, media_type)
    if root in _FEEDS:
        return read_feed(text, address)
    if root == "opml":
        return read_opml(text, address)
    if text.lstrip().startswith("{"):
        return read_json_feed(text.strip(), address)
    if root is None or not text.strip():
        raise InputError("it is empty" if not text.strip() else "it is neither a feed nor a page")
    return read_page(text, address)
