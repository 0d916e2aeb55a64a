"""Upcasters: what was written in an older shape is read in today's."""

from typing import Any

import pytest

from tracker.eventstore.upcasting import Upcasters


@pytest.fixture
def upcasters() -> Upcasters:
    made = Upcasters()
    made.register("example.noted", 1, lambda data: {"text": data["words"]})
    made.register("example.noted", 2, lambda data: {**data, "kind": "paragraph"})
    return made


@pytest.mark.parametrize(
    ("version", "stored"),
    [
        (1, {"words": "A boat came in."}),
        (2, {"text": "A boat came in."}),
        (3, {"text": "A boat came in.", "kind": "paragraph"}),
    ],
)
def test_every_schema_version_is_read_in_todays_shape(
    upcasters: Upcasters, version: int, stored: dict[str, Any]
) -> None:
    read = upcasters.lift("example.noted", version, stored)
    assert read == (3, {"text": "A boat came in.", "kind": "paragraph"})


def test_a_type_without_steps_is_read_as_it_is(upcasters: Upcasters) -> None:
    assert upcasters.lift("other", 7, {"a": 1}) == (7, {"a": 1})


def test_two_steps_from_one_version_are_a_mistake(upcasters: Upcasters) -> None:
    with pytest.raises(ValueError, match="already"):
        upcasters.register("example.noted", 1, dict)
