"""Telling only where somebody listens: without endpoints the code that tells is not even loaded."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, case, exists, func, insert, select, update

from tracker.delivery.tables import story_marks
from tracker.eventstore.store import EventStore
from tracker.projections.tables import endpoints, story_articles, versions

if TYPE_CHECKING:
    from tracker.projections.streams import StreamCommit
    from tracker.services.delivering.enqueuing import Announcer

_anyone = select(exists().where(endpoints.c.status == "active"))
_any_endpoint = select(exists().where(endpoints.c.id.is_not(None)))
# The last version that came into a story: recorded, or its article linked later.
_reached = (
    select(
        func.max(
            case(
                (versions.c.position > story_articles.c.position, versions.c.position),
                else_=story_articles.c.position,
            )
        )
    )
    .join(story_articles, story_articles.c.article == versions.c.article)
    .where(story_articles.c.story == bindparam("story"))
)


class LazyAnnouncer:
    """An announcer (`tracker.projections.projector.Announcer`) that costs nothing till needed."""

    def __init__(self, store: EventStore, clock: Callable[[], datetime], public_url: str) -> None:
        self._store = store
        self._clock = clock
        self._public_url = public_url
        self._announcer: Announcer | None = None

    def recorded(self, connection: Connection, commits: "Sequence[StreamCommit]") -> None:
        """Commits were taken in."""
        if connection.scalar(_anyone):
            self.loaded().recorded(connection, commits)

    def lined_up(self, connection: Connection, story: str) -> None:
        """A story was lined up; its mark moves on also where nobody listens.

        So a rebuild finds nothing above it, whatever the threads look like then.
        """
        mine = story_marks.c.story == story
        mark = connection.scalar(select(story_marks.c.position).where(mine))
        if connection.scalar(_any_endpoint):
            self.loaded().lined_up(connection, story, mark or 0)
        reached = connection.scalar(_reached, {"story": story}) or 0
        if mark is None:
            connection.execute(insert(story_marks).values(story=story, position=reached))
        elif mark < reached:
            connection.execute(update(story_marks).where(mine).values(position=reached))

    def loaded(self) -> "Announcer":
        """The announcer itself."""
        if self._announcer is None:
            from tracker.services.delivering.enqueuing import Announcer

            self._announcer = Announcer(
                self._store.head().log_id.hex, self._store, self._clock, self._public_url
            )
        return self._announcer
