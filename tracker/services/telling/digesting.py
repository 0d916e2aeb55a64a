"""Telling what shifted: the digest of a span."""

from sqlalchemy import Connection

from tracker.digest.compose import compose
from tracker.digest.material import Material
from tracker.digest.model import Digest, Head, Scope, Window
from tracker.digest.narrowing import narrowed, without_other_headlines
from tracker.newsroom.selection import Selection
from tracker.projections import queries, shifted
from tracker.projections.queries import Among, Span
from tracker.services.context import Context


def make_digest(
    context: Context,
    among: Among,
    span: Span,
    title: str | None = None,
    wanted: Selection | None = None,
) -> Digest:
    """The digest of what `among` changed inside `span`, as the log stands now.

    The kinds and the weight of `wanted` narrow what is told of it.
    """
    context.projector.catch_up()
    with context.engine.connect() as connection:
        told = queries.stories_told(connection, among, span)
    context.projector.line_up(told)
    head = context.store.head()
    with context.engine.connect() as connection:
        material = _material(connection, among, span)
        title = title or _story_title(connection, among)
    is_narrowed = wanted is not None and wanted.picks_shifts
    if wanted and is_narrowed:
        material = narrowed(material, wanted)
    digest = compose(
        material,
        scope=_scope(among, wanted),
        window=Window(since=span.since, until=span.until, after=span.after, upto=span.upto),
        generated_at=context.clock(),
        head=Head(log=head.log_id.hex, position=head.position, hash=head.hash.hex()),
        title=title,
    )
    return without_other_headlines(digest, material) if is_narrowed else digest


def _material(connection: Connection, among: Among, span: Span) -> Material:
    return Material(
        articles=tuple(queries.article_records(connection, among)),
        versions=tuple(queries.version_records(connection, among)),
        shifts=tuple(shifted.shift_records(connection, among, span)),
        notices=tuple(queries.notice_records(connection, among)),
        presence=tuple(queries.presence_records(connection, among, span)),
        threads=tuple(queries.fact_threads(connection, among, span, shared=True)),
        remarks=tuple(queries.remark_threads(connection, among, span, shared=True)),
    )


def _story_title(connection: Connection, among: Among) -> str | None:
    if among.story is None:
        return None
    return queries.story_records(connection, among.story)[0].title


def _scope(among: Among, wanted: Selection | None) -> Scope:
    kinds, weight = (wanted.kinds, wanted.weight) if wanted else ((), 0.0)
    if among.story is not None:
        return Scope(kind="story", name=among.story, kinds=kinds, weight=weight)
    if among.outlet is not None:
        return Scope(kind="outlet", name=among.outlet, kinds=kinds, weight=weight)
    if among.tag is not None:
        return Scope(kind="tag", name=among.tag, kinds=kinds, weight=weight)
    return Scope(kinds=kinds, weight=weight)
