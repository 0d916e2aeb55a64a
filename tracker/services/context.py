"""What the use cases work with; `tracker.bootstrap` puts it together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlalchemy import Engine

from tracker.capture.archive import Archive
from tracker.eventstore.store import EventStore
from tracker.projections.projector import Projector

Clock = Callable[[], datetime]
"""The present moment, zone-aware."""


@dataclass(frozen=True, slots=True)
class Context:
    """One database with its log, archive and projections, the time, and the reader's zone."""

    database: str
    engine: Engine
    store: EventStore
    archive: Archive
    projector: Projector
    clock: Clock
    zone: tzinfo
