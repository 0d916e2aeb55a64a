"""Signs of damage on the way: wrongly decoded characters, a page that breaks off."""

import re
from collections.abc import Iterator

from tracker.article.reading import Reading
from tracker.reading.suspicion.model import Kind, Page, Sign

FEWEST = 3
"""Damaged characters from which on a text counts as wrongly decoded; one or two are a slip."""

# UTF-8 read as Windows-1252: the lead bytes of Latin, Greek and Cyrillic letters and of typography,
# each with what a following byte looks like then.
_FOLLOWING = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MISREAD = re.compile(
    rf"[ÂÃÎÏÐÑ][{_FOLLOWING}]|â[€„‚][{_FOLLOWING}]|[Ø-Ù][{_FOLLOWING}](?=[Ø-Ù])|ï¿½|ðŸ"
)
_LOST = re.compile("[\ufffd\u0001-\u0008\u000e-\u001a\u001c-\u001f\u0080-\u0084\u0086-\u009f]")
# "Stra?e": a letter turned into a mark; in an address such a mark stands by right.
_ASKED = re.compile(r"(?<!\S)[^\W\d_]{1,30}\?[^\W\d_]{2,30}(?!\S{0,100}[=/&])")
_CLOSED = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_OPENED = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_TAIL = 20_000  # characters at the end among which the closing tags stand
_UNENDED = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}\Z")


def is_garbled(text: str) -> bool:
    """Whether the characters of a text were decoded wrongly."""
    return _damaged(text) >= FEWEST


def garbled(reading: Reading) -> Iterator[Sign]:
    text = f"{reading.headline or ''}\n{reading.text}"
    if (damaged := _damaged(text)) >= FEWEST:
        yield Sign(Kind.GARBLED, f"{damaged:,} characters were decoded wrongly")


def _damaged(text: str) -> int:
    if text.isascii():
        asked = len(_ASKED.findall(text)) if "?" in text else 0
        return asked + len(_LOST.findall(text))
    found = len(_MISREAD.findall(text)) + len(_LOST.findall(text))
    return found or len(_ASKED.findall(text))


def breaks_off(page: Page) -> bool:
    """Whether a page ends before its closing tags."""
    markup = page.markup
    return bool(_OPENED.search(markup, 0, _TAIL)) and not _CLOSED.search(markup[-_TAIL:])


def ends_within_tag(page: Page) -> bool:
    """Whether a page ends in the middle of a tag, which no server means to send."""
    return breaks_off(page) and bool(_UNENDED.search(page.markup[-2002:]))
