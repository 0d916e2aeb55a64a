"""Invented histories of articles: when they were published and when they changed.

Drawn from another process than the one the tracker assumes, so that it cannot merely find itself:
half are never touched; most others change a few times, at log-normal times after publication, and
some again days later (corrections); one in ten is a running story with bursts of changes. Outlets
differ in how much they edit, and nights are quiet.
"""

import math
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from tracker.cadence.simulate import History

START = datetime(2024, 11, 1, tzinfo=UTC)
_OUTLETS = 8
_NIGHT = range(6)  # hours, UTC
_LAST = timedelta(days=29)


def invented(articles: int, seed: int) -> list[History]:
    """So many histories over three weeks, the same for the same seed."""
    chance = random.Random(seed)
    outlets = [(f"outlet-{n}.example", chance.lognormvariate(0, 0.6)) for n in range(_OUTLETS)]
    return [_history(chance, *chance.choice(outlets)) for _ in range(articles)]


def _history(chance: random.Random, outlet: str, activity: float) -> History:
    published = START + timedelta(hours=chance.uniform(0, 24 * 21))
    kind = chance.random()
    if kind < 0.5 / activity:
        minutes: Iterator[float] = iter(())
    elif kind < 0.9:
        minutes = _touched(chance)
    else:
        minutes = _running(chance)
    times = sorted(published + timedelta(minutes=minute) for minute in minutes)
    kept = (time for time in times if time.hour not in _NIGHT or chance.random() < 0.3)
    return History(outlet, published, tuple(t for t in kept if t < published + _LAST))


def _touched(chance: random.Random) -> Iterator[float]:
    for _ in range(1 + int(chance.expovariate(1 / 1.5))):
        yield chance.lognormvariate(math.log(70), 1.5)
    if chance.random() < 0.1:
        yield chance.uniform(1, 10) * 24 * 60


def _running(chance: random.Random) -> Iterator[float]:
    minute, end = 0.0, chance.lognormvariate(math.log(8 * 60), 0.7)
    while minute < end:
        minute += chance.expovariate(1 / 25) * (1 + minute / 240)
        yield minute
