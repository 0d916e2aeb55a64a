"""One byte sequence for every JSON value, so that a hash over it means something.

ASCII with sorted keys and no spaces: a NUL or a lone surrogate of a careless page is an escape like
any other, which both databases keep in a text column.
"""

import json
from typing import Any

from tracker.errors import InputError

_encoder = json.JSONEncoder(
    ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False
)


def encode(value: object) -> str:
    """Canonical JSON of `value`; InputError if JSON cannot hold it (NaN, bytes, a date)."""
    try:
        return _encoder.encode(value)
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(f"The event's data is not JSON: {error}.") from error


def decode(text: str) -> Any:
    """The value that `encode` wrote."""
    return json.loads(text)
