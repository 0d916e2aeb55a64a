"""What the tables keep as JSON comes back as it was."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.article.reading import Notice, NoticeKind
from tracker.projections.json import dumps, loads
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
