"""Opening stories, linking articles to them, and what each version of them says."""

from collections.abc import Sequence

from sqlalchemy import Connection

from tracker.eventstore.model import NO_STREAM
from tracker.newsroom.events import ArticleLinked, ArticleUnlinked, StoryOpened, slug
from tracker.projections import queries
from tracker.projections.lookup import find_story
from tracker.projections.queries import Among
from tracker.projections.records import StoryRecord
from tracker.services.context import Context
from tracker.services.newsroom import append
from tracker.understanding.model import Statement
from tracker.understanding.threads import Claim, SourceAccount


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


def accounts(connection: Connection, among: Among) -> list[SourceAccount]:
    """Every version of the articles as a ledger takes it, named "ARTICLE/NUMBER"."""
    claims: dict[str, list[Claim]] = {}
    for said in queries.fact_records(connection, among, queries.ALL_VERSIONS):
        claims.setdefault(f"{said.article}/{said.version}", []).append(
            Claim(said.fact, said.sentence)
        )
    remarks: dict[str, list[Statement]] = {}
    for remark in queries.statement_records(connection, among, queries.ALL_VERSIONS):
        remarks.setdefault(f"{remark.article}/{remark.version}", []).append(remark.statement)
    outlets = {article.id: article.outlet for article in queries.article_records(connection, among)}
    return [
        SourceAccount(
            id=(source := f"{version.article}/{version.number}"),
            outlet=outlets[version.article],
            published=version.observed_at,
            facts=tuple(claims.get(source, ())),
            statements=tuple(remarks.get(source, ())),
        )
        for version in queries.version_records(connection, among)
    ]


def _story(context: Context, story: str) -> StoryRecord:
    context.projector.catch_up()
    with context.engine.connect() as connection:
        return queries.story_records(connection, find_story(connection, story))[0]


def _append(context: Context, story: str, event: ArticleLinked | ArticleUnlinked) -> None:
    stream = f"story-{story}"
    version = context.store.stream_version(stream)
    append(context, stream, (event.event, event.article, str(version)), event)
