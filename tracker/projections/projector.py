"""Keeping the projections up with the log, and making them anew.

Rows and checkpoint are committed together, and the checkpoint moves by compare-and-set: two
processes may try at once, and each commit of the log is taken in once.
"""

import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, select, update

import tracker
from tracker.article.events import VersionCaptured
from tracker.article.fold import Article, Recorded
from tracker.article.identity import article_of
from tracker.eventstore.engine import writing
from tracker.eventstore.store import EventStore
from tracker.projections import articles, newsroom
from tracker.projections.streams import StreamCommit, commits_of, load_article, recorded
from tracker.projections.tables import checkpoints, metadata
from tracker.projections.timeline import Timelines

CONSUMER = "projections"
BATCH = 20
"""Commits taken in per transaction: long enough to be quick, short enough to let writers in."""

REMEMBERED = 64
"""Articles whose folded state is kept between commits."""

Progress = Callable[[int, int], None]
"""Told the log position reached, and the one to reach."""


class Projector:
    """Brings the tables derived from `store` up to its head. Not for use by two threads at once."""

    def __init__(self, engine: Engine, store: EventStore) -> None:
        self._engine = writing(engine)
        self._store = store
        self._articles: dict[str, Article] = {}
        self._timelines = Timelines()

    def catch_up(self, progress: Progress | None = None) -> None:
        """Take in every commit that the projections have not seen."""
        head = self._store.head()
        while (reached := self._position()) < head.position:
            if progress:
                progress(reached, head.position)
            self._advance(reached, head.position)
        if progress:
            progress(head.position, head.position)

    def rebuild(self, progress: Progress | None = None) -> None:
        """Empty every table and replay the log; what comes out is the same to the byte."""
        with self._engine.begin() as connection:
            for table in metadata.sorted_tables:
                if table is not checkpoints:
                    connection.execute(delete(table))
            connection.execute(update(checkpoints).values(position=0))
        self._articles.clear()
        self.catch_up(progress)

    def made_by_other_code(self) -> bool:
        """Whether another version of the tracker's understanding made the tables."""
        query = select(checkpoints.c.code).where(checkpoints.c.consumer == CONSUMER)
        with self._engine.connect() as connection:
            return connection.scalar(query) not in ("", code_version())

    def _position(self) -> int:
        query = select(checkpoints.c.position).where(checkpoints.c.consumer == CONSUMER)
        with self._engine.connect() as connection:
            return int(connection.execute(query).scalar_one())

    def _advance(self, reached: int, until: int) -> None:
        batch = list(self._batch(reached, until))
        with self._engine.begin() as connection:
            if not self._move(connection, reached, batch[-1].position):
                self._articles.clear()
                return
            try:
                for commit in batch:
                    self._project(connection, commit)
            except BaseException:
                self._articles.clear()
                raise

    def _batch(self, reached: int, until: int) -> Iterator[StreamCommit]:
        commits = commits_of(self._store.read_all(after=reached, until=until))
        for _, commit in zip(range(BATCH), commits, strict=False):
            yield commit

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
        return moved.rowcount == 1

    def _project(self, connection: Connection, commit: StreamCommit) -> None:
        article = article_of(commit.stream)
        if article is None:
            newsroom.project(connection, commit)
            return
        taken = recorded(commit)
        if taken is None:
            return
        state = self._state(article, taken)
        if isinstance(taken.events[0], VersionCaptured):
            self._timelines.project(connection, state, state.versions[commit.id])
        else:
            articles.project(connection, article, commit.position, taken.events)

    def _state(self, article: str, commit: Recorded) -> Article:
        """The article with this commit taken in: on from the last one, or folded again."""
        state = self._articles.pop(article, None)
        if state:
            state.apply(commit)
        else:
            state = load_article(self._store, article, until=commit.position)
        self._articles[article] = state
        if len(self._articles) > REMEMBERED:
            del self._articles[next(iter(self._articles))]
        return state


@cache
def code_version() -> str:
    """A hash of the code and the word lists that read, compare and understand."""
    package = Path(tracker.__file__).parent
    digest = hashlib.sha256()
    for folder in ("reading", "comparing", "understanding"):
        for file in sorted((package / folder).rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(file.relative_to(package).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()[:16]
