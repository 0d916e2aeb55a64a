"""Whether a watched article is there: take-downs confirmed by a second look, and returns."""

from datetime import UTC, datetime

from sqlalchemy import RowMapping

from tracker.article.events import ArticleGone, ArticleReturned
from tracker.article.identity import article_stream, commit_id
from tracker.capture.archive import Kept, Outcome
from tracker.capture.model import Capture
from tracker.eventstore.model import ANY
from tracker.projections.lookup import article_at
from tracker.projections.queries import Among, article_records
from tracker.projections.records import ArticleRecord
from tracker.services.context import Context
from tracker.services.seen import Seen, Sight
from tracker.services.settling import article_commit


def missing(context: Context, row: RowMapping, capture: Capture) -> Seen:
    """Note that nothing stands at the address; the second time in a row the article is gone."""
    article = _article(context, row["address"])
    if article:
        context.archive.keep(_kept(article, capture), None)
    since, detail = row["missing_since"], f"answered {capture.status}"
    if since is None:
        found_at = capture.observed_at
        return Seen(row["address"], Sight.MISSING, detail=detail, missing_since=found_at)
    if article and article.status == "live":
        gone = ArticleGone(status=capture.status, observed_at=since)
        cause = commit_id(article_stream(article.id), "gone", since.isoformat())
        context.store.append(article_commit(article.id, cause, [gone], ANY))
        context.projector.catch_up()
    return Seen(row["address"], Sight.GONE, detail=detail, missing_since=since)


def note_return(context: Context, address: str, observed_at: datetime) -> bool:
    """Record that the article is there again; False where it had not been gone."""
    article = _article(context, address)
    if article is None or article.status == "live":
        return False
    returned = ArticleReturned(observed_at=observed_at)
    cause = commit_id(article_stream(article.id), "returned", observed_at.isoformat())
    context.store.append(article_commit(article.id, cause, [returned], ANY))
    context.projector.catch_up()
    return True


def _article(context: Context, address: str) -> ArticleRecord | None:
    with context.engine.connect() as connection:
        found = article_at(connection, [address])
        return article_records(connection, Among(ids=(found,)))[0] if found else None


def _kept(article: ArticleRecord, capture: Capture) -> Kept:
    moment = capture.observed_at.astimezone(UTC)
    stream = article_stream(article.id)
    return Kept(
        id=commit_id(stream, capture.address, moment.isoformat(), str(capture.status)).hex,
        article=article.id,
        address=capture.address,
        observed_at=moment,
        dated=True,
        status=capture.status,
        media_type=capture.media_type,
        raw=None,
        substance=None,
        outcome=Outcome.MISSING,
    )
