"""One byte sequence for every JSON value, so that a hash over it means something.

ASCII with sorted keys and no spaces: a NUL or a lone surrogate of a careless page is an escape like
any other, which both databases keep in a text column.
"""

import json
from collections.abc import Callable, Iterable
from json import encoder as json_encoder
from typing import Any

from tracker.errors import InputError

_encoder = json.JSONEncoder(
    ensure_ascii=True,
    check_circular=False,  # a circle ends in RecursionError
    sort_keys=True,
    separators=(",", ":"),
    allow_nan=False,
)


def _chunks() -> Callable[[Any, int], Iterable[str]]:
    """What `_encoder.encode` makes anew for every value; made once, it halves the time."""
    make = getattr(json_encoder, "c_make_encoder", None)
    if make is None:  # an interpreter without the C module
        return lambda value, _level: _encoder.iterencode(value)
    encoded: Callable[[Any, int], Iterable[str]] = make(
        None,
        _encoder.default,
        json_encoder.encode_basestring_ascii,
        None,
        _encoder.key_separator,
        _encoder.item_separator,
        _encoder.sort_keys,
        _encoder.skipkeys,
        _encoder.allow_nan,
    )
    return encoded


_encoded = _chunks()


def encode(value: object) -> str:
    """Canonical JSON of `value`; InputError if JSON cannot hold it (NaN, bytes, a date)."""
    return encode_all((value,))[0]


def encode_all(values: Iterable[object]) -> list[str]:
    """Canonical JSON of each value, as `encode` makes it."""
    try:
        return ["".join(_encoded(value, 0)) for value in values]
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(f"The event's data is not JSON: {error}.") from error


def decode(text: str) -> Any:
    """The value that `encode` wrote."""
    return json.loads(text)
