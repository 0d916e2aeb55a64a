"""Answers out of rows."""

import inspect
from collections.abc import Mapping
from typing import Any, TypeVar

Answer = TypeVar("Answer")


def made(kind: type[Answer], row: Mapping[Any, Any]) -> Answer:
    """An answer out of the columns that it has fields for, and no others."""
    return kind(**{name: row[name] for name in inspect.signature(kind).parameters})
