"""Keeping a message small: a digest is left out, lists and texts are cut, the longest first.

What is cut is the same for the same message, and the message says so in `trimmed`. Names, ids and
whatever else is short are never touched.
"""

import unicodedata
from collections.abc import Iterable
from enum import Enum
from typing import Any, TypeVar

from pydantic import BaseModel

from tracker.delivery.messages import Data, DigestPublished, Shifted, StoryDiverged
from tracker.delivery.plain import size
from tracker.digest.model import Claim, Quote
from tracker.errors import InputError

LIMIT = 20_000
"""Bytes that no body of a message reaches."""

_CAPS = ((4000, 200), (2000, 100), (1000, 50), (500, 24), (250, 12), (125, 4), (64, 1))
"""Characters of a text and items of a list that may stay, step by step."""

_COMBINED = 16
"""Marks on one letter beyond this are no writing."""

_JOINER = "\u200d"

DataT = TypeVar("DataT", bound=Data)
Model = TypeVar("Model", bound=BaseModel)


def fit(data: DataT, limit: int = LIMIT) -> DataT:
    """`data`, cut where its JSON would not stay under `limit` bytes; some 15,000 always do.

    Raises InputError where it cannot be made to fit.
    """
    if size(data) < limit:
        return data
    lighter = _lighter(data).model_copy(update={"trimmed": True})
    if size(lighter) < limit:
        return lighter
    for characters, items in _CAPS:
        cut = _cut_model(lighter, characters, items)
        if size(cut) < limit:
            return cut
    raise InputError(f"a message of type {data.type} cannot be cut to {limit} bytes.")


def _lighter(data: DataT) -> DataT:
    """Without what a reader misses least: a whole digest, earlier claims, rules' names."""
    match data:
        case DigestPublished():
            return data.model_copy(update={"digest": None})
        case StoryDiverged(claims=claims):
            return data.model_copy(update={"claims": tuple(_latest(claims))})
        case Shifted():
            return data.model_copy(update={"reasons": ()})
        case _:
            return data


def _latest(claims: Iterable[Claim]) -> Iterable[Claim]:
    """The last claim of each outlet, in the order of time."""
    last = {claim.outlet: claim for claim in claims}
    return (claim for claim in claims if last[claim.outlet] is claim)


def _cut(value: Any, characters: int, items: int) -> Any:
    match value:
        case Quote():
            return _cut_quote(value, characters, items)
        case BaseModel():
            return _cut_model(value, characters, items)
        case str() if not isinstance(value, Enum):
            return shortened(value, characters)
        case tuple():
            # Claims are in the order of time, and the last ones count.
            kept = value[-items:] if value and isinstance(value[0], Claim) else value[:items]
            return tuple(_cut(each, characters, items) for each in kept)
        case dict():
            first = sorted(value.items())[:items]
            return {shortened(name, characters): item for name, item in first}
        case _:
            return value


def _cut_model(model: Model, characters: int, items: int) -> Model:
    names = type(model).model_fields
    return model.model_copy(
        update={name: _cut(getattr(model, name), characters, items) for name in names}
    )


def shortened(text: str, characters: int) -> str:
    """The text, with an ellipsis for its end where it is longer than so many characters."""
    if len(text) <= characters:
        return text
    return text[: _boundary(text, characters - 1)] + "…"


def _cut_quote(quote: Quote, characters: int, items: int) -> Quote:
    """The part of a sentence in which its first changed words stand; marks move along."""
    marks = [(a, b) for a, b in quote.marks if 0 <= a < b <= len(quote.text)][:items]
    if len(quote.text) <= characters:
        return quote.model_copy(update={"marks": tuple(marks)})
    start = 0
    if marks and marks[0][1] >= characters:
        start = _boundary(quote.text, max(0, marks[0][0] - characters // 4))
    lead = "…" if start else ""
    text = lead + shortened(quote.text[start:], characters - len(lead))
    last = len(text) - 1 if len(text) - len(lead) < len(quote.text) - start else len(text)
    moved = ((max(a - start, 0) + len(lead), min(b - start + len(lead), last)) for a, b in marks)
    return Quote(text=text, marks=tuple(mark for mark in moved if mark[0] < mark[1]))


def _boundary(text: str, place: int) -> int:
    """`place`, or a little before it where that would part a letter from its marks."""
    for back in range(min(place, _COMBINED)):
        if not _belongs_together(text[place - back - 1], text[place - back]):
            return place - back
    return place


def _belongs_together(before: str, after: str) -> bool:
    is_mark = unicodedata.category(after) in {"Mn", "Me"}
    return is_mark or _JOINER in {before, after}
