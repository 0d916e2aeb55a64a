"""All that speaks against a capture being the article."""

from collections.abc import Callable, Iterator

from tracker.article.reading import Reading
from tracker.reading.suspicion import damage
from tracker.reading.suspicion.coverage import TIMES, coverage
from tracker.reading.suspicion.model import Kind, Page, Sign
from tracker.reading.suspicion.phrases import PAYWALL
from tracker.reading.suspicion.places import places
from tracker.reading.suspicion.shared import share_kept, words_of
from tracker.reading.suspicion.walls import walls

RESEMBLES = 0.5
"""Share of the known text that a page must have to be no wall, whatever else it shows."""

_CUT = 0.8  # of the known words: with more, nothing worth a paywall was taken away
_SHORTEST = 60  # words of a text that a paywall can cut
_OWN = 0.6  # of what is left, so much stood in the text as it was known


def signs(
    page: Page,
    reading: Reading | None,
    known: Reading | None = None,
    known_page: Callable[[], Page] | None = None,
) -> tuple[Sign, ...]:
    """What speaks against `page` showing the article, the weightiest first; nothing if empty.

    `reading` is None where the page holds no article to be read. `known` is the article as last
    seen, and `known_page`, called only when there is something to ask it, the page it was read
    from: what that bears as well is no sign. Without a known one only signs count that stand alone.
    """
    if known is None:
        return tuple(_alone(page, reading))
    found = tuple(_beside(page, reading, known))
    if found and known_page:
        usual = set(_usual(known_page(), known))
        found = tuple(sign for sign in found if sign.kind not in usual)
    return found


def is_plain(page: Page, reading: Reading, words: int, held: float) -> bool:
    """Whether nothing can speak against a page, so that `signs` need not be asked.

    Told without reading the known article again: `words` is its length, `held` the share of the new
    paragraphs that it has had.
    """
    grown = len(reading.text.split()) / words if words else 0.0
    if held < RESEMBLES or not _CUT < grown < TIMES:
        return False
    return not damage.breaks_off(page) and not any(damage.garbled(reading))


def _alone(page: Page, reading: Reading | None) -> Iterator[Sign]:
    yield from walls(page, reading, is_first=True)
    yield from places(page, is_first=True)
    if reading:
        yield from damage.garbled(reading)
        if damage.ends_within_tag(page):
            yield Sign(Kind.CUT, "the page ends in the middle of a tag")


def _beside(page: Page, reading: Reading | None, known: Reading) -> Iterator[Sign]:
    if reading is None or share_kept(known.text, reading.text) < RESEMBLES:
        yield from walls(page, reading, is_first=False)
        yield from places(page, is_first=False)
    if reading is None:
        yield Sign(Kind.EMPTY, "the page holds no text of an article")
        return
    yield from damage.garbled(reading)
    yield from _cut_off(page, reading, known)
    yield from _paywall(page, reading, known)
    yield from coverage(reading, known)


def _cut_off(page: Page, reading: Reading, known: Reading) -> Iterator[Sign]:
    if words_of(reading.text).count < words_of(known.text).count and damage.breaks_off(page):
        yield Sign(Kind.CUT, "the page ends before its closing tags, and is shorter")


def _paywall(page: Page, reading: Reading, known: Reading) -> Iterator[Sign]:
    """A beginning of the known text, and words that ask for a subscription to see the rest."""
    before, after = words_of(known.text).count, words_of(reading.text).count
    if before < _SHORTEST or after >= _CUT * before:
        return
    asks = PAYWALL.found(page.markup.lower())
    if asks and (not after or share_kept(reading.text, known.text) >= _OWN):
        said = f"{after:,} of {before:,} words are shown"
        yield Sign(Kind.PAYWALL, f"{said}, and the page says {asks[0]!r}")


def _usual(page: Page, known: Reading) -> Iterator[Kind]:
    """What the page of the article as known bears too."""
    if damage.breaks_off(page):
        yield Kind.CUT
    if PAYWALL.found(page.markup.lower()):
        yield Kind.PAYWALL
    if any(damage.garbled(known)):
        yield Kind.GARBLED
