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
    """A digest is published at the times of `cron` in `zone`, of what is recorded from `after` on.

    At most one of story, outlet and tag narrows it. Adding a name again replaces the plan; its
    cursor stays.
    """

    event: ClassVar[str] = "schedule.added"
    name: str
    cron: str
    zone: str
    story: str | None = None
    outlet: str | None = None
    tag: str | None = None
    after: int = 0


class ScheduleRemoved(NewsroomEvent):
    event: ClassVar[str] = "schedule.removed"
    name: str


class EndpointAdded(NewsroomEvent):
    """Digests published from log position `after` on go to this address; its secret is not here."""

    event: ClassVar[str] = "endpoint.added"
    address: str
    allow_loopback: bool = False
    after: int = 0


class EndpointRemoved(NewsroomEvent):
    event: ClassVar[str] = "endpoint.removed"
    address: str


class DigestPublished(NewsroomEvent):
    """The digest of a schedule's slot, of log positions (after, until], as it went out."""

    event: ClassVar[str] = "digest.published"
    schedule: str
    slot: AwareDatetime
    after: int
    until: int
    digest: dict[str, Any]


EVENTS = (
    StoryOpened,
    ArticleLinked,
    ArticleUnlinked,
    ScheduleAdded,
    ScheduleRemoved,
    EndpointAdded,
    EndpointRemoved,
    DigestPublished,
)
"""Every event of the newsroom's streams."""

decode = decoder(*EVENTS)


def slug(name: str) -> str:
    """The name of a story or schedule as its stream and the command line carry it.

    Raises InputError where nothing of the name is left.
    """
    folded = re.sub(r"[^\w]+", "-", name.casefold()).strip("-_")
    if not folded:
        raise InputError(f"{name!r} cannot be a name: it holds no letter or digit.")
    return folded[:80]
