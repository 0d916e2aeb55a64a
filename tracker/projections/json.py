"""Facts, statements, notices, shifts and threads as the JSON kept in rows, and back."""

import json
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter

from tracker.article.reading import Notice
from tracker.projections.records import FactThread, RemarkThread
from tracker.understanding.model import Fact, Shift, Statement

Item = TypeVar("Item", Fact, Statement, Notice, Shift, FactThread, RemarkThread)

_adapters: dict[str, TypeAdapter[Any]] = {}  # made on first use: each takes some 20 ms


def dumps(item: Fact | Statement | Notice | Shift | FactThread | RemarkThread) -> str:
    """ASCII JSON, the same for the same item; times in ISO 8601."""
    return json.dumps(item, default=_plain, separators=(",", ":"))


def loads(kind: type[Item], text: str) -> Item:
    """The item that `dumps` wrote."""
    return _adapter(kind).validate_python(json.loads(text))


def _plain(value: Any) -> Any:
    """A time or a part of an item as JSON can take it; `asdict` would copy the whole item first."""
    if isinstance(value, datetime):
        return value.isoformat()
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _adapter(kind: type[Item]) -> TypeAdapter[Item]:
    if kind.__name__ not in _adapters:
        _adapters[kind.__name__] = TypeAdapter(kind)
    return _adapters[kind.__name__]
