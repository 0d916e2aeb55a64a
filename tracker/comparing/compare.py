"""Compares two readings of one article."""

from collections.abc import Iterator, Sequence

from tracker.article.reading import Block, Reading, lay_out
from tracker.comparing.align import align_sentences
from tracker.comparing.blocks import BlockAlignment, BlockPair, align_blocks
from tracker.comparing.fields import field_edits
from tracker.comparing.model import Comparison, Edit, EditKind, Noise
from tracker.comparing.sentences import split_sentences
from tracker.comparing.words import word_edits
from tracker.reading.noise import noise_between


def compare_readings(old: Reading, new: Reading) -> Comparison:
    """Edits of fields and blocks, links between sentences, and what differs in noise alone."""
    noise = tuple(Noise(each.reason, each.old, each.new) for each in noise_between(old, new))
    old_sentences = split_sentences(lay_out(old).text)
    new_sentences = split_sentences(lay_out(new).text)
    links = align_sentences([s.text for s in old_sentences], [s.text for s in new_sentences])
    silent = {(each.old, each.new) for each in noise}
    edits = [*field_edits(old, new), *block_edits(old.blocks, new.blocks)]
    return Comparison(
        tuple(edit for edit in edits if (edit.old, edit.new) not in silent),
        tuple(links),
        noise,
        old_sentences,
        new_sentences,
    )


def block_edits(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Edit]:
    """Edits of blocks, in order of `new`; removed blocks last."""
    alignment = align_blocks(old, new)
    joined = _Joined(alignment)
    for pair in alignment.pairs:
        yield from _pair_edits(old, new, pair, joined)
    for j in alignment.added:
        if j not in joined.new:
            yield Edit(EditKind.ADDED, "block", None, new[j].text, (), (j,))
    for i in alignment.removed:
        if i not in joined.old:
            yield Edit(EditKind.REMOVED, "block", old[i].text, None, (i,), ())


class _Joined:
    """The blocks that were cut up or put together."""

    def __init__(self, alignment: BlockAlignment) -> None:
        self.splits = dict(alignment.splits)
        self.merges = {j: olds for olds, j in alignment.merges}
        self.new = {j for news in self.splits.values() for j in news}
        self.old = {i for olds in self.merges.values() for i in olds}


def _pair_edits(
    old: Sequence[Block], new: Sequence[Block], pair: BlockPair, joined: _Joined
) -> Iterator[Edit]:
    olds = joined.merges.get(pair.new, (pair.old,))
    news = joined.splits.get(pair.old, (pair.new,))
    before = "\n\n".join(old[i].text for i in olds)
    after = "\n\n".join(new[j].text for j in news)
    if pair.moved:
        yield Edit(EditKind.MOVED, "block", before, after, olds, news)
    if before != after:
        kind = EditKind.SPLIT if len(news) > 1 else EditKind.MERGED
        kind = EditKind.REVISED if len(news) == len(olds) == 1 else kind
        yield Edit(kind, "block", before, after, olds, news, word_edits(before, after))
