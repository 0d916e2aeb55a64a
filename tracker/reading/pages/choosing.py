"""Which of several ways of reading a page gave its article."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

from tracker.article.reading import BODY_KINDS, Block, BlockKind
from tracker.reading.pages.density import densest_blocks
from tracker.reading.pages.recipes import NOTHING, Usual, Way

_SHORTFALL = 0.6  # of the text declared in JSON-LD: with less, the extractor missed the article
_NEARLY = 0.9  # of it, where the outlet's articles were found by what is declared before
_POOR = 0.25  # of the running text of the page's densest element
_PARTIAL = 0.5  # of the length usual for the outlet, and of the running text that is shown
_LONG = 600  # characters of running text below which nothing tells that an article was missed

Blocks = list[Block]


class Choice(NamedTuple):
    """The blocks of a page's body, and how they were found."""

    way: Way
    blocks: Blocks


def chosen(tree: Any, extracted: Blocks, declared: str | None, expected: Usual = NOTHING) -> Choice:
    """The extractor's blocks, or those of another way where they plainly miss the article.

    `declared` is the whole text as the page's JSON-LD gives it. It tells most; where there is none,
    the element that holds most of the page's running text does. `expected` is what is remembered of
    the outlet: a way that worked is stayed with as long as it gives an article, so that a page does
    not change as its text comes near to a threshold; and less than the usual is looked at twice.
    """

    @cache
    def densest() -> Blocks:
        return densest_blocks(tree)

    length = _length(extracted)
    if declared and "<" not in declared:
        asked = _NEARLY if expected.way is Way.DECLARED else _SHORTFALL
        if length >= asked * len(declared):
            return Choice(Way.EXTRACTOR, extracted)
        return Choice(Way.DECLARED, _better(_lines(declared), densest))
    missed = _goes_by_memory(extracted, length, expected, densest)
    if missed or (length < _LONG and _length(densest()) >= max(_LONG, length / _POOR)):
        return Choice(Way.DENSEST, densest())
    return Choice(Way.EXTRACTOR, extracted)


def _goes_by_memory(
    extracted: Blocks, length: int, expected: Usual, densest: Callable[[], Blocks]
) -> bool:
    """Whether what is known of the outlet speaks for the densest element."""
    if expected.way is Way.DENSEST:
        return _length(densest()) >= max(_LONG, length)
    if length >= _PARTIAL * expected.length:
        return False
    shown = densest()
    is_more = _PARTIAL * _length(shown) >= max(length, _PARTIAL * _LONG)
    return is_more and _held(extracted, shown) >= _SHORTFALL * length


def _better(declared: Blocks, shown: Callable[[], Blocks]) -> Blocks:
    """What the page shows where it agrees with what it declares, for that has its paragraphs."""
    found = shown()
    told = sum(len(block.text) for block in declared)
    return found if _held(found, declared) >= _SHORTFALL * told else declared


def _held(blocks: Sequence[Block], others: Sequence[Block]) -> int:
    """How many characters of `blocks` the others hold too."""
    words = "".join("".join(block.text.split()) for block in others)
    return sum(len(block.text) for block in blocks if "".join(block.text.split()) in words)


def _lines(declared: str) -> Blocks:
    lines = (" ".join(line.split()) for line in declared.splitlines())
    return [Block(BlockKind.PARAGRAPH, line) for line in lines if line]


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks if block.kind in BODY_KINDS)
