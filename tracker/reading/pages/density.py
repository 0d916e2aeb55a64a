"""A body found by where a page's running text stands, for pages the extractor fails on.

As readability does: paragraphs give their weight to the element they stand in, and half of it to
the one around that; the heaviest element that is not mostly links is the article.
"""

from typing import Any

from tracker.article.reading import Block, BlockKind

_TEXTS = {"p": BlockKind.PARAGRAPH, "li": BlockKind.LIST_ITEM, "blockquote": BlockKind.QUOTE}
_HEADINGS = frozenset({"h2", "h3", "h4"})
_OUTSIDE = frozenset({"nav", "footer", "aside", "form", "header", "dialog", "figure"})
_LONG = 25  # characters of a paragraph that counts
_MOSTLY = 0.5  # of a text: with more of it in links, it leads elsewhere
_FEWEST = 3  # paragraphs of a body
_MOST = 5000  # paragraphs looked at


def densest_blocks(tree: Any) -> list[Block]:
    """The blocks of the element that holds most of a page's running text; none if they are few."""
    weights: dict[Any, float] = {}
    for _, element in zip(range(_MOST), tree.iter("p"), strict=False):
        words = _words(element)
        if len(words) < _LONG or _is_outside(element) or _linked(element) > _MOSTLY * len(words):
            continue
        for share, ancestor in zip((1.0, 0.5), element.iterancestors(), strict=False):
            weights[ancestor] = weights.get(ancestor, 0.0) + share * len(words)
    if not weights:
        return []
    home = max(weights, key=weights.__getitem__)
    blocks = blocks_within(home)
    return blocks if len(blocks) >= _FEWEST else []


def blocks_within(element: Any) -> list[Block]:
    """The paragraphs, list items, quotations and headings of an element, itself included."""
    return [block for block in map(_block, element.iter(*_TEXTS, *_HEADINGS)) if block]


def _block(element: Any) -> Block | None:
    words = _words(element)
    is_inner = any(ancestor.tag in _TEXTS for ancestor in element.iterancestors())
    if not words or is_inner or _is_outside(element) or _linked(element) > _MOSTLY * len(words):
        return None
    return Block(_TEXTS.get(element.tag, BlockKind.HEADING), words)


def _is_outside(element: Any) -> bool:
    return any(ancestor.tag in _OUTSIDE for ancestor in element.iterancestors())


def _linked(element: Any) -> int:
    return sum(len(_words(link)) for link in element.iter("a"))


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
