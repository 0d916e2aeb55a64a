"""The plans of the real queries: every read goes by an index, in a small log and in a large one."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text

from tests.contract.commits import commit, commit_id
from tracker.eventstore.sql import SqlEventStore

READS: dict[str, Callable[[SqlEventStore], object]] = {
    "a stream": lambda store: list(store.read_stream("article-7")),
    "the end of a stream": lambda store: list(store.read_stream("article-7", after_version=90)),
    "all from somewhere": lambda store: next(store.read_all(after=40), None),
    "the end of all": lambda store: list(store.read_all(store.head().position - 3)),
    "a stream's version": lambda store: store.stream_version("article-7"),
    "a commit": lambda store: store.has_commit(commit_id("1 7")),
}

FEW_PAGES = 1_000
"""PostgreSQL reads a table of so few rows as it stands, and is right."""


@pytest.fixture(params=[1, 40], ids=["small", "large"])
def filled(sql_store: SqlEventStore, request: pytest.FixtureRequest) -> SqlEventStore:
    """50 streams with as many commits each as the parameter says, of three events."""
    for turn in range(request.param):
        sql_store.append(
            *(
                commit(f"{turn} {number}", stream=f"article-{number}", count=3)
                for number in range(50)
            )
        )
    return sql_store


@pytest.mark.parametrize("analysed", [False, True], ids=["unknown", "analysed"])
@pytest.mark.parametrize("name", READS)
def test_every_read_goes_by_an_index(
    filled: SqlEventStore, engine: Engine, name: str, analysed: bool
) -> None:
    """With statistics and without them."""
    if analysed:
        with engine.begin() as connection:
            connection.execute(text("ANALYZE"))
    plans = _plans_of(engine, lambda: READS[name](filled))
    assert plans
    lines = [line.strip() for plan in plans for line in plan]
    told = "\n".join(lines)
    if engine.dialect.name == "sqlite":
        assert not any(line.startswith(("USE TEMP B-TREE", "SCAN events")) for line in lines), told
        assert not any(line.startswith(("SCAN commits", "SCAN streams")) for line in lines), told
    elif filled.head().position > FEW_PAGES:
        assert "Seq Scan on events" not in told
        assert "Seq Scan on commits" not in told or name.startswith(("all", "the end of all")), told


def _plans_of(engine: Engine, act: Callable[[], object]) -> list[list[str]]:
    """The plans of the very statements that `act` runs, with the parameters it gives them."""
    ran: list[tuple[str, Any]] = []

    def note(
        _connection: Connection, _cursor: Any, statement: str, parameters: Any, *_: Any
    ) -> None:
        ran.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    act()
    event.remove(engine, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    with engine.connect() as connection:
        return [
            [str(row[-1]) for row in connection.exec_driver_sql(explain + statement, parameters)]
            for statement, parameters in ran
        ]
