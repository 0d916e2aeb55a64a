"""RSS and Atom: what a feed announces. The dialects are feedparser's business."""

from calendar import timegm
from datetime import UTC, datetime, timedelta
from io import BytesIO
from time import struct_time
from typing import Any

from tracker.discovery.addresses import Gathered, Outlet, of_article
from tracker.discovery.model import MOST_ENTRIES, Entry, Kind, Listing
from tracker.discovery.pruning import Pruned
from tracker.discovery.text import plain
from tracker.errors import InputError

_MOST_MINUTES = 7 * 24 * 60
_LONGEST_ID = 1_000


def read_feed(text: str, address: str) -> Listing:
    """What the feed at `address` lists. Raises InputError where nothing can be made of it.

    feedparser gets the feed without its articles' texts, well formed, and as a stream: given bytes
    it would take them for the name of a file.
    """
    pruned = Pruned(text, MOST_ENTRIES)
    parsed = _parsed(pruned.xml, address)
    found, outlet = Gathered(MOST_ENTRIES), Outlet(address)
    for each in parsed.entries:
        found.add(_entry(each, address, outlet))
    found.total = max(found.total, pruned.total)
    broken = ("its XML is broken; what could be read was taken",) if pruned.broken else ()
    return Listing(
        kind=Kind.FEED,
        title=plain(parsed.feed.get("title")),
        entries=found.entries,
        total=found.total,
        keep=_keep(parsed.feed.get("ttl")),
        remarks=broken + found.remarks,
    )


def _parsed(xml: bytes, address: str) -> Any:
    import feedparser  # type: ignore[import-untyped]  # it carries no types

    headers = {"content-location": address, "content-type": "application/xml; charset=utf-8"}
    try:
        return feedparser.parse(
            BytesIO(xml), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # a parser of everything fails in every way
        raise InputError(f"it cannot be read as a feed ({error})") from error


def _entry(found: Any, base: str, outlet: Outlet) -> Entry | None:
    named = found.get("feedburner_origlink") or found.get("link")
    address = of_article(named, base)
    if address is None:
        return None
    name = found.get("id")
    return Entry(
        address=address,
        id=name[:_LONGEST_ID] if name else None,
        published=_moment(_told(found, "published")) or _moment(_told(found, "created")),
        updated=_moment(_told(found, "updated")),
        elsewhere=not outlet.has(address),
    )


def _told(found: Any, name: str) -> struct_time | None:
    """A time as it was told; asked its own way, feedparser gives one for another, and warns."""
    return dict.get(found, f"{name}_parsed")


def _moment(parsed: struct_time | None) -> datetime | None:
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _keep(minutes: str | None) -> timedelta | None:
    """How long RSS says that it may be kept (`ttl`)."""
    said = (minutes or "").strip()
    if not (said.isascii() and said.isdecimal()):
        return None
    return timedelta(minutes=min(int(said[:9]), _MOST_MINUTES)) or None
