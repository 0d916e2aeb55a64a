"""Captures that other programs hand over: one JSON object a line, or the same as mappings."""

from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, BinaryIO, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from tracker.article.identity import canonical_address
from tracker.capture.imports.steps import Recorded, Skipped
from tracker.errors import InputError

LONGEST_LINE = 64_000_000
"""Bytes: a page of the largest size that is read, in the most wasteful JSON."""

_BROKEN = "broken line"
_CHUNK = 65_536
_OK = 200


def _from_base64(given: object) -> object:
    """Pydantic's own reading passes over what is none."""
    if not isinstance(given, str | bytes):
        return given
    return b64decode(given, validate=True)


FromBase64 = Annotated[
    bytes,
    BeforeValidator(_from_base64),
    WithJsonSchema({"type": "string", "contentEncoding": "base64"}),
]


class PushedCapture(BaseModel):
    """A page as another program captured it.

    `body` is its text or `body_base64` its bytes, without the codings it came in; one of them is
    needed. `headers` are those of the answer, `final_address` is where redirects led, `moved` where
    permanent ones led. `media_type` goes before a Content-Type among the headers.
    """

    model_config = ConfigDict(extra="forbid")

    address: str
    observed_at: AwareDatetime
    body: str | bytes | None = None
    body_base64: FromBase64 | None = None
    status: Annotated[int, Field(ge=100, le=599)] = _OK
    media_type: str | None = None
    headers: dict[str, str] | list[tuple[str, str]] = Field(default_factory=list)
    final_address: str | None = None
    moved: list[str] = Field(default_factory=list)
    outlet: str | None = None
    tags: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_body(self) -> Self:
        if (self.body is None) == (self.body_base64 is None) and self.status == _OK:
            raise ValueError("give one of body and body_base64")
        for address in (self.address, self.final_address, *self.moved):
            if address is not None and not canonical_address(address).startswith("http"):
                raise ValueError(f"{address!r} is no http or https address")
        return self


def read_lines(stream: BinaryIO, *, max_bytes: int) -> Iterator[Recorded | Skipped]:
    """The captures in `stream`, a line each; lines that are none are told with their number."""
    number = 0
    while line := stream.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            _skip_line(stream)
            yield Skipped(_BROKEN, f"line {number}: longer than {LONGEST_LINE:,} bytes.")
        elif line.strip():
            yield _made(f"line {number}", line, max_bytes)


def read_mapping(given: Mapping[str, Any], number: int, *, max_bytes: int) -> Recorded | Skipped:
    """The capture that a mapping with the fields of `PushedCapture` holds; `number` names it."""
    return _made(f"capture {number}", given, max_bytes)


def _made(where: str, given: bytes | Mapping[str, Any], max_bytes: int) -> Recorded | Skipped:
    try:
        made = (
            PushedCapture.model_validate_json(given)
            if isinstance(given, bytes)
            else PushedCapture.model_validate(given)
        )
    except (ValidationError, InputError) as error:
        return Skipped(_BROKEN, f"{where}: {_said(error)}")
    if made.status != _OK:
        return Skipped(f"answered {made.status}")
    body = _bytes(made)
    if len(body) > max_bytes:
        return Skipped("too large", f"{where}: larger than {max_bytes:,} bytes.")
    headers = made.headers.items() if isinstance(made.headers, dict) else made.headers
    return Recorded(
        address=made.address,
        observed_at=made.observed_at,
        body=body,
        media_type=made.media_type or _content_type(headers),
        status=made.status,
        headers=tuple(headers),
        final_address=made.final_address,
        moved=tuple(made.moved),
        outlet=made.outlet,
        tags=tuple(made.tags),
    )


def _bytes(made: PushedCapture) -> bytes:
    if isinstance(made.body, str):
        return made.body.encode("utf-8", "surrogatepass")
    return made.body or made.body_base64 or b""


def _content_type(headers: Any) -> str | None:
    return next((value for name, value in headers if name.lower() == "content-type"), None)


def _said(error: ValidationError | InputError) -> str:
    """What is wrong first, and where."""
    if isinstance(error, InputError):
        return str(error)
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    said = first["msg"].removeprefix("Value error, ")
    return f"{place}: {said}." if place else f"{said}."


def _skip_line(stream: BinaryIO) -> None:
    while rest := stream.readline(_CHUNK):
        if rest.endswith(b"\n"):
            return
