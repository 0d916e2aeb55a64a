"""Two daemons on one PostgreSQL, of which one may stand still for longer than its leases."""

import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import RowMapping, select

from tests.integration import standing, unrest
from tests.integration.desk import site, story_page
from tests.integration.loopback import Answer, Loopback
from tests.integration.process import Running, running, until
from tests.integration.unrest import Unrest
from tracker.bootstrap import open_context
from tracker.capture.tables import watches
from tracker.config import load_settings
from tracker.delivery.tables import outbox
from tracker.errors import DatabaseError
from tracker.eventstore.engine import writing
from tracker.eventstore.heads import lock_tip
from tracker.services.context import Context
from tracker.services.delivering.endpoints import Wish, add_endpoint
from tracker.services.looks.watching import watch
from tracker.services.scheduling.plans import Plan
from tracker.services.scheduling.schedules import add_schedule
from tracker.services.telling.stories import open_story

LEASE = 2
BUDGETS: dict[str, Any] = {"capture__budget": 1_000_000, "capture__host_budget": 1_000_000}
PATIENT: dict[str, Any] = BUDGETS | {
    "capture__timeout": 5,
    "capture__read_timeout": 5,
    "capture__lease": 20,
    "delivery__timeout": 5,
    "delivery__lease": 20,
}
BRIEF: dict[str, Any] = BUDGETS | {
    "capture__timeout": LEASE,
    "capture__read_timeout": LEASE,
    "capture__lease": LEASE,
    "delivery__timeout": LEASE,
    "delivery__lease": LEASE,
    "delivery__retry": str([1] * 100),
}
ASKED = "before:tracker.services.looks.rounds:Rounds._judged"
JUDGED = "before:tracker.services.looks.looking:plan_next"
CLAIMED = "before:tracker.services.delivering.dispatching:attempt"
SENT = "before:tracker.services.delivering.outbox:settle"
PUBLISHING = "before:tracker.services.scheduling.publishing:append"
APPENDING = "before:tracker.eventstore.appending:place_all"
PROJECTING = "before:tracker.services.delivering.announcing:LazyAnnouncer.recorded"
MOMENTS = (ASKED, JUDGED, CLAIMED, SENT, PUBLISHING, APPENDING, PROJECTING)


@contextmanager
def standing_still(database: str, home: Path, *moments: str) -> Iterator[Running]:
    """A daemon that stops itself at each of these moments, the first time that it comes there."""
    program = (sys.executable, "-P", standing.__file__, ",".join(moments))
    with running(database, home, program=program, **BRIEF) as daemon:
        yield daemon


def test_two_daemons_share_the_work_and_double_none_of_it(
    postgres_database: str, tmp_path: Path
) -> None:
    """Each look, slot and delivery once; not even a repeat arrives anywhere."""
    world = Unrest()
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    settings = load_settings(flags={"database_url": postgres_database, "zone": "UTC"})
    with Loopback(world) as server:
        unrest.begin(postgres_database, server)
        with open_context(settings, clock=lambda: an_hour_ago) as earlier:
            add_schedule(earlier, Plan("missed", "* * * * *"))  # a slot is due for both at once
        with (
            running(postgres_database, tmp_path, **PATIENT) as one,
            running(postgres_database, tmp_path, **PATIENT) as other,
            unrest.opened(postgres_database) as context,
        ):
            until(lambda: world.served >= 16)
            world.is_still = True
            until(lambda: unrest.is_at_rest(context, world))
            for daemon in (one, other):
                daemon.stop()
            worked = [{each["event"] for each in daemon.drain()} for daemon in (one, other)]
            unrest.assert_nothing_is_lost_or_doubled(context, world)
            print(unrest.figures(context, world))
            unrest.assert_digests_are_contiguous(context, "missed")
    assert len(world.received) == len({(each.endpoint, each.message) for each in world.received})
    for events in worked:
        assert events >= {"version captured", "delivery attempted"}


def test_one_that_stands_still_past_its_leases_doubles_and_overwrites_nothing(
    postgres_database: str, tmp_path: Path
) -> None:
    """At each of these moments, one after another, the other takes its work over meanwhile, even
    where locks are held; what it brings after that is older than what is known by then."""
    world, held_up = Unrest(), []
    with Loopback(world) as server:
        unrest.begin(postgres_database, server)
        with (
            standing_still(postgres_database, tmp_path, *MOMENTS) as one,
            running(postgres_database, tmp_path, **BRIEF) as other,
            unrest.opened(postgres_database) as context,
        ):
            for _ in MOMENTS:
                where = one.wait_for("standing")["where"]
                if not goes_on(world):
                    held_up.append(where)
                one.send(signal.SIGCONT)
            world.is_still = True
            until(lambda: unrest.is_at_rest(context, world))
            for daemon in (one, other):
                daemon.stop()
            stood = [each["where"] for each in one.drain() if each["event"] == "standing"]
            assert set(stood) == set(MOMENTS)
            unrest.assert_nothing_is_lost_or_doubled(context, world)
            print(unrest.figures(context, world))
    arrived = Counter((each.endpoint, each.message) for each in world.received)
    assert max(arrived.values()) <= 2  # what was sent and not yet noted when it stopped
    # By chance another of its threads may be sending an append: the server cannot know that the
    # rest of it will not come, and keeps the log for it.
    assert len(held_up) <= 1


def goes_on(world: Unrest) -> bool:
    """Whether the other goes on looking at the site once the leases have run out."""
    time.sleep(LEASE)
    end, before = time.monotonic() + 10, world.served
    while world.served < before + 2:
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


@pytest.mark.parametrize(("moment", "times"), [(CLAIMED, 1), (SENT, 2)])
def test_what_was_claimed_is_sent_once_and_what_was_not_noted_twice(
    postgres_database: str, tmp_path: Path, moment: str, times: int
) -> None:
    """Stopped before it sends, it sends nothing any more. Stopped after it sent and before that
    was noted, there is one repeat, by the other and under the same id: nobody can know better.
    What the other noted stays."""
    with site() as (server, pages), unrest.opened(postgres_database) as context:
        pages.answers |= {"/a": story_page(), "/hook": Answer(204)}
        watch(context, f"http://{server.at}/a", 3600)
        wish = Wish(f"http://{server.at}/hook", "hook", allow_loopback=True)
        add_endpoint(context, wish)
        with standing_still(postgres_database, tmp_path, moment) as one:
            one.wait_for("standing")
            with running(postgres_database, tmp_path, **BRIEF) as other:
                other.wait_for("delivery attempted")
                (noted,) = deliveries(context)
                one.send(signal.SIGCONT)
                time.sleep(1)
                other.stop()
            one.stop()
            assert deliveries(context) == [noted]
            events = Counter(each["event"] for each in (*one.drain(), *other.drain()))
        sent = [asked for asked in server.asked if asked.path == "/hook"]
    assert events["delivery attempted"] == 1
    assert (noted["status"], noted["attempts"]) == ("delivered", 2)
    assert [asked.headers["webhook-id"] for asked in sent] == [noted["message"]] * times
    assert len({asked.body for asked in sent}) == 1


def test_a_transaction_that_stands_still_lets_go_of_the_log(
    postgres_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is undone: whoever waits for its locks gets them, whatever became of its process."""
    monkeypatch.setattr("tracker.eventstore.engine.IDLE_MILLISECONDS", 300)
    with unrest.opened(postgres_database) as one, unrest.opened(postgres_database) as other:
        with writing(one.engine).connect() as held:
            lock_tip(held)
            open_story(other, "ferries")
            with pytest.raises(DatabaseError):
                lock_tip(held)
        assert one.store.head() == other.store.head()


def deliveries(context: Context) -> list[RowMapping]:
    with context.engine.connect() as connection:
        return list(connection.execute(select(outbox)).mappings())


@pytest.mark.parametrize("moment", [ASKED, JUDGED])
def test_an_answer_that_comes_back_late_is_not_noted(
    postgres_database: str, tmp_path: Path, moment: str
) -> None:
    """A page was missing; while the one stands still with that answer the other sees it there.
    Noted late, that would have it missed for the first time, and gone at the next."""
    with site() as (server, pages), unrest.opened(postgres_database) as context:
        pages.answers["/a"] = Answer(404)
        watch(context, f"http://{server.at}/a", 3600)
        with standing_still(postgres_database, tmp_path, moment) as one:
            one.wait_for("standing")
            pages.answers["/a"] = story_page(etag='"there"')
            with running(postgres_database, tmp_path, **BRIEF) as other:
                other.wait_for("version captured")
                until(lambda: planned(context)["etag"])
                noted = planned(context)
                one.send(signal.SIGCONT)
                time.sleep(1)
                other.stop()
            one.stop()
        assert planned(context) == noted
        assert noted["missing_since"] is None


def planned(context: Context) -> RowMapping:
    with context.engine.connect() as connection:
        return connection.execute(select(watches)).mappings().one()
