"""Lining up in the daemon: a story that takes long rests long, and keeps no other from its turn."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tracker.daemon.jobs import Job
from tracker.daemon.lining import SHARE, Lining
from tracker.errors import InputError
from tracker.services.context import Context


@dataclass
class Projector:
    """Stories that take so many seconds each; `failing` ones fail after them."""

    takes: dict[str, float]
    failing: set[str] = field(default_factory=set)
    now: float = 0.0
    done: list[str] = field(default_factory=list)

    def stale(self) -> list[str]:
        """All of them, always: they change with every look."""
        return list(self.takes)

    def line_up(self, stories: Collection[str]) -> None:
        (story,) = stories
        self.done.append(story)
        self.now += self.takes[story]
        if story in self.failing:
            raise InputError("no such thing")


@pytest.fixture
def projector() -> Projector:
    return Projector({"large": 60.0, "small": 0.01})


@pytest.fixture
def stop() -> Event:
    return Event()


@pytest.fixture
def job(projector: Projector) -> Job:
    return Job("stories", lambda: datetime(2024, 11, 17, tzinfo=UTC), lambda: projector.now)


@pytest.fixture
def lining(projector: Projector, stop: Event) -> Lining:
    context = cast("Context", SimpleNamespace(projector=cast("Any", projector)))
    return Lining(context, stop, lambda: projector.now)


def work(lining: Lining, job: Job, projector: Projector, *, hours: float) -> None:
    """As the daemon does, every five seconds."""
    until = projector.now + hours * 3600
    while projector.now < until:
        job.run(lambda: lining.line_up(job))
        projector.now += 5


def test_a_story_is_lined_up_at_most_a_tenth_of_the_time(
    lining: Lining, job: Job, projector: Projector
) -> None:
    """One of a minute not again for nine, and about as often as it may."""
    work(lining, job, projector, hours=10)
    spent = 60 * projector.done.count("large")
    assert 0.09 * projector.now < spent <= projector.now / SHARE + 60


def test_a_small_story_has_its_turn_whenever_it_changed(
    lining: Lining, job: Job, projector: Projector
) -> None:
    """Also while a large one rests."""
    work(lining, job, projector, hours=0.1)
    assert projector.done.count("large") == 1
    assert projector.done.count("small") > 50


def test_a_story_that_fails_keeps_no_other_from_its_turn(
    lining: Lining, job: Job, projector: Projector
) -> None:
    """It rests as well."""
    projector.failing = {"large"}
    work(lining, job, projector, hours=0.1)
    assert projector.done.count("large") == 1
    assert projector.done.count("small") > 50
    assert isinstance(job.failure, InputError)


def test_once_it_is_to_stop_no_other_story_is_begun(
    lining: Lining, job: Job, projector: Projector, stop: Event
) -> None:
    stop.set()
    work(lining, job, projector, hours=0.01)
    assert projector.done == []
