"""Finding what a user means: an article by id, address or headline words; a story by its name."""

import difflib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, select, tuple_

from tracker.article.identity import address_key
from tracker.errors import InputError, NotFoundError
from tracker.projections.records import label_of
from tracker.projections.searching import searched
from tracker.projections.tables import addresses, articles, merged, stories, versions

SHORTEST_PREFIX = 4
"""Hex digits from which an id may be abbreviated."""

MOST_NAMED = 5
"""Candidates a message names before it says how many more there are."""

# Every look asks these two: built once, so that SQLAlchemy compiles them once.
_article_at = select(addresses.c.article).where(addresses.c.key == bindparam("key"))
_version_seen = select(func.max(versions.c.number)).where(
    versions.c.article == bindparam("article"),
    tuple_(versions.c.observed_at, versions.c.id)
    <= tuple_(
        bindparam("at", type_=versions.c.observed_at.type),
        bindparam("id", type_=versions.c.id.type),
    ),
)

_words_seen = (
    select(versions.c.words)
    .where(
        versions.c.article == bindparam("article"),
        tuple_(versions.c.observed_at, versions.c.id)
        < tuple_(
            bindparam("at", type_=versions.c.observed_at.type),
            bindparam("id", type_=versions.c.id.type),
        ),
    )
    .order_by(versions.c.observed_at.desc(), versions.c.id.desc())
    .limit(1)
)


def article_at(connection: Connection, wanted: Iterable[str]) -> str | None:
    """The id of the article that one of these addresses belongs to, the first that is known."""
    for address in wanted:
        article = connection.scalar(_article_at, {"key": address_key(address)})
        if article is not None:
            return str(article)
    return None


def version_seen(
    connection: Connection, article: str, observed_at: datetime, look: str
) -> int | None:
    """The number of the version that the look with this id and time saw; None before the first."""
    seen = {"article": article, "at": observed_at, "id": look}
    number = connection.scalar(_version_seen, seen)
    return None if number is None else int(number)


def words_seen(
    connection: Connection, article: str, observed_at: datetime, look: str
) -> int | None:
    """How many words the version has that stood before a look; None where there was none."""
    seen = {"article": article, "at": observed_at, "id": look}
    words = connection.scalar(_words_seen, seen)
    return None if words is None else int(words)


def find_article(connection: Connection, wanted: str) -> str:
    """The id of the one article meant by an id, a prefix of one, an address, or words.

    Words are looked for in headline and outlet.
    Raises NotFoundError, naming what comes near, and InputError where several are meant.
    """
    for ids in (_by_address(connection, wanted), _by_id(connection, wanted)):
        if ids:
            return _only(connection, wanted, ids)
    by_words = _by_words(connection, wanted)
    if by_words:
        return _only(connection, wanted, by_words)
    raise NotFoundError(f"no article matches {wanted!r}.{_did_you_mean(connection, wanted)}")


def find_story(connection: Connection, wanted: str) -> str:
    """The id of a story by its name. Raises NotFoundError, naming what comes near."""
    names = list(connection.scalars(select(stories.c.id).order_by(stories.c.id)))
    if wanted in names:
        return wanted
    near = difflib.get_close_matches(wanted, names, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else " 'tracker story show' lists the stories."
    raise NotFoundError(f"no story is called {wanted!r}.{hint}")


def _by_id(connection: Connection, wanted: str) -> list[str]:
    prefix = wanted.lower()
    if len(prefix) < SHORTEST_PREFIX or set(prefix) - set("0123456789abcdef"):
        return []
    living = select(articles.c.id).where(articles.c.id.startswith(prefix, autoescape=True))
    former = select(merged.c.into).where(merged.c.article.startswith(prefix, autoescape=True))
    query = living.union(former).order_by("id").limit(MOST_NAMED + 1)
    return list(connection.scalars(query))


def _by_address(connection: Connection, wanted: str) -> list[str]:
    if "://" not in wanted:
        return []
    found = article_at(connection, [wanted])
    return [found] if found else []


def _by_words(connection: Connection, wanted: str) -> list[str]:
    words = searched(wanted).split()
    if not words:
        return []
    said = and_(*(articles.c.searched.contains(word, autoescape=True) for word in words))
    query = select(articles.c.id).where(said).order_by(articles.c.id)
    return list(connection.scalars(query.limit(MOST_NAMED + 1)))


def _only(connection: Connection, wanted: str, ids: list[str]) -> str:
    if len(ids) == 1:
        return ids[0]
    columns = (articles.c.id, articles.c.headline, articles.c.opening, articles.c.address)
    query = select(*columns).where(articles.c.id.in_(ids[:MOST_NAMED])).order_by(articles.c.id)
    named = [
        f"{row.id[:8]} ({label_of(row.headline, row.opening, row.address)})"
        for row in connection.execute(query)
    ]
    more = ["and more"] if len(ids) > MOST_NAMED else []
    told = ", ".join([*named, *more])
    raise InputError(f"several articles match {wanted!r}; give an id: {told}.")


def _did_you_mean(connection: Connection, wanted: str) -> str:
    query = select(articles.c.headline).where(articles.c.headline.is_not(None)).limit(2000)
    headlines = {headline.casefold(): headline for headline in connection.scalars(query)}
    near = difflib.get_close_matches(wanted.casefold(), headlines, n=1, cutoff=0.4)
    if near:
        return f" Did you mean {headlines[near[0]]!r}?"
    return " 'tracker articles' lists them."
