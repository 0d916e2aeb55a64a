"""The schemas of messages only ever grow.

A file of tests/unit/golden/schemas is never edited once it was released. Whoever adds a field, or a
value of an open list, adds the schema of today under the next number.
"""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.unit.delivery.additive import OPEN, breaks
from tracker.delivery import envelope
from tracker.delivery.envelope import schema_of
from tracker.delivery.messages import KINDS, Data, DigestPublished, FactShifted

GOLDEN = Path(__file__).parents[1] / "golden" / "schemas"
BY_TYPE = {kind.type: kind for kind in KINDS}


def published(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.json")), ids=lambda file: file.stem)
def test_what_was_published_is_kept(file: Path) -> None:
    """Nothing that a schema ever promised is taken away."""
    name, _, _ = file.stem.rpartition(".")
    assert breaks(published(file), schema_of(BY_TYPE[name])) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.type)
def test_what_is_published_today_is_kept_from_now_on(kind: type[Data]) -> None:
    """The last golden file promises all that today's schema does."""
    files = sorted(GOLDEN.glob(f"{kind.type}.*.json"), key=lambda file: int(file.suffixes[-2][1:]))
    assert files, f"copy docs/schemas/v1/{kind.type}.json to {kind.type}.1.json there"
    message = f"copy docs/schemas/v1/{kind.type}.json to {kind.type}.{len(files) + 1}.json there"
    assert breaks(schema_of(kind), published(files[-1])) == [], message


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.type)
def test_a_schema_is_valid_and_open(kind: type[Data]) -> None:
    """By the rules of its dialect; fields and values of later versions do not break it."""
    schema = schema_of(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:news-update-tracker:message:{kind.type}:1"
    assert schema["properties"]["data"]["$id"] == schema["properties"]["dataschema"]["const"]
    assert '"enum"' not in json.dumps(schema)
    assert '"additionalProperties": false' not in json.dumps(schema)


def changed(path: str, value: Any, kind: type[Data] = FactShifted) -> dict[str, Any]:
    """A schema with another value at a path of keys; "-" takes it away."""
    schema = copy.deepcopy(schema_of(kind))
    *above, last = path.split("/")
    place: Any = schema
    for key in above:
        place = place[key]
    if value == "-":
        del place[last]
    else:
        place[last] = value
    return schema


DATA = "properties/data"
FIELDS = f"{DATA}/properties"
NAMES = schema_of(FactShifted)["properties"]["data"]["required"]
KINDS_OF_SHIFT = schema_of(FactShifted)["properties"]["data"]["$defs"]["ShiftKind"][OPEN]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (f"{FIELDS}/extra", {"type": "string"}),
        (f"{DATA}/required", [*NAMES, "extra"]),
        (f"{DATA}/$defs/ShiftKind/{OPEN}", [*KINDS_OF_SHIFT, "merged"]),
        (f"{DATA}/$defs/Quote/properties/language", {"type": "string"}),
        (f"{FIELDS}/weight/title", "How much"),
        ("description", "Other words."),
    ],
)
def test_a_schema_may_grow(path: str, value: Any) -> None:
    """Fields, values of open lists and words."""
    assert breaks(schema_of(FactShifted), changed(path, value)) == []


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("properties/subject", "-", "$: subject is gone"),
        ("properties/type/const", "fact.moved", "const was"),
        (f"{FIELDS}/weight", "-", "$.data: weight is gone"),
        (f"{FIELDS}/weight/type", "string", "$.data.weight: type was 'number'"),
        (f"{FIELDS}/weight/maximum", 0.5, "maximum was None"),
        (f"{DATA}/required", NAMES[1:], "may be missing"),
        (f"{DATA}/$defs/Quote/properties/text", "-", "$.data.new[anyOf 0]: text is gone"),
        (f"{DATA}/$defs/Quote/properties/text/type", "null", "text: type was 'string'"),
        (f"{DATA}/$defs/About/required", ["id", "tags"], "tags may not be missing any more"),
        (f"{DATA}/$defs/ShiftKind/{OPEN}", KINDS_OF_SHIFT[1:], "no longer names 'appeared'"),
        (f"{DATA}/$defs/About/properties/status/{OPEN}", ["live"], "names its values"),
        (f"{FIELDS}/subject/anyOf", [{"type": "string"}], "anyOf were 2, and are 1"),
        (f"{FIELDS}/reasons/items", {"type": "integer"}, "items 0]: type was"),
        (f"{DATA}/additionalProperties", False, "additionalProperties was None"),
        (f"{DATA}/properties", {}, "has no properties any more"),
    ],
)
def test_taking_away_retyping_and_tightening_are_found(path: str, value: Any, told: str) -> None:
    """Wherever they are."""
    found = breaks(schema_of(FactShifted), changed(path, value))
    assert any(told in each for each in found), found


def test_growth_deep_in_a_digest_is_growth() -> None:
    """Its models refer to each other many times."""
    path = f"{DATA}/$defs/Step/properties/extra"
    grown = changed(path, {"type": "string"}, DigestPublished)
    assert breaks(schema_of(DigestPublished), grown) == []
    assert breaks(grown, schema_of(DigestPublished)) != []


def test_open_lists_are_told_by_one_word() -> None:
    """The one that docs/webhooks.md explains."""
    assert envelope.OPEN == OPEN
