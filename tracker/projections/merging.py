"""An article that turned out to be another: what was derived of it gives way to the other's.

Its looks have been settled anew in the other's stream, so its versions are told there; addresses,
tags, stories and take-downs are handed over.
"""

from sqlalchemy import Column, Connection, delete, insert, select, update

from tracker.projections.staleness import mark_stale
from tracker.projections.tables import (
    addresses,
    articles,
    facts,
    merged,
    notices,
    passages,
    presence,
    shifts,
    statements,
    story_articles,
    tags,
    terms,
    versions,
)

_DERIVED = (articles, facts, notices, passages, shifts, statements, terms, versions)


def merge(connection: Connection, article: str, into: str) -> None:
    """Let `into` stand for `article` everywhere."""
    connection.execute(update(merged).where(merged.c.into == article).values(into=into))
    connection.execute(insert(merged).values(article=article, into=into))
    connection.execute(update(addresses).where(addresses.c.article == article).values(article=into))
    connection.execute(update(presence).where(presence.c.article == article).values(article=into))
    _hand_over(connection, tags.c.tag, article, into)
    told_in = _hand_over(connection, story_articles.c.story, article, into)
    mark_stale(connection, told_in)
    for table in _DERIVED:
        key = table.c.id if table is articles else table.c.article
        connection.execute(delete(table).where(key == article))


def surviving(connection: Connection, article: str) -> str:
    """The article that stands for this one today: itself, unless it was merged into another."""
    into = connection.scalar(select(merged.c.into).where(merged.c.article == article))
    return article if into is None else str(into)


def _hand_over(connection: Connection, column: Column[str], article: str, into: str) -> list[str]:
    """Give the rows of `article` to `into`, but for those whose `column` it has itself."""
    table = column.table
    of_winner = select(column).where(table.c.article == into)
    held = set(connection.scalars(of_winner))
    mine = list(connection.scalars(select(column).where(table.c.article == article)))
    doubled = column.in_([value for value in mine if value in held])
    connection.execute(delete(table).where(table.c.article == article, doubled))
    connection.execute(update(table).where(table.c.article == article).values(article=into))
    return mine
