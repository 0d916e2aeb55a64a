"""What the use cases work with; `tracker.bootstrap` puts it together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from tracker.eventstore.store import EventStore
from tracker.projections.projector import Projector

if TYPE_CHECKING:
    from tracker.capture.archive import Archive
    from tracker.services.delivering.announcing import LazyAnnouncer

Clock = Callable[[], datetime]
"""The present moment, zone-aware."""


@dataclass(frozen=True, slots=True)
class Context:
    """One database with its log, archive and projections, the time, and the reader's zone."""

    database: str
    engine: Engine
    store: EventStore
    projector: Projector
    announcer: "LazyAnnouncer"
    clock: Clock
    zone: tzinfo

    @property
    def archive(self) -> "Archive":
        """The looks that were taken. Loaded when needed: no query of the projections asks it."""
        return _archive(self.engine)


@lru_cache(maxsize=1)
def _archive(engine: Engine) -> "Archive":
    from tracker.capture.archive import Archive

    return Archive(engine)
