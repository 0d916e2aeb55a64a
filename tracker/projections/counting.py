"""Counting the shifts that somebody waits for, by the log positions that recorded them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Connection, exists, func, select, union_all

from tracker.newsroom.selection import TOPICS, Selection
from tracker.projections.tables import articles, shifts, story_articles, tags, versions


def count_shifts(connection: Connection, wanted: Selection, after: int, upto: int) -> int:
    """How many wanted shifts were recorded at positions (after, upto]."""
    if upto <= after:
        return 0
    found = _recorded(wanted, _here.c.position > after, _here.c.position <= upto).subquery()
    return int(connection.scalar(select(func.count()).select_from(found)) or 0)


def came_at(connection: Connection, wanted: Selection, after: int, nth: int) -> datetime | None:
    """When the nth wanted shift after a position was recorded; None where fewer came."""
    found = _recorded(wanted, _here.c.position > after).order_by("position")
    row = connection.execute(found.offset(nth - 1).limit(1)).one_or_none()
    return row.recorded_at if row else None


_here, _other, _next = (versions.alias(name) for name in ("here", "other", "next"))


def _recorded(wanted: Selection, *positions: ColumnElement[bool]) -> CompoundSelect[Any]:
    """Where and when each wanted shift was recorded: with the later of its two sides.

    Looked up from the versions of those positions, by their index: each is the new side of its
    shifts or, where it came late, the old one of those of the version after it. So what lies before
    them, and what the articles meant have besides, costs nothing.
    """
    following = (
        select(_next.c.id)
        .where(
            _next.c.article == _here.c.article,
            _next.c.observed_at >= _here.c.observed_at,
            _next.c.number == _here.c.number + 1,
        )
        .order_by(_next.c.observed_at)
        .limit(1)
        .scalar_subquery()
    )
    sides = (
        (shifts.c.new_version == _here.c.id, _other.c.id == shifts.c.old_version),
        (shifts.c.new_version == following, _other.c.id == shifts.c.new_version),
    )
    its = (*positions, *_wanted(wanted), _other.c.position < _here.c.position)
    return union_all(
        *(
            select(_here.c.position.label("position"), _here.c.recorded_at)
            .select_from(_here)
            .join(shifts, of_it)
            .join(_other, other_side)
            .where(*its)
            for of_it, other_side in sides
        )
    )


def _wanted(wanted: Selection) -> Iterator[ColumnElement[bool]]:
    """What `Selection.wants` asks of a shift, and that its article is one of those meant."""
    topics = [word for word in wanted.kinds if word in TOPICS]
    kinds = [word for word in wanted.kinds if word not in TOPICS]
    yield shifts.c.weight >= wanted.weight
    if topics:
        yield shifts.c.topic.in_(topics)
    if kinds:
        yield shifts.c.kind.in_(kinds)
    yield from _meant(shifts.c.article, wanted)


def _meant(article: ColumnElement[str], wanted: Selection) -> Iterator[ColumnElement[bool]]:
    """Asked of each article found: a list of them would be where SQLite begins, with all of it."""
    if wanted.story is not None:
        linked = story_articles.c
        yield exists().where(linked.story == wanted.story, linked.article == article)
    if wanted.outlet is not None:
        yield exists().where(articles.c.id == article, articles.c.outlet == wanted.outlet)
    if wanted.tag is not None:
        yield exists().where(tags.c.article == article, tags.c.tag == wanted.tag)
