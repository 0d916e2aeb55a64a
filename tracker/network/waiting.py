"""How long the other side asks to be left alone."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_WAIT = timedelta(days=1)
"""The longest that anybody is left alone for: as long as we ourselves ever pause."""


_MOST_SECONDS = 10**9


def retry_after(text: str | None, at: datetime) -> timedelta | None:
    """What Retry-After asks for, in seconds or as a date (RFC 9110, 10.2.3), counted from `at`.

    At most `LONGEST_WAIT`, never less than nothing; None where nothing sensible is said.
    """
    if text is None:
        return None
    text = text.strip()
    if (seconds := whole_seconds(text)) is not None:
        return min(seconds, LONGEST_WAIT)
    until = http_date(text)
    return None if until is None else min(max(until - at, timedelta(0)), LONGEST_WAIT)


def whole_seconds(text: str) -> timedelta | None:
    """A number of seconds as HTTP writes it, None for anything else; 31 years at most."""
    if not (text.isascii() and text.isdecimal()):
        return None
    return timedelta(seconds=min(int(text[:20]), _MOST_SECONDS))


def http_date(text: str) -> datetime | None:
    """A date as HTTP writes it, in UTC where it names no zone; None for anything else."""
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
