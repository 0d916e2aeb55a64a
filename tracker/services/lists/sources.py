"""The sources that are watched: adding, listing and dropping them."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from tracker.article.identity import canonical_address, outlet_of
from tracker.capture.tables import listed, sources, watches
from tracker.discovery.model import Kind, Listing
from tracker.errors import InputError, NotFoundError
from tracker.eventstore.engine import writing
from tracker.services.context import Context
from tracker.services.looks.watching import unwatch_article


@dataclass(frozen=True, slots=True)
class Wish:
    """How a source is to be watched: which paths (see `tracker.discovery.patterns`), what tags.

    `every` is in seconds, None where its pace is learned.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    every: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A source as people ask for it.

    `articles` that it brought are watched, `elsewhere` of them at other outlets; `entries` are what
    it listed last; `sitemaps` are those of an index. `trouble` says what is wrong with it.
    """

    address: str
    kind: str
    title: str | None
    articles: int
    elsewhere: int
    entries: int
    sitemaps: int
    every: int | None
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    tags: tuple[str, ...]
    added_at: datetime
    last_look: datetime | None
    last_new: datetime | None
    next_look: datetime
    trouble: str | None


@dataclass(frozen=True, slots=True)
class Dropped:
    """What is not watched any more; so many `articles` of a source with it, and so many stay."""

    address: str
    kind: str
    articles: int = 0
    stay: int = 0


def add_source(
    context: Context, address: str, kind: Kind, wish: Wish = Wish(), title: str | None = None
) -> RowMapping:
    """Look at a source from now on; adding it again changes how. Returns its row.

    Raises InputError for what is no http or https address.
    """
    watched = canonical_address(address)
    if not watched.startswith("http"):
        raise InputError(f"{address!r} cannot be watched: give an http or https address.")
    now = context.clock()
    told = {
        "kind": kind,
        "include": json.dumps(wish.include),
        "exclude": json.dumps(wish.exclude),
        "tags": json.dumps(wish.tags),
        "every": wish.every,
        "next_look": now,
        "parent": None,
        # What its patterns kept out may be wanted now: it has to be read again.
        "validated_address": None,
        "etag": None,
        "last_modified": None,
    }
    fresh = {"added_at": now, "title": title, "entries": 0, "failures": 0, "fresh": 0, "hours": 0}
    with writing(context.engine).begin() as connection:
        own = sources.c.address == watched
        if connection.execute(update(sources).where(own).values(told)).rowcount == 0:
            connection.execute(insert(sources).values({"address": watched} | told | fresh))
        of_children = update(sources).where(sources.c.parent == watched)
        inherited = {name: told[name] for name in ("include", "exclude", "tags", "every")}
        connection.execute(of_children.values(inherited))
        return connection.execute(select(sources).where(own)).mappings().one()


def add_feeds(context: Context, listing: Listing, wish: Wish) -> int:
    """Look at all feeds of an OPML file; its folders are tags of theirs. Returns how many."""
    for child in listing.children:
        tags = tuple(dict.fromkeys((*wish.tags, *child.tags)))
        own = Wish(wish.include, wish.exclude, tags, wish.every)
        add_source(context, child.address, Kind.FEED, own, child.title)
    return len(listing.children)


def drop(context: Context, address: str, *, articles: bool = False) -> Dropped:
    """Watch a source or an article no more; a source's articles stay unless `articles` says so.

    An article dropped by itself is not taken up again while a source still lists it; those that
    go with their source are. Raises NotFoundError where the address is not watched.
    """
    watched = canonical_address(address)
    with writing(context.engine).begin() as connection:
        kind = connection.scalar(select(sources.c.kind).where(sources.c.address == watched))
        if kind is not None:
            return _drop_source(connection, watched, kind, articles=articles)
        dropped = unwatch_article(connection, watched)
    if dropped is None:
        raise NotFoundError(
            f"{watched} is not watched. 'tracker watch' lists what is, 'tracker sources' what lists"
            " articles."
        )
    return Dropped(dropped, Kind.ARTICLE)


def move_source(connection: Connection, row: RowMapping, to: str) -> None:
    """Look at a source where it stands now; what it brought and its sitemaps go along.

    Where the new address is watched already, the old one is not looked at any more. A sitemap stays
    where its index says that it stands.
    """
    home, old = canonical_address(to), row["address"]
    if home == old or row["parent"] or _is_front_page(home, old):
        return
    connection.execute(update(watches).where(watches.c.source == old).values(source=home))
    here = sources.c.address == old
    if connection.scalar(select(sources.c.address).where(sources.c.address == home)) is None:
        connection.execute(update(sources).where(here).values(address=home))
        connection.execute(update(sources).where(sources.c.parent == old).values(parent=home))
    else:
        connection.execute(delete(sources).where(here | (sources.c.parent == old)))


def list_sources(context: Context) -> list[Source]:
    """All sources, in the order of their addresses; the sitemaps of an index count as one."""
    with context.engine.connect() as connection:
        rows = connection.execute(select(sources).order_by(sources.c.address)).mappings().all()
        found = _articles_of(connection)
    children: dict[str, list[RowMapping]] = defaultdict(list)
    for row in rows:
        if row["parent"]:
            children[row["parent"]].append(row)
    own = (row for row in rows if not row["parent"])
    return [_source(row, children[row["address"]], found[row["address"]]) for row in own]


def _is_front_page(home: str, old: str) -> bool:
    """Whether a source leads to a front page: it was given up rather than moved."""
    return not urlsplit(home).path.strip("/") and bool(urlsplit(old).path.strip("/"))


def _drop_source(connection: Connection, address: str, kind: str, *, articles: bool) -> Dropped:
    mine = sources.c.address == address, sources.c.parent == address
    for condition in mine:
        connection.execute(delete(sources).where(condition))
    brought = watches.c.source == address
    count = connection.scalar(select(func.count()).select_from(watches).where(brought)) or 0
    if not articles:
        connection.execute(update(watches).where(brought).values(source=None))
        return Dropped(address, kind, stay=count)
    theirs = select(watches.c.address).where(brought)
    connection.execute(delete(listed).where(listed.c.address.in_(theirs)))
    connection.execute(delete(watches).where(brought))
    return Dropped(address, kind, articles=count)


def _articles_of(connection: Connection) -> defaultdict[str, Counter[str]]:
    """How many articles of which outlet each source has brought."""
    query = select(watches.c.source, watches.c.domain, func.count())
    query = query.where(watches.c.source.is_not(None))
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for source, domain, count in connection.execute(
        query.group_by(watches.c.source, watches.c.domain)
    ):
        found[source][domain] += count
    return found


def _source(row: RowMapping, children: Sequence[RowMapping], found: Counter[str]) -> Source:
    everything = (row, *children)
    return Source(
        address=row["address"],
        kind=row["kind"],
        title=row["title"],
        articles=found.total(),
        elsewhere=found.total() - found[outlet_of(row["address"]) or ""],
        entries=sum(each["entries"] for each in children or (row,)),
        sitemaps=len(children),
        every=row["every"],
        include=tuple(json.loads(row["include"])),
        exclude=tuple(json.loads(row["exclude"])),
        tags=tuple(json.loads(row["tags"])),
        added_at=row["added_at"],
        last_look=row["last_look"],
        last_new=_latest(each["last_new"] for each in everything),
        next_look=row["next_look"],
        trouble=_trouble(row, children),
    )


def _latest(times: Iterable[datetime | None]) -> datetime | None:
    return max((at for at in times if at), default=None)


def _trouble(row: RowMapping, children: Sequence[RowMapping]) -> str | None:
    """What is wrong, in a line: the source's own trouble, else the first of its sitemaps."""
    if row["last_error"]:
        return str(row["last_error"])
    troubled = [child for child in children if child["last_error"]]
    if not troubled:
        return None
    first = troubled[0]
    return (
        f"{len(troubled)} of {len(children)} sitemaps, as {first['address']}: {first['last_error']}"
    )
