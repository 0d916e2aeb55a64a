"""Putting messages into the outbox, in the transaction that takes the log into the projections.

So a message is there exactly if what it tells is, and a process that is killed in between leaves
neither. A rebuild tells nothing: every endpoint has a mark up to which it was told.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select, update
from sqlalchemy.exc import IntegrityError as Refused

from tracker.delivery.envelope import envelope
from tracker.delivery.messages import EndpointDisabled, Shifted, VersionCaptured
from tracker.delivery.tables import endpoint_marks, messages, outbox
from tracker.errors import DatabaseError
from tracker.eventstore.store import EventStore
from tracker.projections.streams import StreamCommit, commits_of
from tracker.projections.tables import endpoints
from tracker.services.delivering import wants
from tracker.services.delivering.diverging import divergences
from tracker.services.delivering.happenings import Happening, happenings
from tracker.services.delivering.leading import more
from tracker.services.delivering.naming import delivery_id, message_id
from tracker.services.delivering.statuses import Status
from tracker.services.delivering.wants import Wants

logger = logging.getLogger(__name__)

_DISABLED = "endpoint.disabled"
_REREAD = "capture.reread"


@dataclass(frozen=True, slots=True)
class Listener:
    """An endpoint that is delivered to, and the log position up to which it was told."""

    id: str
    mark: int
    after: int
    wants: Wants


@dataclass(frozen=True, slots=True)
class Announcer:
    """Tells endpoints what the projections take in; `public_url` is where messages can be read."""

    log_id: str
    store: EventStore
    clock: Callable[[], datetime]
    public_url: str = ""

    def recorded(self, connection: Connection, commits: Sequence[StreamCommit]) -> None:
        """Commits of the log were taken in."""
        upto = commits[-1].position
        behind = [each for each in _listeners(connection) if each.mark < upto]
        if not behind:
            return
        first = min(each.mark for each in behind)
        if first < commits[0].events[0].position - 1:
            # One of them was resumed a moment ago, and there is more that it missed.
            commits = list(commits_of(self.store.read_all(first, upto)))
        self.tell(connection, behind, commits)

    def lined_up(self, connection: Connection, story: str, after: int) -> None:
        """A story was lined up anew; told is what came above log position `after`.

        Also to who is paused or disabled: it is found now and not again, and waits for them.
        """
        found = divergences(connection, story, after)
        audience = _listeners(connection, active=False) if found else []
        self._put(connection, found, [(each, each.after) for each in audience])

    def tell(
        self, connection: Connection, behind: Sequence[Listener], commits: Sequence[StreamCommit]
    ) -> None:
        """Put what happened in these commits into the outbox of listeners; move their marks on."""
        after, upto = commits[0].events[0].position - 1, commits[-1].position
        found = happenings(connection, after, upto, _history(commits))
        found += _disabled(connection, commits)
        self._put(connection, found, [(each, each.mark) for each in behind])
        told = endpoint_marks.c.endpoint.in_([each.id for each in behind])
        connection.execute(update(endpoint_marks).where(told).values(position=upto))

    def _put(
        self,
        connection: Connection,
        found: Sequence[Happening],
        audience: Sequence[tuple[Listener, int]],
    ) -> None:
        """Put each happening into the outbox of those who want it and have not been told yet."""
        for happening in found:
            wanting = [
                each.id
                for each, mark in audience
                if happening.position > mark and _wants(each, happening)
            ]
            if wanting:
                self._tell_one(connection, happening, wanting)

    def _tell_one(self, connection: Connection, happening: Happening, to: Sequence[str]) -> None:
        """One that cannot be told keeps nobody from hearing of the others, nor from asking."""
        try:
            try:
                self._tell_apart(connection, happening, to)
            except Refused:  # another process told it at this very moment: now it is there
                self._tell_apart(connection, happening, to)
        except DatabaseError:
            raise
        except Exception:
            facts = {"type": happening.data.type, "position": happening.position}
            logger.exception("a message could not be put together", extra=facts)

    def _tell_apart(self, connection: Connection, happening: Happening, to: Sequence[str]) -> None:
        """All of it, or nothing."""
        with connection.begin_nested():
            self.queue(connection, self.keep(connection, happening), to)

    def keep(self, connection: Connection, happening: Happening) -> str:
        """The id of the message that tells of it; it is written once, and never again otherwise."""
        data = happening.data
        identifier = message_id(self.log_id, data.type, happening.subject)
        if connection.scalar(select(messages.c.id).where(messages.c.id == identifier)) is None:
            told = data.model_copy(update={"more": more(data, identifier, self.public_url)})
            body = envelope(self.log_id, identifier, told, happening.at, _subject(happening))
            connection.execute(
                insert(messages).values(
                    id=identifier,
                    type=data.type,
                    position=happening.position,
                    subject=happening.subject,
                    created_at=self.clock(),
                    body=body,
                )
            )
        return identifier

    def queue(self, connection: Connection, message: str, to: Iterable[str]) -> None:
        """Let a message wait for those of these endpoints that have not had it yet."""
        known = set(
            connection.scalars(select(outbox.c.endpoint).where(outbox.c.message == message))
        )
        now = self.clock()
        rows = [
            {
                "id": delivery_id(endpoint, message),
                "endpoint": endpoint,
                "message": message,
                "status": Status.WAITING,
                "attempts": 0,
                "queued_at": now,
                "next_attempt": now,
            }
            for endpoint in to
            if endpoint not in known
        ]
        if rows:
            connection.execute(insert(outbox), rows)


def _listeners(connection: Connection, *, active: bool = True) -> list[Listener]:
    query = (
        select(endpoints.c.id, endpoints.c.after, endpoints.c.wants, endpoint_marks.c.position)
        .join(endpoint_marks, endpoint_marks.c.endpoint == endpoints.c.id)
        .order_by(endpoints.c.id)
    )
    if active:
        query = query.where(endpoints.c.status == "active")
    return [
        Listener(row["id"], row["position"], row["after"], wants.loads(row["wants"]))
        for row in connection.execute(query).mappings()
    ]


def _wants(listener: Listener, happening: Happening) -> bool:
    about_itself = isinstance(happening.data, EndpointDisabled) and (
        happening.subject.partition("@")[0] == listener.id
    )
    return not about_itself and listener.wants.take(happening.data)


def _history(commits: Sequence[StreamCommit]) -> frozenset[str]:
    """Versions that were found in bytes read before."""
    return frozenset(
        commit.id for commit in commits if any(event.type == _REREAD for event in commit.events)
    )


def _disabled(connection: Connection, commits: Sequence[StreamCommit]) -> Iterator[Happening]:
    """Endpoints that are not delivered to any more: the others hear of it."""
    for commit in commits:
        for event in commit.events:
            if event.type == _DISABLED:
                identifier = commit.stream.partition("-")[2]
                row = _endpoint(connection, identifier)
                if row is not None and event.data is not None:
                    data = EndpointDisabled(
                        endpoint=row["name"],
                        kind=row["kind"],
                        address=row["address"],
                        reason=event.data["reason"],
                        since=commit.recorded_at,
                    )
                    subject = f"{identifier}@{event.position}"
                    yield Happening(event.position, subject, commit.recorded_at, data)


def _endpoint(connection: Connection, identifier: str) -> RowMapping | None:
    query = select(endpoints).where(endpoints.c.id == identifier)
    return connection.execute(query).mappings().one_or_none()


def _subject(happening: Happening) -> str:
    """What CloudEvents calls the subject: the version, shift or digest, else what it is about."""
    for name in ("article", "story", "endpoint"):
        about = getattr(happening.data, name, None)
        if about is not None and not isinstance(happening.data, VersionCaptured | Shifted):
            return str(getattr(about, "id", about))
    return happening.subject
