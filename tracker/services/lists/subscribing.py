"""Watching what an address was found to be."""

from dataclasses import dataclass

from sqlalchemy import func, select

from tracker.capture.tables import sources, watches
from tracker.discovery.model import Kind
from tracker.services.context import Context
from tracker.services.lists.listing import judge_source
from tracker.services.lists.scouting import Found
from tracker.services.lists.sources import Wish, add_feeds, add_source
from tracker.services.looks.pacing import USUAL
from tracker.services.looks.watching import watch


@dataclass(frozen=True, slots=True)
class Subscribed:
    """What is watched now: so many `articles` of a source, or `feeds` or `sitemaps` in it."""

    address: str
    kind: Kind
    title: str | None = None
    articles: int = 0
    lists: int = 0
    notes: tuple[str, ...] = ()


def subscribe(context: Context, found: Found, wish: Wish, every: int | None = None) -> Subscribed:
    """Watch what was found, as wished; articles that it lists are looked at `every` so often.

    A list that has been read is taken in at once. Raises InputError where nothing can be watched.
    """
    if found.kind is Kind.ARTICLE:
        address = watch(context, found.address, wish.every or every, wish.tags)
        return Subscribed(address, found.kind, notes=found.notes)
    if found.kind is Kind.OPML and found.listing:
        count = add_feeds(context, found.listing, wish)
        title, notes = found.listing.title, found.notes + found.listing.remarks
        return Subscribed(found.address, found.kind, title, lists=count, notes=notes)
    row = add_source(context, found.address, found.kind, wish)
    if found.capture:
        judge_source(context, row, found.capture, USUAL, every)
    return _told(context, row["address"], found)


def _told(context: Context, address: str, found: Found) -> Subscribed:
    brought = select(func.count()).select_from(watches).where(watches.c.source == address)
    children = select(func.count()).select_from(sources).where(sources.c.parent == address)
    own = select(sources).where(sources.c.address == address)
    with context.engine.connect() as connection:
        row = connection.execute(own).mappings().one()
        return Subscribed(
            address,
            Kind(row["kind"]),
            row["title"],
            connection.scalar(brought) or 0,
            connection.scalar(children) or 0,
            found.notes + ((row["last_error"],) if row["last_error"] else ()),
        )
