"""When a watched address is looked at next, after what the last look has told."""

from datetime import timedelta

from sqlalchemy import RowMapping, update

from tracker.capture.model import Capture, Validators
from tracker.capture.tables import watches
from tracker.eventstore.engine import writing
from tracker.services.context import Context
from tracker.services.seen import Seen, Sight
from tracker.services.watching import validators_of

LONGEST_PAUSE = timedelta(days=1)
SECOND_LOOK = timedelta(minutes=1)
"""How soon a missing page is looked at again; a deployment is over by then."""


def plan_next(context: Context, row: RowMapping, seen: Seen, capture: Capture | None) -> None:
    """Note what a look came to, and plan the next; `capture` is None where no answer came."""
    failed = seen.sight is Sight.FAILED
    failures = row["failures"] + 1 if failed else 0
    told = _validators(row, seen, capture)
    values: dict[str, object] = {
        "next_look": context.clock() + _pause(row, seen, failures),
        "failures": failures,
        "last_error": seen.detail if failed else None,
        "missing_since": seen.missing_since,
        "validated_address": told.address if told else None,
        "etag": told.etag if told else None,
        "last_modified": told.last_modified if told else None,
    }
    of_address = update(watches).where(watches.c.address == row["address"])
    with writing(context.engine).begin() as connection:
        connection.execute(of_address.values(values))


def _pause(row: RowMapping, seen: Seen, failures: int) -> timedelta:
    every = timedelta(seconds=row["every"])
    match seen.sight:
        case Sight.FAILED:
            return min(every * int(2 ** min(failures, 20)), LONGEST_PAUSE)
        case Sight.MISSING:
            return min(every, SECOND_LOOK)
        case _:
            return every


def _validators(row: RowMapping, seen: Seen, capture: Capture | None) -> Validators | None:
    """What to ask "has it changed?" with: only of a page that was taken in and is still there."""
    match seen.sight:
        case Sight.TAKEN:
            return capture.validators if capture else None
        case Sight.FAILED | Sight.NOT_MODIFIED:
            return validators_of(row)
        case _:
            return None
