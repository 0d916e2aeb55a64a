"""Stories, schedules, digests and endpoints: each commit is passed to who projects its kind."""

from sqlalchemy import Connection, Delete, delete, insert

from tracker.newsroom.events import (
    ArticleLinked,
    ArticleUnlinked,
    NewsroomEvent,
    StoryOpened,
    decode,
)
from tracker.projections import endpoints, schedules
from tracker.projections.merging import surviving
from tracker.projections.staleness import mark_stale
from tracker.projections.streams import StreamCommit
from tracker.projections.tables import ledgers, stories, story_articles


def project(connection: Connection, commit: StreamCommit) -> None:
    """Take in one commit of a story, schedule, digest or endpoint."""
    kind, _, identifier = commit.stream.partition("-")
    for event in commit.events:
        if event.data is None:
            continue
        found = decode(event.type, event.data)
        match kind:
            case "story":
                _story(connection, identifier, event.position, found)
            case "schedule":
                schedules.plan(connection, identifier, commit.recorded_at, found)
            case "digest":
                schedules.publish(connection, commit.id, event.position, found)
            case "endpoint":
                endpoints.project(connection, identifier, commit.recorded_at, found)


def _story(connection: Connection, identifier: str, position: int, event: NewsroomEvent) -> None:
    match event:
        case StoryOpened(name=name, title=title):
            connection.execute(insert(stories).values(id=identifier, name=name, title=title))
            connection.execute(insert(ledgers).values(story=identifier, stale=False, change=""))
        case ArticleLinked(article=article):
            _link(connection, identifier, surviving(connection, article), position)
        case ArticleUnlinked(article=article):
            connection.execute(_links(identifier, surviving(connection, article)))
            mark_stale(connection, [identifier])


def _link(connection: Connection, story: str, article: str, position: int) -> None:
    connection.execute(_links(story, article))
    connection.execute(
        insert(story_articles).values(story=story, article=article, position=position)
    )
    mark_stale(connection, [story])


def _links(story: str, article: str) -> Delete:
    return delete(story_articles).where(
        story_articles.c.story == story, story_articles.c.article == article
    )
