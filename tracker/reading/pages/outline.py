"""The page's own order of paragraphs and figures, for what the extractor leaves out."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from tracker.article.reading import Block, BlockKind
from tracker.reading.credits import split_caption

_TEXTS = ("p", "li", "h2", "h3", "h4", "blockquote", "figcaption")
_KEY = 80  # characters by which a text is known again
_OUTSIDE = frozenset({"nav", "footer", "aside", "form", "noscript", "template"})
_FOREIGN = re.compile(
    r"related|recirc|promo|recommend|teaser|card|sidebar|newsletter|most-?(?:read|popular)",
    re.IGNORECASE,
)
_DEK = re.compile(
    r"\bdek\b|deck|standfirst|sub-?title|sub-?head|strap-?line|summary|excerpt|\blede\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"credit|copyright|photographer|source|byline|attribution", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIGHEST = 12  # ancestors looked at
_FEWEST_KEPT = 3
_FEWEST_MISSED = 3
_LONG = 12  # words


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the page; `marks` is its class, `parent` its parent's tag and class.

    `kept` says whether the extractor took it.
    """

    key: str
    tag: str
    marks: str
    parent: tuple[str, str]
    text: str
    kept: bool


@dataclass(slots=True)
class Outline:
    """Passages and captions in the page's order; `links` are the keys of what is only a link."""

    passages: list[Passage | list[Block]] = field(default_factory=list)
    links: set[str] = field(default_factory=set)


def key_of(text: str) -> str:
    """What a text is known again by, however an extractor changed its spaces."""
    return "".join(text[: 2 * _KEY].split())[:_KEY]


def outline_of(tree: Any, kept: Collection[str]) -> Outline:
    """The outline of a parsed page, in one walk; `kept` are the keys of what was extracted."""
    from lxml.etree import XPath

    text_of = XPath("string()")
    outline = Outline()
    for element in tree.iter(*_TEXTS):
        text = text_of(element)
        key = key_of(text)
        if element.tag == "figcaption":
            outline.passages += filter(None, [_captions(element, " ".join(text.split()))])
        elif key and (key in kept or element.tag == "p"):
            marks = element.get("class") or ""
            parent = _likeness(element)
            outline.passages.append(Passage(key, element.tag, marks, parent, text, key in kept))
            if key in kept and _is_link(element, key):
                outline.links.add(key)
    return outline


def _likeness(element: Any) -> tuple[str, str]:
    parent = element.getparent()
    return ("", "") if parent is None else (str(parent.tag), parent.get("class") or "")


def recovered(blocks: Sequence[Block], outline: Outline) -> list[Block]:
    """The blocks, with the paragraphs that stand in containers like theirs and were left out.

    Some outlets break an article into several containers of the same class; the extractor then
    takes one.
    """
    passages = [each for each in outline.passages if isinstance(each, Passage)]
    homes = Counter(each.parent for each in passages if each.kept and each.parent[1])
    home, count = next(iter(homes.most_common(1)), (("", ""), 0))
    missed = [each for each in passages if each.parent == home and not each.kept]
    long = sum(len(each.text.split()) >= _LONG for each in missed)
    if count < _FEWEST_KEPT or long < _FEWEST_MISSED:
        return list(blocks)
    return _merged(blocks, outline, {each.key: [_paragraph(each)] for each in missed})


def with_captions(blocks: Sequence[Block], outline: Outline) -> list[Block]:
    """The blocks, with captions and credits where their figures stand in the page."""
    kept = {key_of(block.text) for block in blocks}
    fresh = {
        str(number): group
        for number, group in enumerate(outline.passages)
        if isinstance(group, list) and key_of(group[0].text) not in kept
    }
    return _merged(_marked(blocks, outline), outline, fresh)


def stands_apart(text: str, outline: Outline) -> bool:
    """Whether `text` is set apart from the body: by its class, as a heading, in another place."""
    passages = [each for each in outline.passages if isinstance(each, Passage)]
    own = next((each for each in passages if each.key == key_of(text)), None)
    if own is None or own.tag != "p" or _DEK.search(own.marks):
        return True
    homes = Counter(each.parent for each in passages if each.tag == "p" and each.kept)
    return homes.most_common(1)[0][0] != own.parent


def _marked(blocks: Sequence[Block], outline: Outline) -> list[Block]:
    """Captions that the extractor kept as paragraphs are captions all the same."""
    captions = {
        key_of(block.text): block.kind
        for group in outline.passages
        if isinstance(group, list)
        for block in group
    }
    return [Block(captions.get(key_of(block.text), block.kind), block.text) for block in blocks]


def _merged(
    blocks: Sequence[Block], outline: Outline, fresh: dict[str, list[Block]]
) -> list[Block]:
    """Fresh blocks after the block that precedes them in the page; those before all come first."""
    place = {key_of(block.text): number for number, block in enumerate(blocks)}
    after: dict[int, list[Block]] = {}
    current = -1
    for number, passage in enumerate(outline.passages):
        if isinstance(passage, Passage):
            current = place.get(passage.key, current)
            added = fresh.get(passage.key)
        else:
            added = fresh.get(str(number))
        if added:
            after.setdefault(current, []).extend(added)
    merged = after.get(-1, [])
    for number, block in enumerate(blocks):
        merged += [block, *after.get(number, ())]
    return merged


def _paragraph(passage: Passage) -> Block:
    return Block(BlockKind.PARAGRAPH, " ".join(passage.text.split()))


def _captions(element: Any, text: str) -> list[Block]:
    if not _belongs(element):
        return []
    credit = next(
        (
            words
            for part in element.iter()
            if part is not element
            and _CREDIT.search(part.get("class") or "")
            and (words := _words(part))
        ),
        "",
    )
    caption = split_caption(text)
    if credit and text != credit and text.endswith(credit):
        caption = caption._replace(text=text[: -len(credit)].strip(), credit=credit)
    elif credit == text:
        caption = caption._replace(text="", credit=credit)
    kinds = (BlockKind.CAPTION, caption.text), (BlockKind.CREDIT, caption.credit)
    return [Block(kind, words) for kind, words in kinds if words]


def _belongs(element: Any) -> bool:
    """Whether a figure is part of the article and not of what surrounds it."""
    inside = False
    for _, ancestor in zip(range(_HIGHEST), element.iterancestors(), strict=False):
        marks = f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"
        if ancestor.tag in _OUTSIDE or _HIDDEN.search(ancestor.get("style") or ""):
            return False
        if ancestor.tag in {"article", "main"}:
            return True
        if ancestor.tag != "body" and _FOREIGN.search(marks):
            return False
        inside = inside or "article" in marks or "story" in marks
    return inside


def _is_link(element: Any, key: str) -> bool:
    linked = "".join(word for link in element.iter("a") for word in link.itertext())
    return bool(linked) and key_of(linked) == key


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
