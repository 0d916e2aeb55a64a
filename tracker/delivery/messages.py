"""What is told to endpoints, one message a happening: a webhook's body, and data for templates.

A body is the JSON of a Standard Webhooks message (`type`, `timestamp`, `data`) and at once a
CloudEvents 1.0 event in structured mode. Fields are only ever added, never taken away or given
another meaning; anything else would be a new type. Times are zone-aware UTC.
"""

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from tracker.article.reading import NoticeKind
from tracker.digest.model import Agreement, Claim, Digest, Matter, Quote, Scope
from tracker.understanding.model import ShiftKind


class More(BaseModel):
    """Where all of it is read: a command to type, and an address where a service answers one."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_serialization_defaults_required=True
    )

    command: str
    url: str | None = None


class Data(BaseModel):
    """Base of what messages carry; `type` names the message, `schema_version` its shape.

    `trimmed` says that something was shortened or left out to keep the message small; `more` leads
    to all of it.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_serialization_defaults_required=True
    )

    type: ClassVar[str]
    schema_version: ClassVar[int] = 1

    more: More | None = None
    trimmed: bool = False


class About(BaseModel):
    """The article that a message is about; `status` is "live" or "gone"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    outlet: str
    address: str
    headline: str | None
    status: str
    stories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class VersionCaptured(Data):
    """An article has a new version; `changed` counts its shifts by topic, empty for the first.

    `announced` says whether it carries a new notice or a newer "modified" time. `headline_before`
    is the headline it replaces, None where that is the same or there was none.
    """

    type: ClassVar[str] = "version.captured"

    article: About
    version: int
    commit: str
    seen_at: AwareDatetime
    published: datetime | None
    modified: datetime | None
    words: int
    headline_before: str | None
    announced: bool
    changed: dict[str, int]


class Shifted(Data):
    """One shift: what `version` asserts in place of what `old_version` did.

    `subject` is what a figure measures, or who speaks. `before` and `after` are the words at issue,
    `old` and `new` the sentences they stand in, None where there is none on that side. `announced`
    says whether the outlet owned up to it, `chain` is the same for all shifts of one fact or
    statement, `weight` (0 to 1) is how much a reader's picture changes.
    """

    article: About
    shift: str
    chain: str
    kind: ShiftKind
    matter: Matter
    subject: str | None
    old_version: int
    version: int
    seen_at: AwareDatetime
    announced: bool
    direction: str | None
    weight: float
    reasons: tuple[str, ...]
    before: str | None
    after: str | None
    old: Quote | None
    new: Quote | None


class FactShifted(Shifted):
    """A figure or a date appeared, was revised, or went."""

    type: ClassVar[str] = "fact.shifted"


class StatementShifted(Shifted):
    """Something attributed to someone appeared, was reworded, given to someone else, or went."""

    type: ClassVar[str] = "statement.shifted"


class WordingShifted(Shifted):
    """An assertion that is neither a figure nor a remark changed: "was" became "was not"."""

    type: ClassVar[str] = "wording.shifted"


class NoticePublished(Data):
    """The outlet put up a notice of a change of its own; `wrong` and `right` are what it names."""

    type: ClassVar[str] = "notice.published"

    article: About
    version: int
    seen_at: AwareDatetime
    kind: NoticeKind
    text: str
    stated_at: datetime | None
    wrong: str | None
    right: str | None


class Presence(Data):
    """`version` is the last one seen."""

    article: About
    version: int
    seen_at: AwareDatetime


class ArticleGone(Presence):
    """An article was taken down: two looks in a row found it so."""

    type: ClassVar[str] = "article.gone"


class ArticleReturned(Presence):
    """An article that was taken down is back."""

    type: ClassVar[str] = "article.returned"


class StoryDiverged(Data):
    """Outlets on one story now give values of one fact that cannot both be right.

    `claims` are each outlet's values in the order of time.
    """

    type: ClassVar[str] = "story.diverged"

    story: str
    title: str
    subject: str | None
    scope: str | None
    unit: str | None
    agreement: Agreement
    claims: tuple[Claim, ...]


class DigestPublished(Data):
    """A schedule's digest of log positions (after, until]; `shifts` counts what it tells.

    `digest` is the digest itself, None where it is too long for a message: `more` leads to it.
    """

    type: ClassVar[str] = "digest.published"

    id: str
    schedule: str
    slot: AwareDatetime
    local: str
    after: int
    until: int
    title: str
    scope: Scope
    summary: tuple[str, ...]
    head: str
    digest: Digest | None


class EndpointDisabled(Data):
    """Another endpoint is not delivered to any more."""

    type: ClassVar[str] = "endpoint.disabled"

    endpoint: str
    kind: Literal["webhook", "notification"]
    address: str
    reason: str
    since: AwareDatetime


class Test(Data):
    """What `tracker endpoint test` sends."""

    type: ClassVar[str] = "endpoint.test"

    endpoint: str
    text: str


KINDS: tuple[type[Data], ...] = (
    VersionCaptured,
    FactShifted,
    StatementShifted,
    WordingShifted,
    NoticePublished,
    ArticleGone,
    ArticleReturned,
    StoryDiverged,
    DigestPublished,
    EndpointDisabled,
    Test,
)
"""Every type of message."""

TYPES = tuple(kind.type for kind in KINDS)
"""Their names."""
