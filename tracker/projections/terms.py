"""The terms that articles are told by, and which articles of stories share some.

A term is looked up by the index of its key, so that finding an article's kin takes as long as it
has terms and they have articles, however many articles and stories there are.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select

from tracker.article.reading import Layout
from tracker.projections.tables import articles, story_articles, terms
from tracker.understanding.stories.likeness import Rarity, key_of
from tracker.understanding.stories.terms import Term, TermKind, find_terms


def replace_all(connection: Connection, article: str, layout: Layout) -> None:
    """Remember what the article's latest version is told by, in place of the one before."""
    connection.execute(delete(terms).where(terms.c.article == article))
    rows = [
        {"kind": t.kind, "key": t.key, "article": article, "ordinal": place, "shown": t.shown}
        for place, t in enumerate(find_terms(layout))
    ]
    if rows:
        connection.execute(insert(terms), rows)


def terms_of(connection: Connection, ids: Collection[str]) -> dict[str, list[Term]]:
    """The terms of articles by their ids, in reading order."""
    found: dict[str, list[Term]] = {article: [] for article in ids}
    query = select(terms).where(terms.c.article.in_(ids))
    for row in connection.execute(query.order_by(terms.c.article, terms.c.ordinal)):
        found[row.article].append(Term(TermKind(row.kind), row.key, row.shown))
    return found


def rarity_of(connection: Connection, wanted: Iterable[Term]) -> Rarity:
    """How rare these terms are among all articles."""
    held = (
        select(terms.c.kind, terms.c.key, func.count().label("held"))
        .where(_any_of(wanted))
        .group_by(terms.c.kind, terms.c.key)
    )
    holding = {(TermKind(row.kind), row.key): row.held for row in connection.execute(held)}
    total = connection.scalar(select(func.count()).select_from(articles))
    return Rarity(total or 0, holding)


def kin(
    connection: Connection, article: str, wanted: Collection[Term], most: int
) -> list[tuple[str, str]]:
    """(story, article) pairs of stories, of which the article shares most of the wanted terms."""
    shared = func.count().label("shared")
    query = (
        select(story_articles.c.story, story_articles.c.article, shared)
        .join(terms, terms.c.article == story_articles.c.article)
        .where(_any_of(wanted), story_articles.c.article != article)
        .group_by(story_articles.c.story, story_articles.c.article)
        .order_by(shared.desc(), story_articles.c.story, story_articles.c.article)
        .limit(most)
    )
    return [(row.story, row.article) for row in connection.execute(query)]


def _any_of(wanted: Iterable[Term]) -> ColumnElement[bool]:
    """Terms of a kind by their keys: two lookups in the index."""
    keys: dict[TermKind, set[str]] = {kind: set() for kind in TermKind}
    for kind, key in {key_of(term) for term in wanted}:
        keys[kind].add(key)
    return or_(
        *((terms.c.kind == kind) & terms.c.key.in_(sorted(found)) for kind, found in keys.items())
    )
