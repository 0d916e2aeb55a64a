"""Signs of a page that stands in the article's place: walls, errors, a missing page."""

import html
import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from tracker.article.reading import Reading
from tracker.reading.suspicion.model import Kind, Page, Sign
from tracker.reading.suspicion.one_of import OneOf
from tracker.reading.suspicion.phrases import CONSENT_PLACE, LOGIN_PATH, MARKS, PHRASES
from tracker.reading.suspicion.titles import TITLES

THIN = 150
"""Words up to which a page says little beside what makes it a wall or an error page."""

_OPENING = 1500  # characters at the top in which a page that says more shows what it is
_TELLING = 2  # phrases there that make it one
_SHOWN = 60  # characters of what a page says that a reason repeats
_MARKUP = 400_000  # characters of markup that are searched; walls and errors have far fewer
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,500})", re.IGNORECASE)
_HEADING = re.compile(r"<h1\b[^>]{0,300}>(.{0,500}?)</h1", re.IGNORECASE | re.DOTALL)
_UNSEEN = re.compile(
    r"<(script|style|template|svg)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_PARTS = re.compile(r"\s[|·»«:–—-]\s|[|»«–—]|:\s")
_QUOTED = re.compile(r"[\"“„«][^\"”“»]{0,300}[\"”“»]")
_ARTICLE = re.compile(
    r"""@type["']\s{0,9}:\s{0,9}\[?\s{0,9}["']\w{0,20}(?:article|posting)["']"""
    r"""|og:type["'][^<>]{0,40}["']article["']|article:published_time"""
)


def walls(page: Page, reading: Reading | None, *, is_first: bool) -> Iterator[Sign]:
    """What the page shows instead of an article; for one that does not resemble the known.

    A first page that declares itself an article is believed, as a flash may well report on walls.
    """
    if place := _place(page):
        yield place
    markup = page.markup[:_MARKUP]
    lowered = markup.lower()
    text = _text(markup, reading)
    is_thin = len(text.split()) <= THIN
    headings = list(_headings(markup, reading))
    is_declared = is_first and bool(_ARTICLE.search(lowered))
    for kind, titles in TITLES.items():
        if (title := _titled(headings, titles)) and (is_thin or not is_declared):
            yield Sign(kind, f"the page is headed {title!r}")
        elif not is_declared and (said := _said(text, kind, is_thin=is_thin)):
            yield Sign(kind, f"the page says {said!r}")
        elif not is_declared and is_thin and kind in MARKS and MARKS[kind].found(lowered):
            yield Sign(kind, "the page holds little but a form of that kind")


def _place(page: Page) -> Sign | None:
    asked, answered = page.address, page.final_address
    if CONSENT_PLACE.search(answered) and not CONSENT_PLACE.search(asked):
        return Sign(Kind.CONSENT, f"{answered} answered")
    path = urlsplit(answered).path
    if LOGIN_PATH.search(path) and not LOGIN_PATH.search(asked):
        return Sign(Kind.LOGIN, f"{answered} answered")
    return None


def _titled(headings: Sequence[str], titles: OneOf) -> str | None:
    """What the page is headed, where that, or a part of it set apart, is wholly such words."""
    for heading in headings:
        for part in (heading, *_PARTS.split(heading)):
            if titles.is_all_of(part.strip(" .!").lower()):
                return part.strip()[:_SHOWN]
    return None


def _headings(markup: str, reading: Reading | None) -> Iterator[str]:
    for pattern in (_TITLE, _HEADING):
        if found := pattern.search(markup):
            yield _plain(found[1])
    if reading and reading.headline:
        yield reading.headline


def _said(text: str, kind: Kind, *, is_thin: bool) -> str | None:
    """What tells that the page is of this kind: in its own voice, and hardly anything else."""
    said = PHRASES[kind].found(_QUOTED.sub(" ", text[:_OPENING]).lower())
    needed = 1 if is_thin and kind not in _COMMON else _TELLING
    return said[0][:_SHOWN] if len(said) >= needed else None


# Words that pages of other kinds have as well: one of them tells nothing.
_COMMON = frozenset({Kind.CONSENT, Kind.LOGIN, Kind.SERVER_ERROR, Kind.NOT_FOUND})


def _text(markup: str, reading: Reading | None) -> str:
    """What the page shows: as it was read, or where hardly anything was, all its words."""
    if reading and len(reading.text.split()) > THIN:
        return reading.text
    return _plain(_UNSEEN.sub(" ", markup))


def _plain(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split())
