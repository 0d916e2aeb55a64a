"""Ways of deciding when to look again: ours, and the ones it is measured against."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from tracker.cadence.pause import DUE, LONGEST, SHORTEST, pause
from tracker.cadence.rate import Past, exposure, rate

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Watched:
    """What is known of an article after a look; times count from its publication.

    `changed` is when it was last found changed (0: never), `looked` when it was last looked at.
    """

    looked: timedelta = timedelta()
    changed: timedelta = timedelta()
    past: Past = field(default_factory=Past)

    def seen(self, at: timedelta, *, changed: bool) -> "Watched":
        """What is known after another look, which found it changed or not."""
        folds = exposure(self.looked - self.changed, at - self.changed)
        past = Past(self.past.changes + changed, self.past.exposure + folds)
        return replace(self, looked=at, changed=at if changed else self.changed, past=past)


Policy = Callable[[Watched, Past], timedelta]
"""The pause after a look, from what is known of an article and of its outlet."""


def learned(watched: Watched, outlet: Past, due: float = DUE) -> timedelta:
    """The tracker's own: a look as soon as so many changes are to be expected."""
    return pause(rate(watched.past, outlet), watched.looked - watched.changed, due)


def every_ten_minutes(watched: Watched, outlet: Past) -> timedelta:
    """The same pause for all articles for ever."""
    del watched, outlet
    return timedelta(minutes=10)


_TABLE = (
    (3 * _HOUR, timedelta(minutes=15)),
    (_DAY, _HOUR),
    (7 * _DAY, 3 * _HOUR),
    (30 * _DAY, 3 * _DAY),
)


def table(watched: Watched, outlet: Past) -> timedelta:
    """A fixed table over the time since the last change, as existing trackers have it."""
    del outlet
    since = watched.looked - watched.changed
    return next((every for within, every in _TABLE if since < within), LONGEST)


def share_of_age(watched: Watched, outlet: Past, share: float = 0.2) -> timedelta:
    """A look whenever a fifth of the article's age has passed since the last one."""
    del outlet
    return max(share * watched.looked, SHORTEST)
