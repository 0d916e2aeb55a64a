"""Opening stories and linking articles to them."""

from collections.abc import Sequence

from tracker.eventstore.model import NO_STREAM
from tracker.newsroom.events import ArticleLinked, ArticleUnlinked, StoryOpened, slug
from tracker.projections import queries
from tracker.projections.lookup import find_story
from tracker.projections.records import StoryRecord
from tracker.services.context import Context
from tracker.services.newsroom import append


def open_story(context: Context, name: str, title: str | None = None) -> str:
    """Open the story of this name, unless it is open; returns the name it is known by."""
    story = slug(name)
    with context.engine.connect() as connection:
        known = queries.story_records(connection, story)
    if not known:
        opened = StoryOpened(name=story, title=title or name)
        append(context, f"story-{story}", ("opened",), opened, NO_STREAM)
    return story


def link(context: Context, story: str, articles: Sequence[str]) -> None:
    """Link articles (ids) to an open story; those already linked stay as they are."""
    record = _story(context, story)
    for article in dict.fromkeys(articles):
        if article not in record.articles:
            _append(context, record.id, ArticleLinked(article=article))


def unlink(context: Context, story: str, articles: Sequence[str]) -> None:
    """Take articles (ids) out of a story."""
    record = _story(context, story)
    for article in dict.fromkeys(articles):
        if article in record.articles:
            _append(context, record.id, ArticleUnlinked(article=article))


def _story(context: Context, story: str) -> StoryRecord:
    context.projector.catch_up()
    with context.engine.connect() as connection:
        return queries.story_records(connection, find_story(connection, story))[0]


def _append(context: Context, story: str, event: ArticleLinked | ArticleUnlinked) -> None:
    stream = f"story-{story}"
    version = context.store.stream_version(stream)
    append(context, stream, (event.event, event.article, str(version)), event)
