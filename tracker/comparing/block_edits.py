"""Edits of blocks, told from how the blocks line up."""

from collections.abc import Iterator, Sequence

from tracker.article.reading import Block
from tracker.comparing.blocks import BlockAlignment, BlockPair
from tracker.comparing.model import Edit, EditKind
from tracker.comparing.passages import passage_edits


def block_edits(
    old: Sequence[Block], new: Sequence[Block], alignment: BlockAlignment
) -> Iterator[Edit]:
    """Edits in the order of `new`, then the removed blocks in the order of `old`.

    A block that was moved and revised has an edit for either. Several blocks of one edit are
    joined by blank lines, and its word edits count characters of that.
    """
    splits = dict(alignment.splits)
    merges = {j: olds for olds, j in alignment.merges}
    told = {j for news in splits.values() for j in news}
    placed = [
        (pair.new, edit)
        for pair in alignment.pairs
        for edit in _pair_edits(old, new, pair, splits, merges)
    ]
    placed += [
        (j, Edit(EditKind.ADDED, "block", None, new[j].text, (), (j,)))
        for j in alignment.added
        if j not in told
    ]
    yield from (edit for _, edit in sorted(placed, key=lambda item: item[0]))
    told = {i for olds in merges.values() for i in olds}
    for i in alignment.removed:
        if i not in told:
            yield Edit(EditKind.REMOVED, "block", old[i].text, None, (i,), ())


def _pair_edits(
    old: Sequence[Block],
    new: Sequence[Block],
    pair: BlockPair,
    splits: dict[int, tuple[int, ...]],
    merges: dict[int, tuple[int, ...]],
) -> Iterator[Edit]:
    whole = pair.old not in splits and pair.new not in merges
    if whole and not pair.moved and old[pair.old].text == new[pair.new].text:
        return
    olds = merges.get(pair.new, (pair.old,))
    news = splits.get(pair.old, (pair.new,))
    before, after = _joined(old, olds), _joined(new, news)
    if pair.moved:
        yield Edit(EditKind.MOVED, "block", before, after, olds, news)
    if before != after:
        words = passage_edits(before, after)
        yield Edit(_kind(olds, news), "block", before, after, olds, news, words)


def _kind(olds: tuple[int, ...], news: tuple[int, ...]) -> EditKind:
    if len(news) > 1:
        return EditKind.SPLIT
    return EditKind.MERGED if len(olds) > 1 else EditKind.REVISED


def _joined(blocks: Sequence[Block], numbers: tuple[int, ...]) -> str:
    return "\n\n".join(blocks[number].text for number in numbers)
