"""The body of a page: what the extractor keeps, as blocks with their kinds."""

import re
from collections.abc import Iterator
from typing import Any

from tracker.article.reading import Block, BlockKind

_SPACES = re.compile(r"[ \t\n\r\f]+")
_ENDED = re.compile(r"[.!?…:;][\"”’)\]]*$")
_BREAK = "\0"  # stands for a line break; a parsed tree holds no NUL
_KINDS = {"head": BlockKind.HEADING, "quote": BlockKind.QUOTE, "item": BlockKind.LIST_ITEM}
_NESTED = frozenset({"list", "quote", "table", "row", "head", "p", "item", "cell"})
_OUTSIDE = frozenset({"nav", "footer", "aside", "form", "header", "dialog"})
_LONG_CELL = 12  # words; a table of such cells lays out text


def body_blocks(tree: Any) -> list[Block]:
    """The article's blocks out of a parsed page, in reading order; the tree is left as it is."""
    from trafilatura import bare_extraction

    try:
        document = bare_extraction(tree, fast=True, include_comments=False)
    except Exception:  # noqa: BLE001  # on strange trees it raises whatever its libraries raise
        document = None
    body = getattr(document, "body", None)
    blocks = [] if body is None else list(_blocks(body, BlockKind.PARAGRAPH))
    return blocks if len(blocks) > 1 else _shortest(tree, blocks)


def _shortest(tree: Any, blocks: list[Block]) -> list[Block]:
    """The paragraphs of a very short report: there the extractor gives the page's whole text."""
    root = next(tree.iter("article", "main"), tree)
    paragraphs = [
        Block(BlockKind.PARAGRAPH, text)
        for element in root.iter("p")
        if (text := _clean("".join(element.itertext()))) and not _is_outside(element)
    ]
    return blocks if not paragraphs or any(map(paragraphs.__contains__, blocks)) else paragraphs


def _is_outside(element: Any) -> bool:
    return any(ancestor.tag in _OUTSIDE for ancestor in element.iterancestors())


def _blocks(element: Any, kind: BlockKind) -> Iterator[Block]:
    """Blocks of an element: its own words, and between them those of the elements it holds."""
    run = element.text or ""
    for child in element:
        if child.tag not in _NESTED:
            run += _BREAK if child.tag == "lb" else "".join(child.itertext())
        else:
            yield from _split(run, kind)
            run = ""
            yield from _rows(child) if child.tag == "table" else _blocks(child, _kind(child, kind))
        run += child.tail or ""
    yield from _split(run, kind)


def _kind(child: Any, around: BlockKind) -> BlockKind:
    if around is BlockKind.LIST_ITEM and child.tag == "p":
        return around
    return around if around is BlockKind.QUOTE else _KINDS.get(child.tag, BlockKind.PARAGRAPH)


def _rows(table: Any) -> Iterator[Block]:
    """A row of figures is one block; a cell of running text is a paragraph."""
    for row in table.iter("row"):
        cells = [text for cell in row.iter("cell") if (text := _clean("".join(cell.itertext())))]
        if any(len(cell.split()) > _LONG_CELL for cell in cells):
            for cell in row.iter("cell"):
                yield from _blocks(cell, BlockKind.PARAGRAPH)
        elif cells:
            yield Block(BlockKind.LIST_ITEM, " | ".join(cells))


def _split(run: str, kind: BlockKind) -> Iterator[Block]:
    """A line break ends a paragraph where a sentence ends before it; elsewhere it is a space."""
    joined = ""
    for line in run.split(_BREAK) if _BREAK in run else (run,):
        text = _clean(line)
        if joined and text and _ENDED.search(joined):
            yield Block(kind, joined)
            joined = ""
        joined = f"{joined} {text}".strip()
    if joined:
        yield Block(kind, joined)


def _clean(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
