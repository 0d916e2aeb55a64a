"""Asking the projections what shifted: of an article, a story, a time, a stretch of the log."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, case, func, select

from tracker.newsroom.selection import Selection
from tracker.projections.json import loads
from tracker.projections.queries import Among, Span, bounds, chosen
from tracker.projections.records import ShiftRecord
from tracker.projections.tables import articles, shifts, versions
from tracker.understanding.model import Shift

_FEW = 1_000
"""So many articles are named in a query; a database takes no more than some ten thousands."""

_SHORT = 10_000
"""Positions of the log of which it is quicker to look at every version than at every shift."""

_OLD, _NEW, _RECORDED = (versions.alias(name) for name in ("old", "new", "recorded"))
_SIDES = (
    _OLD.c.number.label("old_number"),
    _NEW.c.number.label("new_number"),
    _NEW.c.observed_at,
)


def shift_records(connection: Connection, among: Among, span: Span) -> list[ShiftRecord]:
    """The shifts of the span, as observed; recorded when the later of their two sides was."""
    in_order = _NEW.c.observed_at, shifts.c.new_version, shifts.c.ordinal
    if among.is_broad and (short := _short(connection, span)):
        rows = connection.execute(_recorded(short).order_by(*in_order)).mappings().all()
        return _of_the_chosen(connection, rows, among)
    position = _later(_OLD.c.position, _NEW.c.position)
    query = (
        select(shifts, *_SIDES, position.label("position"))
        .join(_OLD, _OLD.c.id == shifts.c.old_version)
        .join(_NEW, _NEW.c.id == shifts.c.new_version)
        .where(chosen(shifts.c.article, among), *bounds(_NEW.c.observed_at, position, span))
        .order_by(*in_order)
    )
    return [_shift(row) for row in connection.execute(query).mappings()]


def recorded_shifts(
    connection: Connection, among: Among, wanted: Selection, after: int, upto: int
) -> list[ShiftRecord]:
    """The wanted shifts of log positions (after, upto], as recorded.

    Those that `shift_records` gives. `wanted` chooses by kind and weight.
    """
    query = _recorded(Span(after=after, upto=upto)).order_by(
        _RECORDED.c.position, _NEW.c.observed_at, _NEW.c.number, shifts.c.ordinal
    )
    rows = [
        row
        for row in connection.execute(query).mappings()
        if wanted.wants(row["topic"], row["kind"], row["weight"])
    ]
    return _of_the_chosen(connection, rows, among)


def _recorded(span: Span) -> Select[Any]:
    """The shifts of log positions, found from the versions recorded there.

    Each is either side of its shifts, so that only it and the version after it are looked at,
    however long the log.
    """
    after_it = and_(
        _NEW.c.article == _RECORDED.c.article,
        _NEW.c.observed_at >= _RECORDED.c.observed_at,
        _NEW.c.number.between(_RECORDED.c.number, _RECORDED.c.number + 1),
    )
    return (
        select(shifts, *_SIDES, _RECORDED.c.position)
        .select_from(_RECORDED)
        .join(_NEW, after_it)
        .join(shifts, shifts.c.new_version == _NEW.c.id)
        .join(_OLD, _OLD.c.id == shifts.c.old_version)
        .where(
            _RECORDED.c.position == _later(_OLD.c.position, _NEW.c.position),
            *bounds(_NEW.c.observed_at, _RECORDED.c.position, span),
        )
    )


def _short(connection: Connection, span: Span) -> Span | None:
    """The span if it is a short piece of the log, with both ends of it; otherwise None.

    Both, because SQLite takes a range that is open for most of the log.
    """
    if span.after is None:
        return None
    upto = span.upto
    if upto is None:
        upto = connection.scalar(select(func.max(versions.c.position))) or 0
    return replace(span, upto=upto) if upto - span.after <= _SHORT else None


def _of_the_chosen(
    connection: Connection, rows: Sequence[RowMapping], among: Among
) -> list[ShiftRecord]:
    """The shifts of those articles that are asked about.

    Only now: a database asked for both at once may well begin with the articles, and read all of
    theirs.
    """
    meant = {row["article"] for row in rows}
    if meant and among != Among():
        asked_about = select(articles.c.id).where(chosen(articles.c.id, among))
        if len(meant) <= _FEW:
            asked_about = asked_about.where(articles.c.id.in_(meant))
        meant = set(connection.scalars(asked_about))
    return [_shift(row) for row in rows if row["article"] in meant]


def _later(one: ColumnElement[int], other: ColumnElement[int]) -> ColumnElement[int]:
    return case((one > other, one), else_=other)


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
