"""Compares two readings of one article."""

from dataclasses import replace

from tracker.article.reading import Reading
from tracker.comparing.block_edits import block_edits
from tracker.comparing.blocks import BlockAlignment, align_blocks
from tracker.comparing.fields import field_edits
from tracker.comparing.linking import LinkedSentences
from tracker.comparing.model import Comparison, Noise
from tracker.reading.noise.substance import noise_between


def compare_readings(old: Reading, new: Reading) -> Comparison:
    """Edits of fields and blocks, links between sentences, and what differs in noise alone.

    Edits come in the order of the fields (headline, dek, bylines, times, lead image, section,
    language), then the blocks. What differs only in noise makes no edit.
    """
    alignment = align_blocks(old.blocks, new.blocks)
    noise = _noise(old, new, alignment)
    silent = {(each.old, each.new) for each in noise}
    edits = [*field_edits(old, new), *block_edits(old.blocks, new.blocks, alignment)]
    sentences = LinkedSentences(old, new, alignment)
    return Comparison(
        tuple(edit for edit in edits if (edit.old, edit.new) not in silent),
        sentences.links,
        noise,
        sentences.old,
        sentences.new,
    )


def _noise(old: Reading, new: Reading, alignment: BlockAlignment) -> tuple[Noise, ...]:
    """Noise, looked for only where the readings differ."""
    equal = [p for p in alignment.pairs if old.blocks[p.old] == new.blocks[p.new]]
    found = noise_between(
        _without_blocks(old, {pair.old for pair in equal}),
        _without_blocks(new, {pair.new for pair in equal}),
    )
    return tuple(Noise(each.reason, each.old, each.new) for each in found)


def _without_blocks(reading: Reading, numbers: set[int]) -> Reading:
    kept = (block for number, block in enumerate(reading.blocks) if number not in numbers)
    return replace(reading, blocks=tuple(kept))
