"""An HTML page to a reading: one parse serves the body, the metadata and the captions."""

import re
from datetime import datetime

from lxml.etree import _Element
from lxml.html import HTMLParser, document_fromstring

from tracker.article.reading import Block, BlockKind, Reading
from tracker.errors import InputError

_NO_BODY = (
    "the page has no article text (a front page, a consent or error page, or one that needs "
    "JavaScript); give the address or the saved HTML of the article itself"
)
_UNPARSABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read_html(markup: str, *, url: str | None, published: datetime | None) -> Reading:
    """The article of a page; raises InputError where there is no body text."""
    tree = parse(markup)
    blocks = body_blocks(tree)
    if not blocks:
        raise InputError(_NO_BODY)
    title = tree.findtext(".//title")
    return Reading(headline=title, blocks=tuple(blocks), published=published, address=url)


def parse(markup: str) -> _Element:
    """The page's tree; what XML cannot hold (NULs, lone surrogates) is dropped."""
    clean = _UNPARSABLE.sub("", markup)
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        return document_fromstring(clean.encode("utf-8"), parser=parser)
    except Exception as error:
        raise InputError(_NO_BODY) from error


def body_blocks(tree: _Element) -> list[Block]:
    from trafilatura import bare_extraction

    document = bare_extraction(tree, fast=True, include_comments=False)
    if document is None or document.body is None:
        return []
    return [
        Block(BlockKind.PARAGRAPH, text)
        for element in document.body
        if (text := " ".join("".join(element.itertext()).split()))
    ]
