"""Asking the projections: articles, timelines, facts, statements, stories."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Table,
    and_,
    false,
    func,
    select,
)

from tracker.article.reading import Evidence, Notice
from tracker.projections.json import loads
from tracker.projections.records import (
    ArticleRecord,
    FactRecord,
    FactThread,
    NoticeRecord,
    PresenceRecord,
    RemarkThread,
    StatementRecord,
    StoryRecord,
    VersionRecord,
)
from tracker.projections.tables import (
    articles,
    facts,
    notices,
    presence,
    statements,
    stories,
    story_articles,
    tags,
    threads,
    versions,
)
from tracker.understanding.model import Fact, Statement

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Among:
    """Which articles are asked about: of a story, an outlet, a tag, with these ids; None: all."""

    story: str | None = None
    outlet: str | None = None
    tag: str | None = None
    ids: tuple[str, ...] | None = None

    @property
    def is_broad(self) -> bool:
        """Whether it may be most of all articles: all that a story tells is soon read."""
        return self.story is None and self.ids is None


@dataclass(frozen=True, slots=True)
class Span:
    """Observed times since..until (both in), and log positions (after, upto]; None is open."""

    since: datetime | None = None
    until: datetime | None = None
    after: int | None = None
    upto: int | None = None


def article_records(
    connection: Connection, among: Among, limit: int | None = None
) -> list[ArticleRecord]:
    """Articles, the last changed first; at most `limit`."""
    query = select(articles).where(chosen(articles.c.id, among))
    query = query.order_by(articles.c.last_changed.desc(), articles.c.id)
    rows = connection.execute(query.limit(limit))
    named = _tags(connection, among)
    return [_article(row, named.get(row["id"], ())) for row in rows.mappings()]


def count_articles(connection: Connection, among: Among) -> int:
    """How many articles there are."""
    query = select(func.count()).select_from(articles).where(chosen(articles.c.id, among))
    return int(connection.scalar(query) or 0)


def version_records(
    connection: Connection, among: Among, span: Span | None = None
) -> list[VersionRecord]:
    """Versions by article in observed order: those of the span, with all before it of the same."""
    query = (
        select(versions)
        .where(chosen(versions.c.article, among), versions.c.number.is_not(None))
        .order_by(versions.c.article, versions.c.number)
    )
    if span:
        touched = select(versions.c.article).where(_inside(versions, span))
        query = query.where(versions.c.article.in_(touched))
    return [version_record(row) for row in connection.execute(query).mappings()]


def presence_records(connection: Connection, among: Among, span: Span) -> list[PresenceRecord]:
    """Take-downs and returns of the span, as recorded."""
    query = (
        select(presence)
        .where(chosen(presence.c.article, among), _inside(presence, span))
        .order_by(presence.c.position)
    )
    return [
        PresenceRecord(row["article"], row["kind"], row["observed_at"], row["position"])
        for row in connection.execute(query).mappings()
    ]


def fact_records(connection: Connection, among: Among, version: int | None) -> list[FactRecord]:
    """What a version (None: the latest) of each article asserts in figures and dates."""
    return _said(connection, facts, among, version, _fact)


def statement_records(
    connection: Connection, among: Among, version: int | None
) -> list[StatementRecord]:
    """Who says what in a version (None: the latest) of each article."""
    return _said(connection, statements, among, version, _statement)


def notice_records(connection: Connection, among: Among) -> list[NoticeRecord]:
    """The notices of every version of each article."""
    return _said(connection, notices, among, ALL_VERSIONS, _notice)


def story_records(connection: Connection, story: str | None = None) -> list[StoryRecord]:
    """The story of this name, or all of them by name."""
    query = select(stories).order_by(stories.c.id)
    rows = connection.execute(query.where(stories.c.id == story) if story else query).all()
    linked = select(story_articles).order_by(story_articles.c.position)
    members: dict[str, list[str]] = {row.id: [] for row in rows}
    for link in connection.execute(linked.where(story_articles.c.story.in_(members))):
        members[link.story].append(link.article)
    return [StoryRecord(row.id, row.name, row.title, tuple(members[row.id])) for row in rows]


def fact_threads(
    connection: Connection, among: Among, span: Span, *, shared: bool
) -> list[FactThread]:
    """The facts of the stories of these articles, in threads; `shared`: by two outlets or more."""
    rows = _threads(connection, "facts", among, span, shared=shared)
    return [loads(FactThread, data) for data in rows]


def remark_threads(
    connection: Connection, among: Among, span: Span, *, shared: bool
) -> list[RemarkThread]:
    """The remarks of the stories of these articles; `shared`: quoted by two outlets or more."""
    rows = _threads(connection, "remarks", among, span, shared=shared)
    return [loads(RemarkThread, data) for data in rows]


def stories_told(connection: Connection, among: Among, span: Span) -> list[str]:
    """The stories whose threads `fact_threads` and `remark_threads` give."""
    if among.story is not None:
        return [among.story]
    return list(connection.scalars(_told_in(among, span).distinct()))


ALL_VERSIONS = 0


def _told_in(among: Among, span: Span) -> Select[tuple[str]]:
    """The stories in which these articles have versions of the span."""
    seen = select(versions.c.article).where(_inside(versions, span))
    return select(story_articles.c.story).where(
        chosen(story_articles.c.article, among), story_articles.c.article.in_(seen)
    )


def _threads(
    connection: Connection, topic: str, among: Among, span: Span, *, shared: bool
) -> list[str]:
    query = select(threads.c.data).where(threads.c.topic == topic)
    if among.story is not None:
        query = query.where(threads.c.story == among.story)
    else:
        query = query.where(threads.c.story.in_(_told_in(among, span)))
    if shared:
        query = query.where(threads.c.outlets > 1)
    return list(connection.scalars(query.order_by(threads.c.story, threads.c.ordinal)))


def _said(
    connection: Connection,
    table: Table,
    among: Among,
    version: int | None,
    record: Callable[[RowMapping], Record],
) -> list[Record]:
    wanted: ColumnElement[bool] = versions.c.number.is_not(None)
    if version is None:
        wanted = versions.c.number == articles.c.versions
    elif version != ALL_VERSIONS:
        wanted = versions.c.number == version
    query = (
        select(table, versions.c.number, versions.c.observed_at)
        .join(versions, versions.c.id == table.c.version)
        .join(articles, articles.c.id == table.c.article)
        .where(chosen(table.c.article, among), wanted)
        .order_by(articles.c.outlet, table.c.article, versions.c.number, table.c.ordinal)
    )
    return [record(row) for row in connection.execute(query).mappings()]


def chosen(article: ColumnElement[str], among: Among) -> ColumnElement[bool]:
    """That an article is one of those meant."""
    conditions: list[ColumnElement[bool]] = []
    if among.story is not None:
        linked = select(story_articles.c.article).where(story_articles.c.story == among.story)
        conditions.append(article.in_(linked))
    if among.outlet is not None:
        of_outlet = select(articles.c.id).where(articles.c.outlet == among.outlet)
        conditions.append(article.in_(of_outlet))
    if among.tag is not None:
        conditions.append(article.in_(select(tags.c.article).where(tags.c.tag == among.tag)))
    if among.ids is not None:
        conditions.append(article.in_(among.ids) if among.ids else false())
    return and_(article.is_not(None), *conditions)


def _inside(table: Table, span: Span) -> ColumnElement[bool]:
    return and_(table.c.position.is_not(None), *bounds(table.c.observed_at, table.c.position, span))


def bounds(
    observed: ColumnElement[datetime], position: ColumnElement[int], span: Span
) -> Iterator[ColumnElement[bool]]:
    """That something observed and recorded there is in the span."""
    if span.since is not None:
        yield observed >= span.since
    if span.until is not None:
        yield observed <= span.until
    if span.after is not None:
        yield position > span.after
    if span.upto is not None:
        yield position <= span.upto


def _tags(connection: Connection, among: Among) -> dict[str, tuple[str, ...]]:
    named: dict[str, tuple[str, ...]] = {}
    query = select(tags).where(chosen(tags.c.article, among)).order_by(tags.c.tag)
    for row in connection.execute(query):
        named[row.article] = (*named.get(row.article, ()), row.tag)
    return named


def _article(row: RowMapping, named: tuple[str, ...]) -> ArticleRecord:
    names = ("id", "outlet", "address", "headline", "status", "versions", "first_seen")
    return ArticleRecord(
        **{name: row[name] for name in names},
        last_changed=row["last_changed"],
        tags=named,
        opening=row["opening"],
    )


def version_record(row: RowMapping) -> VersionRecord:
    """A row of the table of versions as a record."""
    names = ("article", "number", "observed_at", "recorded_at", "position", "headline")
    more = ("published", "modified", "words", "image")
    return VersionRecord(commit=row["id"], **{name: row[name] for name in (*names, *more)})


def _fact(row: RowMapping) -> FactRecord:
    return FactRecord(**_common(row), fact=loads(Fact, row["data"]))


def _statement(row: RowMapping) -> StatementRecord:
    return StatementRecord(**_common(row), statement=loads(Statement, row["data"]))


def _notice(row: RowMapping) -> NoticeRecord:
    return NoticeRecord(
        row["article"], row["number"], row["observed_at"], loads(Notice, row["data"])
    )


def _common(row: RowMapping) -> dict[str, Any]:
    evidence = Evidence(row["field"], row["start"], row["end"])
    names = ("id", "article", "observed_at", "sentence")
    return {name: row[name] for name in names} | {"version": row["number"], "evidence": evidence}
