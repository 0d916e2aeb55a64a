"""Playing the sample story: real pages over loopback, the real pipeline, a simulated clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping

from tracker.capture.fetch import Fetcher
from tracker.network.client import open_client
from tracker.network.guard import Guard
from tracker.services.context import Context
from tracker.services.looks.looking import look_at
from tracker.services.looks.seen import Seen
from tracker.services.looks.watching import unwatch, watch, watched
from tracker.services.sample import SampleLook, SampleSite, SampleStory
from tracker.services.telling.stories import link, open_story

EVERY = 60
"""Seconds between two looks: less than the sample's changes are apart."""


@dataclass(slots=True)
class SimulatedClock:
    """A clock that stands where it was put."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, slots=True)
class Scene:
    """One moment of the evening: what stood there, and what the tracker saw."""

    look: SampleLook
    seen: Seen


def play(context: Context, story: SampleStory, clock: SimulatedClock) -> Iterator[Scene]:
    """Play the evening into `context`, whose clock is `clock`; its articles form one story."""
    name = open_story(context, story.name, story.title)
    with SampleSite(story, clock) as site:
        guard = Guard(resolve=site.resolve)
        with open_client(guard, user_agent="news-update-tracker demo") as client:
            fetcher = Fetcher(client, clock=clock)
            for look in story.looks:
                clock.now = look.at
                seen = look_at(context, fetcher, _watched(context, look.address))
                if seen.taken and seen.taken.is_new_article:
                    link(context, name, [seen.taken.article])
                yield Scene(look, seen)
    for address in {look.address for look in story.looks}:
        unwatch(context, address)


def _watched(context: Context, address: str) -> RowMapping:
    watch(context, address, EVERY)
    return next(row for row in watched(context) if row["address"] == address)
