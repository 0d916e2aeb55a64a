"""Taking single commits into the tables, with what is remembered from one commit to the next."""

from sqlalchemy import Connection

from tracker.article.events import ArticleMerged, ReadingCorrected, VersionCaptured
from tracker.article.fold import Article, Recorded
from tracker.article.identity import article_of
from tracker.eventstore.store import EventStore
from tracker.projections import articles, newsroom
from tracker.projections.merging import merge
from tracker.projections.streams import StreamCommit, load_article, recorded
from tracker.projections.timeline import Timelines

REMEMBERED = 64
"""Articles whose folded state is kept between commits."""


class Projecting:
    """Projects commits in the order of the log; `forget` after a transaction that failed."""

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._articles: dict[str, Article] = {}
        self._timelines = Timelines()

    def forget(self) -> None:
        """Drop what is remembered of articles: it may be ahead of the tables."""
        self._articles.clear()

    def take_in(self, connection: Connection, commit: StreamCommit) -> None:
        article = article_of(commit.stream)
        if article is None:
            newsroom.project(connection, commit)
            return
        taken = recorded(commit)
        if taken is None:
            return
        state = self._state(article, taken)
        match taken.events[0]:
            case VersionCaptured():
                self._timelines.project(connection, state, state.versions[commit.id])
            case ReadingCorrected(version=version):
                self._timelines.correct(connection, state, state.versions[version])
            case ArticleMerged(into=into):
                merge(connection, article, into)
            case _:
                articles.project(connection, article, commit.position, taken.events)

    def _state(self, article: str, commit: Recorded) -> Article:
        """The article with this commit taken in: on from the last one, or folded again."""
        state = self._articles.pop(article, None)
        if state:
            state.apply(commit)
        else:
            state = load_article(self._store, article, until=commit.position)
        self._articles[article] = state
        if len(self._articles) > REMEMBERED:
            del self._articles[next(iter(self._articles))]
        return state
