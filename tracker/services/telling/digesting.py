"""Telling what shifted: the digest of a span."""

from sqlalchemy import Connection

from tracker.digest.compose import compose
from tracker.digest.material import Material
from tracker.digest.model import Digest, Head, Scope, Window
from tracker.projections import queries
from tracker.projections.queries import Among, Span
from tracker.services.context import Context


def make_digest(context: Context, among: Among, span: Span, title: str | None = None) -> Digest:
    """The digest of what `among` changed inside `span`, as the log stands now."""
    context.projector.catch_up()
    context.projector.line_up()
    head = context.store.head()
    with context.engine.connect() as connection:
        material = _material(connection, among, span)
        title = title or _story_title(connection, among)
    return compose(
        material,
        scope=_scope(among),
        window=Window(since=span.since, until=span.until, after=span.after, upto=span.upto),
        generated_at=context.clock(),
        head=Head(log=head.log_id.hex, position=head.position, hash=head.hash.hex()),
        title=title,
    )


def _material(connection: Connection, among: Among, span: Span) -> Material:
    return Material(
        articles=tuple(queries.article_records(connection, among)),
        versions=tuple(queries.version_records(connection, among)),
        shifts=tuple(queries.shift_records(connection, among, span)),
        notices=tuple(queries.notice_records(connection, among)),
        presence=tuple(queries.presence_records(connection, among, span)),
        threads=tuple(queries.fact_threads(connection, among, span, shared=True)),
        remarks=tuple(queries.remark_threads(connection, among, span, shared=True)),
    )


def _story_title(connection: Connection, among: Among) -> str | None:
    if among.story is None:
        return None
    return queries.story_records(connection, among.story)[0].title


def _scope(among: Among) -> Scope:
    if among.story is not None:
        return Scope(kind="story", name=among.story)
    if among.outlet is not None:
        return Scope(kind="outlet", name=among.outlet)
    if among.tag is not None:
        return Scope(kind="tag", name=among.tag)
    return Scope()
