"""Appending to the newsroom's streams: one event, one commit, caught up with at once."""

from tracker.article.identity import commit_id
from tracker.eventstore.model import ANY, Commit, Expected, NewCommit, NewEvent
from tracker.newsroom.events import NewsroomEvent
from tracker.services.context import Context


def append(
    context: Context,
    stream: str,
    cause: tuple[str, ...],
    event: NewsroomEvent,
    expected: Expected | int = ANY,
) -> Commit:
    """Append `event` to `stream`; the same cause again appends nothing."""
    new = NewEvent(event.event, event.payload(), event.schema_version)
    identifier = commit_id(stream, *cause)
    (commit,) = context.store.append(NewCommit(identifier, stream, [new], expected))
    context.projector.catch_up()
    return commit
