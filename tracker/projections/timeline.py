"""The timeline of an article: its versions in observed order and the shifts between neighbours.

A version that lands between two others replaces the shifts between them, so that the timeline never
depends on the order in which captures were recorded.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, select, update

from tracker.article.fold import Article, Version
from tracker.projections import meaning, passages, shifts, terms
from tracker.projections.searching import searched
from tracker.projections.staleness import mark_stale
from tracker.projections.tables import articles, story_articles, versions
from tracker.understanding.understood import Understood, understand_reading

REMEMBERED = 64
"""Versions whose understanding is kept for their next revision: a day's busiest articles."""

OPENING = 9
"""Words of an article's text that stand in for a headline it has not got."""


class Timelines:
    """Projects versions, understanding each of them once."""

    def __init__(self) -> None:
        self._understood: dict[tuple[str, str], Understood] = {}

    def project(self, connection: Connection, article: Article, version: Version) -> None:
        """Take in a version of `article`, whose state holds it already."""
        connection.execute(insert(versions).values(_row(article.id, version)))
        self._tell(connection, article, version)

    def correct(self, connection: Connection, article: Article, version: Version) -> None:
        """Tell a version anew whose bytes were read again; it keeps its place in the log."""
        meaning.delete_all(connection, version.id)
        known = update(versions).where(versions.c.id == version.id)
        connection.execute(known.values(_row(article.id, version)))
        self._tell(connection, article, version)

    def _tell(self, connection: Connection, article: Article, version: Version) -> None:
        timeline = article.timeline()
        shifts.delete_since(connection, _not_before(article, version))
        _number(connection, article, timeline)
        meaning.insert_all(connection, article.id, version, self._understand(version))
        passages.insert_new(connection, article.id, version.reading)
        terms.replace_all(connection, article.id, self._understand(timeline[-1]).layout)
        self._revise(connection, article.id, timeline, version)
        told_in = select(story_articles.c.story).where(story_articles.c.article == article.id)
        mark_stale(connection, told_in)

    def _revise(
        self, connection: Connection, article: str, timeline: Sequence[Version], new: Version
    ) -> None:
        """Find the shifts anew from `new` on: what later revisions restore may have changed too."""
        place = max(1, sum(_order(version) < _order(new) for version in timeline))
        for old, version in zip(timeline[place - 1 :], timeline[place:], strict=False):
            step = shifts.Step(article, old, version)
            shifts.insert_all(connection, step, self._understand(old), self._understand(version))

    def _understand(self, version: Version) -> Understood:
        # By what is read, too: another process may have taken in a correction of the version.
        key = version.id, version.reading_sha256
        found = self._understood.pop(key, None) or understand_reading(version.reading)
        self._understood[key] = found
        if len(self._understood) > REMEMBERED:
            del self._understood[next(iter(self._understood))]
        return found


def _not_before(article: Article, new: Version) -> list[str]:
    """Versions observed since `new`, also those that it makes superfluous."""
    known = article.versions.values()
    return [version.id for version in known if _order(version) >= _order(new)]


def _order(version: Version) -> tuple[object, str]:
    return version.observed_at, version.id


def _row(article: str, version: Version) -> dict[str, object]:
    reading = version.reading
    return {
        "id": version.id,
        "article": article,
        "observed_at": version.observed_at,
        "recorded_at": version.recorded_at,
        "position": version.position,
        "substance": version.substance,
        "headline": reading.headline,
        "published": reading.published,
        "modified": reading.modified,
        "words": len(reading.text.split()),
        "image": reading.image,
    }


def _number(connection: Connection, article: Article, timeline: Sequence[Version]) -> None:
    of_article = versions.c.article == article.id
    connection.execute(update(versions).where(of_article).values(number=None))
    numbered = [{"one": v.id, "n": number} for number, v in enumerate(timeline, start=1)]
    by_id = update(versions).where(versions.c.id == bindparam("one"))
    connection.execute(by_id.values(number=bindparam("n")), numbered)
    latest = timeline[-1]
    headline = latest.reading.headline
    opening = " ".join(latest.reading.text.split()[:OPENING]) or None
    connection.execute(
        update(articles)
        .where(articles.c.id == article.id)
        .values(
            headline=headline,
            opening=opening,
            searched=searched(headline or opening, article.outlet),
            versions=len(timeline),
            first_seen=timeline[0].observed_at,
            last_changed=latest.observed_at,
        )
    )
