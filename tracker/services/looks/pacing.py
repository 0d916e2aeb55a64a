"""When a watched address is looked at next, after what the last look has told."""

import json
import zlib
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, bindparam, func, update

from tracker.cadence.pause import DUE, pause
from tracker.cadence.rate import Past, Signs, exposure, rate
from tracker.capture.archive import Outcome
from tracker.capture.freshness import not_before
from tracker.capture.model import Capture, Validators
from tracker.capture.tables import hosts, watches
from tracker.eventstore.engine import writing
from tracker.reading.declared import declared_modified
from tracker.services.context import Context
from tracker.services.looks.seen import Seen, Sight
from tracker.services.looks.watching import is_claimed, validators_of

LONGEST_PAUSE = timedelta(days=1)
"""A host that fails is asked again at least this often: nobody is ever given up."""

FIRST_PAUSE = timedelta(minutes=5)
"""The pause after a first failure, where no pace was set; each further one doubles it."""

SECOND_LOOK = timedelta(minutes=1)
"""How soon a missing page is looked at again; a deployment is over by then."""

LONGEST_HOLD = timedelta(hours=6)
"""A held page is looked at again after as long as it has been held, up to this."""

OUR_OUTAGE = timedelta(minutes=2)
"""How soon everything is tried again when it is our own network that fails."""

JITTER = 0.1
"""By which share of its length a pause may be longer, so that addresses do not march in step."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What binds all addresses: `due` expected changes call for a look.

    `our_outage` says that most hosts fail, so that it must be us. `gap` is how long the domain is
    left alone now; None where no turn was taken. `claimed` is until when the look was claimed:
    what another process has claimed since is not planned.
    """

    due: float = DUE
    our_outage: bool = False
    gap: timedelta | None = None
    claimed: datetime | None = None


USUAL = Pace()
"""Where nothing binds."""


@dataclass(frozen=True, slots=True)
class _History:
    """What is known of an article's past. `quiet_since` is its last change, or its publication."""

    looks: int
    changes: int
    exposure: float
    published: datetime | None
    last_look: datetime | None
    last_change: datetime | None

    @property
    def quiet_since(self) -> datetime | None:
        return self.last_change or self.published


def plan_next(
    context: Context, row: RowMapping, seen: Seen, capture: Capture | None, pace: Pace
) -> None:
    """Note what a look came to, and plan the next; `capture` is None where no answer came."""
    now = context.clock()
    failed = seen.sight is Sight.FAILED
    told = _validators(row, seen, capture)
    values: dict[str, object] = {
        "failures": row["failures"] + (not pace.our_outage) if failed else 0,
        "last_error": seen.detail if failed else None,
        "missing_since": seen.missing_since,
        **_held(row, seen, now),
        "validated_address": told.address if told else None,
        "etag": told.etag if told else None,
        "last_modified": told.last_modified if told else None,
    }
    before = _History(*(row[name] for name in _History.__slots__))
    after = _learned(before, seen, now)
    with writing(context.engine).begin() as connection:
        if pace.claimed and not is_claimed(connection, watches, row["address"], pace.claimed):
            return
        outlet = _note_host(connection, row["domain"], before, after, now, pace.gap)
        wait = _exceptional(row, seen, now, pace)
        if wait is None:
            wait = _due(after, outlet, _signs(row, seen, capture, now), now, pace)
        if not row["every"]:
            wait = _jittered(wait, row["address"], after.looks)
        following = now + wait
        if capture and (asked := not_before(capture)):
            following = max(following, asked)
        planned = values | asdict(after) | {"of": row["address"], "next_look": following}
        connection.execute(_plan, planned)


def _held(row: RowMapping, seen: Seen, now: datetime) -> dict[str, object]:
    """Since when, and for what, pages are held; a look that saw none leaves that as it was."""
    match seen.sight:
        case Sight.HELD | Sight.GONE if seen.held_for:
            since = row["held_since"] or now
            return {"held_since": since, "held_for": json.dumps(seen.held_for)}
        case Sight.TAKEN | Sight.NOT_MODIFIED:
            return {"held_since": None, "held_for": None}
        case _:
            return {}


def _learned(before: _History, seen: Seen, now: datetime) -> _History:
    """What is known of the article's past with this look."""
    if seen.sight not in (Sight.TAKEN, Sight.NOT_MODIFIED) and not seen.believed:
        return replace(before, looks=before.looks + 1)
    changed, folds = _is_change(seen), _exposure(before, now)
    published = before.published or (seen.taken.published if seen.taken else None)
    return _History(
        looks=before.looks + 1,
        changes=before.changes + changed,
        exposure=before.exposure + folds,
        published=min(published, now) if published else now,
        last_look=now,
        last_change=now if changed else before.last_change,
    )


def _is_change(seen: Seen) -> bool:
    taken = seen.taken
    is_version = taken is not None and taken.outcome is Outcome.VERSION
    return seen.believed or (is_version and taken is not None and not taken.is_new_article)


def _exposure(before: _History, now: datetime) -> float:
    """E-folds watched since the last look that saw the article."""
    if before.last_look is None or before.quiet_since is None:
        return 0.0
    return exposure(before.last_look - before.quiet_since, now - before.quiet_since)


def _note_host(
    connection: Connection,
    domain: str,
    before: _History,
    after: _History,
    now: datetime,
    gap: timedelta | None,
) -> Past:
    """Add what was learned to the outlet's past, and end its turn; returns that past."""
    noted = {
        "of": domain,
        "changed": after.changes - before.changes,
        "folds": after.exposure - before.exposure,
        "until": None if gap is None else now + gap,
    }
    found = connection.execute(_note, noted).one_or_none()
    return Past(found.changes, found.exposure) if found else Past()


def _exceptional(row: RowMapping, seen: Seen, now: datetime, pace: Pace) -> timedelta | None:
    """The pause where the article was not seen, or where a pace was set; else None."""
    every = timedelta(seconds=row["every"]) if row["every"] else None
    match seen.sight:
        case Sight.FAILED if pace.our_outage:
            return OUR_OUTAGE
        case Sight.FAILED:
            doubled = int(2 ** min(row["failures"] + 1, 20))
            return min((every or FIRST_PAUSE) * doubled, LONGEST_PAUSE)
        case Sight.MISSING:
            return min(every or SECOND_LOOK, SECOND_LOOK)
        case Sight.HELD:
            held = now - (row["held_since"] or now)
            return min(max(held, SECOND_LOOK), every or LONGEST_HOLD)
        case Sight.GONE:
            return every or LONGEST_PAUSE
        case _:
            return every


def _signs(row: RowMapping, seen: Seen, capture: Capture | None, now: datetime) -> Signs:
    """What the page says of its plans, and that it was modified since, though nothing changed."""
    developing = bool(seen.taken and seen.taken.developing)
    if not (capture and capture.body and row["last_look"]) or _is_change(seen):
        return Signs(developing)
    told = declared_modified(capture.body)
    return Signs(developing, declared=bool(told and row["last_look"] < told <= now))


def _due(history: _History, outlet: Past, signs: Signs, now: datetime, pace: Pace) -> timedelta:
    """The pause after which enough changes are to be expected."""
    own = Past(history.changes, history.exposure)
    return pause(rate(own, outlet, signs), now - (history.quiet_since or now), pace.due)


def _jittered(wait: timedelta, address: str, looks: int) -> timedelta:
    """The pause, longer by a share that is the same for the same look."""
    chance = zlib.crc32(f"{address} {looks}".encode()) / 2**32
    return wait * (1 + JITTER * chance)


def _validators(row: RowMapping, seen: Seen, capture: Capture | None) -> Validators | None:
    """What to ask "has it changed?" with: only of a page that was taken in and is still there."""
    match seen.sight:
        case Sight.TAKEN:
            return capture.validators if capture else None
        case Sight.FAILED | Sight.NOT_MODIFIED:
            return validators_of(row)
        case _:
            return None


# Built once, so that SQLAlchemy compiles them once.
_until = bindparam("until", type_=hosts.c.free_at.type)
_note = (
    update(hosts)
    .where(hosts.c.domain == bindparam("of"))
    .values(
        changes=hosts.c.changes + bindparam("changed"),
        exposure=hosts.c.exposure + bindparam("folds"),
        free_at=func.coalesce(_until, hosts.c.free_at),
    )
    .returning(hosts.c.changes, hosts.c.exposure)
)
_plan = update(watches).where(watches.c.address == bindparam("of"))
