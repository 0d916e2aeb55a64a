"""Commits of the log as the fold takes them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from tracker.article.events import decode
from tracker.article.fold import Article, Recorded, fold
from tracker.article.identity import article_stream
from tracker.eventstore.model import RecordedEvent
from tracker.eventstore.store import EventStore


@dataclass(frozen=True, slots=True)
class StreamCommit:
    """All events of one commit, in order."""

    number: int
    id: str
    stream: str
    recorded_at: datetime
    events: tuple[RecordedEvent, ...]

    @property
    def position(self) -> int:
        """Log position of its last event."""
        return self.events[-1].position


def commits_of(events: Iterable[RecordedEvent]) -> Iterator[StreamCommit]:
    """The commits that consecutive events belong to."""
    for number, batch in groupby(events, key=lambda event: event.commit_number):
        members = tuple(batch)
        first = members[0]
        yield StreamCommit(number, first.commit_id.hex, first.stream, first.recorded_at, members)


def recorded(commit: StreamCommit) -> Recorded | None:
    """A commit of an article as the fold takes it; None where its text was erased by law."""
    decoded = []
    for event in commit.events:
        if event.data is None:
            return None
        decoded.append(decode(event.type, event.data))
    return Recorded(commit.id, commit.recorded_at, commit.position, decoded)


def load_article(store: EventStore, article: str, until: int | None = None) -> Article:
    """The article folded from its stream, from what stands there up to log position `until`."""
    commits = commits_of(store.read_stream(article_stream(article)))
    wanted = (commit for commit in commits if until is None or commit.position <= until)
    return fold(article, (taken for commit in wanted if (taken := recorded(commit))))
