"""Which article a pasted text continues: articles remember hashes of their paragraphs."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import Connection, func, insert, select

from tracker.article.reading import BODY_KINDS, Reading
from tracker.projections.tables import passages

SHORTEST = 8
"""Words a paragraph needs to tell articles apart; shorter ones recur everywhere."""

SAME_ARTICLE = 0.5
"""Share of a text's paragraphs that an article must have held for the text to be its version."""


def insert_new(connection: Connection, article: str, reading: Reading) -> None:
    """Remember the paragraphs of a version that its article has not held before."""
    hashes = passage_hashes(reading)
    of_article = select(passages.c.hash).where(passages.c.article == article)
    known = set(connection.scalars(of_article.where(passages.c.hash.in_(hashes))))
    rows = [{"hash": digest, "article": article} for digest in hashes if digest not in known]
    if rows:
        connection.execute(insert(passages), rows)


def article_holding(connection: Connection, reading: Reading) -> tuple[str, float] | None:
    """The article that held most paragraphs of `reading`, with their share; None below the bar."""
    hashes = passage_hashes(reading)
    if not hashes:
        return None
    held = func.count().label("held")
    query = (
        select(passages.c.article, held)
        .where(passages.c.hash.in_(hashes))
        .group_by(passages.c.article)
        .order_by(held.desc(), passages.c.article)
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    if row is None or row.held / len(hashes) < SAME_ARTICLE:
        return None
    return row.article, row.held / len(hashes)


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
