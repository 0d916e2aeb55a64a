"""From a reading to the events of its version: all it holds, or what changed since its parent."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    CaptureReread,
    DekRevised,
    DetailsRevised,
    HeadlineRevised,
    ImageRevised,
    NoticeAdded,
    NoticeRemoved,
    ReadingCorrected,
    VersionCaptured,
)
from tracker.article.fold import Version, reading_sha256
from tracker.article.reading import Block, Notice, Reading


@dataclass(frozen=True, slots=True)
class Survivor:
    """Block `old` of the parent lives on as block `new` of the reading (indexes).

    Those not `moved` stand in the same order on both sides.
    """

    old: int
    new: int
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Captured:
    """A reading with what is known of the capture it was read from.

    `reread` says that the capture had been settled before, and was read again.
    """

    reading: Reading
    observed_at: datetime
    address: str
    substance: str
    raw_sha256: str
    reread: bool = False


def version_events(
    captured: Captured, parent: Version | None, survivors: Iterable[Survivor], named: int
) -> list[ArticleEvent]:
    """The events of one version, to be appended as one commit.

    `survivors` are the parent's blocks that live on; `named` is how many blocks of the article have
    been given an id before.
    """
    if parent:
        changes = _changes(parent.reading, captured.reading, survivors, named)
        return [*_header(captured, parent), *changes]
    before, after = Reading(), replace(captured.reading, blocks=_fresh(captured.reading, named))
    return [
        *_header(captured, parent),
        *_field_events(before, after),
        *_all_blocks(after.blocks),
        *_notice_events(before, after),
    ]


def corrected_events(
    reading: Reading, substance: str, version: Version, survivors: Iterable[Survivor], named: int
) -> list[ArticleEvent]:
    """The events by which `version`, its bytes read again, gets `reading`; one commit.

    `survivors` and `named` are as in `version_events`, the blocks of `version` being the old ones.
    """
    corrected = ReadingCorrected(
        version=version.id,
        published=reading.published,
        modified=reading.modified,
        reading=reading_sha256(reading),
        substance=substance,
    )
    return [corrected, *_changes(version.reading, reading, survivors, named)]


def _changes(
    before: Reading, reading: Reading, survivors: Iterable[Survivor], named: int
) -> Iterator[ArticleEvent]:
    kept = {survivor.new: survivor for survivor in survivors}
    after = replace(reading, blocks=_named(reading, before, kept, named))
    moved = {after.blocks[new].id for new, survivor in kept.items() if survivor.moved}
    yield from _field_events(before, after)
    yield from _block_events(before, after, moved)
    yield from _notice_events(before, after)


def _header(captured: Captured, parent: Version | None) -> Iterator[ArticleEvent]:
    reading = captured.reading
    inherited = parent.address if parent else None
    yield VersionCaptured(
        parent=parent.id if parent else None,
        observed_at=captured.observed_at,
        published=reading.published,
        modified=reading.modified,
        address=captured.address if captured.address != inherited else None,
        reading=reading_sha256(reading),
        substance=captured.substance,
        raw=captured.raw_sha256,
    )
    if captured.reread:
        yield CaptureReread()


def _fresh(reading: Reading, named: int) -> tuple[Block, ...]:
    return _named(reading, Reading(), {}, named)


def _named(
    reading: Reading, before: Reading, kept: Mapping[int, Survivor], named: int
) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for number, block in enumerate(reading.blocks):
        if number in kept:
            blocks.append(replace(block, id=before.blocks[kept[number].old].id))
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
    if after.image != before.image:
        yield ImageRevised(image=after.image)


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


def _block_events(before: Reading, after: Reading, moved: set[str]) -> Iterator[ArticleEvent]:
    lived = {block.id: block for block in before.blocks}
    stays = {block.id for block in after.blocks}
    yield from (BlockRemoved(id=block.id) for block in before.blocks if block.id not in stays)
    previous: str | None = None
    for block in after.blocks:
        old = lived.get(block.id)
        if old is None:
            yield BlockAdded(id=block.id, kind=block.kind, text=block.text, after=previous)
        elif block.id in moved:
            yield BlockMoved(id=block.id, after=previous)
        if old and block != old:
            kind = block.kind if block.kind is not old.kind else None
            yield BlockRevised(id=block.id, kind=kind, text=block.text)
        previous = block.id


def _notice_events(before: Reading, after: Reading) -> Iterator[ArticleEvent]:
    old = Counter(_by_block(notice, before) for notice in before.notices)
    new = Counter(_by_block(notice, after) for notice in after.notices)
    yield from (NoticeRemoved.model_validate(asdict(gone)) for gone in (old - new).elements())
    yield from (NoticeAdded.model_validate(asdict(come)) for come in (new - old).elements())


def _by_block(notice: Notice, reading: Reading) -> Notice:
    kind, _, number = notice.field.partition(":")
    return replace(notice, field=reading.blocks[int(number)].id) if kind == "block" else notice
