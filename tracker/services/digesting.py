"""Telling what shifted: the digest of a span, and how outlets stand to each other."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from tracker.digest.compose import compose
from tracker.digest.material import FactThread, FactVoice, Material, RemarkThread, StatementVoice
from tracker.digest.model import Digest, Head, Scope, Window
from tracker.projections import queries
from tracker.projections.queries import Among, Span
from tracker.services.context import Context
from tracker.services.stories import accounts
from tracker.understanding.ledger import assemble
from tracker.understanding.model import Remark, Statement, Thread
from tracker.understanding.threads import SourceAccount


def make_digest(context: Context, among: Among, span: Span, title: str | None = None) -> Digest:
    """The digest of what `among` changed inside `span`, as the log stands now."""
    context.projector.catch_up()
    head = context.store.head()
    with context.engine.connect() as connection:
        material = _material(connection, among, span)
    return compose(
        material,
        scope=_scope(among),
        window=Window(since=span.since, until=span.until, after=span.after, upto=span.upto),
        generated_at=context.clock(),
        head=Head(log=head.log_id.hex, position=head.position, hash=head.hash.hex()),
        title=title,
    )


def line_up(
    connection: Connection, among: Among
) -> tuple[tuple[FactThread, ...], tuple[RemarkThread, ...]]:
    """Every version's figures and remarks in threads: the same measure, the same remark."""
    sources = accounts(connection, among)
    ledger = assemble(sources)
    voices = _Voices(sources)
    return (
        tuple(voices.fact_thread(thread) for thread in ledger.threads),
        tuple(voices.remark_thread(remark) for remark in ledger.remarks),
    )


def _material(connection: Connection, among: Among, span: Span) -> Material:
    threads, remarks = line_up(connection, among)
    return Material(
        articles=tuple(queries.article_records(connection, among)),
        versions=tuple(queries.version_records(connection, among)),
        shifts=tuple(queries.shift_records(connection, among, span)),
        notices=tuple(queries.notice_records(connection, among)),
        presence=tuple(queries.presence_records(connection, among, span)),
        threads=threads,
        remarks=remarks,
    )


def _scope(among: Among) -> Scope:
    if among.story is not None:
        return Scope(kind="story", name=among.story)
    if among.outlet is not None:
        return Scope(kind="outlet", name=among.outlet)
    if among.tag is not None:
        return Scope(kind="tag", name=among.tag)
    return Scope()


class _Voices:
    """Looks up who speaks in a thread: sources are named "ARTICLE/NUMBER" (see `accounts`)."""

    def __init__(self, sources: Sequence[SourceAccount]) -> None:
        self._sources = {source.id: source for source in sources}
        self._sentences = {
            (source.id, claim.fact.start, claim.fact.end): claim.sentence
            for source in sources
            for claim in source.facts
        }

    def fact_thread(self, thread: Thread) -> FactThread:
        voices = tuple(
            FactVoice(
                *self._who(source),
                sentence=self._sentences[source, fact.start, fact.end],
                item=fact,
            )
            for source, fact in thread.entries
        )
        return FactThread(thread.subject, thread.scope, thread.unit, voices)

    def remark_thread(self, remark: Remark) -> RemarkThread:
        voices = tuple(self._remark(source, said) for source, said in remark.entries)
        return RemarkThread(remark.speaker, voices)

    def _remark(self, source: str, said: Statement) -> StatementVoice:
        return StatementVoice(*self._who(source), sentence=said.text, item=said)

    def _who(self, source: str) -> tuple[str, str, int, datetime]:
        article, _, number = source.partition("/")
        account = self._sources[source]
        return article, account.outlet, int(number), account.published
