"""An HTML page to a reading: one parse serves the body, the metadata and the captions."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from tracker.article.reading import BODY_KINDS, Block, Reading
from tracker.errors import InputError
from tracker.reading.bylines import byline_of, split_names
from tracker.reading.language import guess_language
from tracker.reading.noise.furniture import furniture_kind
from tracker.reading.notices.find import place_notices
from tracker.reading.pages.body import body_blocks
from tracker.reading.pages.choosing import chosen
from tracker.reading.pages.metadata import Metadata, find_metadata
from tracker.reading.pages.outline import (
    Outline,
    key_of,
    outline_of,
    recovered,
    stands_apart,
    with_captions,
)
from tracker.reading.pages.overrides import Override, blocks_at, remove, words_at
from tracker.reading.pages.recipes import NOTHING, Usual, Way
from tracker.reading.pages.tree import NO_BODY, flattened, parse
from tracker.reading.sniff import MAX_TAGS, refuse_crowded

_SLACK = 3  # characters of white space and points by which declared words differ from shown ones
_TOP = 6  # blocks among which the head of the page is repeated
_SENTENCE = re.compile(r"\w[\"”’)\]]*[.!?…。！？](?:\s|[\"”’)\]]|$)")


def read_html(
    markup: str,
    *,
    url: str | None,
    published: datetime | None,
    override: Override | None = None,
    expected: Usual = NOTHING,
) -> Reading:
    """The article of a page; raises InputError where there is no body text.

    `override` says how the pages of its outlet are to be read, `expected` what others have given.
    """
    tree, extracted = _opened(markup, override)
    page = find_metadata(tree, url=url, published=published)
    if override:
        page = _overridden(page, tree, override)
    given = blocks_at(tree, override.body) if override else []
    outline = outline_of(tree, {key_of(block.text) for block in given or extracted})
    way, found = Way.OVERRIDE, given
    if not given:
        way, found = chosen(tree, recovered(extracted, outline), page.body, expected)
    dek = _dek(page, found, outline)
    article, furniture = _apart(_without_head(found, page.headline, dek), outline)
    if not _has_body(article):
        raise InputError(NO_BODY)
    blocks, notices = place_notices(
        with_captions(article, outline), dek=dek, published=page.published
    )
    return Reading(
        headline=page.headline,
        dek=dek,
        bylines=page.bylines or _bylines(found),
        published=page.published,
        modified=page.modified,
        notices=notices,
        blocks=blocks,
        language=guess_language(" ".join(block.text for block in blocks[:40])) or page.language,
        section=page.section,
        site=page.site,
        address=page.address,
        image=page.image,
        furniture=(*furniture, *([page.picture] if page.picture else [])),
        way=way,
    )


def _overridden(page: Metadata, tree: Any, override: Override) -> Metadata:
    byline = words_at(tree, override.byline)
    return replace(
        page,
        headline=words_at(tree, override.headline) or page.headline,
        dek=words_at(tree, override.dek) or page.dek,
        bylines=(tuple(split_names(byline)) if byline else ()) or page.bylines,
    )


def _opened(markup: str, override: Override | None) -> tuple[Any, list[Block]]:
    """The page's tree and the blocks of its body; nesting too deep to parse is cut and retried."""
    if markup.count("<") > MAX_TAGS:
        refuse_crowded(flattened(markup))
    tree = _cleared(markup, override)
    blocks = body_blocks(tree)
    if _has_body(blocks) or (flat := flattened(markup)) == markup:
        return tree, blocks
    tree = _cleared(flat, override)
    return tree, body_blocks(tree)


def _cleared(markup: str, override: Override | None) -> Any:
    tree = parse(markup)
    if override:
        remove(tree, override)
    return tree


def _has_body(blocks: Sequence[Block]) -> bool:
    return any(block.kind in BODY_KINDS and _SENTENCE.search(block.text) for block in blocks)


def _without_head(blocks: Sequence[Block], headline: str | None, dek: str | None) -> list[Block]:
    """The body without what the head of the page says already: headline, dek, byline."""
    repeated = {key_of(text) for text in (headline, dek) if text}
    top = [
        block
        for block in blocks[:_TOP]
        if key_of(block.text) not in repeated and not byline_of(block.text)
    ]
    return [*top, *blocks[_TOP:]]


def _apart(blocks: Iterable[Block], outline: Outline) -> tuple[list[Block], tuple[str, ...]]:
    """The article, and the lines that are furniture of its page."""
    article: list[Block] = []
    furniture: list[str] = []
    for block in blocks:
        if furniture_kind(block.text) or _is_teaser(block, outline):
            furniture.append(block.text)
        else:
            article.append(block)
    return article, tuple(furniture)


def _is_teaser(block: Block, outline: Outline) -> bool:
    """A block that is nothing but a link leads to another article."""
    return key_of(block.text) in outline.links and not _SENTENCE.search(block.text)


def _dek(page: Metadata, blocks: Sequence[Block], outline: Outline) -> str | None:
    """The declared dek, unless it only repeats how the body begins.

    Many systems declare the first paragraph as the description. Where the two are the same words,
    it is a dek if the page sets it apart from the body.
    """
    if not page.dek:
        return None
    for block in blocks[:_TOP]:
        if key_of(block.text) == key_of(page.dek):
            whole = len(block.text) <= len(page.dek) + _SLACK
            return page.dek if whole and stands_apart(block.text, outline) else None
    return page.dek


def _bylines(blocks: Sequence[Block]) -> tuple[str, ...]:
    return next(filter(None, (byline_of(block.text) for block in blocks[:_TOP])), ())
