"""The ledger of each story: what all versions of its articles say, lined up in threads.

Lining up takes the whole story, so it is done once after many commits, not after each: a commit
marks the stories it touches as stale. It takes long, too, so no lock is held meanwhile: a story is
read, lined up and stored, each by itself, and stored only if nothing changed since it was read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert

from tracker.projections import queries
from tracker.projections.json import dumps
from tracker.projections.queries import Among
from tracker.projections.records import (
    FactRecord,
    FactThread,
    FactVoice,
    RemarkThread,
    StatementRecord,
    StatementVoice,
)
from tracker.projections.staleness import Stale, settle, stale_stories
from tracker.projections.tables import threads
from tracker.understanding.ledger import assemble
from tracker.understanding.model import Remark, Statement, Thread
from tracker.understanding.threads.accounts import Claim, SourceAccount

FACTS, REMARKS = "facts", "remarks"

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Said:
    """All that a story's versions say, as of its last change."""

    stale: Stale
    facts: Sequence[FactRecord]
    remarks: Sequence[StatementRecord]
    sources: Sequence[SourceAccount]


def read(connection: Connection, story: str) -> Said | None:
    """What a story's versions say; None where it is lined up. `connection` is to see one state."""
    found = stale_stories(connection, [story])
    if not found:
        return None
    among = Among(story=story)
    facts = queries.fact_records(connection, among, queries.ALL_VERSIONS)
    remarks = queries.statement_records(connection, among, queries.ALL_VERSIONS)
    sources = list(accounts_of(connection, among, facts, remarks))
    return Said(found[0], facts, remarks, sources)


def line_up(said: Said) -> list[Row]:
    """The rows of the story's threads. No database is needed, and it may take minutes."""
    ledger = assemble(said.sources)
    voices = _Voices(said.sources, said.facts, said.remarks, dict(ledger.copies))
    story = said.stale.story
    return [
        *_rows(story, FACTS, [voices.fact_thread(thread) for thread in ledger.threads]),
        *_rows(story, REMARKS, [voices.remark_thread(remark) for remark in ledger.remarks]),
    ]


def store(connection: Connection, stale: Stale, rows: Sequence[Row]) -> bool:
    """Put these threads in place of the story's old ones; False if they are no longer of use.

    That is where anything changed since the story was read, or another process was quicker.
    """
    if not settle(connection, stale):
        return False
    connection.execute(delete(threads).where(threads.c.story == stale.story))
    if rows:
        connection.execute(insert(threads), rows)
    return True


def _rows(story: str, topic: str, found: Sequence[FactThread | RemarkThread]) -> Iterator[Row]:
    for ordinal, thread in enumerate(found):
        yield {
            "story": story,
            "topic": topic,
            "ordinal": ordinal,
            "outlets": len({voice.outlet for voice in thread.voices}),
            "data": dumps(thread),
        }


def accounts_of(
    connection: Connection,
    among: Among,
    facts: Sequence[FactRecord],
    remarks: Sequence[StatementRecord],
) -> Iterator[SourceAccount]:
    """Every version of the articles as a ledger takes it."""
    claims: dict[str, list[Claim]] = {}
    for fact in facts:
        claims.setdefault(_source(fact), []).append(Claim(fact.fact, fact.sentence))
    said: dict[str, list[Statement]] = {}
    for remark in remarks:
        said.setdefault(_source(remark), []).append(remark.statement)
    outlets = {article.id: article.outlet for article in queries.article_records(connection, among)}
    for version in queries.version_records(connection, among):
        source = f"{version.article}/{version.number}"
        yield SourceAccount(
            id=source,
            outlet=outlets[version.article],
            published=version.observed_at,
            facts=tuple(claims.get(source, ())),
            statements=tuple(said.get(source, ())),
        )


def _source(record: FactRecord | StatementRecord) -> str:
    """The name of the version as a source of the ledger."""
    return f"{record.article}/{record.version}"


class _Voices:
    """Looks up who speaks in a thread."""

    def __init__(
        self,
        sources: Sequence[SourceAccount],
        facts: Sequence[FactRecord],
        remarks: Sequence[StatementRecord],
        copies: Mapping[str, str],
    ) -> None:
        self._copies = copies
        self._sources = {source.id: source for source in sources}
        self._facts = {(_source(r), r.fact.start, r.fact.end): r.sentence for r in facts}
        self._remarks = {(_source(r), r.statement.spans): r.sentence for r in remarks}

    def fact_thread(self, thread: Thread) -> FactThread:
        voices = tuple(
            FactVoice(
                *self._who(source),
                sentence=self._facts[source, fact.start, fact.end],
                item=fact,
                copy_of=self._copy_of(source),
            )
            for source, fact in thread.entries
        )
        return FactThread(
            thread.subject, thread.scope, thread.unit, voices, thread.not_mentioned_by
        )

    def remark_thread(self, remark: Remark) -> RemarkThread:
        voices = tuple(
            StatementVoice(
                *self._who(source),
                sentence=self._remarks[source, said.spans],
                item=said,
                copy_of=self._copy_of(source),
            )
            for source, said in remark.entries
        )
        return RemarkThread(remark.speaker, voices)

    def _copy_of(self, source: str) -> str | None:
        origin = self._copies.get(source)
        return self._sources[origin].outlet if origin else None

    def _who(self, source: str) -> tuple[str, str, int, datetime]:
        article, _, number = source.partition("/")
        account = self._sources[source]
        return article, account.outlet, int(number), account.published
