"""Keeping the projections up with the log, and making them anew.

Rows and checkpoint are committed together, and the checkpoint moves by compare-and-set: two
processes may try at once, and each commit of the log is taken in once. Where nothing is to be taken
in, as in most queries, the code that understands text is not even loaded.
"""

import hashlib
from collections.abc import Callable
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, delete, select, update

from tracker.errors import DatabaseError
from tracker.eventstore.engine import writing
from tracker.eventstore.store import EventStore
from tracker.projections.tables import checkpoints, ledgers, metadata

if TYPE_CHECKING:
    from tracker.projections.projecting import Projecting

CONSUMER = "projections"
BATCH = 20
"""Commits taken in per transaction: long enough to be quick, short enough to let writers in."""

Progress = Callable[[int, int], None]
"""Told the log position reached, and the one to reach."""


class Projector:
    """Brings the tables derived from `store` up to its head. Not for use by two threads at once."""

    def __init__(self, engine: Engine, store: EventStore) -> None:
        self._engine = writing(engine)
        self._store = store
        self._advanced_to = 0

    def catch_up(self, progress: Progress | None = None) -> None:
        """Take in every commit that the projections have not seen."""
        head = self._store.head()
        while (reached := self._position()) < head.position:
            if progress:
                progress(reached, head.position)
            self._advance(reached, head.position)
        if progress:
            progress(head.position, head.position)

    def line_up(self) -> None:
        """Line up the stories in which anything changed since that was last done.

        It takes all of a story, so it is done when someone asks, not with every commit.
        """
        stale = select(ledgers.c.story).where(ledgers.c.stale).order_by(ledgers.c.story)
        with self._engine.connect() as connection:
            waiting = list(connection.scalars(stale))
        for story in waiting:
            from tracker.projections.ledgers import line_up

            with self._engine.begin() as connection:
                line_up(connection, story)

    def rebuild(self, progress: Progress | None = None) -> None:
        """Empty every table and replay the log; what comes out is the same to the byte."""
        with self._engine.begin() as connection:
            for table in metadata.sorted_tables:
                if table is not checkpoints:
                    connection.execute(delete(table))
            connection.execute(update(checkpoints).values(position=0, log_id=""))
        self._projecting.forget()
        self.catch_up(progress)
        self.line_up()

    def made_by_other_code(self) -> bool:
        """Whether another version of the tracker's understanding made the tables."""
        query = select(checkpoints.c.code).where(checkpoints.c.consumer == CONSUMER)
        with self._engine.connect() as connection:
            return connection.scalar(query) not in ("", code_version())

    @cached_property
    def _projecting(self) -> "Projecting":
        from tracker.projections.projecting import Projecting

        return Projecting(self._store)

    def _position(self) -> int:
        query = select(checkpoints).where(checkpoints.c.consumer == CONSUMER)
        with self._engine.connect() as connection:
            reached = connection.execute(query).one()
        if reached.log_id not in ("", self._store.head().log_id.hex):
            raise DatabaseError(
                "The derived tables were made from another log than the one beside them:"
                " run `tracker rebuild`."
            )
        return int(reached.position)

    def _advance(self, reached: int, until: int) -> None:
        from tracker.projections.streams import commits_of

        if reached != self._advanced_to:
            # Another process has taken in commits that what is remembered here does not know.
            self._projecting.forget()
        commits = commits_of(self._store.read_all(after=reached, until=until))
        batch, projecting = list(islice(commits, BATCH)), self._projecting
        try:
            with self._engine.begin() as connection:
                if self._move(connection, reached, batch[-1].position):
                    for commit in batch:
                        projecting.take_in(connection, commit)
        except BaseException:
            projecting.forget()
            raise
        self._advanced_to = batch[-1].position

    def _move(self, connection: Connection, reached: int, position: int) -> bool:
        """Move the checkpoint, unless another process has moved it since `reached` was read."""
        log_id = self._store.head().log_id.hex
        made = {"log_id": log_id, "code": code_version()} if reached == 0 else {}
        moved = connection.execute(
            update(checkpoints)
            .where(
                checkpoints.c.consumer == CONSUMER,
                checkpoints.c.log_id.in_(["", log_id]),
                checkpoints.c.position == reached,
            )
            .values(position=position, **made)
        )
        if moved.rowcount != 1:
            self._projecting.forget()
        return moved.rowcount == 1


@cache
def code_version() -> str:
    """A hash of the code and the word lists that read, compare and understand."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for folder in ("reading", "comparing", "understanding"):
        for file in sorted((package / folder).rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(file.relative_to(package).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()[:16]
