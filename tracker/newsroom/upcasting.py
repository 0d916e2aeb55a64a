"""What earlier versions of the tracker wrote of the newsroom, in today's shape."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

Data = Mapping[str, Any]


def _with_local_slot(data: Data) -> Data:
    """Slots were times with the offset of their zone, and had no name of their own."""
    on_the_wall = datetime.fromisoformat(data["slot"]).replace(tzinfo=None)
    return {**data, "local": on_the_wall.isoformat()}


STEPS: Mapping[tuple[str, int], Callable[[Data], Data]] = {
    ("schedule.added", 1): dict,
    ("endpoint.added", 1): dict,
    ("digest.published", 1): _with_local_slot,
}
"""The step that leads on from each older schema version of an event type."""
