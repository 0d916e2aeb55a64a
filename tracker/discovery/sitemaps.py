"""Sitemaps (sitemaps.org), those for news, and indexes of them: read as they are unpacked."""

import heapq
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from tracker.discovery.addresses import Gathered, Outlet, absolute, of_article, read_moment
from tracker.discovery.model import MOST_ENTRIES, Child, Entry, Kind, Listing
from tracker.discovery.scoring import dated
from tracker.discovery.xml import Text, local, walk
from tracker.errors import InputError

MOST_BYTES = 50 * 1024 * 1024
"""sitemaps.org: a sitemap is no larger than 50 MB, unpacked."""

MOST_ADDRESSES = 50_000
"""sitemaps.org: a sitemap names no more than 50,000 addresses."""

RECENT = timedelta(days=7)
"""How old what a sitemap lists may be to be taken: sitemaps go back to an outlet's first day."""

MOST_CHILDREN = 10
"""Sitemaps of an index that are looked at: the ones that were changed last."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Row = TypeVar("Row", bound=tuple[datetime, int, object])

_WANTED = frozenset({"loc", "lastmod", "publication_date"})


def read_sitemap(chunks: Iterable[bytes], address: str, now: datetime) -> Listing:
    """What the sitemap or index at `address` lists. Raises InputError where it is neither.

    Taken is what is dated within `RECENT`, newest first: by the sitemap, or by the address itself
    (/2024/11/17/). Where nothing is dated at all, it is what stands first.
    """
    reader = _Reader(address, now)
    whole = walk(_bounded(chunks, reader), reader)
    if reader.kind is None:
        raise InputError("it is no sitemap")
    remarks = (
        () if whole or reader.is_full else ("its XML is broken; what could be read was taken",)
    )
    return reader.listing(remarks)


def _bounded(chunks: Iterable[bytes], reader: "_Reader") -> Iterable[bytes]:
    for chunk in chunks:
        if reader.is_full:
            return
        yield chunk


class _Reader:
    """Gathers what a sitemap lists, element by element."""

    def __init__(self, address: str, now: datetime) -> None:
        self.kind: Kind | None = None
        self._address, self._now = address, now
        self._outlet = Outlet(address)
        self._row: dict[str, str] = {}
        self._text = Text()
        self._total = self._unusable = 0
        self._recent: list[tuple[datetime, int, Entry]] = []
        self._undated = Gathered(MOST_ENTRIES)
        self._any_dated = False
        self._children: list[tuple[datetime, int, Child]] = []

    @property
    def is_full(self) -> bool:
        return self._total >= MOST_ADDRESSES

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        """The first element tells what it is."""
        del attrib
        name = local(tag)
        if name == "urlset":
            self.kind = self.kind or Kind.SITEMAP
        elif name == "sitemapindex":
            self.kind = self.kind or Kind.INDEX
        elif name in {"url", "sitemap"}:
            self._row = {}
        self._text = Text()

    def data(self, data: str) -> None:
        """A piece of an element's text."""
        self._text.add(data)

    def end(self, tag: str) -> None:
        """A row is complete, or a part of it is."""
        name = local(tag)
        if name in _WANTED:
            self._row.setdefault(name, self._text.take())
        elif name in {"url", "sitemap"} and self.kind and not self.is_full:
            self._total += 1
            (self._add_child if self.kind is Kind.INDEX else self._add_entry)()

    def close(self) -> bool:
        """Nothing is left to do."""
        return True

    def _add_entry(self) -> None:
        address = of_article(self._row.get("loc"), self._address)
        if address is None or not self._outlet.has(address):
            self._unusable += 1
            return
        published = read_moment(self._row.get("publication_date")) or dated(address)
        updated = read_moment(self._row.get("lastmod"))
        entry = Entry(address, published=published, updated=updated)
        told = max((at for at in (published, updated) if at), default=None)
        if told is None:
            self._undated.add(entry)
            return
        self._any_dated = True
        if self._now - RECENT <= told:
            _keep_newest(self._recent, (told, -self._total, entry), MOST_ENTRIES)

    def _add_child(self) -> None:
        address = absolute(self._row.get("loc"), self._address)
        if address is None or not self._outlet.has(address):
            self._unusable += 1
            return
        modified = read_moment(self._row.get("lastmod"))
        oldest = datetime.min.replace(tzinfo=UTC)
        place = modified or dated(address) or oldest
        _keep_newest(self._children, (place, -self._total, Child(address, modified)), MOST_CHILDREN)

    def listing(self, remarks: tuple[str, ...]) -> Listing:
        """All that was gathered."""
        recent = [entry for _, _, entry in sorted(self._recent, key=_newest_first)]
        entries = recent if self._any_dated else list(self._undated.entries)
        unique = {entry.address: entry for entry in reversed(entries)}
        return Listing(
            kind=self.kind or Kind.SITEMAP,
            entries=tuple(reversed(unique.values())),
            total=self._total,
            children=tuple(child for _, _, child in sorted(self._children, key=_newest_first)),
            remarks=remarks + self._remarks(),
        )

    def _remarks(self) -> tuple[str, ...]:
        said = []
        if not self._total:
            said.append("it lists nothing")
        if self._unusable:
            said.append(f"{self._unusable:,} of {self._total:,} addresses are not the outlet's own")
        if self.is_full:
            said.append(f"it goes on behind its first {MOST_ADDRESSES:,} addresses")
        if self._total and not self._any_dated and self.kind is Kind.SITEMAP:
            said.append("it dates nothing: its first addresses are taken")
        return tuple(said)


def _keep_newest(heap: list[Row], row: Row, at_most: int) -> None:
    """Put a row on the heap; the oldest falls off where there are too many."""
    (heapq.heappush if len(heap) < at_most else heapq.heappushpop)(heap, row)


def _newest_first(row: tuple[datetime, int, object]) -> tuple[float, int]:
    return -(row[0] - _EPOCH).total_seconds(), -row[1]
