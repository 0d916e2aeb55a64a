"""Keeping the projections up with the log, and making them anew.

Rows and checkpoint are committed together, and the checkpoint moves by compare-and-set: two
processes may try at once, and each commit of the log is taken in once. Where nothing is to be taken
in, as in most queries, the code that understands text is not even loaded.
"""

import hashlib
from collections.abc import Callable, Collection, Sequence
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import Connection, Engine, delete, select, update

from tracker.errors import DatabaseError
from tracker.eventstore.engine import one_state, writing
from tracker.eventstore.store import EventStore
from tracker.eventstore.tables import log_head
from tracker.projections.staleness import stale_stories
from tracker.projections.tables import checkpoints, metadata

if TYPE_CHECKING:
    from tracker.projections.projecting import Projecting
    from tracker.projections.streams import StreamCommit

CONSUMER = "projections"
BATCH = 20
"""Commits taken in per transaction: long enough to be quick, short enough to let writers in."""

TRIES = 3
"""How often a story is read and lined up that changes meanwhile."""

_standing = select(
    checkpoints.c.position.label("reached"),
    checkpoints.c.log_id,
    select(log_head.c.position).where(log_head.c.key == 1).scalar_subquery().label("head"),
).where(checkpoints.c.consumer == CONSUMER)

Progress = Callable[[int, int], None]
"""Told the log position reached, and the one to reach."""


class Announcer(Protocol):
    """Hears in the same transaction what is taken in, and puts into outboxes what is to be told.

    It must not raise for a single happening that it cannot tell: the transaction would be rolled
    back, and every query waits for the projections. Only a failing database may end it.
    """

    def recorded(self, connection: Connection, commits: "Sequence[StreamCommit]") -> None:
        """These commits were taken in."""
        ...

    def lined_up(self, connection: Connection, story: str) -> None:
        """The articles of this story were lined up anew."""
        ...


class _Locks:
    """A lock for each story, so that a long one holds up no other."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._locks: dict[str, Lock] = {}

    def of(self, story: str) -> Lock:
        with self._guard:
            return self._locks.setdefault(story, Lock())


class Projector:
    """Brings the tables derived from `store` up to its head. Threads may share one."""

    def __init__(self, engine: Engine, store: EventStore, announcer: Announcer | None) -> None:
        self._engine = writing(engine)
        self._reading = engine
        self._store = store
        self._announcer = announcer
        self._advanced_to = 0
        self._taking_in = RLock()
        self._lining_up = _Locks()  # apart: a long one must not hold up what is new

    def catch_up(self, progress: Progress | None = None) -> None:
        """Take in every commit that the projections have not seen."""
        with self._taking_in:
            reached, until = self._standing()
            while reached < until:
                if progress:
                    progress(reached, until)
                self._advance(reached, until)
                reached, _ = self._standing()
        if progress:
            progress(until, until)

    def stale(self, stories: Collection[str] | None = None) -> list[str]:
        """Those of the stories (None: of all) in which anything changed since they were lined up.

        By id.
        """
        with self._reading.connect() as connection:
            return [each.story for each in stale_stories(connection, stories)]

    def line_up(self, stories: Collection[str] | None = None) -> None:
        """Line up those of the stories (None: of all) in which anything changed since.

        It takes all of a story, so it is done when someone asks, not with every commit. One that
        changes again and again meanwhile stays as it was, to be lined up the next time.
        """
        for story in self.stale(stories):
            with self._lining_up.of(story):  # what another thread is about to do is not done twice
                self._line_up(story)

    def _line_up(self, story: str) -> None:
        from tracker.projections.ledgers import line_up, read, store

        for _ in range(TRIES):
            with one_state(self._reading).begin() as connection:
                said = read(connection, story)
            if said is None:
                return
            rows = line_up(said)
            with self._engine.begin() as connection:
                if store(connection, said.stale, rows):
                    if self._announcer:
                        self._announcer.lined_up(connection, story)
                    return

    def rebuild(self, progress: Progress | None = None) -> None:
        """Empty every table and replay the log; what comes out is the same to the byte."""
        with self._taking_in:
            self._empty()
            self.catch_up(progress)
        self.line_up()

    def _empty(self) -> None:
        with self._engine.begin() as connection:
            for table in metadata.sorted_tables:
                if table is not checkpoints:
                    connection.execute(delete(table))
            connection.execute(update(checkpoints).values(position=0, log_id=""))
        self._projecting.forget()

    def made_by_other_code(self) -> bool:
        """Whether another version of the tracker's understanding made the tables."""
        query = select(checkpoints.c.code).where(checkpoints.c.consumer == CONSUMER)
        with self._reading.connect() as connection:
            return connection.scalar(query) not in ("", code_version())

    @cached_property
    def _projecting(self) -> "Projecting":
        from tracker.projections.projecting import Projecting

        return Projecting(self._store)

    @cached_property
    def _log_id(self) -> str:
        """It never changes."""
        return self._store.head().log_id.hex

    def _standing(self) -> tuple[int, int]:
        """How far the log was taken in, and where it ends: asked at every look, so in one go."""
        with self._reading.connect() as connection:
            found = connection.execute(_standing).one()
        if found.head is None:
            return 0, self._store.head().position  # which says what is wrong with the log
        if found.log_id not in ("", self._log_id):
            raise DatabaseError(
                "The derived tables were made from another log than the one beside them:"
                " run `tracker rebuild`."
            )
        return int(found.reached), int(found.head)

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
                    if self._announcer:
                        self._announcer.recorded(connection, batch)
        except BaseException:
            projecting.forget()
            raise
        self._advanced_to = batch[-1].position

    def _move(self, connection: Connection, reached: int, position: int) -> bool:
        """Move the checkpoint, unless another process has moved it since `reached` was read."""
        log_id = self._log_id
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
