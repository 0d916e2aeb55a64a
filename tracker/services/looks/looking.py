"""One look at a watched address: what came back is judged, recorded, and the next look planned."""

import json
import logging
from collections.abc import Callable
from http import HTTPStatus

from sqlalchemy import RowMapping

from tracker.capture.fetch import Fetcher
from tracker.capture.model import Capture
from tracker.errors import DatabaseError, NetworkError, TrackerError
from tracker.services.context import Context
from tracker.services.looks.pacing import USUAL, Pace, plan_next
from tracker.services.looks.presence import hold, missing, note_return
from tracker.services.looks.seen import Seen, Sight
from tracker.services.looks.watching import move, validators_of
from tracker.services.taking.holding import still_there, take_or_hold
from tracker.services.taking.look import Look
from tracker.services.taking.recognising import recognise
from tracker.services.taking.tracking import Taken

logger = logging.getLogger(__name__)

Answer = Capture | Exception
"""What asking an address brought: a capture, or why there is none."""


def look_at(context: Context, fetcher: Fetcher, row: RowMapping) -> Seen:
    """Look at a watched address once, and plan the next look.

    Whatever goes wrong is a failure of that look alone, or one address would starve all others;
    only DatabaseError is raised.
    """
    return judge(context, row, ask(fetcher, row))


def ask(
    fetcher: Fetcher, row: RowMapping, may_follow: Callable[[str], bool] | None = None
) -> Answer:
    """What stands at a watched address; the database is left alone, so threads may do it."""
    try:
        return fetcher.look(row["address"], validators_of(row), may_follow=may_follow)
    except Exception as error:  # noqa: BLE001 - judged in its turn
        return error


def judge(context: Context, row: RowMapping, answer: Answer, pace: Pace = USUAL) -> Seen:
    """Record what an answer tells of the article, and plan the next look. Raises as `look_at`."""
    capture = None if isinstance(answer, Exception) else answer
    try:
        seen = _judged(context, row, captured(answer))
    except DatabaseError:
        raise
    except TrackerError as error:
        seen = _failed(row, str(error))
    except Exception as error:
        logger.exception("unexpected failure at %s", row["address"])
        seen = _failed(row, f"unexpected failure: {error!r}")
    plan_next(context, row, seen, capture, pace)
    if capture and capture.moved and seen.sight is Sight.TAKEN:
        move(context, row, capture.moved[-1])
    return seen


def captured(answer: Answer) -> Capture:
    """The capture that an answer is; raises why there is none."""
    if isinstance(answer, Exception):
        raise answer
    return answer


def _failed(row: RowMapping, detail: str) -> Seen:
    # A look that failed saw nothing that tells whether a missing page is there again.
    since = row["missing_since"]
    return Seen(row["address"], Sight.FAILED, detail=detail, missing_since=since)


def _judged(context: Context, row: RowMapping, capture: Capture) -> Seen:
    if capture.gone:
        return missing(context, row, capture)
    if not capture.unchanged and capture.body is None:
        status = f"{capture.status} {_phrase(capture.status)}".strip()
        raise NetworkError(f"{row['address']}: answered {status}.")
    if capture.unchanged:
        return _as_before(context, row, capture)
    known = recognise(context, _look(row, capture), may_take=row["held_since"] is None)
    if known.taken:
        return _recognised(context, row, known.taken, capture)
    verdict = take_or_hold(context, known.look, known.refine, known.correct)
    if verdict.taken:
        known.settle(verdict.taken)
    else:
        return hold(context, row, capture, verdict)
    since = min([look.observed_at for look in verdict.believed], default=capture.observed_at)
    returned = note_return(context, row["address"], since)
    believed = bool(verdict.believed)
    return Seen(row["address"], Sight.TAKEN, verdict.taken, returned, believed=believed)


def _recognised(context: Context, row: RowMapping, taken: Taken, capture: Capture) -> Seen:
    """The page shows nothing that was not there when it was last read."""
    gone = row["missing_since"] is not None
    returned = gone and note_return(context, row["address"], capture.observed_at)
    return Seen(row["address"], Sight.TAKEN, taken, returned)


def _as_before(context: Context, row: RowMapping, capture: Capture) -> Seen:
    """The page is as it was when it was last taken in."""
    if row["held_since"]:
        still_there(context, row["address"], capture.observed_at)
    returned = note_return(context, row["address"], capture.observed_at)
    return Seen(row["address"], Sight.NOT_MODIFIED, returned=returned)


def _look(row: RowMapping, capture: Capture) -> Look:
    assert capture.body is not None
    return Look(
        address=capture.address,
        body=capture.body,
        observed_at=capture.observed_at,
        dated=True,
        tags=() if row["last_look"] else tuple(json.loads(row["tags"])),
        media_type=capture.media_type,
        status=capture.status,
        moved=capture.moved,
        final_address=capture.final_address,
        headers=capture.received,
        http_version=capture.http_version or None,
        phrase=capture.reason or None,
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
