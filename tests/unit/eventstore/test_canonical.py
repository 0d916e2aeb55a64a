"""Canonical JSON: one text for each value, ASCII, and back without loss."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import InputError
from tracker.eventstore.canonical import decode, encode

# All code points, lone surrogates too: `characters()` leaves them out unless asked.
any_text = st.text(st.characters(exclude_categories=()), max_size=20)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | any_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(any_text, inner, max_size=4),
)


@given(json_values)
def test_every_json_value_comes_back(value: object) -> None:
    assert decode(encode(value)) == value


@given(json_values)
def test_the_text_is_printable_ascii(value: object) -> None:
    """So no text column of any database can change or refuse it."""
    assert all(" " <= character <= "~" for character in encode(value))


@given(json_values)
def test_it_is_what_the_standard_library_writes(value: object) -> None:
    """Anyone can compute the digests again with nothing of ours."""
    assert encode(value) == json.dumps(value, sort_keys=True, separators=(",", ":"))


@given(st.dictionaries(any_text, st.integers(), max_size=6))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert encode(dict(reversed(value.items()))) == encode(value)


def test_nul_and_lone_surrogates_are_escapes() -> None:
    assert encode({"t": "a\0b\ud800c"}) == '{"t":"a\\u0000b\\ud800c"}'


def _circle() -> list[object]:
    circle: list[object] = []
    circle.append(circle)
    return circle


@pytest.mark.parametrize(
    "value",
    [math.nan, math.inf, -math.inf, b"bytes", {1, 2}, object(), {"a": [math.nan]}, _circle()],
    ids=["nan", "inf", "-inf", "bytes", "set", "object", "nested nan", "circle"],
)
def test_what_is_not_json_is_refused(value: object) -> None:
    with pytest.raises(InputError, match="not JSON"):
        encode(value)


def test_a_refusal_leaves_nothing_behind() -> None:
    """The encoder is shared: a failure in one value must not poison the next."""
    data: dict[str, object] = {"a": math.nan}
    with pytest.raises(InputError):
        encode(data)
    data["a"] = 1
    assert encode(data) == '{"a":1}'
