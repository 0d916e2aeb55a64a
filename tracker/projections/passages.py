"""Which article a pasted text continues: articles remember hashes of their paragraphs."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import Connection, func, insert, select

from tracker.article.reading import BODY_KINDS, Reading
from tracker.projections.tables import articles, passages

SHORTEST = 8
"""Words a paragraph needs to tell articles apart; shorter ones recur everywhere."""

SAME_ARTICLE = 0.6
"""Share of a text's paragraphs that an article must have held for the text to be its version."""

CLEAR_LEAD = 0.15
"""By how much that share must exceed the next article's: copies of one report tell nothing."""


def insert_new(connection: Connection, article: str, reading: Reading) -> None:
    """Remember the paragraphs of a version that its article has not held before."""
    hashes = passage_hashes(reading)
    of_article = select(passages.c.hash).where(passages.c.article == article)
    known = set(connection.scalars(of_article.where(passages.c.hash.in_(hashes))))
    rows = [{"hash": digest, "article": article} for digest in hashes if digest not in known]
    if rows:
        connection.execute(insert(passages), rows)


def share_held(connection: Connection, reading: Reading, article: str) -> float:
    """The share of a reading's long paragraphs that `article` has held; 0 where it has none."""
    hashes = passage_hashes(reading)
    of_article = select(func.count()).select_from(passages).where(passages.c.article == article)
    held = connection.scalar(of_article.where(passages.c.hash.in_(hashes))) or 0
    return held / len(hashes) if hashes else 0.0


def article_holding(
    connection: Connection, reading: Reading, outlet: str | None = None
) -> tuple[str, float] | None:
    """The article that held most paragraphs of `reading`, with their share.

    Only among those of `outlet`, if it is known. None below the bar, and where two come close.
    """
    hashes = passage_hashes(reading)
    if not hashes:
        return None
    held = func.count().label("held")
    query = (
        select(passages.c.article, held)
        .where(passages.c.hash.in_(hashes))
        .group_by(passages.c.article)
        .order_by(held.desc(), passages.c.article)
        .limit(2)
    )
    if outlet is not None:
        query = query.join(articles, articles.c.id == passages.c.article)
        query = query.where(articles.c.outlet == outlet)
    shares = [(row.article, row.held / len(hashes)) for row in connection.execute(query)]
    return _leader(shares)


def _leader(shares: list[tuple[str, float]]) -> tuple[str, float] | None:
    """The first of the best two, if it is good enough and clearly ahead."""
    if not shares or shares[0][1] < SAME_ARTICLE:
        return None
    if len(shares) > 1 and shares[0][1] - shares[1][1] < CLEAR_LEAD:
        return None
    return shares[0]


def passage_hashes(reading: Reading) -> list[str]:
    """Hashes of the distinct long paragraphs, at most 500, in order."""
    bodies = (block.text for block in reading.blocks if block.kind in BODY_KINDS)
    return list(dict.fromkeys(_hashes(bodies)))[:500]


def _hashes(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        words = text.casefold().split()
        if len(words) >= SHORTEST:
            plain = " ".join(words).encode("utf-8", "replace")
            yield hashlib.sha256(plain).hexdigest()[:32]
