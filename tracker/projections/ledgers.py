"""The ledger of each story: what all versions of its articles say, lined up in threads.

Lining up takes the whole story, so it is done once after many commits, not after each: a commit
marks the stories it touches as stale.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, update

from tracker.projections import queries
from tracker.projections.json import dumps
from tracker.projections.queries import Among
from tracker.projections.records import (
    FactThread,
    FactVoice,
    RemarkThread,
    StatementVoice,
)
from tracker.projections.tables import ledgers, threads
from tracker.understanding.accounts import Claim, SourceAccount
from tracker.understanding.ledger import assemble
from tracker.understanding.model import Remark, Statement, Thread

FACTS, REMARKS = "facts", "remarks"


def line_up(connection: Connection, story: str) -> None:
    """Line a story up again and store its threads in place of the old ones."""
    sources = list(_accounts(connection, story))
    ledger, voices = assemble(sources), _Voices(sources)
    connection.execute(delete(threads).where(threads.c.story == story))
    rows = [
        *_rows(story, FACTS, [voices.fact_thread(thread) for thread in ledger.threads]),
        *_rows(story, REMARKS, [voices.remark_thread(remark) for remark in ledger.remarks]),
    ]
    if rows:
        connection.execute(insert(threads), rows)
    connection.execute(update(ledgers).where(ledgers.c.story == story).values(stale=False))


def _rows(
    story: str, topic: str, found: Sequence[FactThread | RemarkThread]
) -> Iterator[dict[str, object]]:
    for ordinal, thread in enumerate(found):
        yield {
            "story": story,
            "topic": topic,
            "ordinal": ordinal,
            "outlets": len({voice.outlet for voice in thread.voices}),
            "data": dumps(thread),
        }


def _accounts(connection: Connection, story: str) -> Iterator[SourceAccount]:
    """Every version of the story's articles as a ledger takes it, named "ARTICLE/NUMBER"."""
    among = Among(story=story)
    claims: dict[str, list[Claim]] = {}
    for said in queries.fact_records(connection, among, queries.ALL_VERSIONS):
        claim = Claim(said.fact, said.sentence)
        claims.setdefault(_source(said.article, said.version), []).append(claim)
    remarks: dict[str, list[Statement]] = {}
    for remark in queries.statement_records(connection, among, queries.ALL_VERSIONS):
        source = _source(remark.article, remark.version)
        remarks.setdefault(source, []).append(remark.statement)
    outlets = {article.id: article.outlet for article in queries.article_records(connection, among)}
    for version in queries.version_records(connection, among):
        source = _source(version.article, version.number)
        yield SourceAccount(
            id=source,
            outlet=outlets[version.article],
            published=version.observed_at,
            facts=tuple(claims.get(source, ())),
            statements=tuple(remarks.get(source, ())),
        )


def _source(article: str, version: int) -> str:
    return f"{article}/{version}"


class _Voices:
    """Looks up who speaks in a thread."""

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
        voices = tuple(
            StatementVoice(*self._who(source), sentence=said.text, item=said)
            for source, said in remark.entries
        )
        return RemarkThread(remark.speaker, voices)

    def _who(self, source: str) -> tuple[str, str, int, datetime]:
        article, _, number = source.partition("/")
        account = self._sources[source]
        return article, account.outlet, int(number), account.published
