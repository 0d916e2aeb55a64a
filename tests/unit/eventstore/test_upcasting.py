"""Upcasters, and the golden files that hold them to what was once written."""

from pathlib import Path

import pytest

from tests.unit.eventstore import golden
from tracker.eventstore.upcasting import Upcasters

FOLDER = Path(__file__).parent / "golden"
CURRENT = {"example.noted": 3}


@pytest.fixture
def upcasters() -> Upcasters:
    made = Upcasters()
    made.register("example.noted", 1, lambda data: {"text": data["words"]})
    made.register("example.noted", 2, lambda data: {**data, "kind": "paragraph"})
    return made


@pytest.mark.parametrize("event", golden.load(FOLDER), ids=lambda event: f"{event[0]}.{event[1]}")
def test_every_golden_event_is_read_in_todays_shape(
    event: golden.Golden, upcasters: Upcasters
) -> None:
    golden.check(event, upcasters, CURRENT)


def test_there_is_a_golden_file_for_every_schema_version() -> None:
    assert golden.missing(golden.load(FOLDER), CURRENT) == set()


def test_a_forgotten_golden_file_is_named() -> None:
    assert golden.missing(golden.load(FOLDER), {"example.noted": 4}) == {("example.noted", 4)}


def test_a_forgotten_step_is_named() -> None:
    """The oldest event stops where the chain of steps breaks."""
    with pytest.raises(AssertionError, match="differently"):
        golden.check(golden.load(FOLDER)[0], Upcasters(), CURRENT)


def test_a_type_without_steps_is_read_as_it_is(upcasters: Upcasters) -> None:
    assert upcasters.lift("other", 7, {"a": 1}) == (7, {"a": 1})


def test_two_steps_from_one_version_are_a_mistake(upcasters: Upcasters) -> None:
    with pytest.raises(ValueError, match="already"):
        upcasters.register("example.noted", 1, dict)
