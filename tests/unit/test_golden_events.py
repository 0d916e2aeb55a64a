"""Every event that was ever written can be read: one golden file per type and schema version.

A golden file is never edited. Whoever changes an event's shape raises its `schema_version`,
registers an upcaster, and adds a file: the old one then proves the upcaster.
"""

import json
from pathlib import Path

import pytest

from tracker.article.events import EVENTS as ARTICLE_EVENTS
from tracker.bootstrap import upcasters
from tracker.eventstore.canonical import encode
from tracker.logged import LoggedEvent
from tracker.newsroom.events import EVENTS as NEWSROOM_EVENTS

GOLDEN = Path(__file__).parent / "golden"
KINDS: dict[str, type[LoggedEvent]] = {
    kind.event: kind for kind in (*ARTICLE_EVENTS, *NEWSROOM_EVENTS)
}
UPCASTERS = upcasters()


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.json")), ids=lambda file: file.stem)
def test_what_was_written_is_read_today(file: Path) -> None:
    """The file's data, lifted to today's schema version, is a valid event of its type."""
    name, _, version = file.stem.rpartition(".")
    written = json.loads(file.read_text(encoding="ascii"))
    reached, data = UPCASTERS.lift(name, int(version), written)
    kind = KINDS[name]
    event = kind.model_validate(data)
    assert reached == kind.schema_version
    if int(version) == kind.schema_version:
        assert encode(event.payload()) == encode(written)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.event)
def test_todays_shape_has_a_golden_file(kind: type[LoggedEvent]) -> None:
    """A new event type, or a new schema version of one, comes with its file, every field in use."""
    file = GOLDEN / f"{kind.event}.{kind.schema_version}.json"
    assert file.exists(), f"add {file.name}"
    written = json.loads(file.read_text(encoding="ascii"))
    assert set(written) == set(kind.model_fields), "fill every field, none at its default"
