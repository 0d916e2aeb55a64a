"""Edits of what stands around the body: headline, dek, bylines, times, image, section, language."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from tracker.article.reading import Reading
from tracker.comparing.model import Edit, EditKind
from tracker.comparing.words import word_edits

_FIELDS: Final = (
    "headline",
    "dek",
    "bylines",
    "published",
    "modified",
    "image",
    "section",
    "language",
)
_PROSE: Final = frozenset(("headline", "dek"))


def field_edits(old: Reading, new: Reading) -> Iterator[Edit]:
    """One edit for each field that differs, in the order of the fields of a reading."""
    before, after = _values(old), _values(new)
    if before == after:
        return
    from deepdiff import DeepDiff

    changed = DeepDiff(before, after, view="tree", ignore_order=False).affected_root_keys
    for name in _FIELDS:
        if name in changed:
            yield _edit(name, _text(before[name]), _text(after[name]))


def _values(reading: Reading) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(reading, name) for name in _FIELDS}
    values["bylines"] = list(reading.bylines)
    return {
        name: value.astimezone(UTC) if isinstance(value, datetime) else value or None
        for name, value in values.items()
    }


def _text(value: object) -> str | None:
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return None if value is None else str(value)


def _edit(name: str, old: str | None, new: str | None) -> Edit:
    if old is None:
        return Edit(EditKind.ADDED, name, None, new)
    if new is None:
        return Edit(EditKind.REMOVED, name, old, None)
    words = word_edits(old, new) if name in _PROSE else ()
    return Edit(EditKind.REVISED, name, old, new, words=words)
