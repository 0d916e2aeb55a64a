"""OPML: lists of feeds, as readers of feeds export them."""

from collections.abc import Mapping

from tracker.discovery.addresses import absolute
from tracker.discovery.model import Child, Kind, Listing
from tracker.discovery.text import plain, start_of, with_characters
from tracker.discovery.xml import Text, local, walk
from tracker.errors import InputError

MOST_FEEDS = 5_000
"""Feeds taken from one file."""


def read_opml(text: str, address: str) -> Listing:
    """The feeds of an OPML file; folders become tags. Raises InputError where it is none."""
    reader = _Reader(address)
    whole = walk(
        [with_characters(text[start_of(text) :]).encode("utf-8", "replace")],
        reader,
        encoding="utf-8",
    )
    if not reader.is_opml:
        raise InputError("it is no OPML file")
    remarks: tuple[str, ...] = () if whole else ("its XML is broken; what could be read was taken",)
    if not reader.feeds:
        remarks += ("it lists no feeds",)
    return Listing(
        Kind.OPML,
        reader.title,
        total=reader.total,
        children=tuple(reader.feeds.values()),
        remarks=remarks,
    )


class _Reader:
    """Gathers outlines that name a feed, with the folders they stand in."""

    def __init__(self, address: str) -> None:
        self.is_opml = False
        self.title: str | None = None
        self.total = 0
        self.feeds: dict[str, Child] = {}
        self._address = address
        self._folders: list[str | None] = []
        self._text = Text()

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        """An outline is a feed or a folder."""
        name, self._text = local(tag), Text()
        self.is_opml = self.is_opml or name == "opml"
        if name != "outline":
            return
        told = {key.lower(): value for key, value in attrib.items()}
        title = plain(told.get("title") or told.get("text"))
        feed = told.get("xmlurl")
        if feed:
            self.total += 1
            self._add(feed, title)
        self._folders.append(None if feed else title)

    def data(self, data: str) -> None:
        """A piece of an element's text."""
        self._text.add(data)

    def end(self, tag: str) -> None:
        """A folder is over, or the file's title."""
        name = local(tag)
        if name == "outline" and self._folders:
            self._folders.pop()
        elif name == "title":
            self.title = self.title or plain(self._text.take())

    def close(self) -> bool:
        """Nothing is left to do."""
        return True

    def _add(self, feed: str, title: str | None) -> None:
        address = absolute(feed, self._address)
        if address and len(self.feeds) < MOST_FEEDS:
            tags = tuple(dict.fromkeys(folder for folder in self._folders if folder))
            self.feeds.setdefault(address, Child(address, title=title, tags=tags))
