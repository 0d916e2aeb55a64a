"""Holds JSON against a JSON Schema: as much of it as Pydantic's schemas use."""

from collections.abc import Iterator
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "array": (list,),
    "boolean": (bool,),
    "integer": (int,),
    "null": (type(None),),
    "number": (int, float),
    "object": (dict,),
    "string": (str,),
}


def violations(value: Any, schema: dict[str, Any]) -> list[str]:
    """Where and how `value` breaks `schema`."""
    return list(_violations(value, schema, schema, "$"))


def _violations(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        yield from _violations(value, root["$defs"][name], root, at)
    if "anyOf" in schema and all(
        any(_violations(value, choice, root, at)) for choice in schema["anyOf"]
    ):
        yield f"{at}: none of the choices fits {value!r:.60}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is not one of {schema['enum']}"
    if "const" in schema and value != schema["const"]:
        yield f"{at}: {value!r} is not {schema['const']!r}"
    if "type" in schema and not _is(value, schema["type"]):
        yield f"{at}: {value!r:.60} is no {schema['type']}"
    elif isinstance(value, dict):
        yield from _in_object(value, schema, root, at)
    elif isinstance(value, list):
        yield from _in_array(value, schema, root, at)


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _TYPES[kind])


def _in_object(
    value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], at: str
) -> Iterator[str]:
    known = schema.get("properties")
    yield from (f"{at}: lacks {name}" for name in schema.get("required", ()) if name not in value)
    for name, item in value.items():
        if known is not None and name in known:
            yield from _violations(item, known[name], root, f"{at}.{name}")
        elif known is not None:
            yield f"{at}: has {name}, which the schema does not know"


def _in_array(
    value: list[Any], schema: dict[str, Any], root: dict[str, Any], at: str
) -> Iterator[str]:
    places = schema.get("prefixItems", [])
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        yield f"{at}: holds {len(value)} items"
    for number, item in enumerate(value):
        kind = places[number] if number < len(places) else schema.get("items", {})
        yield from _violations(item, kind, root, f"{at}[{number}]")
