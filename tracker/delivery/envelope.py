"""The body of a message: `type`, `timestamp` and `data` of Standard Webhooks, in a CloudEvent.

The attributes of CloudEvents 1.0 (structured mode) stand beside `data`. An attribute must be a
simple value there, so the link to the rest of a message is in the data, as `more`.
"""

from datetime import UTC, datetime
from typing import Any, Generic, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from tracker.delivery.messages import KINDS, Data
from tracker.delivery.plain import encoded, plain
from tracker.delivery.trimming import LIMIT, fit

DIALECT = "https://json-schema.org/draft/2020-12/schema"
URN = "urn:news-update-tracker"

OPEN = "x-extensible-enum"
"""The keyword for the values that a field has today: a later version may know more."""

DataT = TypeVar("DataT", bound=Data)


class Envelope(BaseModel, Generic[DataT]):
    """A message as it is sent.

    `id` is the same however often it is sent, `source` names the log it was read from, `subject`
    what it tells of: a version, a shift, a digest. `timestamp` is `time` under the name that
    Standard Webhooks has for it. `dataschema` names the schema of `data`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    specversion: Literal["1.0"] = "1.0"
    id: str = Field(min_length=1)
    source: str = Field(min_length=1)
    type: str
    time: AwareDatetime
    timestamp: AwareDatetime
    subject: str = Field(min_length=1)
    datacontenttype: Literal["application/json"] = "application/json"
    dataschema: str
    data: DataT


def dataschema(kind: type[Data]) -> str:
    """The name of the schema of a type's data, which is the $id of that schema."""
    return f"{URN}:schema:{kind.type}:{kind.schema_version}"


def envelope(log_id: str, message_id: str, data: Data, at: datetime, subject: str) -> str:
    """The body of the message `message_id`: ASCII JSON, cut to stay under 20,000 bytes.

    `log_id` is the UUID of the log, `at` (zone-aware) when it was put together, `subject` the id of
    what it tells of. The same arguments give the same bytes.
    """
    sent = Envelope[Data](
        id=message_id,
        source=f"urn:uuid:{log_id}",
        type=data.type,
        time=at.astimezone(UTC),
        timestamp=at.astimezone(UTC),
        subject=subject,
        dataschema=dataschema(type(data)),
        data=data,
    )
    around = sent.model_dump(mode="json", exclude={"data"})
    room = LIMIT - len(encoded(around | {"data": 0})) + 1
    return encoded(around | {"data": plain(fit(data, room))})


def schema_of(kind: type[Data]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the whole body of one type of message.

    It is open: fields and values that it does not know may come with later versions.
    """
    body = Envelope[kind].model_json_schema(mode="serialization")  # type: ignore[valid-type]
    body.pop("$defs")
    body["properties"] |= {
        "type": {"const": kind.type},
        "dataschema": {"const": dataschema(kind)},
        "data": {"$id": dataschema(kind)} | kind.model_json_schema(mode="serialization"),
    }
    about = {
        "$schema": DIALECT,
        "$id": f"{URN}:message:{kind.type}:{kind.schema_version}",
        "title": kind.type,
        "description": _first_line(kind),
    }
    opened: dict[str, Any] = _opened(body | {"required": list(body["properties"])})
    return about | {name: rest for name, rest in opened.items() if name not in about}


def published() -> dict[str, type[Data]]:
    """Every type of message by the name under which its schema is printed."""
    return {f"message.{kind.type}": kind for kind in KINDS}


def _first_line(kind: type[Data]) -> str:
    return (kind.__doc__ or "").strip().partition("\n")[0]


def _opened(schema: Any) -> Any:
    """The schema without what would make a later version's additions an error."""
    if isinstance(schema, list):
        return [_opened(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {name: _opened(each) for name, each in schema.items() if name != "additionalProperties"}
    if "enum" in kept:
        kept[OPEN] = kept.pop("enum")
    if isinstance(schema.get("additionalProperties"), dict):  # what the values of a mapping are
        kept["additionalProperties"] = _opened(schema["additionalProperties"])
    return kept
