"""JSON Feed (jsonfeed.org, versions 1 and 1.1), which feedparser does not read."""

from collections.abc import Iterable
from typing import Any

from tracker.discovery.addresses import Gathered, Outlet, of_article, read_moment
from tracker.discovery.model import MOST_ENTRIES, Entry, Kind, Listing
from tracker.discovery.text import plain
from tracker.errors import InputError

_LONGEST_ID = 1_000
_OWN_NAME = "jsonfeed.org"


def read_json_feed(text: str, address: str) -> Listing:
    """What the JSON Feed at `address` lists. Raises InputError for other JSON and for none.

    Items are made one at a time: of a list of hundreds of thousands never all are held.
    """
    feed = _validated(text)
    found, outlet = Gathered(MOST_ENTRIES), Outlet(address)
    for item in feed["items"]:
        if found.is_full:
            found.total += 1
        else:
            found.add(_entry(item, address, outlet))
    if not found.entries and _OWN_NAME not in str(feed.get("version")):
        raise InputError("it is JSON, but no JSON Feed: it names no version of one and no address")
    title = feed.get("title")
    return Listing(
        kind=Kind.FEED,
        title=plain(title) if isinstance(title, str) else None,
        entries=found.entries,
        total=found.total,
        remarks=found.remarks,
    )


def _validated(text: str) -> dict[str, Any]:
    from pydantic import TypeAdapter, ValidationError
    from typing_extensions import TypedDict

    class Feed(TypedDict, total=False):
        title: Any
        version: Any

    class Listed(Feed):
        items: Iterable[Any]

    try:
        return dict(TypeAdapter(Listed).validate_json(text))
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(f"it is no JSON Feed ({first['msg']})") from error


def _entry(item: Any, base: str, outlet: Outlet) -> Entry | None:
    if not isinstance(item, dict):
        return None
    address = of_article(_text(item.get("url")) or _text(item.get("external_url")), base)
    if address is None:
        return None
    name = item.get("id")
    return Entry(
        address=address,
        id=str(name)[:_LONGEST_ID] if isinstance(name, str | int) else None,
        published=read_moment(_text(item.get("date_published"))),
        updated=read_moment(_text(item.get("date_modified"))),
        elsewhere=not outlet.has(address),
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
