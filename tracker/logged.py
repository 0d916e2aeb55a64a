"""What every event model shares: its name in the log, its schema version, its JSON."""

from collections.abc import Callable, Mapping
from typing import ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict

from tracker.errors import IntegrityError


class LoggedEvent(BaseModel):
    """Base of all events; `event` is the type's name in the log."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event: ClassVar[str]
    schema_version: ClassVar[int] = 1

    def payload(self) -> dict[str, object]:
        """The JSON the log keeps: fields at their default are left out, and read back as such."""
        return self.model_dump(mode="json", exclude_defaults=True)


E_ = TypeVar("E_", bound=LoggedEvent)
Decoder = Callable[[str, Mapping[str, object]], E_]


def decoder(*kinds: type[E_]) -> Decoder[E_]:
    """A function from what the log keeps to the event it means.

    It raises IntegrityError for a type it does not know or data that do not fit the type.
    """
    known = {kind.event: kind for kind in kinds}

    def decode(event_type: str, data: Mapping[str, object]) -> E_:
        try:
            return known[event_type].model_validate(data)
        except KeyError:
            raise IntegrityError(
                f"the log holds an event of unknown type {event_type!r}: it was written by a newer"
                " tracker. Upgrade the tracker to read it."
            ) from None
        except ValueError as error:
            raise IntegrityError(
                f"an event of type {event_type!r} cannot be read: {error}"
            ) from error

    return decode
