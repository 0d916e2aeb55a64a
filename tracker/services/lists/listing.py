"""One look at a source: what it lists anew is watched, and its next look is planned."""

import logging
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, Update, update

from tracker.cadence.flow import Flow, first_flow, source_pause
from tracker.capture.freshness import not_before
from tracker.capture.model import Capture
from tracker.capture.tables import sources
from tracker.discovery.model import Kind, Listing
from tracker.discovery.pages import Page
from tracker.discovery.recognise import recognise
from tracker.errors import DatabaseError, InputError, NetworkError, TrackerError
from tracker.eventstore.engine import writing
from tracker.services.context import Context
from tracker.services.lists.listings import News, take_listing
from tracker.services.lists.sources import move_source
from tracker.services.looks.looking import Answer, captured
from tracker.services.looks.pacing import FIRST_PAUSE, LONGEST_PAUSE, OUR_OUTAGE, Pace
from tracker.services.looks.seen import Seen, Sight

_SITEMAPS = frozenset({Kind.SITEMAP, Kind.INDEX})

logger = logging.getLogger(__name__)


def judge_source(
    context: Context, row: RowMapping, answer: Answer, pace: Pace, every: int | None = None
) -> Seen:
    """Record what an answer tells of a source, and plan its next look.

    New articles are watched from now on, `every` so many seconds or at their own pace. Whatever is
    wrong with the source is a failure of that look alone; only DatabaseError is raised.
    """
    try:
        return _judged(context, row, captured(answer), every)
    except DatabaseError:
        raise
    except TrackerError as error:
        return _failed(context, row, answer, str(error), pace)
    except Exception as error:
        logger.exception("unexpected failure at %s", row["address"])
        return _failed(context, row, answer, f"unexpected failure: {error!r}", pace)


def read_listing(capture: Capture, kind: Kind, now: datetime) -> Listing:
    """What a source of this `kind` lists. Raises InputError where it is something else by now."""
    assert capture.body is not None
    found = recognise(capture.body, capture.final_address, now, capture.media_type)
    if isinstance(found, Page):
        if kind is not Kind.SECTION:
            title = f" ({found.title!r})" if found.title else ""
            raise InputError(f"it is no {kind} any more, but a web page{title}")
        return found.listing
    if (kind in _SITEMAPS) != (found.kind in _SITEMAPS) or found.kind is Kind.OPML:
        raise InputError(f"it is no {kind} any more, but: {found.kind}")
    return found


def _judged(context: Context, row: RowMapping, capture: Capture, every: int | None) -> Seen:
    now = context.clock()
    if capture.unchanged:
        remark = None if row["failures"] else row["last_error"]
        _note(
            context, row, _planned(row, capture, _flow(row, 0, now), now) | {"last_error": remark}
        )
        return Seen(row["address"], Sight.NOT_MODIFIED)
    if capture.body is None:
        raise NetworkError(f"it answered {capture.status}.")
    listing = read_listing(capture, Kind(row["kind"]), now)
    with writing(context.engine).begin() as connection:
        news = take_listing(connection, row, listing, now, every)
        flow = _flow(row, news.added, now) if row["last_look"] else _first(listing, now)
        told = _planned(row, capture, flow, now, listing.keep) | _described(row, listing, news, now)
        connection.execute(_row_of(row).values(told))
        if capture.moved:
            move_source(connection, row, capture.moved[-1])
    detail = f"lists {listing.total:,}, {news.added:,} of them new"
    return Seen(row["address"], Sight.LISTED, detail=detail, found=news.due)


def _flow(row: RowMapping, fresh: int, now: datetime) -> Flow:
    since = now - row["last_look"] if row["last_look"] else timedelta()
    return Flow(row["fresh"], row["hours"]).after(fresh, since)


def _first(listing: Listing, now: datetime) -> Flow:
    return first_flow([entry.published or entry.updated for entry in listing.entries], now)


def _described(row: RowMapping, listing: Listing, news: News, now: datetime) -> dict[str, object]:
    return {
        "kind": listing.kind,
        "title": listing.title or row["title"],
        "entries": listing.total,
        "last_error": "; ".join(listing.remarks) or None,
        "last_new": now if news.added else row["last_new"],
    }


def _planned(
    row: RowMapping, capture: Capture, flow: Flow, now: datetime, keep: timedelta | None = None
) -> dict[str, object]:
    """What is noted after a look that went well."""
    wait = timedelta(seconds=row["every"]) if row["every"] else source_pause(flow, keep)
    told = capture.validators
    values: dict[str, object] = {
        "failures": 0,
        "last_look": now,
        "next_look": max(now + wait, not_before(capture) or now),
    }
    if told or not capture.unchanged:
        values |= {
            "validated_address": told.address if told else None,
            "etag": told.etag if told else None,
            "last_modified": told.last_modified if told else None,
        }
    return values | asdict(flow)


def _failed(context: Context, row: RowMapping, answer: Answer, detail: str, pace: Pace) -> Seen:
    """Try again, later each time up to a day; when it is our network, soon."""
    now = context.clock()
    every = timedelta(seconds=row["every"]) if row["every"] else FIRST_PAUSE
    wait = min(every * int(2 ** min(row["failures"] + 1, 20)), LONGEST_PAUSE)
    following = now + (OUR_OUTAGE if pace.our_outage else wait)
    if isinstance(answer, Capture) and (asked := not_before(answer)):
        following = max(following, asked)
    told = {
        "failures": row["failures"] + (not pace.our_outage),
        "last_error": detail.removeprefix(f"{row['address']}: ").rstrip("."),
        "next_look": following,
    }
    _note(context, row, told)
    return Seen(row["address"], Sight.FAILED, detail=detail)


def _note(context: Context, row: RowMapping, values: Mapping[str, object]) -> None:
    with writing(context.engine).begin() as connection:
        connection.execute(_row_of(row).values(values))


def _row_of(row: RowMapping) -> Update:
    return update(sources).where(sources.c.address == row["address"])
