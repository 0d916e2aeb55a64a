"""A reading without what is known to be no part of its article."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from tracker.article.reading import Block, BlockKind, Notice, Reading
from tracker.reading.noise.folding import fold
from tracker.reading.regions.aligning import runs
from tracker.reading.regions.fingerprint import Fingerprint, Slot
from tracker.reading.regions.segments import Scan
from tracker.reading.regions.wording import plain, vocabulary

_MAY_GO = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.HEADING})


def texts_aside(segments: Sequence[str], slots: Sequence[Slot]) -> frozenset[str]:
    """What stands in the slots that are no part of the article, as `set_aside` takes it."""
    pairs = zip(segments, slots, strict=True)
    return frozenset(_key(plain(text)) for text, slot in pairs if slot.aside)


def asides_of(page: Scan, shown: Fingerprint) -> frozenset[str]:
    """What an older look at a page showed in slots that are known by now to be none of it.

    A slot that another stretch of the page gave place to is found by its words.
    """
    slots = shown.slots
    found: list[str] = []
    strays: list[str] = []
    homeless = at = 0
    for run in runs(shown.segments, page.segments, is_anchor=lambda n: not slots[n].changed):
        found += _aside(shown, at, run.old.start)
        at = run.old.stop
        come = [page.segments[number] for number in run.new]
        if len(come) == len(run.old):
            found += [text for text, old in zip(come, run.old, strict=True) if slots[old].aside]
        else:
            strays += come
            homeless += sum(slots[old].aside for old in run.old)
    found += _aside(shown, at, len(slots))
    pairs = zip(shown.segments, slots, strict=True)
    words = vocabulary(text for text, slot in pairs if slot.inside and not slot.aside)
    found += sorted(strays, key=lambda text: words.share(plain(text)))[:homeless]
    return frozenset(_key(plain(text)) for text in found if not words.is_of_article(plain(text)))


def _aside(shown: Fingerprint, start: int, end: int) -> list[str]:
    return [shown.segments[number] for number in range(start, end) if shown.slots[number].aside]


def set_aside(reading: Reading, texts: Collection[str]) -> Reading:
    """The reading, with the blocks of these texts among its furniture.

    Blocks that hold a notice stay, and so does everything where nothing would be left.
    """
    if not texts:
        return reading
    noticed = {notice.field for notice in reading.notices}
    kept = [
        number
        for number, block in enumerate(reading.blocks)
        if f"block:{number}" in noticed or not _is_among(block, texts)
    ]
    if not kept or len(kept) == len(reading.blocks):
        return reading
    places = {f"block:{old}": f"block:{new}" for new, old in enumerate(kept)}
    gone = [block.text for block in reading.blocks if _is_among(block, texts)]
    return replace(
        reading,
        blocks=tuple(reading.blocks[number] for number in kept),
        notices=tuple(_moved(notice, places) for notice in reading.notices),
        furniture=(*reading.furniture, *gone),
    )


def _is_among(block: Block, texts: Collection[str]) -> bool:
    return block.kind in _MAY_GO and _key(block.text) in texts


def _moved(notice: Notice, places: dict[str, str]) -> Notice:
    return replace(notice, field=places.get(notice.field, notice.field))


def _key(text: str) -> str:
    """A text without its spaces, which extractors place in their own ways."""
    return "".join(fold(text).split())
