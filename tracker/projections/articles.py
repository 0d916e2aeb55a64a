"""Which articles there are: outlet, addresses, tags, and whether they are live or gone."""

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select, update

from tracker.article.events import (
    ArticleEvent,
    ArticleGone,
    ArticleReaddressed,
    ArticleReturned,
    ArticleTagged,
    ArticleTracked,
)
from tracker.article.identity import address_key, canonical_address
from tracker.projections.searching import searched
from tracker.projections.tables import addresses, articles, presence, tags


def project(
    connection: Connection, article: str, position: int, events: Sequence[ArticleEvent]
) -> None:
    """Take in one commit of an article's stream that captures no version."""
    for event in events:
        match event:
            case ArticleTracked():
                _tracked(connection, article, event)
            case ArticleReaddressed(address=address):
                _address(connection, article, address)
            case ArticleTagged(tags=names):
                _tag(connection, article, names)
            case ArticleGone() | ArticleReturned():
                _presence(connection, article, position, event)


def _tracked(connection: Connection, article: str, event: ArticleTracked) -> None:
    connection.execute(
        insert(articles).values(
            id=article,
            outlet=event.outlet,
            address=canonical_address(event.address),
            status="live",
            searched=searched(event.outlet),
            versions=0,
        )
    )
    _address(connection, article, event.address)


def _address(connection: Connection, article: str, address: str) -> None:
    key = address_key(address)
    known = connection.scalar(select(addresses.c.article).where(addresses.c.key == key))
    if known is None:
        connection.execute(insert(addresses).values(key=key, article=article))


def _tag(connection: Connection, article: str, names: Sequence[str]) -> None:
    known = set(connection.scalars(select(tags.c.tag).where(tags.c.article == article)))
    for name in dict.fromkeys(names):
        if name not in known:
            connection.execute(insert(tags).values(article=article, tag=name))


def _presence(
    connection: Connection, article: str, position: int, event: ArticleGone | ArticleReturned
) -> None:
    gone = isinstance(event, ArticleGone)
    connection.execute(
        update(articles).where(articles.c.id == article).values(status="gone" if gone else "live")
    )
    connection.execute(
        insert(presence).values(
            position=position,
            article=article,
            kind="gone" if gone else "returned",
            observed_at=event.observed_at,
        )
    )
