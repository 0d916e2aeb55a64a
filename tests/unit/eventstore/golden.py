"""Golden files: for each event type and schema version ever written, an event as the log keeps it.

`<type>.<schema version>.json` holds {"stored": data as written, "read": data as it must be read
today, after every upcaster}. "stored" is never edited once released: an event like it stands in
someone's log.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from tracker.eventstore.upcasting import Upcasters


class Golden(NamedTuple):
    """One golden file."""

    type: str
    schema_version: int
    stored: dict[str, Any]
    read: dict[str, Any]


def load(folder: Path) -> list[Golden]:
    """All golden files of a folder, by type and version."""
    found = []
    for path in sorted(folder.glob("*.json")):
        type_name, _, version = path.stem.rpartition(".")
        content = json.loads(path.read_text(encoding="utf-8"))
        found.append(Golden(type_name, int(version), content["stored"], content["read"]))
    return found


def check(golden: Golden, upcasters: Upcasters, current: dict[str, int]) -> None:
    """The event, as stored then, is read in today's shape and at today's schema version."""
    version, data = upcasters.lift(golden.type, golden.schema_version, golden.stored)
    assert data == golden.read, f"{golden.type} {golden.schema_version} is read differently now"
    assert version == current[golden.type], f"{golden.type} {golden.schema_version} stops short"


def missing(goldens: Iterable[Golden], current: dict[str, int]) -> set[tuple[str, int]]:
    """Types and schema versions up to the current ones that no file stands for."""
    wanted = {
        (name, version) for name, newest in current.items() for version in range(1, newest + 1)
    }
    return wanted - {(golden.type, golden.schema_version) for golden in goldens}
