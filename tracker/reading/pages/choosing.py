"""Which of several ways of reading a page gave its article."""

from collections.abc import Callable, Sequence
from typing import Any

from tracker.article.reading import BODY_KINDS, Block, BlockKind
from tracker.reading.pages.density import densest_blocks

_SHORTFALL = 0.6  # of the text declared in JSON-LD: with less, the extractor missed the article
_POOR = 0.25  # of the running text of the page's densest element
_LONG = 600  # characters of running text below which nothing tells that an article was missed


def chosen(tree: Any, extracted: list[Block], declared: str | None) -> list[Block]:
    """The extractor's blocks, or those of another way where they plainly miss the article.

    `declared` is the whole text as the page's JSON-LD gives it. It tells most; where there is none,
    the element that holds most of the page's running text does.
    """
    length = _length(extracted)
    if declared and "<" not in declared:
        if length >= _SHORTFALL * len(declared):
            return extracted
        return _better(_lines(declared), lambda: densest_blocks(tree))
    if length >= _LONG:
        return extracted
    densest = densest_blocks(tree)
    return densest if _length(densest) >= max(_LONG, length / _POOR) else extracted


def _better(declared: list[Block], shown: Callable[[], list[Block]]) -> list[Block]:
    """What the page shows where it agrees with what it declares, for that has its paragraphs."""
    found = shown()
    told = "".join(block.text for block in declared)
    words = "".join(told.split())
    held = sum(len(block.text) for block in found if "".join(block.text.split()) in words)
    return found if held >= _SHORTFALL * len(told) else declared


def _lines(declared: str) -> list[Block]:
    lines = (" ".join(line.split()) for line in declared.splitlines())
    return [Block(BlockKind.PARAGRAPH, line) for line in lines if line]


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks if block.kind in BODY_KINDS)
