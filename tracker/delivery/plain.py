"""The JSON of messages: ASCII without spaces, and no half of a character in it."""

import json
from typing import Any

from pydantic import BaseModel

_LAST = ("trimmed", "more")
"""What a person looks for last in a body."""


def plain(data: BaseModel) -> dict[str, Any]:
    """The fields as JSON has them, those of their own first."""
    fields = data.model_dump(mode="json")
    return fields | {name: fields.pop(name) for name in _LAST if name in fields}


def encoded(fields: dict[str, Any]) -> str:
    """The JSON that is sent. A lone surrogate, which few receivers can read, is replaced."""
    text = _dumps(fields)
    if "\\ud" in text:  # in most texts there is none, nor anything outside the basic plane
        whole = json.dumps(fields, ensure_ascii=False).encode("utf-16-le", "surrogatepass")
        text = _dumps(json.loads(whole.decode("utf-16-le", "replace")))
    return text


def size(data: BaseModel) -> int:
    """Bytes of its JSON, which is ASCII."""
    return len(encoded(plain(data)))


def _dumps(fields: dict[str, Any]) -> str:
    return json.dumps(fields, separators=(",", ":"), allow_nan=False)
