"""Instants as the log keeps them: whole microseconds since 1970, UTC, exact on both databases."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_microseconds(instant: datetime) -> int:
    """Exact; `instant` carries its zone."""
    return (instant - _EPOCH) // _MICROSECOND


def from_microseconds(microseconds: int) -> datetime:
    """The instant in UTC."""
    return _EPOCH + timedelta(microseconds=microseconds)


def utc_now() -> datetime:
    """The clock of a log that is given none."""
    return datetime.now(UTC)
