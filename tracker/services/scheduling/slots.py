"""The slots of a cron: times on the wall, without a zone.

Five fields as in crontab(5): minute, hour, day of the month, month, day of the week, where 0 and 7
are Sunday. Unlike there, where both fields of a day are given, both must match.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apscheduler.triggers.cron import CronTrigger

_TICK = timedelta(microseconds=1)
_MINUTE = timedelta(minutes=1)
_FIELDS = 5
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_OF_THE_WEEK = re.compile(r"(?:(\*)|(\w+)(?:-(\w+))?)(?:/(\d{1,2}))?", re.ASCII)


def following(cron: str, after: datetime) -> datetime | None:
    """The first slot after a time on the wall, None if there is none. ValueError for no cron."""
    # UTC stands in for the wall: nothing is skipped or repeated there.
    found: datetime | None = _trigger(cron).get_next_fire_time(
        None, after.replace(tzinfo=UTC) + _TICK
    )
    return None if found is None else found.replace(tzinfo=None)


def latest(cron: str, after: datetime, until: datetime) -> datetime | None:
    """The last slot after one time on the wall and up to another; None where there is none.

    It takes some thirty steps at most, however many slots lie between.
    """
    found = following(cron, after)
    if found is None or found > until:
        return None
    high = until  # no slot lies after it, and none between it and `until`
    while high - found >= _MINUTE:
        middle = found + (high - found) / 2
        slot = following(cron, middle)
        if slot is not None and slot <= until:
            found = slot
        else:
            high = middle
    return found


@lru_cache(maxsize=256)
def _trigger(cron: str) -> "CronTrigger":
    from apscheduler.triggers.cron import CronTrigger

    fields = cron.split()
    if len(fields) != _FIELDS:
        raise ValueError(f"it has {len(fields)} fields instead of five")
    fields[-1] = _days_of_the_week(fields[-1])
    return CronTrigger.from_crontab(" ".join(fields), timezone=UTC)


def _days_of_the_week(field: str) -> str:
    """The names of the days that a crontab means: its numbers are not those of APScheduler."""
    if field == "*":
        return field
    chosen: set[int] = set()
    for part in field.lower().split(","):
        match = _OF_THE_WEEK.fullmatch(part)
        if not match:
            raise ValueError(f"{part!r} is no day of the week")
        chosen.update(_days(*match.groups()))
    return ",".join(_DAYS[day] for day in sorted(chosen))


def _days(every: str | None, first: str | None, last: str | None, step: str | None) -> list[int]:
    start = 0 if every else _day(first or "")
    if every or (step and last is None):
        end = max(start, len(_DAYS) - 1)
    else:
        end = start if last is None else _day(last)
    if end < start:
        end += len(_DAYS)  # fri-mon
    if step == "0":
        raise ValueError("a step of 0 leads nowhere")
    return [day % len(_DAYS) for day in range(start, end + 1, int(step or 1))]


def _day(word: str) -> int:
    if word in _DAYS:
        return _DAYS.index(word)
    if word.isdecimal() and int(word) <= len(_DAYS):
        return int(word)
    raise ValueError(f"{word!r} is no day of the week: sun to sat, or 0 to 7")
