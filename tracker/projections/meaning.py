"""What each version says: rows of facts, statements and notices with their evidence."""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, Table, delete, insert

from tracker.article.fold import Version
from tracker.article.reading import Evidence, Notice
from tracker.comparing.model import Sentence
from tracker.projections.json import dumps
from tracker.projections.tables import facts, notices, statements
from tracker.understanding.model import Fact, Statement
from tracker.understanding.quantities.amounts import MEMBER
from tracker.understanding.statements.extent import extent
from tracker.understanding.understood import Understood

Row = dict[str, object]


def insert_all(
    connection: Connection, article: str, version: Version, understood: Understood
) -> None:
    """Store all that `version` says; that somebody is "one of the victims" is no figure to list."""
    found = understood.understanding
    sentences = _Sentences(found.sentences)
    layout = understood.layout
    rows: list[tuple[Table, list[Row]]] = [
        (
            facts,
            [
                _fact(fact)
                | _place(
                    layout.locate(fact.start, fact.end), sentences.around(fact.start, fact.end)
                )
                for fact in found.facts
                if fact.rule != MEMBER
            ],
        ),
        (
            statements,
            [
                _statement(said)
                | _place(layout.locate(*said.spans[0]), sentences.around(*extent(said)))
                for said in found.statements
            ],
        ),
        (
            notices,
            [
                _notice(notice)
                | _place(Evidence(notice.field, notice.start, notice.end), notice.text)
                for notice in version.reading.notices
            ],
        ),
    ]
    for table, items in rows:
        if items:
            connection.execute(insert(table), list(_keyed(table, article, version.id, items)))


def delete_all(connection: Connection, version: str) -> None:
    """Forget all that `version` says."""
    for table in (facts, statements, notices):
        connection.execute(delete(table).where(table.c.version == version))


def _keyed(table: Table, article: str, version: str, items: Iterable[Row]) -> Iterator[Row]:
    for ordinal, item in enumerate(items):
        key: Row = {"version": version, "ordinal": ordinal, "article": article}
        if "id" in table.c:
            name = f"{version}\x1f{table.name}\x1f{ordinal}"
            key["id"] = hashlib.sha256(name.encode("ascii")).hexdigest()[:16]
        yield key | item


def _place(evidence: Evidence, sentence: str) -> Row:
    return {
        "field": evidence.field,
        "start": evidence.start,
        "end": evidence.end,
        "sentence": sentence,
    }


def _fact(fact: Fact) -> Row:
    columns = ("kind", "unit", "dimension", "subject", "scope", "value", "low", "high", "qualifier")
    return {name: getattr(fact, name) for name in columns} | {"data": dumps(fact)}


def _statement(said: Statement) -> Row:
    return {name: getattr(said, name) for name in ("kind", "speaker", "cue")} | {
        "data": dumps(said)
    }


def _notice(notice: Notice) -> Row:
    return {"kind": notice.kind, "stated_at": notice.stated_at, "data": dumps(notice)}


class _Sentences:
    """Finds the sentences around a span in logarithmic time."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        self._starts = [sentence.start for sentence in sentences]

    def around(self, start: int, end: int) -> str:
        """All sentences that the span touches, as one line."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        after = bisect_left(self._starts, end)
        return " ".join(
            sentence.text for sentence in self._sentences[first : max(after, first + 1)]
        )
