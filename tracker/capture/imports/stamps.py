"""Times in the names of files."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_DAY = r"(?P<year>(?:19|20)\d\d)([-_./]?)(?P<month>\d\d)\2(?P<day>\d\d)"
_CLOCK = r"(?P<hour>\d\d)[-:._h]?(?P<minute>\d\d)(?:[-:._m]?(?P<second>\d\d)(?:\.\d{1,9})?)?"
_ZONE = r"(?P<zone>Z|UTC|[+-]\d\d:?\d\d)?"
_NAMED = re.compile(rf"(?<!\d){_DAY}(?:[T _./-]?{_CLOCK}s?[ _]?{_ZONE})?(?!\d)", re.ASCII)
_WAYBACK = re.compile(r"(?<!\d)(?:19|20)\d{12}(?!\d)", re.ASCII)
_SINCE_1970 = re.compile(r"(?<!\d)1\d{9}(?:\d{3})?(?!\d)", re.ASCII)
_SECONDS = 10  # digits


def named_time(path: str, zone: tzinfo) -> datetime | None:
    """The time in the last name of a path with slashes, else in all of it; of several the last.

    `2024-11-17T21:00:00+01:00`, `20241117T210000Z`, `2024-11-17_21-00`, `2024/11/17/2100`, a bare
    day (its first moment); fourteen digits as the Wayback Machine writes them, in UTC; seconds or
    milliseconds since 1970. What names no zone is meant in `zone`. None where there is no time.
    """
    return _time_in(path.rpartition("/")[2], zone) or _time_in(path, zone)


def _time_in(text: str, zone: tzinfo) -> datetime | None:
    for pattern, read in ((_WAYBACK, _wayback), (_NAMED, _named), (_SINCE_1970, _since_1970)):
        times = [read(found, zone) for found in pattern.finditer(text)]
        if found := [time for time in times if time is not None]:
            return found[-1]
    return None


def _wayback(found: re.Match[str], _zone: tzinfo) -> datetime | None:
    try:
        return datetime.strptime(found[0], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _named(found: re.Match[str], zone: tzinfo) -> datetime | None:
    told = found.groupdict()
    names = ("year", "month", "day", "hour", "minute", "second")
    numbers = [int(told[name] or 0) for name in names]
    try:
        return datetime(*numbers, tzinfo=_offset(told["zone"]) or zone)  # type: ignore[arg-type,misc]
    except ValueError:
        return None


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text in {"Z", "UTC"}:
        return UTC
    away = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-away if text[0] == "-" else away)


def _since_1970(found: re.Match[str], _zone: tzinfo) -> datetime | None:
    number = int(found[0]) / (1 if len(found[0]) == _SECONDS else 1000)
    return datetime.fromtimestamp(number, UTC)
