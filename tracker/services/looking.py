"""Looking at watched addresses: new versions, take-downs confirmed by a second look, returns."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from http import HTTPStatus

from sqlalchemy import RowMapping, delete, insert, select, update

from tracker.article.events import ArticleGone, ArticleReturned
from tracker.article.identity import article_stream, canonical_address, commit_id
from tracker.capture.archive import Kept, Outcome
from tracker.capture.fetch import Fetcher
from tracker.capture.model import Capture, Validators
from tracker.capture.tables import watches
from tracker.errors import DatabaseError, InputError, NetworkError, NotFoundError, TrackerError
from tracker.eventstore.engine import writing
from tracker.eventstore.model import ANY
from tracker.projections.lookup import article_at
from tracker.projections.queries import Among, article_records
from tracker.projections.records import ArticleRecord
from tracker.services.context import Context
from tracker.services.settling import article_commit
from tracker.services.tracking import Look, Taken, take

LONGEST_PAUSE = timedelta(days=1)
SECOND_LOOK = timedelta(minutes=1)
"""How soon a missing page is looked at again; a deployment is over by then."""

LEASE = timedelta(minutes=5)
"""How long a look may take before another process takes the address over."""

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


def watch(context: Context, address: str, every: int) -> str:
    """Look at `address` every so many seconds from now on; returns the address watched.

    Raises InputError for what is no http or https address.
    """
    watched = canonical_address(address)
    if not watched.startswith("http"):
        raise InputError(f"{address!r} cannot be watched: give an http or https address.")
    row = {"every": every, "next_look": context.clock()}
    with writing(context.engine).begin() as connection:
        known = update(watches).where(watches.c.address == watched).values(row)
        if connection.execute(known).rowcount == 0:
            connection.execute(insert(watches).values(address=watched, failures=0, **row))
    return watched


def unwatch(context: Context, address: str) -> None:
    """Stop looking at `address`. Raises NotFoundError where it is not watched."""
    watched = canonical_address(address)
    with writing(context.engine).begin() as connection:
        if connection.execute(delete(watches).where(watches.c.address == watched)).rowcount == 0:
            raise NotFoundError(f"{watched} is not watched. 'tracker watch' lists what is.")


def watched(context: Context, due_at: datetime | None = None) -> Sequence[RowMapping]:
    """What is watched, or of that what is due, the longest waiting first."""
    query = select(watches).order_by(watches.c.next_look, watches.c.address)
    if due_at is not None:
        query = query.where(watches.c.next_look <= due_at)
    with context.engine.connect() as connection:
        return connection.execute(query).mappings().all()


def claim(context: Context, row: RowMapping) -> bool:
    """Whether this process may look at a due address: the first to move its plan on does."""
    planned = watches.c.address == row["address"], watches.c.next_look == row["next_look"]
    moved = update(watches).where(*planned).values(next_look=context.clock() + LEASE)
    with writing(context.engine).begin() as connection:
        return connection.execute(moved).rowcount == 1


def look_at(context: Context, fetcher: Fetcher, row: RowMapping) -> Seen:
    """Look at a watched address once, and plan the next look.

    Whatever goes wrong is a failure of that look alone, or one address would starve all others;
    only DatabaseError is raised.
    """
    try:
        return _judged(context, row, fetcher.look(row["address"], _validators(row)))
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
    _plan(
        context,
        row["address"],
        pause,
        failures=failures,
        last_error=detail,
        missing_since=row["missing_since"],  # a look that failed saw nothing to the contrary
        validators=_validators(row),
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
    told = capture.validators if taken else _validators(row)
    _plan(context, row["address"], every, validators=told)
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
        _plan(context, row["address"], min(every, SECOND_LOOK), missing_since=capture.observed_at)
        return Seen(row["address"], Sight.MISSING, detail=f"answered {capture.status}")
    _plan(context, row["address"], every, missing_since=since)
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


def _plan(
    context: Context,
    address: str,
    pause: timedelta,
    *,
    failures: int = 0,
    last_error: str | None = None,
    missing_since: datetime | None = None,
    validators: Validators | None = None,
) -> None:
    values: dict[str, object] = {
        "next_look": context.clock() + pause,
        "failures": failures,
        "last_error": last_error,
        "missing_since": missing_since,
        "validated_address": validators.address if validators else None,
        "etag": validators.etag if validators else None,
        "last_modified": validators.last_modified if validators else None,
    }
    with writing(context.engine).begin() as connection:
        connection.execute(update(watches).where(watches.c.address == address).values(values))


def _validators(row: RowMapping) -> Validators | None:
    if row["validated_address"] is None:
        return None
    return Validators(row["validated_address"], row["etag"], row["last_modified"])


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
