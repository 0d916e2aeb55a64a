"""What a digest says. These models are a boundary: their JSON schema is what readers rely on.

Times are zone-aware UTC; versions count from 1 in observed order. A change carries every step it
took inside the window, so that a figure that went and came back is told, not cancelled out.
"""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from tracker.article.reading import NoticeKind
from tracker.projections.records import label_of
from tracker.understanding.model import ShiftKind


class Part(BaseModel):
    """Frozen, and closed to unknown fields: a typo in a reader's JSON is an error, not a loss."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_serialization_defaults_required=True,
        defer_build=True,
    )


class Quote(Part):
    """A sentence as the article has it; `marks` are (start, end) offsets of its changed words."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


class Scope(Part):
    """Whose changes these are; `name` is None for everything.

    `kinds` (words for what shifted and how, none: all) and `weight` say which of them are told.
    """

    kind: Literal["story", "outlet", "tag", "everything"] = "everything"
    name: str | None = None
    kinds: tuple[str, ...] = ()
    weight: float = 0.0

    @property
    def is_narrowed(self) -> bool:
        """Whether changes are left out."""
        return bool(self.kinds) or self.weight > 0


class Window(Part):
    """Observed times since..until, both included, or log positions (after, upto]; None is open."""

    since: datetime | None = None
    until: datetime | None = None
    after: int | None = None
    upto: int | None = None

    def holds(self, seen_at: datetime, position: int) -> bool:
        """Whether what was seen then, and recorded there, belongs to this window."""
        return (
            (self.since is None or seen_at >= self.since)
            and (self.until is None or seen_at <= self.until)
            and (self.after is None or position > self.after)
            and (self.upto is None or position <= self.upto)
        )


class Head(Part):
    """The log's head when the digest was made: a log rewritten later contradicts it."""

    log: str
    position: int
    hash: str


class ArticleLine(Part):
    """An article covered, with the versions seen inside the window."""

    id: str
    outlet: str
    headline: str | None
    address: str
    status: str
    versions: tuple[int, ...]
    first_seen: datetime
    is_new: bool
    opening: str | None = None

    @property
    def label(self) -> str:
        """What to call it in a list."""
        return label_of(self.headline, self.opening, self.address)


class Matter(StrEnum):
    """What a change is a change of."""

    FIGURE = "figure"
    DATE = "date"
    STATEMENT = "statement"
    WORDING = "wording"


class Step(Part):
    """One shift: what `version` asserts in place of what `old_version` did.

    `before` and `after` are the words at issue, `old` and `new` the sentences they stand in;
    `announced` says that the version carries a new notice or a newer "modified" time.
    """

    shift: str
    kind: ShiftKind
    old_version: int
    version: int
    seen_at: datetime
    position: int
    announced: bool
    direction: str | None
    weight: float
    reasons: tuple[str, ...]
    before: str | None
    after: str | None
    old: Quote | None
    new: Quote | None


class Net(StrEnum):
    """What is left of a change at the window's end.

    NOTHING: it went back to where it began; MOVED: the same words stand elsewhere.
    """

    CAME = "came"
    CHANGED = "changed"
    WENT = "went"
    MOVED = "moved"
    NOTHING = "nothing"


class Change(Part):
    """All steps of one fact, statement or wording of one article inside the window.

    `subject` says what it is about: what a figure measures, or who speaks. `before` is what stood
    at the window's start and `after` what stands at its end, None where nothing did. `flips` counts
    the steps that were taken and taken back: 10 -> 12 -> 10 has two, 10 -> 12 -> 14 has none.
    """

    chain: str
    matter: Matter
    article: str
    outlet: str
    subject: str | None
    net: Net
    before: str | None
    after: str | None
    flips: int
    weight: float
    steps: tuple[Step, ...]

    @property
    def unannounced(self) -> bool:
        """Whether any of its steps went without a notice and without a newer "modified"."""
        return any(is_silent(step) for step in self.steps)


def is_silent(step: Step) -> bool:
    """A change of substance that the outlet did not declare; a mere move is none."""
    return not step.announced and step.kind is not ShiftKind.MOVED


class Unannounced(Part):
    """A step that changed what is asserted and that the outlet did not declare."""

    chain: str
    matter: Matter
    article: str
    outlet: str
    subject: str | None
    step: Step


class HeadlineEntry(Part):
    """A headline and the version that brought it; the first entry may predate the window."""

    version: int
    seen_at: datetime
    headline: Quote


class HeadlineHistory(Part):
    """The headlines of one article through the window, oldest first."""

    article: str
    outlet: str
    flips: int
    entries: tuple[HeadlineEntry, ...]


class ImageLine(Part):
    """A version with another lead image; None where there is none."""

    article: str
    outlet: str
    version: int
    seen_at: datetime
    old: str | None
    new: str | None


class NoticeLine(Part):
    """The outlet's own words on its changes; `withdrawn` where a version took them down again."""

    article: str
    outlet: str
    version: int
    seen_at: datetime
    kind: NoticeKind
    text: str
    stated_at: datetime | None
    wrong: str | None
    right: str | None
    withdrawn: bool = False


class PresenceLine(Part):
    """An article taken down or brought back; `version` is the last one seen until then."""

    article: str
    outlet: str
    version: int
    seen_at: datetime
    kind: Literal["gone", "returned"]
    headline: str | None


class Agreement(StrEnum):
    """How the outlets' values of one fact stand to each other."""

    SINGLE = "single"
    AGREE = "agree"
    COMPATIBLE = "compatible"
    DIFFER = "differ"


class Claim(Part):
    """What one version of one outlet says; `value` is the words with their qualifier and unit.

    `copy_of` is the outlet whose text the version prints, if it is not its own.
    """

    article: str
    outlet: str
    version: int
    seen_at: datetime
    value: str
    quote: Quote
    copy_of: str | None = None


class ThreadLine(Part):
    """One fact over outlets: what is measured, for whom or where, and each outlet's claim.

    `first_to_report` and `last_to_correct` (who came last to a value that another had, having told
    one that differs) are outlets; `not_mentioned_by` are the outlets that say nothing on it.
    """

    subject: str | None
    scope: str | None
    unit: str | None
    agreement: Agreement
    claims: tuple[Claim, ...]
    first_to_report: str | None = None
    last_to_correct: str | None = None
    not_mentioned_by: tuple[str, ...] = ()


class RemarkLine(Part):
    """One remark as several outlets give it; AGREE where the words are the same."""

    speaker: str | None
    agreement: Agreement
    claims: tuple[Claim, ...]


class Digest(Part):
    """The account of all shifts in a window. Sections are ordered by weight, then by time."""

    title: str
    scope: Scope
    window: Window
    generated_at: datetime
    head: Head
    articles: tuple[ArticleLine, ...] = ()
    facts: tuple[Change, ...] = ()
    statements: tuple[Change, ...] = ()
    wordings: tuple[Change, ...] = ()
    headlines: tuple[HeadlineHistory, ...] = ()
    notices: tuple[NoticeLine, ...] = ()
    unannounced: tuple[Unannounced, ...] = ()
    presence: tuple[PresenceLine, ...] = ()
    disagreements: tuple[ThreadLine, ...] = ()
    remarks: tuple[RemarkLine, ...] = ()
    images: tuple[ImageLine, ...] = ()
