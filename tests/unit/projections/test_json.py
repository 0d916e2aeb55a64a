"""What the tables keep as JSON comes back as it was."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.article.reading import Notice, NoticeKind
from tracker.projections.json import dumps, loads
from tracker.projections.records import FactThread, FactVoice, RemarkThread, StatementVoice
from tracker.projections.tables import PlainText
from tracker.understanding.model import Fact, Statement
from tracker.understanding.understand import understand

TEXT = (
    'About 12,000 people left the islands last week, the ferry line said. "We had no choice," said'
    " Berit Aasen, who leads it. She declined to comment on reports that 30 to 40 jobs will go by"
    " March 3, 2025."
)


def test_facts_and_statements_come_back_as_they_were() -> None:
    found = understand(TEXT, published=datetime(2024, 11, 17, tzinfo=UTC))
    assert found.facts
    assert found.statements
    assert [loads(Fact, dumps(fact)) for fact in found.facts] == list(found.facts)
    assert [loads(Statement, dumps(said)) for said in found.statements] == list(found.statements)


def test_what_is_kept_is_what_asdict_gives() -> None:
    """To the byte, for parts of parts too: what was written before is compared with it."""
    found = understand(TEXT, published=datetime(2024, 11, 17, tzinfo=UTC))
    moment = datetime(2024, 11, 17, 21, 5, 1, 7, tzinfo=UTC)
    voice = FactVoice("a1", "post.example", 1, moment, "About 12,000.", found.facts[0], None)
    said = StatementVoice("a1", "x.example", 2, moment, "\u201cNo\u201d", found.statements[0], "y")
    items: list[Fact | Statement | FactThread | RemarkThread] = [
        *found.facts,
        *found.statements,
        FactThread("people", None, "person", (voice, voice), ("radio.example",)),
        RemarkThread("Berit Aasen", (said,)),
    ]
    for item in items:
        plain = json.dumps(asdict(item), default=datetime.isoformat, separators=(",", ":"))
        assert dumps(item) == plain


@given(st.text(st.characters(exclude_categories=())), st.text(st.characters()))
def test_any_words_come_back_as_they_were(text: str, wrong: str) -> None:
    """NUL and lone surrogates too; what is stored is plain ASCII."""
    stated = datetime(2024, 11, 17, 21, tzinfo=UTC)
    notice = Notice(NoticeKind.CORRECTION, text, stated, end=len(text), wrong=wrong)
    kept = dumps(notice)
    assert kept.isascii()
    assert loads(Notice, kept) == notice


@pytest.mark.parametrize(
    ("given", "kept"),
    [(None, None), ("plain", "plain"), ("a\0b", "a\u2400b"), ("a\ud800b", "a?b"), ("é🚢", "é🚢")],
)
def test_columns_hold_what_a_database_can_hold(given: str | None, kept: str | None) -> None:
    """The exact words are in the JSON beside them."""
    column = PlainText()
    assert column.process_bind_param(given, None) == kept  # type: ignore[arg-type]
