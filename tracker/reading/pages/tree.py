"""Markup to a tree, whatever it holds."""

import re
from typing import Any

from tracker.errors import InputError

NO_BODY = (
    "the page has no article text (a front page, a consent or error page, or one that needs"
    " JavaScript); give the address or the saved HTML of the article itself"
)
_CONTROLS = bytes({*range(0x20)} - set(b"\t\n\f\r"))  # XML cannot hold them
_FORM_FEED_TO_SPACE = bytes.maketrans(b"\f", b" ")
_UNSEEN = (
    "//*[self::template or @hidden or @style[contains(., 'display:none')"
    " or contains(., 'display: none') or contains(., 'visibility:hidden')]]"
)
_DEEPEST = 200  # the parser follows 256 levels and drops what lies below
_RUN = re.compile(rf"(?:<(?:div|span|section)\b[^<>]{{0,500}}>\s*){{{_DEEPEST},}}", re.IGNORECASE)
_RUN_END = re.compile(rf"(?:</(?:div|span|section)>\s*){{{_DEEPEST},}}", re.IGNORECASE)


def parse(markup: str) -> Any:
    """The page's tree (lxml), without what readers never see; InputError where there is none.

    What XML cannot hold (control characters, lone surrogates) is dropped.
    """
    from lxml import etree, html

    clean = markup.encode("utf-8", "ignore").translate(_FORM_FEED_TO_SPACE, _CONTROLS)
    parser = html.HTMLParser(  # type: ignore[no-untyped-call]  # lxml carries no types
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        tree = html.document_fromstring(clean, parser=parser)  # type: ignore[no-untyped-call]
    except (etree.LxmlError, ValueError) as error:
        raise InputError(NO_BODY) from error
    for element in tree.xpath(_UNSEEN):
        if element.getparent() is not None:
            element.drop_tree()
    return tree


def flattened(markup: str) -> str:
    """The markup with its longest runs of nested containers made one."""
    return _RUN_END.sub("</div>", _RUN.sub("<div>", markup))
