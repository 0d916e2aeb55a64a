"""The events of an article's stream. Their JSON is what the log keeps, so fields are never renamed.

A version is one commit: `version.captured`, then what changed against its parent. The first version
of an article has no parent and holds its blocks in one `blocks.captured`.
"""

from typing import ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict

from tracker.article.reading import BlockKind, NoticeKind
from tracker.logged import LoggedEvent, decoder


class ArticleEvent(LoggedEvent):
    """Base of all events of an article's stream."""


class ArticleTracked(ArticleEvent):
    """An article was met for the first time, at this outlet, under this address."""

    event: ClassVar[str] = "article.tracked"
    outlet: str
    address: str


class ArticleReaddressed(ArticleEvent):
    """The same article is also found under another address."""

    event: ClassVar[str] = "article.readdressed"
    address: str


class ArticleTagged(ArticleEvent):
    event: ClassVar[str] = "article.tagged"
    tags: tuple[str, ...]


class ArticleMerged(ArticleEvent):
    """This article turned out to be `into`, which has taken in all its looks."""

    event: ClassVar[str] = "article.merged"
    into: str


class ArticleGone(ArticleEvent):
    """Two looks in a row found the article taken down; `observed_at` is the first of them."""

    event: ClassVar[str] = "article.gone"
    status: int
    observed_at: AwareDatetime


class ArticleReturned(ArticleEvent):
    event: ClassVar[str] = "article.returned"
    observed_at: AwareDatetime


class VersionCaptured(ArticleEvent):
    """A capture differed in substance from the one before it; the commit's id names the version.

    `parent` is the id of the version the following events build on, None for the first recorded.
    `reading` and `raw` are sha256 of the exact reading and of the raw bytes, `substance` of the
    reading with noise folded away. `address` is None where it is that of the parent.
    """

    event: ClassVar[str] = "version.captured"
    parent: str | None = None
    observed_at: AwareDatetime
    published: AwareDatetime | None = None
    modified: AwareDatetime | None = None
    address: str | None = None
    reading: str
    substance: str
    raw: str


class CaptureSuspected(ArticleEvent):
    """A capture does not look like the article: it is held, and counts for nothing meanwhile.

    `capture` is its id in the archive; where it is believed later, its version has that id.
    """

    event: ClassVar[str] = "capture.suspected"
    capture: str
    observed_at: AwareDatetime
    address: str
    reasons: tuple[str, ...]
    raw: str | None = None


class CaptureDismissed(ArticleEvent):
    """A suspected capture was no view of the article; `reason` says what told."""

    event: ClassVar[str] = "capture.dismissed"
    capture: str
    reason: str


class CaptureReread(ArticleEvent):
    """This version was found when old bytes were read again: it is history, and no news.

    It stands in the version's commit, behind `version.captured`.
    """

    event: ClassVar[str] = "capture.reread"


class ReadingCorrected(ArticleEvent):
    """A better extractor read the bytes of `version` again; nothing was published anew.

    What follows in the commit is what changes against the reading the version had, as after
    `version.captured`; the hashes are those of the corrected reading.
    """

    event: ClassVar[str] = "reading.corrected"
    version: str
    published: AwareDatetime | None = None
    modified: AwareDatetime | None = None
    reading: str
    substance: str


class ImageRevised(ArticleEvent):
    """The lead image's address, without what its delivery network adds."""

    event: ClassVar[str] = "image.revised"
    image: str | None


class DetailsRevised(ArticleEvent):
    """What the page says of itself; `canonical` is the address it calls its own."""

    event: ClassVar[str] = "details.revised"
    language: str | None = None
    section: str | None = None
    site: str | None = None
    canonical: str | None = None


class HeadlineRevised(ArticleEvent):
    event: ClassVar[str] = "headline.revised"
    headline: str | None


class DekRevised(ArticleEvent):
    event: ClassVar[str] = "dek.revised"
    dek: str | None


class BylineRevised(ArticleEvent):
    event: ClassVar[str] = "byline.revised"
    bylines: tuple[str, ...]


class BlockContent(BaseModel):
    """One block as the first version holds it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: BlockKind = BlockKind.PARAGRAPH
    text: str


class BlocksCaptured(ArticleEvent):
    event: ClassVar[str] = "blocks.captured"
    blocks: tuple[BlockContent, ...]


class BlockAdded(ArticleEvent):
    """A block came in after block `after`, None meaning at the top."""

    event: ClassVar[str] = "block.added"
    id: str
    kind: BlockKind = BlockKind.PARAGRAPH
    text: str
    after: str | None = None


class BlockRevised(ArticleEvent):
    """A block's text (and, where `kind` is given, what kind of block it is) changed."""

    event: ClassVar[str] = "block.revised"
    id: str
    kind: BlockKind | None = None
    text: str


class BlockMoved(ArticleEvent):
    event: ClassVar[str] = "block.moved"
    id: str
    after: str | None = None


class BlockRemoved(ArticleEvent):
    event: ClassVar[str] = "block.removed"
    id: str


class _NoticeEvent(ArticleEvent):
    """A notice at start..end of `field`: "headline", "dek", or a block's id."""

    kind: NoticeKind
    text: str
    field: str
    start: int = 0
    end: int = 0
    stated_at: AwareDatetime | None = None
    wrong: str | None = None
    right: str | None = None


class NoticeAdded(_NoticeEvent):
    event: ClassVar[str] = "notice.added"


class NoticeRemoved(_NoticeEvent):
    event: ClassVar[str] = "notice.removed"


EVENTS = (
    ArticleTracked,
    ArticleReaddressed,
    ArticleTagged,
    ArticleMerged,
    ArticleGone,
    ArticleReturned,
    CaptureSuspected,
    CaptureDismissed,
    CaptureReread,
    ReadingCorrected,
    VersionCaptured,
    ImageRevised,
    DetailsRevised,
    HeadlineRevised,
    DekRevised,
    BylineRevised,
    BlocksCaptured,
    BlockAdded,
    BlockRevised,
    BlockMoved,
    BlockRemoved,
    NoticeAdded,
    NoticeRemoved,
)
"""Every event of an article's stream."""

decode = decoder(*EVENTS)
