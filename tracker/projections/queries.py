"""Asking the projections: articles, timelines, shifts, facts, statements, stories."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Table,
    and_,
    case,
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
    ShiftRecord,
    StatementRecord,
    StoryRecord,
    VersionRecord,
)
from tracker.projections.tables import (
    articles,
    facts,
    notices,
    presence,
    shifts,
    statements,
    stories,
    story_articles,
    tags,
    threads,
    versions,
)
from tracker.understanding.model import Fact, Shift, Statement

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Among:
    """Which articles are asked about: of a story, an outlet, a tag, with these ids; None: all."""

    story: str | None = None
    outlet: str | None = None
    tag: str | None = None
    ids: tuple[str, ...] | None = None


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
    query = select(articles).where(_chosen(articles.c.id, among))
    query = query.order_by(articles.c.last_changed.desc(), articles.c.id)
    rows = connection.execute(query.limit(limit))
    named = _tags(connection, among)
    return [_article(row, named.get(row["id"], ())) for row in rows.mappings()]


def count_articles(connection: Connection, among: Among) -> int:
    """How many articles there are."""
    query = select(func.count()).select_from(articles).where(_chosen(articles.c.id, among))
    return int(connection.scalar(query) or 0)


def version_records(
    connection: Connection, among: Among, span: Span | None = None
) -> list[VersionRecord]:
    """Versions by article in observed order: those of the span, with all before it of the same."""
    query = (
        select(versions)
        .where(_chosen(versions.c.article, among), versions.c.number.is_not(None))
        .order_by(versions.c.article, versions.c.number)
    )
    if span:
        touched = select(versions.c.article).where(_inside(versions, span))
        query = query.where(versions.c.article.in_(touched))
    return [_version(row) for row in connection.execute(query).mappings()]


def shift_records(connection: Connection, among: Among, span: Span) -> list[ShiftRecord]:
    """The shifts of the span, as observed; recorded when the later of their two sides was."""
    old, new = versions.alias("old"), versions.alias("new")
    position = _later(old.c.position, new.c.position)
    query = (
        select(
            shifts,
            old.c.number.label("old_number"),
            new.c.number.label("new_number"),
            new.c.observed_at,
            position.label("position"),
        )
        .join(old, old.c.id == shifts.c.old_version)
        .join(new, new.c.id == shifts.c.new_version)
        .where(_chosen(shifts.c.article, among), *_bounds(new.c.observed_at, position, span))
        .order_by(new.c.observed_at, shifts.c.new_version, shifts.c.ordinal)
    )
    return [_shift(row) for row in connection.execute(query).mappings()]


def presence_records(connection: Connection, among: Among, span: Span) -> list[PresenceRecord]:
    """Take-downs and returns of the span, as recorded."""
    query = (
        select(presence)
        .where(_chosen(presence.c.article, among), _inside(presence, span))
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


ALL_VERSIONS = 0


def _threads(
    connection: Connection, topic: str, among: Among, span: Span, *, shared: bool
) -> list[str]:
    query = select(threads.c.data).where(threads.c.topic == topic)
    if among.story is not None:
        query = query.where(threads.c.story == among.story)
    else:
        seen = select(versions.c.article).where(_inside(versions, span))
        told = select(story_articles.c.story).where(
            _chosen(story_articles.c.article, among), story_articles.c.article.in_(seen)
        )
        query = query.where(threads.c.story.in_(told))
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
        .where(_chosen(table.c.article, among), wanted)
        .order_by(articles.c.outlet, table.c.article, versions.c.number, table.c.ordinal)
    )
    return [record(row) for row in connection.execute(query).mappings()]


def _chosen(article: ColumnElement[str], among: Among) -> ColumnElement[bool]:
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
    return and_(
        table.c.position.is_not(None), *_bounds(table.c.observed_at, table.c.position, span)
    )


def _bounds(
    observed: ColumnElement[datetime], position: ColumnElement[int], span: Span
) -> Iterator[ColumnElement[bool]]:
    if span.since is not None:
        yield observed >= span.since
    if span.until is not None:
        yield observed <= span.until
    if span.after is not None:
        yield position > span.after
    if span.upto is not None:
        yield position <= span.upto


def _later(one: ColumnElement[int], other: ColumnElement[int]) -> ColumnElement[int]:
    return case((one > other, one), else_=other)


def _tags(connection: Connection, among: Among) -> dict[str, tuple[str, ...]]:
    named: dict[str, tuple[str, ...]] = {}
    query = select(tags).where(_chosen(tags.c.article, among)).order_by(tags.c.tag)
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


def _version(row: RowMapping) -> VersionRecord:
    names = ("article", "number", "observed_at", "recorded_at", "position", "headline")
    more = ("published", "modified", "words", "image")
    return VersionRecord(commit=row["id"], **{name: row[name] for name in (*names, *more)})


def _shift(row: RowMapping) -> ShiftRecord:
    return ShiftRecord(
        id=row["id"],
        article=row["article"],
        old_version=row["old_number"],
        new_version=row["new_number"],
        observed_at=row["observed_at"],
        position=row["position"],
        announced=row["announced"],
        chain=row["chain"],
        shift=loads(Shift, row["data"]),
    )


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
