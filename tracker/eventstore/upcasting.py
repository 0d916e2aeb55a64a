"""Old events in today's shape: steps from one schema version of a type to the next."""

from collections.abc import Callable, Mapping
from typing import Any

Step = Callable[[Mapping[str, Any]], Mapping[str, Any]]


class Upcasters:
    """The steps by event type and the schema version they start from; applied on every read."""

    def __init__(self) -> None:
        self._steps: dict[tuple[str, int], Step] = {}

    def register(self, event_type: str, schema_version: int, step: Step) -> None:
        """Lift `event_type` from `schema_version` to the next with `step`."""
        if (event_type, schema_version) in self._steps:
            raise ValueError(f"{event_type} {schema_version} has a step already")
        self._steps[event_type, schema_version] = step

    def lift(
        self, event_type: str, schema_version: int, data: Mapping[str, Any]
    ) -> tuple[int, Mapping[str, Any]]:
        """The newest schema version that steps lead to, and the data in it."""
        while step := self._steps.get((event_type, schema_version)):
            data = step(data)
            schema_version += 1
        return schema_version, data
