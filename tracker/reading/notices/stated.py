"""The moment a short text names: "Updated 9 p.m. ET", "Nov. 18, 2024, 14:05 GMT", ISO stamps."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.reading.notices.zones import ZONE_PATTERN, zone_named

_LOOKED_AT = 300  # a stamp longer than that is prose
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(?P<{0}>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?"
    r"|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_DATE = (
    r"\b(?:"
    rf"{_MONTH.format('m1')}\s(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s(?P<y1>[12]\d{{3}}))?"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?\s{_MONTH.format('m2')}(?:,?\s(?P<y2>[12]\d{{3}}))?"
    r"|(?P<s1>\d{1,2})/(?P<s2>\d{1,2})/(?P<y4>(?:20)?\d\d)(?!\d)"
    r"|(?P<y3>[12]\d{3})-(?P<m3>\d\d)-(?P<d3>\d\d)(?!\d)"
    r"|(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r")"
)
_CLOCK = (
    r"(?<![\d.:])(?:"
    r"(?P<h1>\d{1,2})(?:[:.](?P<n1>\d\d))?\s?(?P<half>[ap])\.?\s?m\b\.?"
    r"|(?P<h2>[01]?\d|2[0-3])[:h](?P<n2>[0-5]\d)(?::[0-5]\d(?:\.\d{1,9})?)?(?!\d)"
    r"|(?P<h4>[01]?\d|2[0-3])\.(?P<n4>[0-5]\d)(?=\s?(?:gmt|utc|bst|ce?s?t|e[ds]?t)\b)"
    r"|(?P<h3>[01]\d|2[0-3])(?P<n3>[0-5]\d)(?=\s?(?:gmt|utc|hrs|hours|et|bst)\b)"
    r"|\b(?P<word>noon|midnight)\b"
    rf")(?:\s?\(?(?P<zone>{ZONE_PATTERN}))?"
)
_EARLY = timedelta(hours=1)  # stated times are rounded; more than that before publication is not


_JOINTS = (
    rf"[\s,.;:()\[\]|·•@/–—-]|\b(?:on|at|as of|{ZONE_PATTERN})"
    r"|\b(?:mon|tues?|wed|thu|thurs|fri|sat|sun)\b"
)


def is_stamp(text: str) -> bool:
    """Whether the text is nothing but a date, a clock time, or both."""
    if len(text) > _LOOKED_AT:
        return False
    rest = _compiled(_CLOCK).sub("", _compiled(_DATE).sub("", text))
    return rest != text and not _compiled(_JOINTS).sub("", rest)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """One of the patterns above, compiled when a label is first read: most texts have none."""
    return re.compile(pattern, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Clock:
    time: time
    zone: tzinfo | None
    next_day: bool = False


def stated_time(
    text: str, *, published: datetime | None = None, zone: str | None = None
) -> datetime | None:
    """The moment that `text` names, zone-aware; None where it names none or it cannot be dated.

    A clock time without a date is of the day of `published`, or of the next where it would lie
    before publication; a date without a clock time is that day's midnight. A `published` at
    midnight sharp is a bare date. A zone the text names counts before `zone` (an IANA name), that
    before the offset of `published`.
    """
    text = text[:_LOOKED_AT]
    clock = _clock(text)
    home = _home(published, zone)
    local = (clock.zone if clock else None) or home
    day, sure = _day(text, _local_day(published, local))
    if day is None or not (clock or sure):
        return None
    moment = datetime.combine(day, clock.time if clock else time(), local)
    if clock and clock.next_day:
        moment += timedelta(days=1)
    return _after(moment, published) if clock and not sure else moment


def _home(published: datetime | None, zone: str | None) -> tzinfo:
    if zone:
        try:
            return ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            return zone_named(zone) or UTC
    return (published.tzinfo if published else None) or UTC


def _local_day(published: datetime | None, zone: tzinfo) -> date | None:
    if published is None:
        return None
    bare = published.time() == time()
    return published.date() if bare or not published.tzinfo else published.astimezone(zone).date()


def _after(moment: datetime, published: datetime | None) -> datetime:
    """The same clock time a day on, where `moment` lies before publication."""
    if published is None or published.tzinfo is None or published.time() == time():
        return moment
    return moment if moment >= published - _EARLY else moment + timedelta(days=1)


def _clock(text: str) -> _Clock | None:
    for found in _compiled(_CLOCK).finditer(text):
        zone = zone_named(found["zone"]) if found["zone"] else None
        if found["word"]:
            late = found["word"].lower() == "midnight"
            return _Clock(time(0 if late else 12), zone, next_day=late)
        hour = int(found["h1"] or found["h2"] or found["h3"] or found["h4"])
        minute = int(found["n1"] or found["n2"] or found["n3"] or found["n4"] or 0)
        if found["half"]:
            if not 1 <= hour <= 12:  # noqa: PLR2004
                continue
            hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
        if minute < 60:  # noqa: PLR2004
            return _Clock(time(hour, minute), zone)
    return None


def _day(text: str, published: date | None) -> tuple[date | None, bool]:
    """The day named, and whether the text names it itself."""
    for found in _compiled(_DATE).finditer(text):
        if found["weekday"]:
            if published:
                return _weekday(found["weekday"], published), True
            continue
        named = _named_day(found, published)
        if named:
            return named, True
    return published, False


def _named_day(found: re.Match[str], published: date | None) -> date | None:
    if found["y4"]:
        return _slashed(int(found["s1"]), int(found["s2"]), int(found["y4"]), published)
    month = found["m1"] or found["m2"]
    number = _MONTHS.index(month[:3].lower()) + 1 if month else int(found["m3"])
    day = int(found["d1"] or found["d2"] or found["d3"])
    year = found["y1"] or found["y2"] or found["y3"]
    if year:
        return _date(int(year), number, day)
    return _nearest_year(number, day, published) if published else None


def _slashed(first: int, second: int, year: int, published: date | None) -> date | None:
    """11/18/24 and 18/11/2024; where both orders are dates, the one nearer to publication."""
    year += 2000 if year < 100 else 0  # noqa: PLR2004
    days = [day for day in (_date(year, first, second), _date(year, second, first)) if day]
    near = published or date.min
    return min(days, key=lambda day: abs(day - near), default=None)


def _nearest_year(month: int, day: int, published: date) -> date | None:
    """A date without a year is the one nearest to publication: "Jan. 2" in late December."""
    years = (published.year - 1, published.year, published.year + 1)
    near = [found for year in years if (found := _date(year, month, day))]
    return min(near, key=lambda day: abs(day - published), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday(name: str, published: date) -> date:
    """The weekday nearest to publication: an update may follow it by some days."""
    ahead = (_DAYS.index(name[:3].lower()) - published.weekday()) % 7
    return published + timedelta(days=ahead if ahead <= 3 else ahead - 7)  # noqa: PLR2004
