"""What is to be remembered of a page that was read."""

from collections.abc import Collection, Sequence

from tracker.article.reading import Reading
from tracker.reading.regions.fingerprint import Slot
from tracker.reading.regions.places import place_of
from tracker.reading.regions.segments import Scan
from tracker.reading.regions.wording import plain, vocabulary

_KEY = 60  # characters without spaces by which a text is known again


def with_reading(page: Scan, slots: Sequence[Slot], reading: Reading) -> list[Slot]:
    """The slots of a page, told apart by whether `reading` holds what stands in them."""
    said = (reading.headline, reading.dek, *reading.bylines, *(b.text for b in reading.blocks))
    held = {_key(text) for text in said if text}
    return [
        slot
        if slot.inside is (is_held := _key(plain(text)) in held)
        else slot._replace(inside=is_held)
        for text, slot in zip(page.segments, slots, strict=True)
    ]


def first_slots(page: Scan, reading: Reading, known: Collection[str]) -> list[Slot]:
    """The slots of a page that is seen for the first time; `known` as in `judging.Known`.

    What stands in a known place is set aside unless it reads like a part of the article.
    """
    slots = with_reading(page, [Slot()] * len(page.segments), reading)
    if not known:
        return slots
    words = vocabulary(text for text, slot in zip(page.segments, slots, strict=True) if slot.inside)
    for number, slot in enumerate(slots):
        text = plain(page.segments[number])
        if slot.inside and number >= page.declared and not words.is_of_article(text):
            is_known = any(key in known for key in place_of(page, number).keys)
            slots[number] = slot._replace(aside=is_known)
    return slots


def _key(text: str) -> str:
    return "".join(text[: 2 * _KEY].split())[:_KEY]
