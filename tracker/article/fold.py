"""Folding an article's stream: every version back exactly as it was recorded."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from tracker.article.events import (
    ArticleEvent,
    ArticleGone,
    ArticleMerged,
    ArticleReaddressed,
    ArticleReturned,
    ArticleTagged,
    ArticleTracked,
    BlockAdded,
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
from tracker.article.reading import Block, Notice, Reading
from tracker.errors import IntegrityError


@dataclass(frozen=True, slots=True)
class Version:
    """The article as one capture left it; `id` and `parent` are commit ids, times are UTC.

    The reading and its hashes are those of its last correction, if it was read again. `position` is
    where it became news: one found in old bytes only has that of the version it builds on.
    """

    id: str
    parent: str | None
    observed_at: datetime
    recorded_at: datetime
    position: int
    address: str
    reading: Reading
    reading_sha256: str
    substance: str
    raw_sha256: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """One commit of an article's stream, as the fold needs it. `position` is its last event's."""

    id: str
    recorded_at: datetime
    position: int
    events: Sequence[ArticleEvent]

    @property
    def is_history(self) -> bool:
        """It tells of a version found in bytes that had been read before."""
        return any(isinstance(event, CaptureReread) for event in self.events[1:2])


@dataclass(slots=True)
class Article:
    """An article's state while its stream is folded; `versions` by commit id, in recorded order.

    `merged_into` is the article that this one turned out to be.
    """

    id: str
    outlet: str = ""
    addresses: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    gone: bool = False
    merged_into: str | None = None
    versions: dict[str, Version] = field(default_factory=dict)
    blocks_named: int = 0

    def apply(self, commit: Recorded) -> None:
        """Take in one commit. IntegrityError where a version does not fold to its own hash."""
        match commit.events[0]:
            case VersionCaptured() as captured:
                self._capture(commit, captured)
            case ReadingCorrected() as corrected:
                self._correct(commit, corrected)
            case _:
                for event in commit.events:
                    self._note(event)

    def timeline(self) -> list[Version]:
        """The versions as observed, each differing in substance from the one before it."""
        kept: list[Version] = []
        for version in sorted(self.versions.values(), key=lambda v: (v.observed_at, v.id)):
            if not kept or kept[-1].substance != version.substance:
                kept.append(version)
        return kept

    def _note(self, event: ArticleEvent) -> None:
        match event:
            case ArticleTracked(outlet=outlet, address=address):
                self.outlet = outlet
                self.addresses.append(address)
            case ArticleReaddressed(address=address):
                self.addresses.append(address)
            case ArticleTagged(tags=tags):
                self.tags += [tag for tag in tags if tag not in self.tags]
            case ArticleGone():
                self.gone = True
            case ArticleReturned():
                self.gone = False
            case ArticleMerged(into=into):
                self.merged_into = into

    def _capture(self, commit: Recorded, captured: VersionCaptured) -> None:
        parent = self.versions[captured.parent] if captured.parent else None
        reading = self._revised(commit, captured, parent.reading if parent else Reading())
        self.versions[commit.id] = Version(
            id=commit.id,
            parent=captured.parent,
            observed_at=captured.observed_at,
            recorded_at=commit.recorded_at,
            position=parent.position if parent and commit.is_history else commit.position,
            address=captured.address or (parent.address if parent else self.addresses[0]),
            reading=reading,
            reading_sha256=captured.reading,
            substance=captured.substance,
            raw_sha256=captured.raw,
        )

    def _correct(self, commit: Recorded, corrected: ReadingCorrected) -> None:
        version = self.versions[corrected.version]
        reading = self._revised(commit, corrected, version.reading)
        self.versions[version.id] = replace(
            version,
            reading=reading,
            reading_sha256=corrected.reading,
            substance=corrected.substance,
        )

    def _revised(
        self, commit: Recorded, header: VersionCaptured | ReadingCorrected, before: Reading
    ) -> Reading:
        reading = _revised(before, header, commit.events[1:])
        if reading_sha256(reading) != header.reading:
            raise IntegrityError(
                f"commit {commit.id} of article {self.id} does not fold to the reading it was"
                " recorded with. Run 'tracker verify' to see which commit was changed."
            )
        self.blocks_named += sum(
            len(event.blocks)
            if isinstance(event, BlocksCaptured)
            else isinstance(event, BlockAdded)
            for event in commit.events[1:]
        )
        return reading


def fold(article: str, commits: Iterable[Recorded]) -> Article:
    """The article as its whole stream tells it."""
    state = Article(article)
    for commit in commits:
        state.apply(commit)
    return state


def reading_sha256(reading: Reading) -> str:
    """Hash of everything a reading says; block ids are left out, for a fresh reading has none."""
    places = {block.id: number for number, block in enumerate(reading.blocks) if block.id}
    said = [
        *(reading.headline, reading.dek, reading.bylines, reading.language),
        *(reading.section, reading.site, reading.address),
        [_iso(reading.published), _iso(reading.modified)],
        [[block.kind, block.text] for block in reading.blocks],
        sorted(_said(notice, places) for notice in reading.notices),
        *([reading.image] if reading.image else []),
    ]
    return hashlib.sha256(json.dumps(said).encode("ascii")).hexdigest()


def _said(notice: Notice, places: Mapping[str, int]) -> list[str | int]:
    place = f"block:{places[notice.field]}" if notice.field in places else notice.field
    said = (
        notice.kind,
        notice.text,
        _iso(notice.stated_at),
        notice.wrong or "",
        notice.right or "",
    )
    return [*said, place, notice.start, notice.end]


def _iso(time: datetime | None) -> str:
    return time.isoformat() if time else ""


def _revised(
    parent: Reading, header: VersionCaptured | ReadingCorrected, events: Sequence[ArticleEvent]
) -> Reading:
    blocks = _Blocks(parent.blocks)
    notices = [_by_block_id(notice, parent.blocks) for notice in parent.notices]
    headline, dek, bylines, image = parent.headline, parent.dek, parent.bylines, parent.image
    details = DetailsRevised(
        language=parent.language,
        section=parent.section,
        site=parent.site,
        canonical=parent.address,
    )
    for event in events:
        match event:
            case HeadlineRevised():
                headline = event.headline
            case DekRevised():
                dek = event.dek
            case BylineRevised():
                bylines = event.bylines
            case ImageRevised():
                image = event.image
            case DetailsRevised():
                details = event
            case NoticeAdded():
                notices.append(_notice(event))
            case NoticeRemoved():
                notices.remove(_notice(event))
            case _:
                blocks.apply(event)
    kept = tuple(blocks)
    places = {block.id: number for number, block in enumerate(kept)}
    placed = [_by_position(notice, places) for notice in notices]
    return Reading(
        headline=headline,
        dek=dek,
        bylines=bylines,
        published=header.published,
        modified=header.modified,
        notices=tuple(sorted(placed, key=_reading_order)),
        blocks=kept,
        language=details.language,
        section=details.section,
        site=details.site,
        address=details.canonical,
        image=image,
    )


class _Blocks:
    """A reading's blocks while events move them about: a linked list, so every event costs O(1)."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._held: dict[str, Block] = {}
        self._next: dict[str | None, str | None] = {None: None}
        self._before: dict[str | None, str | None] = {None: None}
        self._append(blocks)

    def __iter__(self) -> Iterator[Block]:
        at = self._next[None]
        while at is not None:
            yield self._held[at]
            at = self._next[at]

    def apply(self, event: ArticleEvent) -> None:
        match event:
            case BlocksCaptured(blocks=blocks):
                self._append(Block(block.kind, block.text, block.id) for block in blocks)
            case BlockAdded():
                self._held[event.id] = Block(event.kind, event.text, event.id)
                self._link(event.id, event.after)
            case BlockRevised():
                held = self._held[event.id]
                self._held[event.id] = Block(event.kind or held.kind, event.text, event.id)
            case BlockMoved():
                self._unlink(event.id)
                self._link(event.id, event.after)
            case BlockRemoved():
                self._unlink(event.id)
                del self._held[event.id]

    def _append(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self._held[block.id] = block
            self._link(block.id, self._before[None])

    def _link(self, identifier: str, after: str | None) -> None:
        follower = self._next[after]
        self._next[after], self._next[identifier] = identifier, follower
        self._before[identifier], self._before[follower] = after, identifier

    def _unlink(self, identifier: str) -> None:
        before, follower = self._before.pop(identifier), self._next.pop(identifier)
        self._next[before], self._before[follower] = follower, before


def _notice(event: NoticeAdded | NoticeRemoved) -> Notice:
    return Notice(**event.model_dump())


def _by_block_id(notice: Notice, blocks: Sequence[Block]) -> Notice:
    kind, _, number = notice.field.partition(":")
    return replace(notice, field=blocks[int(number)].id) if kind == "block" else notice


def _by_position(notice: Notice, places: Mapping[str, int]) -> Notice:
    if notice.field not in places:
        return notice
    return replace(notice, field=f"block:{places[notice.field]}")


def _reading_order(notice: Notice) -> tuple[int, int, int]:
    kind, _, number = notice.field.partition(":")
    return (("headline", "dek", "block", "text").index(kind), int(number or 0), notice.start)
