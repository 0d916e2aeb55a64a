"""What a source lists: articles, further lists, and what is odd about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOST_ENTRIES = 1_000
"""Articles taken out of one look at a source; the rest of a longer list is only counted."""

LONGEST_ADDRESS = 2_000
"""Longer ones are no addresses of articles, and few servers take them."""


class Kind(StrEnum):
    """What an address is."""

    FEED = "feed"
    SITEMAP = "sitemap"
    INDEX = "sitemap index"
    SECTION = "section"
    OPML = "opml"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that a source lists. Times are zone-aware, None where none can be read.

    `address` is canonical; `id` is the source's own name for it. `elsewhere`: the article is at
    another outlet than the source, as in the feed of an aggregator.
    """

    address: str
    id: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Child:
    """A list within a list: a sitemap of an index, a feed of an OPML file."""

    address: str
    modified: datetime | None = None
    title: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """What one look at a source lists: no address twice, and of a long list only the first.

    `total` counts all that it lists. `keep` is for how long the source says that it may be kept.
    `remarks` say what is wrong with it, for people.
    """

    kind: Kind
    title: str | None = None
    entries: tuple[Entry, ...] = ()
    total: int = 0
    children: tuple[Child, ...] = ()
    keep: timedelta | None = None
    remarks: tuple[str, ...] = ()
