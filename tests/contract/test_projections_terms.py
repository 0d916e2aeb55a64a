"""Finding an article's kin goes by an index, and terms are those of the latest version."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, insert, select, text

from tests.contract.desk import desk, look, page
from tracker.projections.tables import story_articles, terms
from tracker.projections.terms import kin, rarity_of, terms_of
from tracker.services.taking.tracking import take
from tracker.understanding.stories.terms import Term, TermKind

WANTED = [Term(TermKind.NAME, f"name{n}", f"Name{n}") for n in range(5)]
READS: dict[str, Callable[[Connection], object]] = {
    "the terms of articles": lambda connection: terms_of(connection, ["a1", "a2"]),
    "how rare they are": lambda connection: rarity_of(connection, WANTED),
    "who shares them": lambda connection: kin(connection, "a1", WANTED, 5),
}


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """1,000 articles in 100 stories, 20 terms to an article."""
    ids = [f"a{n}" for n in range(1000)]
    with engine.begin() as connection:
        connection.execute(
            insert(story_articles),
            [
                {"story": f"s{n % 100}", "article": each, "position": n}
                for n, each in enumerate(ids)
            ],
        )
        connection.execute(
            insert(terms),
            [
                {"kind": TermKind.NAME, "key": f"name{n + k}", "article": each, "ordinal": k}
                | {"shown": f"Name{n + k}"}
                for n, each in enumerate(ids)
                for k in range(20)
            ],
        )
        connection.execute(text("ANALYZE"))
    return engine


@pytest.mark.parametrize("name", READS)
def test_no_query_reads_all_terms(filled: Engine, name: str) -> None:
    """However many articles and stories there are."""
    ran: list[tuple[str, Any]] = []

    def note(_connection: Connection, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
        ran.append((statement, given))

    with filled.connect() as connection:
        event.listen(filled, "before_cursor_execute", note)
        READS[name](connection)
        event.remove(filled, "before_cursor_execute", note)
        explain = "EXPLAIN QUERY PLAN " if filled.dialect.name == "sqlite" else "EXPLAIN "
        plans = [
            str(row[-1])
            for statement, given in ran
            for row in connection.exec_driver_sql(explain + statement, given)
        ]
    assert plans
    assert not [line for line in plans if "SCAN terms" in line or "Seq Scan on terms" in line]


def test_kin_are_the_articles_of_stories_that_share_most_terms(filled: Engine) -> None:
    """The nearest first, the article itself left out."""
    with filled.connect() as connection:
        assert kin(connection, "a0", WANTED, 3) == [("s1", "a1"), ("s2", "a2"), ("s3", "a3")]
        assert rarity_of(connection, WANTED).holding[TermKind.NAME, "name3"] == 4


def test_terms_are_those_of_the_latest_version(database: str) -> None:
    """Whichever came last to be recorded."""
    with desk(database) as context:
        for minute in (60, 0, 30):
            name = "Torvald" if minute == 60 else "Gudrun"
            said = f"Nobody asked {name} Aasen in time"
            article = take(context, look(page(9_000 + minute, said=said), minute)).article
        with context.engine.connect() as connection:
            shown = set(connection.scalars(select(terms.c.shown)))
            assert set(terms_of(connection, [article])) == {article}
    assert "Torvald" in shown
    assert "Gudrun" not in shown
