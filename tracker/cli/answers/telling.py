"""Answers about schedules, digests, endpoints, and what was delivered or is followed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.digest.model import Digest
from tracker.projections.records import ShiftRecord
from tracker.services.scheduling.digests import PublishedDigest
from tracker.services.scheduling.due import ComingSlot
from tracker.services.scheduling.schedules import Kept


@dataclass(frozen=True)
class Schedule:
    """When and for what a digest is published: by `cron`, or after `shifts`; `every` in seconds.

    What is recorded up to log position `cursor` was told. Of a cron there are `next_slot`, and
    `late`, one that has come and is not published yet. Of the others `waiting` counts the shifts
    that came since the last digest; until `waits_until` nothing is published whatever comes.
    """

    name: str
    cron: str | None
    zone: str
    story: str | None
    outlet: str | None
    tag: str | None
    kinds: tuple[str, ...]
    min_weight: float
    shifts: int | None
    every: int
    quiet: str | None
    skip_empty: bool
    paused: bool
    cursor: int
    last_slot: datetime | None
    next_slot: datetime | None
    late: datetime | None
    waiting: int | None
    waits_until: datetime | None


@dataclass(frozen=True)
class Schedules:
    schedules: list[Schedule]


@dataclass(frozen=True)
class SchedulePreview:
    """What comes next, and the digest as it would be published now."""

    schedule: Schedule
    slots: list[ComingSlot]
    digest: Digest


@dataclass(frozen=True)
class AppliedSchedules:
    """What became of each schedule of a file; `others` are the ones that are not in it."""

    database: str
    schedules: list[Kept]
    others: list[str]


@dataclass(frozen=True)
class Digests:
    """Published digests, the last first."""

    digests: list[PublishedDigest]


@dataclass(frozen=True)
class Endpoint:
    """Who is told what. `waiting` and `dead` count deliveries not yet taken, and given up.

    `address` is what may be shown of it; `wants` names types of message, schedules and shifts.
    `failing_since` is the first failure after the last success.
    """

    name: str
    kind: str
    address: str
    allow_loopback: bool
    wants: dict[str, Any]
    status: str
    reason: str | None
    since: datetime
    failing_since: datetime | None
    last_success: datetime | None
    last_answer: str | None
    waiting: int
    dead: int


@dataclass(frozen=True)
class Endpoints:
    endpoints: list[Endpoint]


@dataclass(frozen=True)
class Delivery:
    """One message for one endpoint. `last_status` is the HTTP status of the last answer."""

    id: str
    message: str
    type: str
    subject: str
    position: int
    endpoint: str
    status: str
    attempts: int
    queued_at: datetime
    next_attempt: datetime
    last_attempt: datetime | None
    last_status: int | None
    last_answer: str | None


@dataclass(frozen=True)
class Deliveries:
    """The latest deliveries; `count` is how many there are."""

    count: int
    deliveries: list[Delivery]


@dataclass(frozen=True)
class Delivered:
    """A delivery, and the message as it is sent."""

    delivery: Delivery
    body: dict[str, Any]


@dataclass(frozen=True)
class Tailed:
    """What was recorded at log position `position`, a line each, in the order of the log.

    `what` is "shift", "gone" or "returned"; `shift` is null for the last two. `--after` with the
    `after` of the last line read goes on from there: nothing is left out, and what comes again
    has the same position.
    """

    position: int
    after: int
    what: str
    seen_at: datetime
    article: str
    outlet: str
    address: str
    headline: str | None
    shift: ShiftRecord | None
