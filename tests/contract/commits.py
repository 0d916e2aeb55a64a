"""Commits for tests to append."""

from uuid import NAMESPACE_URL, UUID, uuid5

from tracker.eventstore.model import ANY, Expected, NewCommit, NewEvent


def commit_id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


def commit(
    name: str, stream: str = "article-1", count: int = 1, expected: Expected | int = ANY
) -> NewCommit:
    """A commit with an id made of `name`, and `count` events that say where they stand in it."""
    events = [NewEvent("block.added", {"of": name, "index": index}) for index in range(count)]
    return NewCommit(commit_id(name), stream, events, expected)


def erasure(name: str, *runs: tuple[int, int], stream: str = "article-1") -> NewCommit:
    """A commit that orders runs of positions erased."""
    event = NewEvent("article.erased", {"erases": [list(run) for run in runs], "reason": "court"})
    return NewCommit(commit_id(name), stream, [event])
