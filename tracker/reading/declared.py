"""When a page says that it was last modified, without reading it: often before anything shows."""

import re
from datetime import datetime

_NAMES = (b"dateModified", b"modified_time")
"""JSON-LD and microdata; Open Graph."""

_MOMENT = re.compile(
    rb"""["']?\s{0,9}(?::|content\s{0,9}=)\s{0,9}["']"""
    rb"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d:.]{0,13}(?:Z|[+-]\d\d:?\d\d))"
)


def declared_modified(body: bytes) -> datetime | None:
    """The latest such moment that names its zone; None where there is none."""
    found = (_MOMENT.match(body, at + len(name)) for name in _NAMES if (at := body.find(name)) >= 0)
    moments = (_read(match[1].decode("ascii")) for match in found if match)
    return max((moment for moment in moments if moment), default=None)


def _read(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
