"""Deliveries side by side: claimed by one, kept apart, whatever clocks and the database do."""

import itertools
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from threading import Event

import pytest

from tests.integration.desk import Site, site
from tests.integration.loopback import Answer, Asked, Loopback
from tests.integration.mailroom import Mailroom, mailroom, running
from tests.integration.process import until
from tracker.delivery.webhook import Delivery
from tracker.errors import DatabaseError
from tracker.services.delivering import attempting
from tracker.services.delivering.dispatching import Dispatcher
from tracker.services.delivering.endpoints import list_endpoints
from tracker.services.delivering.outbox import Settled, claim, standings
from tracker.services.delivering.statuses import Status

pytestmark = pytest.mark.usefixtures("exact")


class TestLeases:
    def test_a_delivery_cut_short_is_taken_over_after_its_lease(
        self, room: Mailroom, receiver: tuple[Loopback, Site]
    ) -> None:
        """Killed between claiming and sending: it goes out later, not never."""
        server, pages = receiver
        pages.answers["/hook"] = Answer(204)
        room.add(f"http://{server.at}/hook")
        room.happen()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tracker.services.delivering.workers.Workers.submit", _die)
            with pytest.raises(KeyboardInterrupt):
                room.deliver()
        lease = room.settings.delivery.lease
        room.deliver(seconds=lease - 1)
        assert server.asked == []
        room.deliver(seconds=1)
        assert room.statuses() == [Status.DELIVERED]

    def test_who_comes_back_after_its_lease_sends_nothing(
        self, room: Mailroom, receiver: tuple[Loopback, Site]
    ) -> None:
        """Another process may have sent it meanwhile."""
        server, pages = receiver
        pages.answers["/hook"] = Answer(204)
        room.add(f"http://{server.at}/hook")
        room.happen()
        lease = timedelta(seconds=room.settings.delivery.lease)
        with room.context.engine.connect() as connection:
            (standing,) = standings(connection)
        (mine,) = claim(room.context, [(standing.endpoint, 1)], lease)
        room.clock.move(seconds=room.settings.delivery.lease)
        assert attempting.attempt(mine, _die, room.clock) is None
        assert server.asked == []
        room.deliver()
        assert [row["attempts"] for row in room.rows()] == [2]
        assert len(server.asked) == 1

    def test_two_processes_deliver_it_once(self, sqlite_database: str, room: Mailroom) -> None:
        """While the one waits for the answer, the other finds nothing to do."""
        with mailroom(sqlite_database, room.clock) as other:

            def answer_late(_asked: Asked) -> Answer:
                assert other.deliver() == []
                return Answer(204)

            with site(answer_late) as (server, _):
                room.add(f"http://{server.at}/slow")
                room.happen()
                room.deliver()
                assert len(server.asked) == 1
        assert room.statuses() == [Status.DELIVERED]


class TestTroubleWithTheDatabase:
    def test_what_was_answered_is_noted_when_it_is_there_again(
        self, room: Mailroom, receiver: tuple[Loopback, Site]
    ) -> None:
        """And sent no second time."""
        server, pages = receiver
        pages.answers["/hook"] = Answer(204)
        room.add(f"http://{server.at}/hook")
        room.happen()
        dispatcher, stop, wake = Dispatcher(room.context, room.settings), Event(), Event()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tracker.services.delivering.outbox.settle", _busy)
            with pytest.raises(DatabaseError):
                dispatcher.run(stop, wake)
        stop.set()
        dispatcher.run(stop, wake)
        assert room.statuses() == [Status.DELIVERED]
        assert len(server.asked) == 1


class TestKeepingApart:
    def test_a_new_endpoint_does_not_wait_for_those_that_hang(self, room: Mailroom) -> None:
        """They have failed before; it has not."""
        release, arrived = Event(), Event()
        failing = [True]

        def answer(asked: Asked) -> Answer:
            if asked.path == "/new":
                arrived.set()
            elif failing[0]:
                return Answer(500)
            else:
                release.wait(20)
            return Answer(204)

        with site(answer) as (server, _):
            for number in range(20):
                room.add(f"http://{server.at}/hang/{number}", f"hang-{number}")
            room.happen()
            room.deliver()
            failing[0] = False
            room.clock.move(hours=1)
            room.add(f"http://{server.at}/new", "new")
            room.happen()
            with running(room):
                assert arrived.wait(10)
                release.set()

    def test_endpoints_that_hang_hold_up_nobody_else(self, room: Mailroom) -> None:
        """More of them than there are threads for the unproven; proven ones go past them."""
        release, done = Event(), Event()

        def answer(asked: Asked) -> Answer:
            if asked.path == "/good":
                if len(goods) == 5:
                    done.set()
                goods.append(asked)
                return Answer(204)
            release.wait(20)
            return Answer(204)

        goods: list[Asked] = []
        with site(answer) as (server, _):
            room.add(f"http://{server.at}/good", "good")
            room.happen()
            room.deliver()
            for number in range(20):
                room.add(f"http://{server.at}/hang/{number}", f"hang-{number}")
            room.happen(5)
            with running(room):
                assert done.wait(10)
                assert not release.is_set()
                release.set()

    def test_an_endpoint_gets_few_at_once_and_one_after_a_failure(self, room: Mailroom) -> None:
        now, most, failing = [0], [0], [False]

        def answer(_asked: Asked) -> Answer:
            now[0] += 1
            most[0] = max(most[0], now[0])
            Event().wait(0.02)
            now[0] -= 1
            return Answer(500 if failing[0] else 204)

        with site(answer) as (server, _):
            room.add(f"http://{server.at}/hook")
            room.happen(30)
            room.deliver()
            assert 1 < most[0] <= 4
            failing[0], most[0] = True, 0
            room.happen(5)
            room.deliver()
            room.deliver(seconds=1)
            assert most[0] <= 4
            most[0] = 0
            room.deliver(seconds=3)
            assert most[0] == 1

    def test_endpoints_of_every_bad_kind_hold_up_no_good_one(self, room: Mailroom) -> None:
        """One hangs, one drips its head, one answers 20 GB, one leads to a metadata service and
        one to a page of this machine: the good one gets all it is sent while they do."""
        release = Event()
        delivery = room.settings.delivery.model_copy(update={"timeout": 0.5})
        room.settings = room.settings.model_copy(update={"delivery": delivery})
        with site(partial(misbehave, release)) as (server, _):
            for name in (*BAD, "endless", "good"):
                room.add(f"http://{server.at}/{name}", name)
            room.happen(10)
            with running(room):
                for name in ("good", "endless"):
                    until(lambda: room.counts(name) == {"delivered": 10})  # noqa: B023
                until(lambda: all(room.tried(name) for name in BAD))
                release.set()
            for name in BAD:
                assert room.counts(name) == {"waiting": 10}
            paths = {asked.path for asked in server.asked}
            assert paths == {f"/{name}" for name in (*BAD, "endless", "good")}


BAD = ("hang", "drip", "metadata", "inside")


def misbehave(release: Event, asked: Asked) -> Answer:
    """The answer of an endpoint of each kind, until all are released."""
    match asked.path:
        case "/hang":
            release.wait(20)
        case "/drip":
            return Answer(raw=dripping(release))
        case "/endless":
            return Answer(200, chunks=itertools.repeat(b"x" * 1_000_000, 20_000))
        case "/metadata":
            return Answer(307, {"Location": "http://169.254.169.254/latest"})
        case "/inside":
            return Answer(307, {"Location": f"http://{asked.headers['host']}/secret"})
    return Answer(204)


def dripping(release: Event) -> Iterator[bytes]:
    for letter in itertools.cycle(b"HTTP/1.1 200 OK"):
        if release.wait(0.1):
            return
        yield bytes([letter])


class TestClocks:
    """Of the machine: put back or forward while deliveries wait."""

    @pytest.mark.parametrize("ahead", [{"hours": 1}, {"days": 4000}])
    def test_put_back_nothing_waits_for_the_clock_to_come_there_again(
        self, room: Mailroom, receiver: tuple[Loopback, Site], ahead: dict[str, int]
    ) -> None:
        """What was queued meanwhile, what is to be tried again, and what was claimed by a process
        that died: that waits for its lease, for it might still be under way."""
        server, pages = receiver
        pages.answers |= {"/new": Answer(204), "/again": Answer(500), "/cut": Answer(204)}
        before = room.clock.now
        room.clock.move(**ahead)
        for name in ("new", "again", "cut"):
            room.add(f"http://{server.at}/{name}", name)
        room.happen()
        lease = timedelta(seconds=room.settings.delivery.lease)
        by_name = {each["name"]: each["id"] for each in list_endpoints(room.context)}
        (_,) = claim(room.context, [(by_name["cut"], 1)], lease)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                "tracker.services.delivering.outbox.standings",
                lambda connection: [
                    each for each in standings(connection) if each.endpoint == by_name["again"]
                ],
            )
            room.deliver()
        pages.answers["/again"] = Answer(204)
        room.clock.now = before
        room.deliver()
        assert {name: room.counts(name) for name in by_name} == {
            "new": {"delivered": 1},
            "again": {"delivered": 1},
            "cut": {"waiting": 1},
        }
        room.deliver(seconds=room.settings.delivery.lease)
        assert room.counts("cut") == {"delivered": 1}
        assert len(server.asked) == 4

    def test_a_running_dispatcher_notices_that_the_clock_was_put_back(
        self, room: Mailroom, receiver: tuple[Loopback, Site]
    ) -> None:
        server, pages = receiver
        pages.answers["/hook"] = Answer(500)
        room.add(f"http://{server.at}/hook")
        room.happen()
        with running(room):
            until(lambda: room.tried("desk"))
            pages.answers["/hook"] = Answer(204)
            room.clock.move(hours=-1)
            until(lambda: room.counts("desk") == {"delivered": 1})

    def test_put_back_a_little_it_keeps_to_its_plan(
        self, room: Mailroom, receiver: tuple[Loopback, Site]
    ) -> None:
        """As clocks are that are kept by others, and those of two machines."""
        server, pages = receiver
        pages.answers["/hook"] = Answer(500)
        room.add(f"http://{server.at}/hook")
        room.happen()
        room.deliver()
        room.deliver(seconds=-30)
        assert len(server.asked) == 1

    def test_put_forward_everything_is_tried_once(
        self, room: Mailroom, receiver: tuple[Loopback, Site]
    ) -> None:
        server, pages = receiver
        pages.answers["/hook"] = Answer(500)
        room.add(f"http://{server.at}/hook")
        room.happen()
        room.deliver()
        room.deliver(days=1)
        assert len(server.asked) == 2
        assert list_endpoints(room.context)[0]["status"] == "active"

    def test_a_late_410_disables_nothing(
        self, room: Mailroom, receiver: tuple[Loopback, Site]
    ) -> None:
        """Of a process that stood still past its lease: another has delivered meanwhile."""
        server, _ = receiver
        with mailroom(str(room.context.engine.url.database), room.clock) as other:

            def late(_asked: Asked) -> Answer:
                if len(asked) == 1:
                    return Answer(204)
                asked.append(_asked)
                room.clock.move(seconds=room.settings.delivery.lease)
                other.deliver()
                return Answer(410)

            asked: list[Asked] = []
            with site(late) as (server, _):
                room.add(f"http://{server.at}/hook")
                room.happen()
                assert room.deliver() == []
        assert room.statuses() == [Status.DELIVERED]
        assert list_endpoints(room.context)[0]["status"] == "active"


def _busy(*_arguments: object) -> list[Settled]:
    raise DatabaseError("busy")


def _die(*_arguments: object) -> Delivery:
    raise KeyboardInterrupt
