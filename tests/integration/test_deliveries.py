"""Deliveries over real HTTP: signed, retried by plan, until they are taken or dead."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Event

import pytest
from standardwebhooks import Webhook

from tests.integration.desk import Hand, Site, site
from tests.integration.loopback import Answer, Asked, Loopback
from tests.integration.mailroom import RETRY, Mailroom, mailroom
from tracker.services.delivering.deliveries import Which, replay
from tracker.services.delivering.dispatching import LONGEST_WITHOUT_SUCCESS
from tracker.services.delivering.endpoints import (
    OVERLAP,
    Wish,
    add_endpoint,
    list_endpoints,
    remove_endpoint,
    resume_endpoint,
    rotate_endpoint,
)
from tracker.services.delivering.statuses import Status

pytestmark = pytest.mark.usefixtures("exact")


class TestWhatArrives:
    def test_it_is_signed_for_the_reference_package(
        self, sqlite_database: str, receiver: tuple[Loopback, Site]
    ) -> None:
        """Real time, for the verifier refuses old timestamps."""
        server, pages = receiver
        pages.answers["/hook"] = Answer(204)
        with mailroom(sqlite_database, Hand(datetime.now(UTC))) as room:
            secret = room.add(f"http://{server.at}/hook")
            room.happen()
            room.deliver()
            (asked,) = server.asked
            told = Webhook(secret).verify(asked.body, dict(asked.headers))
        assert told["type"] == "version.captured"
        assert told["id"] == asked.headers["webhook-id"]
        assert asked.headers["content-type"] == "application/cloudevents+json; charset=utf-8"

    def test_it_is_a_cloudevent_in_structured_mode(
        self, room: Mailroom, receiver: tuple[Loopback, Site]
    ) -> None:
        """With all that the standard asks for, under 20 kB."""
        server, pages = receiver
        pages.answers["/hook"] = Answer(204)
        room.add(f"http://{server.at}/hook")
        room.happen()
        room.deliver()
        body = server.asked[0].body
        told = json.loads(body)
        assert told["specversion"] == "1.0"
        assert told["source"].startswith("urn:uuid:")
        assert told["datacontenttype"] == "application/json"
        assert datetime.fromisoformat(told["time"]).tzinfo is not None
        assert len(body) < 20_000

    def test_after_a_rotation_both_secrets_verify_for_a_day(
        self, sqlite_database: str, receiver: tuple[Loopback, Site]
    ) -> None:
        server, pages = receiver
        pages.answers["/hook"] = Answer(204)
        with mailroom(sqlite_database, Hand(datetime.now(UTC) - OVERLAP)) as room:
            old = room.add(f"http://{server.at}/hook")
            new, until = rotate_endpoint(room.context, "desk")
            assert until == room.clock.now + OVERLAP
            room.happen()
            room.deliver(hours=23.999)
            room.happen()
            room.deliver(hours=0.001)
        both, after = server.asked
        for secret in (old, new):
            assert Webhook(secret).verify(both.body, dict(both.headers))
        assert both.headers["webhook-signature"].count("v1,") == 2
        assert after.headers["webhook-signature"].count("v1,") == 1
        assert Webhook(new).verify(after.body, dict(after.headers))

    def test_a_secret_by_reference_is_read_when_it_is_needed(
        self,
        room: Mailroom,
        receiver: tuple[Loopback, Site],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """Where it is not to be had the delivery waits, and says which reference it is."""
        server, pages = receiver
        pages.answers["/hook"] = Answer(204)
        monkeypatch.setenv("HOOK_SECRET", "whsec_" + "bm90IGEgc2VjcmV0LCBidXQgMjQrIGJ5dGVz")
        room.add(f"http://{server.at}/hook", secret="env:HOOK_SECRET")
        monkeypatch.delenv("HOOK_SECRET")
        room.happen()
        room.deliver()
        assert server.asked == []
        assert "env:HOOK_SECRET" in room.rows()[0]["last_answer"]
        monkeypatch.setenv("HOOK_SECRET", "whsec_" + "bm90IGEgc2VjcmV0LCBidXQgMjQrIGJ5dGVz")
        room.deliver(seconds=RETRY[0])
        assert room.statuses() == [Status.DELIVERED]


class TestRetrying:
    def test_a_failure_is_tried_again_by_plan_until_it_is_taken(
        self, room: Mailroom, receiver: tuple[Loopback, Site]
    ) -> None:
        """With the same id and body, a new timestamp and signature each time."""
        server, pages = receiver
        pages.answers["/hook"] = Answer(503)
        room.add(f"http://{server.at}/hook")
        room.happen()
        room.deliver()
        room.deliver(seconds=RETRY[0] - 1)
        assert len(server.asked) == 1
        room.deliver(seconds=1)
        assert len(server.asked) == 2
        pages.answers["/hook"] = Answer(200)
        room.deliver(seconds=RETRY[1])
        room.deliver(hours=20)
        assert len(server.asked) == 3
        assert len({asked.headers["webhook-id"] for asked in server.asked}) == 1
        assert len({asked.body for asked in server.asked}) == 1
        for fresh in ("webhook-timestamp", "webhook-signature"):
            assert len({asked.headers[fresh] for asked in server.asked}) == 3
        assert [(row["status"], row["attempts"]) for row in room.rows()] == [("delivered", 3)]

    def test_after_the_last_try_it_stays_as_a_dead_letter(
        self, room: Mailroom, receiver: tuple[Loopback, Site]
    ) -> None:
        """And can be delivered again, under the id that it had."""
        server, pages = receiver
        pages.answers["/hook"] = Answer(500)
        room.add(f"http://{server.at}/hook")
        room.happen()
        room.deliver()
        for pause in RETRY:
            room.deliver(seconds=pause)
        assert room.statuses() == [Status.DEAD]
        room.deliver(hours=100)
        assert len(server.asked) == 3
        pages.answers["/hook"] = Answer(200)
        assert replay(room.context, Which(status=Status.DEAD)) == 1
        room.deliver()
        assert room.statuses() == [Status.DELIVERED]
        assert len({asked.headers["webhook-id"] for asked in server.asked}) == 1

    @pytest.mark.parametrize("status", [429, 503])
    def test_retry_after_is_heeded(
        self, room: Mailroom, receiver: tuple[Loopback, Site], status: int
    ) -> None:
        """For all that waits for the endpoint."""
        server, pages = receiver
        pages.answers["/hook"] = Answer(status, {"Retry-After": "1200"})
        room.add(f"http://{server.at}/hook")
        room.happen(2)
        room.deliver()
        assert len(server.asked) == 1
        room.deliver(seconds=1199)
        assert len(server.asked) == 1
        pages.answers["/hook"] = Answer(200)
        room.deliver(seconds=1)
        assert room.statuses() == [Status.DELIVERED] * 2

    @pytest.mark.parametrize("status", [301, 302, 307, 308])
    def test_redirects_are_failures_and_not_followed(
        self, room: Mailroom, receiver: tuple[Loopback, Site], status: int
    ) -> None:
        """Wherever they lead: to a metadata service, or to this very machine."""
        server, pages = receiver
        pages.answers["/hook"] = Answer(status, {"Location": "http://169.254.169.254/latest"})
        room.add(f"http://{server.at}/hook")
        room.happen()
        room.deliver()
        assert [asked.path for asked in server.asked] == ["/hook"]
        assert room.statuses() == [Status.WAITING]

    def test_a_body_without_end_does_not_hold_a_delivery_up(
        self, room: Mailroom, receiver: tuple[Loopback, Site]
    ) -> None:
        """20 GB of it: the status is all that counts."""
        server, pages = receiver

        def endless() -> Iterator[bytes]:
            for _ in range(20_000):
                yield b"x" * 1_000_000

        pages.answers["/hook"] = Answer(200, chunks=endless())
        room.add(f"http://{server.at}/hook")
        room.happen()
        room.deliver()
        assert room.statuses() == [Status.DELIVERED]

    def test_an_endpoint_that_drips_is_given_up_in_time(self, sqlite_database: str) -> None:
        """Each byte comes before a silence is too long; the whole takes too long all the same."""
        release = Event()

        def dripping() -> Iterator[bytes]:
            for letter in b"HTTP/1.1 200 OK":
                if release.wait(0.2):
                    return
                yield bytes([letter])

        with site(lambda _asked: Answer(raw=dripping())) as (server, _):
            with mailroom(sqlite_database) as room:
                room.settings = room.settings.model_copy(
                    update={"delivery": room.settings.delivery.model_copy(update={"timeout": 0.5})}
                )
                room.add(f"http://{server.at}/hook")
                room.happen()
                (only,) = room.deliver()
            release.set()
        assert only.status is Status.WAITING
        assert "in time" in only.detail


class TestDisabling:
    def test_410_disables(self, room: Mailroom, receiver: tuple[Loopback, Site]) -> None:
        """On record, with what waits kept; whoever mends it resumes it and loses nothing."""
        server, pages = receiver
        pages.answers["/hook"] = Answer(410)
        room.add(f"http://{server.at}/hook")
        room.happen(2)
        room.deliver()
        room.deliver(hours=5)
        assert len(server.asked) == 1
        (endpoint,) = list_endpoints(room.context)
        assert (endpoint["status"], endpoint["waiting"]) == ("disabled", 2)
        pages.answers["/hook"] = Answer(200)
        room.happen()
        resume_endpoint(room.context, "desk")
        room.deliver()
        assert room.statuses() == [Status.DELIVERED] * 3

    def test_days_without_success_disable_and_others_are_told(
        self, room: Mailroom, receiver: tuple[Loopback, Site]
    ) -> None:
        server, pages = receiver
        pages.answers |= {"/bad": Answer(500), "/good": Answer(200)}
        room.add(f"http://{server.at}/bad", "bad")
        add_endpoint(room.context, Wish(f"http://{server.at}/good", "good", allow_loopback=True))
        room.happen()
        room.deliver()
        room.deliver(days=LONGEST_WITHOUT_SUCCESS.days - 1)
        assert {row["status"] for row in list_endpoints(room.context)} == {"active"}
        room.happen()
        room.deliver(days=1)
        told = {row["name"]: row["status"] for row in list_endpoints(room.context)}
        assert told == {"bad": "disabled", "good": "active"}
        room.deliver()
        sent = [json.loads(asked.body) for asked in server.asked]
        (last,) = [each["data"] for each in sent if each["type"] == "endpoint.disabled"]
        assert last["endpoint"] == "bad"
        assert "nothing was taken for 5 days" in last["reason"]

    def test_a_success_in_between_begins_the_count_anew(
        self, room: Mailroom, receiver: tuple[Loopback, Site]
    ) -> None:
        server, pages = receiver
        room.add(f"http://{server.at}/hook")
        for answer in (500, 200, 500):
            pages.answers["/hook"] = Answer(answer)
            room.happen()
            room.deliver(days=3)
        assert room.health()["failing_since"] == room.clock.now
        assert list_endpoints(room.context)[0]["status"] == "active"

    @pytest.mark.parametrize("status", [204, 410, 500])
    def test_an_endpoint_removed_while_it_answers_stays_removed(
        self, room: Mailroom, status: int
    ) -> None:
        """Nor does the rest go out to it."""

        def removed(_asked: Asked) -> Answer:
            remove_endpoint(room.context, "desk")
            return Answer(status)

        with site(removed) as (server, _):
            room.add(f"http://{server.at}/hook")
            room.happen(2)
            room.deliver()
            room.deliver(hours=1)
            assert len(server.asked) == 1
        assert set(room.statuses()) <= {Status.DROPPED, Status.DELIVERED}
        types = [event.type for event in room.context.store.read_all()]
        assert types.count("endpoint.removed") == 1
        assert types.count("endpoint.disabled") == 0
