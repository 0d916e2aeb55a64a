"""Looking at watched addresses: new versions, take-downs confirmed by a second look, returns."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from http import HTTPStatus

from sqlalchemy import RowMapping

from tracker.article.events import ArticleGone, ArticleReturned
from tracker.article.identity import article_stream, commit_id
from tracker.capture.archive import Kept, Outcome
from tracker.capture.fetch import Fetcher
from tracker.capture.model import Capture
from tracker.errors import DatabaseError, NetworkError, TrackerError
from tracker.eventstore.model import ANY
from tracker.projections.lookup import article_at
from tracker.projections.queries import Among, article_records
from tracker.projections.records import ArticleRecord
from tracker.services.context import Context
from tracker.services.settling import article_commit
from tracker.services.tracking import Look, Taken, take
from tracker.services.watching import plan, validators_of

LONGEST_PAUSE = timedelta(days=1)
SECOND_LOOK = timedelta(minutes=1)
"""How soon a missing page is looked at again; a deployment is over by then."""

logger = logging.getLogger(__name__)


class Sight(StrEnum):
    """What a look at a watched address came to."""

    TAKEN = "taken"
    NOT_MODIFIED = "not modified"
    MISSING = "missing"
    GONE = "gone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Seen:
    """The outcome of one look; `returned` says that the article had been gone."""

    address: str
    sight: Sight
    taken: Taken | None = None
    returned: bool = False
    detail: str | None = None


def look_at(context: Context, fetcher: Fetcher, row: RowMapping) -> Seen:
    """Look at a watched address once, and plan the next look.

    Whatever goes wrong is a failure of that look alone, or one address would starve all others;
    only DatabaseError is raised.
    """
    try:
        return _judged(context, row, fetcher.look(row["address"], validators_of(row)))
    except DatabaseError:
        raise
    except TrackerError as error:
        return _failed(context, row, str(error))
    except Exception as error:
        logger.exception("unexpected failure at %s", row["address"])
        return _failed(context, row, f"unexpected failure: {error!r}")


def _failed(context: Context, row: RowMapping, detail: str) -> Seen:
    failures = row["failures"] + 1
    pause = min(timedelta(seconds=row["every"]) * 2 ** min(failures, 20), LONGEST_PAUSE)
    plan(
        context,
        row["address"],
        pause,
        failures=failures,
        last_error=detail,
        missing_since=row["missing_since"],  # a look that failed saw nothing to the contrary
        validators=validators_of(row),
    )
    return Seen(row["address"], Sight.FAILED, detail=detail)


def _judged(context: Context, row: RowMapping, capture: Capture) -> Seen:
    every = timedelta(seconds=row["every"])
    if capture.gone:
        return _missing(context, row, capture, every)
    if not capture.unchanged and capture.body is None:
        status = f"{capture.status} {_phrase(capture.status)}".strip()
        raise NetworkError(f"{row['address']}: answered {status}.")
    taken = None if capture.unchanged else take(context, _look(capture))
    returned = _returned(context, row["address"], capture.observed_at)
    told = capture.validators if taken else validators_of(row)
    plan(context, row["address"], every, validators=told)
    sight = Sight.TAKEN if taken else Sight.NOT_MODIFIED
    return Seen(row["address"], sight, taken, returned)


def _look(capture: Capture) -> Look:
    assert capture.body is not None
    return Look(
        address=capture.address,
        body=capture.body,
        observed_at=capture.observed_at,
        dated=True,
        media_type=capture.media_type,
        status=capture.status,
    )


def _missing(context: Context, row: RowMapping, capture: Capture, every: timedelta) -> Seen:
    article = _article(context, row["address"])
    if article:
        context.archive.keep(_kept(article, capture), None)
    since = row["missing_since"]
    if since is None:
        plan(context, row["address"], min(every, SECOND_LOOK), missing_since=capture.observed_at)
        return Seen(row["address"], Sight.MISSING, detail=f"answered {capture.status}")
    plan(context, row["address"], every, missing_since=since)
    if article and article.status == "live":
        gone = ArticleGone(status=capture.status, observed_at=since)
        cause = commit_id(article_stream(article.id), "gone", since.isoformat())
        context.store.append(article_commit(article.id, cause, [gone], ANY))
        context.projector.catch_up()
    return Seen(row["address"], Sight.GONE, detail=f"answered {capture.status}")


def _returned(context: Context, address: str, observed_at: datetime) -> bool:
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


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
