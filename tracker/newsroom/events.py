"""The events of stories, schedules, endpoints and digests. Their JSON is what the log keeps."""

import re
from typing import Any, ClassVar

from pydantic import AwareDatetime

from tracker.errors import InputError
from tracker.logged import LoggedEvent, decoder


class NewsroomEvent(LoggedEvent):
    """Base of all events of the newsroom's streams."""


class StoryOpened(NewsroomEvent):
    event: ClassVar[str] = "story.opened"
    name: str
    title: str


class ArticleLinked(NewsroomEvent):
    event: ClassVar[str] = "article.linked"
    article: str


class ArticleUnlinked(NewsroomEvent):
    event: ClassVar[str] = "article.unlinked"
    article: str


class ScheduleAdded(NewsroomEvent):
    """A digest is published by a plan, of what is recorded from log position `after` on.

    Either at the times of `cron` in `zone`, or once `shifts` of what is wanted were recorded; then
    at most every `every` seconds, and not inside the `quiet` hours of `zone` ("22:00-07:00"). At
    most one of story, outlet and tag, `kinds` and `weight` narrow what is told, as in a
    `Selection`. Adding a name again replaces the plan; its cursor stays.
    """

    event: ClassVar[str] = "schedule.added"
    schema_version: ClassVar[int] = 2
    name: str
    cron: str | None = None
    zone: str
    story: str | None = None
    outlet: str | None = None
    tag: str | None = None
    after: int = 0
    shifts: int | None = None
    every: int = 0
    quiet: str | None = None
    kinds: tuple[str, ...] = ()
    weight: float = 0.0
    skip_empty: bool = False


class SchedulePaused(NewsroomEvent):
    """Nothing is published until it is resumed; what is recorded meanwhile is told then."""

    event: ClassVar[str] = "schedule.paused"
    name: str


class ScheduleResumed(NewsroomEvent):
    event: ClassVar[str] = "schedule.resumed"
    name: str


class ScheduleRemoved(NewsroomEvent):
    event: ClassVar[str] = "schedule.removed"
    name: str


class EndpointAdded(NewsroomEvent):
    """What is recorded from log position `after` on is delivered to this endpoint.

    `address` is what may be shown of it: the rest is often a secret, and is not in the log (schema
    version 1 had it whole). `kind` is "webhook" or "notification". `types` are the types of
    message it wants, none: all; `schedules` the ones whose digests it wants, none: all; story,
    outlet, tag, `kinds` and `weight` narrow that as in a `Selection`. Adding a name again replaces
    the endpoint.
    """

    event: ClassVar[str] = "endpoint.added"
    schema_version: ClassVar[int] = 2
    name: str = ""
    kind: str = "webhook"
    address: str
    allow_loopback: bool = False
    after: int = 0
    types: tuple[str, ...] = ()
    schedules: tuple[str, ...] = ()
    story: str | None = None
    outlet: str | None = None
    tag: str | None = None
    kinds: tuple[str, ...] = ()
    weight: float = 0.0


class EndpointPaused(NewsroomEvent):
    """Deliveries wait until it is resumed."""

    event: ClassVar[str] = "endpoint.paused"


class EndpointResumed(NewsroomEvent):
    event: ClassVar[str] = "endpoint.resumed"


class EndpointDisabled(NewsroomEvent):
    """It answered that it wants no more, or took nothing for days; `reason` says which."""

    event: ClassVar[str] = "endpoint.disabled"
    reason: str


class EndpointRotated(NewsroomEvent):
    """It has a new secret; deliveries are signed with the old one too until `until`."""

    event: ClassVar[str] = "endpoint.rotated"
    until: AwareDatetime


class EndpointRemoved(NewsroomEvent):
    event: ClassVar[str] = "endpoint.removed"
    address: str


class DigestPublished(NewsroomEvent):
    """The digest of a schedule's slot, of log positions (after, until], as it went out.

    `local` names the slot: the time on the wall of the schedule's zone, which a change of clocks
    may skip or repeat, or for a schedule that waits for shifts the position it counted from.
    """

    event: ClassVar[str] = "digest.published"
    schema_version: ClassVar[int] = 2
    schedule: str
    slot: AwareDatetime
    local: str
    after: int
    until: int
    digest: dict[str, Any]


class DigestSkipped(NewsroomEvent):
    """A slot came in which there was nothing to tell, of log positions (after, until]."""

    event: ClassVar[str] = "digest.skipped"
    schedule: str
    slot: AwareDatetime
    local: str
    after: int
    until: int


EVENTS = (
    StoryOpened,
    ArticleLinked,
    ArticleUnlinked,
    ScheduleAdded,
    SchedulePaused,
    ScheduleResumed,
    ScheduleRemoved,
    EndpointAdded,
    EndpointPaused,
    EndpointResumed,
    EndpointDisabled,
    EndpointRotated,
    EndpointRemoved,
    DigestPublished,
    DigestSkipped,
)
"""Every event of the newsroom's streams."""

decode = decoder(*EVENTS)


LONGEST_NAME = 64
"""What a table keeps of a name."""


def slug(name: str) -> str:
    """The name of a story or schedule as its stream and the command line carry it.

    Raises InputError where nothing of the name is left, or too much.
    """
    folded = re.sub(r"[^\w]+", "-", name.casefold()).strip("-_")
    if not folded:
        raise InputError(f"{name!r} cannot be a name: it holds no letter or digit.")
    if len(folded) > LONGEST_NAME:
        raise InputError(
            f"{name[:20]!r}... cannot be a name: use {LONGEST_NAME} characters at most."
        )
    return folded
