"""Signs in the text itself: most of it gone, many times as much, another one, another language."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from tracker.article.reading import Reading
from tracker.reading.suspicion.model import Kind, Sign
from tracker.reading.suspicion.shared import share_kept, words_of

LEFT = 0.4
"""With less of its words left an article has lost most of them; a correction rarely takes half."""

TIMES = 4
"""So many times as long is not what one update adds; a live blog may double."""

SHARED = 0.1
"""Share of the runs of words below which two texts have nothing in common but phrases."""

FLASH = 60
"""Words below which an article is a first report: it may grow and be rewritten at will."""

_TOPIC = 0.25  # of a short text's long words: where the other has them too, both are on one matter
_LONG_WORD = 5
_ENOUGH = 40  # words from which on a language is told for certain


def coverage(reading: Reading, known: Reading) -> Iterator[Sign]:
    """What speaks against the reading being the next version of the known one."""
    before, after = words_of(known.text).count, words_of(reading.text).count
    if before >= FLASH and after < LEFT * before:
        yield Sign(Kind.SHRUNK, f"{after:,} of {before:,} words are left")
    if before >= 2 * FLASH and after > TIMES * before:
        yield Sign(Kind.GROWN, f"{after:,} words where there were {before:,}")
    yield from _other_article(reading, known, before)
    yield from _other_language(reading, known, min(before, after))


def _other_article(reading: Reading, known: Reading, before: int) -> Iterator[Sign]:
    kept = max(share_kept(known.text, reading.text), share_kept(reading.text, known.text))
    if kept >= SHARED or not before:
        return
    if before < FLASH and _is_on_one_matter(known, reading):
        return
    named = reading.address if _is_of_another(reading.address, known.address) else None
    calls = f"; the page calls itself {named}" if named else ""
    yield Sign(Kind.OTHER, f"its text shares next to nothing with the one known{calls}")


def _is_on_one_matter(one: Reading, other: Reading) -> bool:
    first, second = _long_words(one), _long_words(other)
    fewer = min(len(first), len(second))
    return bool(fewer) and len(first & second) >= _TOPIC * fewer


def _long_words(reading: Reading) -> set[str]:
    words = f"{reading.headline or ''} {reading.text}".lower().split()
    return {word.strip(".,:;!?\"'“”„«»()") for word in words if len(word) >= _LONG_WORD}


def _is_of_another(told: str | None, known: str | None) -> bool:
    return bool(told and known) and urlsplit(told or "").path != urlsplit(known or "").path


def _other_language(reading: Reading, known: Reading, words: int) -> Iterator[Sign]:
    before, after = known.language, reading.language
    if before and after and before != after and words >= _ENOUGH:
        yield Sign(Kind.LANGUAGE, f"its text is in {after!r} where it was in {before!r}")
