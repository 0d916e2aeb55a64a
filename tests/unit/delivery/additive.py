"""What a newer JSON Schema of a message may change against an older one: it may add, nothing else.

Whoever reads messages wrote code against the older one: a field that is gone, has another type, or
is no longer always there breaks it.
"""

from collections.abc import Iterator
from typing import Any

OPEN = "x-extensible-enum"
_WORDS = {"title", "description", "$comment", "examples", "$defs"}
_TOLD_APART = {"properties", "required", OPEN, "$ref", "items", "prefixItems", "anyOf"}

Schema = dict[str, Any]


def breaks(old: Schema, new: Schema) -> list[str]:
    """Where and how `new` takes away, retypes or tightens what `old` promised."""
    return list(_breaks(old, new, (old, new), "$", frozenset()))


def _breaks(
    old: Schema, new: Schema, roots: tuple[Schema, Schema], at: str, above: frozenset[str]
) -> Iterator[str]:
    if "$id" in old and "$id" in new:
        roots = old, new
    reference = f"{old.get('$ref')} {new.get('$ref')}"
    if reference in above:
        return
    if "$ref" in old or "$ref" in new:
        above |= {reference}
    old, new = _resolved(old, roots[0]), _resolved(new, roots[1])
    for name in sorted((old.keys() | new.keys()) - _WORDS - _TOLD_APART):
        if old.get(name) != new.get(name):
            yield f"{at}: {name} was {old.get(name)!r}, and is {new.get(name)!r}"
    yield from (f"{at}: no longer names {v!r}" for v in _less(old, new, OPEN))
    if OPEN in new and OPEN not in old:
        yield f"{at}: names its values, which were any"
    yield from _in_object(old, new, roots, at, above)
    yield from _in_parts(old, new, roots, at, above)


def _in_object(
    old: Schema, new: Schema, roots: tuple[Schema, Schema], at: str, above: frozenset[str]
) -> Iterator[str]:
    known, now = old.get("properties", {}), new.get("properties", {})
    if known and not now:
        yield f"{at}: has no properties any more"
        return
    yield from (f"{at}: {name} is gone" for name in known if name not in now)
    yield from (f"{at}: {name} may be missing" for name in _less(old, new, "required"))
    stricter = [name for name in _less(new, old, "required") if name in known]
    yield from (f"{at}: {name} may not be missing any more" for name in stricter)
    for name in known.keys() & now.keys():
        yield from _breaks(known[name], now[name], roots, f"{at}.{name}", above)


def _in_parts(
    old: Schema, new: Schema, roots: tuple[Schema, Schema], at: str, above: frozenset[str]
) -> Iterator[str]:
    for keyword in ("items", "anyOf", "prefixItems"):
        was, now = _parts(old, keyword), _parts(new, keyword)
        if len(was) != len(now):
            yield f"{at}: {keyword} were {len(was)}, and are {len(now)}"
            continue
        for number, (one, other) in enumerate(zip(was, now, strict=True)):
            yield from _breaks(one, other, roots, f"{at}[{keyword} {number}]", above)


def _parts(schema: Schema, keyword: str) -> list[Schema]:
    found = schema.get(keyword, [])
    return found if isinstance(found, list) else [found]


def _less(old: Schema, new: Schema, keyword: str) -> list[Any]:
    return [value for value in old.get(keyword, ()) if value not in new.get(keyword, ())]


def _resolved(schema: Schema, root: Schema) -> Schema:
    while "$ref" in schema:
        beside = {name: rest for name, rest in schema.items() if name != "$ref"}
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")] | beside
    return schema
