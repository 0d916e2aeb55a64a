"""The step from one version to the next: what differs, and what that changes in what is said."""

from tracker.article.reading import Block, BlockKind, Reading
from tracker.comparing.compare import compare_readings
from tracker.understanding.model import Revision
from tracker.understanding.shifts.find import find_shifts
from tracker.understanding.understood import Understood, understand_reading


def compare(old: Reading | str, new: Reading | str) -> Revision:
    """What changed from `old` to `new`. A string is body text, each line a block; never a path."""
    return revise(understand_reading(_reading(old)), understand_reading(_reading(new)))


def revise(old: Understood, new: Understood) -> Revision:
    """The same for versions that are understood already."""
    comparison = compare_readings(old.reading, new.reading)
    return Revision(
        edits=comparison.edits,
        shifts=find_shifts(comparison, old, new),
        noise=comparison.noise,
        links=comparison.links,
        old_sentences=comparison.old_sentences,
        new_sentences=comparison.new_sentences,
    )


def _reading(source: Reading | str) -> Reading:
    if isinstance(source, Reading):
        return source
    lines = (line.strip() for line in source.splitlines())
    return Reading(blocks=tuple(Block(BlockKind.PARAGRAPH, line) for line in lines if line))
