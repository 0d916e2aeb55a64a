"""Times as people type them."""

import re
from datetime import date, datetime, time, timedelta, tzinfo

from tracker.errors import InputError

_AGO = re.compile(r"(\d{1,5})\s*(s|sec|m|min|h|d|w)(?:\s+ago)?", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}", re.ASCII)
_NUMERIC_DAY = re.compile(r"(?<![\d/.-])\d{1,2}(?:[/-]\d{1,2}(?!\d)|\.\d{1,2}\.)", re.ASCII)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
_NAMES_MONTH = re.compile(rf"\b{_MONTH}", re.IGNORECASE)
_DAY_OF_MONTH = (
    re.compile(rf"\b(\d+)(?:st|nd|rd|th)? (?:of )?{_MONTH}", re.IGNORECASE | re.ASCII),
    re.compile(rf"\b{_MONTH}\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)", re.IGNORECASE | re.ASCII),
)
_TELLS = re.compile(r"[a-z]{2}|\d:\d\d|\d ?[ap]\.m\b", re.IGNORECASE | re.ASCII)
_LONGEST_DAY = 31
_LONGEST = 60
"""Characters of the longest time that is worth reading."""
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def parse_time(text: str, now: datetime, zone: tzinfo, *, ends_day: bool = False) -> datetime:
    """A zone-aware time out of ISO 8601, "2h" (ago), "yesterday 9pm", "Nov 17 21:00".

    What names no zone is meant in `zone`; a bare date is its first moment there, or with `ends_day`
    its last. Raises InputError.
    """
    given = text.strip().lower() if text.isalpha() else text.strip()
    today = now.astimezone(zone).date()
    given = {"today": f"{today}", "yesterday": f"{today - timedelta(days=1)}"}.get(given, given)
    if (day := _DAY.match(given)) and not _is_day(day[0]):
        given = ""  # 2024-13-01 is no day, and must not be guessed to be the 13th of January
    found = _ago(given, now) or _iso(given, zone, ends_day=ends_day) or _spoken(given, now, zone)
    if found is None and _NUMERIC_DAY.search(given):
        raise InputError(
            f"not a time: {text!r} could mean two days. Write it like 2024-12-11 or '11 Dec 2024'."
        )
    if found is None:
        raise InputError(f"not a time: {text!r}. Try 2024-11-17T21:00, 2h, or 'yesterday 9pm'.")
    return found


def _is_day(written: str) -> bool:
    try:
        year, month, day = map(int, written.split("-"))
        date(year, month, day)
    except ValueError:
        return False
    return True


def _ago(given: str, now: datetime) -> datetime | None:
    match = _AGO.fullmatch(given)
    if not match:
        return None
    return now - timedelta(**{_UNITS[match[2][0].lower()]: int(match[1])})


def _iso(given: str, zone: tzinfo, *, ends_day: bool) -> datetime | None:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        pass
    else:
        return datetime.combine(day, time.max if ends_day else time.min, zone)
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _spoken(given: str, now: datetime, zone: tzinfo) -> datetime | None:
    if not _is_clear(" ".join(given.split())):
        return None
    import dateparser

    here = now.astimezone(zone)
    settings = {"RELATIVE_BASE": here.replace(tzinfo=None), "PREFER_DATES_FROM": "past"}
    moment: datetime | None = dateparser.parse(given, languages=["en"], settings=settings)
    if moment is None:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _is_clear(given: str) -> bool:
    """Whether it says which day or time it means: what is left out would be guessed."""
    if len(given) > _LONGEST or not _TELLS.search(given) or _NUMERIC_DAY.search(given):
        return False
    if not _NAMES_MONTH.search(given):
        return True
    days = [int(day) for pattern in _DAY_OF_MONTH for day in pattern.findall(given)]
    return bool(days) and all(1 <= day <= _LONGEST_DAY for day in days)
