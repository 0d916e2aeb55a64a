"""Messages made up of whatever their models allow, hostile texts among it."""

from datetime import UTC, datetime
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from hypothesis import strategies as st
from pydantic import AwareDatetime, BaseModel

_TIMES = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(0, 2**53),
    float: st.floats(0, 1),
    datetime: _TIMES,
    AwareDatetime: _TIMES,
    type(None): st.none(),
}


def made(kind: type[BaseModel], text: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Models of a kind whose texts are drawn from `text`."""
    kind.model_rebuild()
    fields = {name: _of(field.annotation, text) for name, field in kind.model_fields.items()}
    return st.fixed_dictionaries(fields).map(lambda given: kind(**given))


def _of(hint: Any, text: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    if hint is str:
        return text
    if hint in _PLAIN:
        return _PLAIN[hint]
    if get_origin(hint):
        return _made_of(get_origin(hint), get_args(hint), text)
    if issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    return st.deferred(lambda: made(hint, text))


def _made_of(
    origin: Any, inside: tuple[Any, ...], text: st.SearchStrategy[str]
) -> st.SearchStrategy[Any]:
    if origin is Literal:
        return st.sampled_from(inside)
    parts = [_of(each, text) for each in inside if each is not ...]
    if origin is dict:
        return st.dictionaries(parts[0], parts[1], max_size=4)
    if origin is not tuple:
        return st.one_of(*parts)
    if inside[-1] is not ...:
        return st.tuples(*parts)
    most = 3 if inside[0] is str else 1  # a digest is a tree: more would be drawn for minutes
    return st.lists(parts[0], max_size=most).map(tuple)
