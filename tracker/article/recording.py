"""From a reading to the events of its version: all it holds, or what changed since its parent."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from tracker.article.events import (
    ArticleEvent,
    BlockAdded,
    BlockContent,
    BlockMoved,
    BlockRemoved,
    BlockRevised,
    BlocksCaptured,
    BylineRevised,
    DekRevised,
    DetailsRevised,
    HeadlineRevised,
    NoticeAdded,
    NoticeRemoved,
    VersionCaptured,
)
from tracker.article.fold import Version, reading_sha256
from tracker.article.reading import Block, Notice, Reading


@dataclass(frozen=True, slots=True)
class Captured:
    """A reading with what is known of the capture it was read from."""

    reading: Reading
    observed_at: datetime
    address: str
    substance: str
    raw_sha256: str


def version_events(
    captured: Captured, parent: Version | None, kept: Mapping[int, int], named: int
) -> list[ArticleEvent]:
    """The events of one version, to be appended as one commit.

    `kept` maps blocks of the reading to the blocks of the parent they continue (indexes); `named`
    is how many blocks of the article have been given an id before.
    """
    before = parent.reading if parent else Reading()
    after = replace(captured.reading, blocks=_named(captured.reading, before, kept, named))
    return [
        _header(captured, parent),
        *_field_events(before, after),
        *(_block_events(before.blocks, after.blocks) if parent else _all_blocks(after.blocks)),
        *_notice_events(before, after),
    ]


def _header(captured: Captured, parent: Version | None) -> VersionCaptured:
    reading = captured.reading
    inherited = parent.address if parent else None
    return VersionCaptured(
        parent=parent.id if parent else None,
        observed_at=captured.observed_at,
        published=reading.published,
        modified=reading.modified,
        address=captured.address if captured.address != inherited else None,
        reading=reading_sha256(reading),
        substance=captured.substance,
        raw=captured.raw_sha256,
    )


def _named(
    reading: Reading, before: Reading, kept: Mapping[int, int], named: int
) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for number, block in enumerate(reading.blocks):
        if number in kept:
            blocks.append(replace(block, id=before.blocks[kept[number]].id))
        else:
            named += 1
            blocks.append(replace(block, id=f"b{named}"))
    return tuple(blocks)


def _field_events(before: Reading, after: Reading) -> Iterator[ArticleEvent]:
    details, known = _details(after), _details(before)
    if details != known:
        yield details
    if after.headline != before.headline:
        yield HeadlineRevised(headline=after.headline)
    if after.dek != before.dek:
        yield DekRevised(dek=after.dek)
    if after.bylines != before.bylines:
        yield BylineRevised(bylines=after.bylines)


def _details(reading: Reading) -> DetailsRevised:
    return DetailsRevised(
        language=reading.language,
        section=reading.section,
        site=reading.site,
        canonical=reading.address,
    )


def _all_blocks(blocks: Sequence[Block]) -> Iterator[ArticleEvent]:
    contents = (BlockContent(id=block.id, kind=block.kind, text=block.text) for block in blocks)
    yield BlocksCaptured(blocks=tuple(contents))


def _block_events(before: Sequence[Block], after: Sequence[Block]) -> Iterator[ArticleEvent]:
    places = {block.id: number for number, block in enumerate(before)}
    stays = {block.id for block in after}
    yield from (BlockRemoved(id=block.id) for block in before if block.id not in stays)
    unmoved = _longest_rise([(places[b.id], b.id) for b in after if b.id in places])
    previous: str | None = None
    for block in after:
        if block.id not in places:
            yield BlockAdded(id=block.id, kind=block.kind, text=block.text, after=previous)
        else:
            if block.id not in unmoved:
                yield BlockMoved(id=block.id, after=previous)
            old = before[places[block.id]]
            if block != old:
                kind = block.kind if block.kind is not old.kind else None
                yield BlockRevised(id=block.id, kind=kind, text=block.text)
        previous = block.id


def _longest_rise(places: Sequence[tuple[int, str]]) -> set[str]:
    """The blocks that need not move: a longest increasing subsequence (patience sorting)."""
    tails: list[int] = []
    tops: list[int] = []
    below: list[int | None] = []
    for number, (place, _) in enumerate(places):
        pile = bisect_left(tails, place)
        below.append(tops[pile - 1] if pile else None)
        tails[pile : pile + 1] = [place]
        tops[pile : pile + 1] = [number]
    rise: set[str] = set()
    at = tops[-1] if tops else None
    while at is not None:
        rise.add(places[at][1])
        at = below[at]
    return rise


def _notice_events(before: Reading, after: Reading) -> Iterator[ArticleEvent]:
    old = Counter(_by_block(notice, before) for notice in before.notices)
    new = Counter(_by_block(notice, after) for notice in after.notices)
    yield from (NoticeRemoved.model_validate(asdict(gone)) for gone in (old - new).elements())
    yield from (NoticeAdded.model_validate(asdict(come)) for come in (new - old).elements())


def _by_block(notice: Notice, reading: Reading) -> Notice:
    kind, _, number = notice.field.partition(":")
    return replace(notice, field=reading.blocks[int(number)].id) if kind == "block" else notice
