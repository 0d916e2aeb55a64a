"""The structured article: what `reading/` finds in a capture and what the fold gives back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is; only some kinds belong to the body (`Reading.text`)."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    CAPTION = "caption"
    CREDIT = "credit"
    NOTICE = "notice"


BODY_KINDS = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.QUOTE}
)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, block quote, caption, credit or standing notice.

    `id` is given when the block is first recorded and stays while the block lives in its article;
    a reading fresh from a capture has none.
    """

    kind: BlockKind
    text: str
    id: str = ""


class NoticeKind(StrEnum):
    UPDATE = "update"
    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    EDITORS_NOTE = "editors_note"
    RETRACTION = "retraction"
    CONTRIBUTORS = "contributors"


@dataclass(frozen=True, slots=True)
class Notice:
    """The outlet's own words on its changes.

    `text` covers start..end of `field` ("dek", "block:3", or "text" where a bare text was read);
    `stated_at` is the zone-aware time the notice names. For a correction, `wrong` and `right` are
    what it says stood there before and what stands there now.
    """

    kind: NoticeKind
    text: str
    stated_at: datetime | None = None
    field: str = "text"
    start: int = 0
    end: int = 0
    wrong: str | None = None
    right: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as one capture shows it. Times are zone-aware; `language` is ISO 639-1 or None.

    `text` is the body alone: paragraphs, headings, list items and block quotes joined by blank
    lines, without headline, dek, captions, credits and standing notices. `image` is the lead
    image's address without what its delivery network adds. `furniture` are lines of the page found
    within the article (counters, relative times, promotion): no part of it, kept so
    that noise can be shown, never recorded; nor is `way`, how the body was found in a page.
    """

    headline: str | None = None
    dek: str | None = None
    bylines: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    notices: tuple[Notice, ...] = ()
    blocks: tuple[Block, ...] = ()
    text: str = field(init=False)
    language: str | None = None
    section: str | None = None
    site: str | None = None
    address: str | None = None
    image: str | None = None
    furniture: tuple[str, ...] = field(default=(), compare=False, repr=False)
    way: str | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        body = "\n\n".join(block.text for block in self.blocks if block.kind in BODY_KINDS)
        object.__setattr__(self, "text", body)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something stands in a version: characters start..end of `field`.

    `field` is "headline", "dek" or "block:N", N counting the version's blocks from 0.
    """

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """One field's place in a layout: field offset 0 is layout offset `start`."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A reading laid out as one text (fields apart by blank lines): offsets are one number."""

    text: str
    segments: tuple[Segment, ...]

    def locate(self, start: int, end: int) -> Evidence:
        """Evidence for layout offsets start..end; what crosses a field's end is cut there.

        Raises ValueError where start lies in no field.
        """
        segment = self._segment_at(start)
        return Evidence(segment.field, start - segment.start, min(end, segment.end) - segment.start)

    def _segment_at(self, offset: int) -> Segment:
        low, high = 0, len(self.segments)
        while low < high:
            middle = (low + high) // 2
            if self.segments[middle].end < offset:
                low = middle + 1
            else:
                high = middle
        if low == len(self.segments) or self.segments[low].start > offset:
            raise ValueError(f"offset {offset} lies in no field of the layout")
        return self.segments[low]


def lay_out(reading: Reading) -> Layout:
    """Headline, dek and every block but standing notices, in reading order."""
    return _joined(_fields(reading))


def _fields(reading: Reading) -> Iterator[tuple[str, str]]:
    if reading.headline:
        yield "headline", reading.headline
    if reading.dek:
        yield "dek", reading.dek
    for number, block in enumerate(reading.blocks):
        if block.text and block.kind is not BlockKind.NOTICE:
            yield f"block:{number}", block.text


def _joined(fields: Iterable[tuple[str, str]]) -> Layout:
    texts: list[str] = []
    segments: list[Segment] = []
    position = 0
    for name, text in fields:
        segments.append(Segment(name, position, position + len(text)))
        texts.append(text)
        position += len(text) + 2
    return Layout("\n\n".join(texts), tuple(segments))
