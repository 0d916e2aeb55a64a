"""Whether a watched article is there: take-downs confirmed by a second look, and returns.

A server may also answer with a page that says "not found", or lead to its home page. Such pages are
held (`tracker.services.taking.holding`); where nothing else comes for an hour, the article is gone
too.
"""

from datetime import UTC, datetime, timedelta

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
from tracker.services.looks.seen import Seen, Sight
from tracker.services.taking.holding import Verdict
from tracker.services.taking.settling import article_commit

GONE_AFTER = timedelta(hours=1)
"""How long nothing but signs of a take-down must have come for the article to be gone."""


def missing(context: Context, row: RowMapping, capture: Capture) -> Seen:
    """Note that nothing stands at the address; the second time in a row the article is gone."""
    article = _article(context, row["address"])
    if article:
        context.archive.keep(_kept(article, capture), None)
    since, detail = row["missing_since"], f"answered {capture.status}"
    if since is None:
        found_at = capture.observed_at
        return Seen(row["address"], Sight.MISSING, detail=detail, missing_since=found_at)
    _note_gone(context, article, capture.status, since)
    return Seen(row["address"], Sight.GONE, detail=detail, missing_since=since)


def hold(context: Context, row: RowMapping, capture: Capture, verdict: Verdict) -> Seen:
    """Note that a page was held; one that has told of a take-down for long means it."""
    since, address, detail = verdict.absent_since, row["address"], verdict.reasons[0]
    if since is None or capture.observed_at - since < GONE_AFTER:
        missing_since = row["missing_since"]
        return Seen(
            address,
            Sight.HELD,
            detail=detail,
            missing_since=missing_since,
            held_for=verdict.reasons,
            believed=bool(verdict.believed),
        )
    _note_gone(context, _article(context, address), capture.status, since)
    return Seen(address, Sight.GONE, detail=detail, missing_since=since, held_for=verdict.reasons)


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


def _note_gone(
    context: Context, article: ArticleRecord | None, status: int, since: datetime
) -> None:
    if article is None or article.status != "live":
        return
    gone = ArticleGone(status=status, observed_at=since)
    cause = commit_id(article_stream(article.id), "gone", since.isoformat())
    context.store.append(article_commit(article.id, cause, [gone], ANY))
    context.projector.catch_up()


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
        final_address=capture.final_address,
        headers=capture.received,
        http_version=capture.http_version or None,
        phrase=capture.reason or None,
    )
