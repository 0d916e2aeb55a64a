"""Killed at random instants while it captures and delivers, the tracker loses and doubles nothing.

Ten times in the suite, two hundred times by `pytest -m slow -rP tests/integration/test_crashes.py`;
what that came to is in docs/reliability.md. A run says its seed, and CRASH_SEED repeats one: the
instants and the answers of the site are the same then, the machine's own pace is not.
"""

import os
import random
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.integration import unrest
from tests.integration.loopback import Loopback
from tests.integration.process import running, until
from tests.integration.unrest import ARTICLE, HOOK, Unrest
from tracker.bootstrap import utc_now
from tracker.capture.tables import watches
from tracker.delivery.tables import outbox

SETTINGS: dict[str, Any] = {
    "capture__timeout": 1,
    "capture__read_timeout": 1,
    "capture__lease": 2,
    "capture__budget": 1_000_000,
    "capture__host_budget": 1_000_000,
    "delivery__timeout": 1,
    "delivery__lease": 2,
    "delivery__retry": str([1] * 500),
}
LONGEST = {"life": 1.5, ARTICLE: 0.2, HOOK: 0.1}
"""Seconds at most from a daemon's first sign of life, or from a request it makes, to its end."""


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    address: str = request.getfixturevalue(f"{request.param}_database")
    return address


@pytest.mark.parametrize("kills", [10, pytest.param(200, marks=pytest.mark.slow)])
def test_a_daemon_killed_again_and_again_loses_and_doubles_nothing(
    database: str, tmp_path: Path, kills: int
) -> None:
    """The log verifies; every look is there once, every endpoint got every message at least once,
    under one id and with one body; digests come once each and without gaps; and what was derived
    is what a rebuild derives."""
    seed = int(os.environ.get("CRASH_SEED") or secrets.randbelow(1_000_000))
    print(f"CRASH_SEED={seed}")
    world = Unrest(seed, fails=0.2, slow=0.1)
    struck = Counter[str]()
    with Loopback(world) as server:
        unrest.begin(database, server)
        for after, seconds in instants(seed, kills):
            since = utc_now()
            with running(database, tmp_path, **SETTINGS) as daemon:
                if after != "life":
                    world.wait_for(after)
                time.sleep(seconds)
                daemon.process.kill()
                daemon.process.wait()
                struck.update(under_way(database, since))
        world.is_still, world.fails = True, 0.0
        with running(database, tmp_path, **SETTINGS) as daemon, unrest.opened(database) as beside:
            until(lambda: unrest.is_at_rest(beside, world), 120)
            daemon.stop()
        with unrest.opened(database) as context:
            unrest.assert_nothing_is_lost_or_doubled(context, world)
            print(dict(struck), unrest.figures(context, world))
    assert struck["capturing"]
    assert struck["delivering"]


def instants(seed: int, kills: int) -> Iterator[tuple[str, float]]:
    """When to kill: so many seconds after a daemon has begun, or asked for an article, or sent."""
    chance = random.Random(seed)
    for number in range(kills):
        after = tuple(LONGEST)[number % len(LONGEST)]
        yield after, chance.uniform(0, LONGEST[after])


def under_way(database: str, since: datetime) -> list[str]:
    """What a daemon was doing that began then and was killed now, as the database has it."""
    with unrest.opened(database) as context, context.engine.connect() as connection:
        planned = connection.scalars(select(watches.c.next_look))
        # One that was looked at is due in a second; one that is being looked at, after its lease.
        ahead = [(at - context.clock()).total_seconds() for at in planned]
        open_claim = outbox.c.claim.is_not(None), outbox.c.last_attempt >= since
        claimed = select(outbox.c.id).where(*open_claim)
        found = ["kills"]
        if max(ahead) > 1:
            found.append("capturing")
        if connection.execute(claimed).first():
            found.append("delivering")
        return found
