"""Stories, schedules, endpoints and published digests."""

import json

from sqlalchemy import Connection, Delete, Update, delete, func, insert, select, update

from tracker.newsroom.events import (
    ArticleLinked,
    ArticleUnlinked,
    DigestPublished,
    EndpointAdded,
    EndpointRemoved,
    NewsroomEvent,
    ScheduleAdded,
    ScheduleRemoved,
    StoryOpened,
    decode,
)
from tracker.projections.merging import surviving
from tracker.projections.streams import StreamCommit
from tracker.projections.tables import (
    digests,
    endpoints,
    ledgers,
    schedules,
    stories,
    story_articles,
)


def project(connection: Connection, commit: StreamCommit) -> None:
    """Take in one commit of a story, schedule, digest or endpoint."""
    _, _, identifier = commit.stream.partition("-")
    for event in commit.events:
        if event.data is not None:
            found = decode(event.type, event.data)
            if isinstance(found, DigestPublished):
                _published(connection, commit.id, event.position, found)
            else:
                _take_in(connection, identifier, commit, event.position, found)


def _take_in(
    connection: Connection,
    identifier: str,
    commit: StreamCommit,
    position: int,
    event: NewsroomEvent,
) -> None:
    match event:
        case StoryOpened(name=name, title=title):
            connection.execute(insert(stories).values(id=identifier, name=name, title=title))
            connection.execute(insert(ledgers).values(story=identifier, stale=False))
        case ArticleLinked(article=article):
            _link(connection, identifier, surviving(connection, article), position)
        case ArticleUnlinked(article=article):
            connection.execute(_links(identifier, surviving(connection, article)))
            connection.execute(_stale(identifier))
        case ScheduleAdded():
            _schedule(connection, identifier, commit, event)
        case ScheduleRemoved():
            connection.execute(delete(schedules).where(schedules.c.name == identifier))
        case EndpointAdded():
            _endpoint(connection, identifier, event)
        case EndpointRemoved():
            connection.execute(delete(endpoints).where(endpoints.c.id == identifier))


def _link(connection: Connection, story: str, article: str, position: int) -> None:
    connection.execute(_links(story, article))
    connection.execute(
        insert(story_articles).values(story=story, article=article, position=position)
    )
    connection.execute(_stale(story))


def _stale(story: str) -> Update:
    return update(ledgers).where(ledgers.c.story == story).values(stale=True)


def _links(story: str, article: str) -> Delete:
    return delete(story_articles).where(
        story_articles.c.story == story, story_articles.c.article == article
    )


def _schedule(
    connection: Connection, name: str, commit: StreamCommit, event: ScheduleAdded
) -> None:
    plan = {
        "cron": event.cron,
        "zone": event.zone,
        "story": event.story,
        "outlet": event.outlet,
        "tag": event.tag,
    }
    known = connection.scalar(select(func.count()).where(schedules.c.name == name))
    if known:
        connection.execute(update(schedules).where(schedules.c.name == name).values(plan))
    else:
        connection.execute(
            insert(schedules).values(
                name=name, cursor=event.after, added_at=commit.recorded_at, **plan
            )
        )


def _endpoint(connection: Connection, identifier: str, event: EndpointAdded) -> None:
    connection.execute(delete(endpoints).where(endpoints.c.id == identifier))
    connection.execute(
        insert(endpoints).values(
            id=identifier,
            address=event.address,
            allow_loopback=event.allow_loopback,
            after=event.after,
        )
    )


def _published(
    connection: Connection, identifier: str, position: int, event: DigestPublished
) -> None:
    connection.execute(
        insert(digests).values(
            id=identifier,
            schedule=event.schedule,
            slot=event.slot,
            position=position,
            after=event.after,
            until=event.until,
            digest=json.dumps(event.digest, separators=(",", ":")),
        )
    )
    connection.execute(
        update(schedules)
        .where(schedules.c.name == event.schedule)
        .values(cursor=event.until, last_slot=event.slot)
    )
