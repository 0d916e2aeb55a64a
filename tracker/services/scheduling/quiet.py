"""Hours in which nothing is published: "22:00-07:00", by the clock on the wall."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from tracker.services.scheduling.walls import passed

_SPAN = re.compile(r"(\d{1,2}):(\d\d)\s*-\s*(\d{1,2}):(\d\d)", re.ASCII)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Quiet:
    """From `start` up to but not at `end`, over midnight where that is earlier."""

    start: time
    end: time

    def holds(self, moment: datetime, zone: tzinfo) -> bool:
        """Whether it is quiet then: what the wall shows counts, also for the second time."""
        shown = moment.astimezone(zone).time()
        if self.start < self.end:
            return self.start <= shown < self.end
        return shown >= self.start or shown < self.end

    def ends(self, moment: datetime, zone: tzinfo) -> datetime:
        """When the hours that hold at `moment` are over."""
        shown = moment.astimezone(zone)
        end = datetime.combine(shown.date(), self.end)
        again = end.replace(tzinfo=zone, fold=shown.fold).astimezone(UTC)  # of two, the one to come
        coming = (passed(end, zone), again, passed(end + _DAY, zone))
        return min(each for each in coming if each > moment)

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


def parse_quiet(text: str) -> Quiet:
    """Quiet hours as they are typed. Raises ValueError, with what is wrong."""
    match = _SPAN.fullmatch(text.strip())
    if not match:
        raise ValueError("it is no span of hours")
    hours = [int(part) for part in match.groups()]
    start, end = time(hours[0], hours[1]), time(hours[2], hours[3])
    if start == end:
        raise ValueError("it begins when it ends")
    return Quiet(start, end)
