"""The JSON face and its schema."""

import json
from typing import Any

import pytest

from tests.unit.digest.builders import composed
from tracker.digest.json import render_json, schema
from tracker.digest.material import Material
from tracker.digest.model import Digest

TYPES = {
    "string": str,
    "integer": int,
    "number": int | float,
    "boolean": bool,
    "array": list,
    "object": dict,
    "null": type(None),
}


def check(value: Any, rule: dict[str, Any], root: dict[str, Any]) -> None:
    """The part of JSON Schema that our models make use of."""
    if "$ref" in rule:
        rule = root["$defs"][rule["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in rule:
        assert any(fits(value, option, root) for option in rule["anyOf"]), (value, rule)
        return
    if "enum" in rule:
        assert value in rule["enum"]
    assert isinstance(value, TYPES[rule["type"]]), (value, rule)
    if isinstance(value, dict):
        assert set(rule.get("required", ())) <= set(value) <= set(rule["properties"])
        for name, member in value.items():
            check(member, rule["properties"][name], root)
    if isinstance(value, list):
        for place, member in enumerate(value):
            fixed = rule.get("prefixItems")
            check(member, fixed[place] if fixed else rule["items"], root)


def fits(value: Any, rule: dict[str, Any], root: dict[str, Any]) -> bool:
    try:
        check(value, rule, root)
    except (AssertionError, KeyError):
        return False
    return True


@pytest.mark.parametrize("material", [None, Material()], ids=["evening", "nothing"])
def test_json_keeps_to_its_schema(material: Material | None) -> None:
    written = json.loads(render_json(composed(material)))
    check(written, schema(), schema())


def test_the_schema_refuses_what_is_no_digest() -> None:
    """The check above can fail."""
    written = json.loads(render_json(composed()))
    assert not fits({**written, "head": None}, schema(), schema())
    assert not fits({**written, "mood": "calm"}, schema(), schema())


def test_json_reads_back_as_the_same_digest() -> None:
    digest = composed()
    assert Digest.model_validate_json(render_json(digest)) == digest


def test_the_schema_says_every_field_is_there() -> None:
    """A reader need not guess which sections are left out when empty: none is."""
    assert set(schema()["required"]) == set(Digest.model_fields)
