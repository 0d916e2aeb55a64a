"""Names of time zones, and what somebody may have meant who mistyped one."""

from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones


def is_zone(name: str) -> bool:
    """Whether this machine knows a zone of this name."""
    try:
        ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        return False
    return True


def instead_of_zone(name: str) -> str:
    """What to do about a name that is none: "did you mean 'Europe/Berlin'"."""
    known = {each.casefold(): each for each in available_timezones()}
    near = get_close_matches(name.casefold(), known, n=1)
    return f"did you mean {known[near[0]]!r}" if near else "give one like Europe/Berlin"
