"""Writing to the log in SQLite or PostgreSQL; loaded by the first write, for most processes read.

An append runs on the driver's own connection: SQLAlchemy's transaction around it would take as long
as the append itself. It borrows the connection from the engine's pool.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from tracker.eventstore import statements
from tracker.eventstore.appending import Appender
from tracker.eventstore.engine import writing
from tracker.eventstore.erasing import ordered_by, refuse_orders
from tracker.eventstore.heads import lock_tip
from tracker.eventstore.instants import to_microseconds
from tracker.eventstore.model import Commit, NewCommit
from tracker.eventstore.preparing import Prepared, prepare
from tracker.eventstore.shredding import erase_runs, forget


class Writer:
    """Appends to one database and erases in it."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._server = engine.dialect.name == "postgresql"
        self._clock = clock
        self._appender = Appender(engine.dialect)

    def append(self, commits: Sequence[NewCommit]) -> tuple[Commit, ...]:
        """As `EventStore.append` says."""
        refuse_orders(commits)
        prepared = [prepare(commit) for commit in commits]
        if not prepared:
            return ()
        pooled = self._engine.raw_connection()
        try:
            return self._in_transaction(pooled.driver_connection, prepared)
        except Exception as error:
            if self._server and getattr(pooled.driver_connection, "closed", True):
                pooled.invalidate(error)  # rolling back would fail, and be logged
            raise
        finally:
            pooled.close()  # the pool rolls back what was not committed

    def erase(self, commit: NewCommit) -> Commit:
        """As `EventStore.erase` says."""
        prepared = [prepare(commit)]
        with writing(self._engine).begin() as connection:
            end = lock_tip(connection).position
            if connection.scalar(statements.has_commit, {"id": commit.id}) is None:
                erase_runs(connection, ordered_by(commit, end))
            (result,) = self._append(connection.connection.driver_connection, prepared)
        forget(self._engine)
        return result

    def _in_transaction(self, driver: Any, prepared: list[Prepared]) -> tuple[Commit, ...]:
        if self._server:
            # Statements do not wait for each one's answer, BEGIN and COMMIT neither.
            with driver.pipeline() as pipeline:
                driver.execute("BEGIN")
                # The log is locked from its first answers on. Only after a sync does the server
                # know that it waits for us, and lets go of it if we never come back.
                result = self._append(driver, prepared, pipeline.sync)
                driver.execute("COMMIT")
        else:
            driver.execute("BEGIN IMMEDIATE")
            result = self._append(driver, prepared)
            driver.execute("COMMIT")
        return result

    def _append(
        self, driver: Any, prepared: list[Prepared], wait: Callable[[], object] = lambda: None
    ) -> tuple[Commit, ...]:
        return self._appender.append(driver, prepared, to_microseconds(self._clock()), wait)
