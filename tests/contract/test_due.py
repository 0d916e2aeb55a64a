"""Picking what is due costs the same however much is watched."""

from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, text

from tracker.capture.archive import Archive
from tracker.capture.tables import watches
from tracker.services.looks.rounds import GLANCE, most_due

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)
MANY = 100_000


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """A hundred thousand articles of a thousand outlets, half of them due."""
    rows = [
        {
            "address": f"https://o{n % 1_000}.example/a{n}",
            "next_look": NOON + timedelta(seconds=(n * 7919) % MANY - MANY // 2),
            "failures": 0,
            "domain": f"o{n % 1_000}.example",
        }
        for n in range(MANY)
    ]
    with engine.begin() as connection:
        for start in range(0, MANY, 5_000):
            connection.execute(insert(watches), rows[start : start + 5_000])
    return engine


def test_the_most_due_are_read_off_an_index(filled: Engine) -> None:
    """Without a sort, within 10 ms."""
    with filled.connect() as connection:
        found = most_due(connection, watches, NOON)
        took = []
        for _ in range(5):
            began = perf_counter()
            most_due(connection, watches, NOON)
            took.append(perf_counter() - began)
        explain = "EXPLAIN QUERY PLAN " if filled.dialect.name == "sqlite" else "EXPLAIN "
        query = "SELECT * FROM watches WHERE next_look <= '2024-11-17 12:00:00' ORDER BY next_look"
        plan = str(connection.execute(text(f"{explain}{query} LIMIT {GLANCE}")).all())
    assert [row["next_look"] for row in found] == sorted(row["next_look"] for row in found)
    assert len(found) == GLANCE
    assert "ix_watches_next_look" in plan, plan
    assert "TEMP B-TREE" not in plan, plan
    assert "Sort" not in plan, plan
    assert min(took) <= 0.010


def test_what_a_crash_left_unsettled_is_found_by_an_index(engine: Engine) -> None:
    """The daemon asks for it every second, among all looks that ever were."""
    archive = Archive(engine)
    asked: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2:4]))
    assert archive.articles_pending() == []
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET enable_seqscan = off"))  # of an empty table it is best
        statement, given = asked[0]
        plan = str(connection.exec_driver_sql(explain + statement, given).all())
    assert "captures_by_outcome" in plan, plan
    assert "SCAN captures" not in plan, plan
