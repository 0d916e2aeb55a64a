"""The daemon: digests on schedule, each slot once, delivered signed until they are taken."""

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import RowMapping, select
from standardwebhooks import Webhook, WebhookVerificationError

from tests.integration.desk import DELIVERY_TIMEOUT, NOON, Desk, Hand, Site, desk, site, story_page
from tests.integration.loopback import Answer, Asked, Loopback
from tracker.capture.archive import Archive
from tracker.delivery.tables import outbox
from tracker.digest.model import Digest
from tracker.errors import DatabaseError, InputError, IntegrityError, NotFoundError
from tracker.network.client import open_client
from tracker.network.guard import Guard
from tracker.projections.queries import Among, Span
from tracker.projections.tables import digests
from tracker.services.context import Context
from tracker.services.looks.watching import watch
from tracker.services.taking.look import Look
from tracker.services.taking.tracking import take
from tracker.services.telling.delivering import (
    LEASE,
    Status,
    add_endpoint,
    list_endpoints,
    remove_endpoint,
)
from tracker.services.telling.digesting import make_digest
from tracker.services.telling.publishing import (
    Plan,
    add_schedule,
    list_schedules,
    publish_due,
    remove_schedule,
)

ADDRESS = "https://www.ferry-times.example/fares"
EVERYTHING = Among()
RETRY = (60, 600)
"""What tests.integration.desk sets."""


@pytest.fixture
def at_work(sqlite_database: str) -> Iterator[Desk]:
    with desk(sqlite_database) as working:
        yield working


@pytest.fixture
def receiver() -> Iterator[tuple[Loopback, Site]]:
    with site() as serving:
        yield serving


def see(at_work: Desk, boats: int) -> None:
    """The article is seen now, with this figure."""
    now = at_work.clock.now
    take(at_work.context, Look(ADDRESS, story_page(boats).body, now, dated=True))


def published(at_work: Desk) -> list[RowMapping]:
    with at_work.context.engine.connect() as connection:
        query = select(digests).order_by(digests.c.position)
        return list(connection.execute(query).mappings())


def slots(at_work: Desk) -> list[str]:
    """The slots published, in UTC."""
    return [row["slot"].astimezone(UTC).strftime("%d %H:%M") for row in published(at_work)]


def messages(at_work: Desk) -> list[RowMapping]:
    with at_work.context.engine.connect() as connection:
        return list(connection.execute(select(outbox).order_by(outbox.c.id)).mappings())


def shifts_told(row: RowMapping) -> str:
    return str(row["digest"])


class TestSchedules:
    def test_a_slot_is_published_once_when_it_has_come(self, at_work: Desk) -> None:
        at_work.clock.move(seconds=1)
        add_schedule(at_work.context, Plan("hourly", "0 * * * *", "UTC", EVERYTHING))
        at_work.work(minutes=58)
        assert slots(at_work) == []
        at_work.work(minutes=1)
        at_work.work(minutes=30)
        assert slots(at_work) == ["17 13:00"]

    def test_two_daemons_publish_a_slot_once(self, sqlite_database: str) -> None:
        """Whoever comes first; the other one finds it done."""
        clock = Hand()
        with desk(sqlite_database, clock) as one, desk(sqlite_database, clock) as other:
            add_schedule(one.context, Plan("hourly", "0 * * * *", "UTC", EVERYTHING))
            clock.move(hours=1)
            assert publish_due(one.context, "hourly") is not None
            assert publish_due(other.context, "hourly") is None
            assert slots(other) == ["17 13:00"]

    def test_of_two_daemons_at_the_same_moment_one_publishes(
        self, sqlite_database: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The other one had made its digest already when this one's went into the log."""
        clock = Hand()
        with desk(sqlite_database, clock) as one, desk(sqlite_database, clock) as other:
            add_schedule(one.context, Plan("hourly", "0 * * * *", "UTC", EVERYTHING))
            see(one, 11_000)
            clock.move(hours=1)

            def make_late(context: Context, among: Among, span: Span, title: str) -> Digest:
                monkeypatch.undo()
                made = make_digest(context, among, span, title)
                see(other, 12_000)
                assert publish_due(other.context, "hourly") is not None
                return made

            monkeypatch.setattr("tracker.services.telling.publishing.make_digest", make_late)
            assert publish_due(one.context, "hourly") is None
            assert slots(one) == ["17 13:00"]

    def test_the_doubled_hour_in_october_does_it_once(self, sqlite_database: str) -> None:
        """02:30 comes twice in Berlin on 25 October 2026; the digest of 02:30 does not."""
        clock = Hand(datetime(2026, 10, 24, 12, tzinfo=UTC))
        with desk(sqlite_database, clock) as berlin:
            add_schedule(berlin.context, Plan("night", "30 2 * * *", "Europe/Berlin", EVERYTHING))
            for _ in range(8 * 4):
                berlin.work(minutes=15 * 4)
            assert slots(berlin) == ["25 00:30"]
            berlin.work(hours=24)
            assert slots(berlin) == ["25 00:30", "26 01:30"]

    def test_the_missing_hour_in_march_loses_nothing(self, sqlite_database: str) -> None:
        """02:30 does not come in Berlin on 29 March 2026; the next digest covers that night."""
        clock = Hand(datetime(2026, 3, 28, 12, tzinfo=UTC))
        with desk(sqlite_database, clock) as berlin:
            add_schedule(berlin.context, Plan("night", "30 2 * * *", "Europe/Berlin", EVERYTHING))
            see(berlin, 10_000)
            for _ in range(48):
                berlin.work(hours=1)
            assert len(published(berlin)) in {1, 2}
            assert '"headline":"Ferry fares rise"' in shifts_told(published(berlin)[0])

    def test_missed_slots_are_made_up_for_by_one_digest(self, at_work: Desk) -> None:
        """The latest; what happened since the last one published is all in it."""
        add_schedule(at_work.context, Plan("hourly", "0 * * * *", "UTC", EVERYTHING))
        see(at_work, 10_000)
        at_work.work(hours=1)
        at_work.clock.move(hours=1)
        see(at_work, 11_000)
        at_work.clock.move(hours=8)
        see(at_work, 12_000)
        at_work.work(minutes=30)
        assert slots(at_work) == ["17 13:00", "17 22:00"]
        assert "11,000" in shifts_told(published(at_work)[1])

    def test_a_digest_covers_what_was_recorded_since_the_one_before(self, at_work: Desk) -> None:
        """Log positions (cursor, now]: without a gap, and nothing is told twice."""
        add_schedule(at_work.context, Plan("hourly", "0 * * * *", "UTC", EVERYTHING))
        for boats in (10_000, 11_000, 12_000, 13_000):
            see(at_work, boats)
            at_work.work(hours=1)
        rows = published(at_work)
        assert [row["after"] for row in rows[1:]] == [row["until"] for row in rows[:-1]]
        assert [len(json.loads(row["digest"])["facts"]) for row in rows] == [0, 1, 1, 1]

    def test_a_late_capture_is_told_when_it_is_recorded(self, at_work: Desk) -> None:
        """Seen yesterday, taken in today: no digest of "the last 24 hours" would ever tell it."""
        add_schedule(at_work.context, Plan("hourly", "0 * * * *", "UTC", EVERYTHING))
        see(at_work, 10_000)
        at_work.work(hours=1)
        page = story_page(11_000).body
        take(at_work.context, Look(ADDRESS, page, NOON - timedelta(days=2), dated=True))
        at_work.work(hours=1)
        assert "11,000" in shifts_told(published(at_work)[1])

    def test_adding_a_name_again_changes_the_plan_and_keeps_the_cursor(self, at_work: Desk) -> None:
        name, _ = add_schedule(at_work.context, Plan("Night!", "0 2 * * *", "UTC", EVERYTHING))
        see(at_work, 10_000)
        before = list_schedules(at_work.context)[0]["cursor"]
        _, coming = add_schedule(at_work.context, Plan("night", "30 * * * *", "UTC", EVERYTHING))
        (row,) = list_schedules(at_work.context)
        assert (name, row["cron"], row["cursor"]) == ("night", "30 * * * *", before)
        assert coming == NOON + timedelta(minutes=30)
        remove_schedule(at_work.context, "night")
        assert list_schedules(at_work.context) == []

    @pytest.mark.parametrize(
        ("cron", "zone"),
        [
            ("every day", "UTC"),
            ("61 * * * *", "UTC"),
            ("* * * *", "UTC"),
            ("0 0 31 2 *", "UTC"),
            ("0 7 * * *", "Europe/Berlni"),
            ("", "UTC"),
        ],
    )
    def test_a_plan_that_cannot_be_kept_is_refused(
        self, at_work: Desk, cron: str, zone: str
    ) -> None:
        with pytest.raises(InputError):
            add_schedule(at_work.context, Plan("x", cron, zone, EVERYTHING))
        assert list_schedules(at_work.context) == []

    def test_unknown_names_are_told(self, at_work: Desk) -> None:
        with pytest.raises(NotFoundError, match="no schedule is called 'x'"):
            remove_schedule(at_work.context, "x")
        with pytest.raises(NotFoundError, match="no story is called 'x'"):
            add_schedule(at_work.context, Plan("x", "0 7 * * *", "UTC", Among(story="x")))


class TestDeliveries:
    @pytest.fixture
    def secret(self, at_work: Desk, receiver: tuple[Loopback, Site]) -> str:
        """The secret of an endpoint, with an hourly schedule to feed it."""
        server, pages = receiver
        pages.answers["/hook/k3y"] = Answer(204)
        add_schedule(at_work.context, Plan("hourly", "0 * * * *", "UTC", EVERYTHING))
        return add_endpoint(at_work.context, f"http://{server.at}/hook/k3y", allow_loopback=True)

    def test_what_arrives_is_signed_for_the_reference_package(
        self, sqlite_database: str, receiver: tuple[Loopback, Site]
    ) -> None:
        """Real time, for the verifier refuses old timestamps."""
        server, pages = receiver
        pages.answers["/hook"] = Answer(204)
        clock = Hand(datetime.now(UTC) - timedelta(hours=1))
        with desk(sqlite_database, clock) as now:
            add_schedule(now.context, Plan("often", "* * * * *", "UTC", EVERYTHING))
            secret = add_endpoint(now.context, f"http://{server.at}/hook", allow_loopback=True)
            see(now, 10_000)
            now.work(hours=1)
            (asked,) = server.asked
            message = Webhook(secret).verify(asked.body, dict(asked.headers))
            assert message["type"] == "digest.published"
            assert message["data"] == json.loads(published(now)[0]["digest"])
            with pytest.raises(WebhookVerificationError):
                Webhook(secret).verify(asked.body + b" ", dict(asked.headers))
            assert [row["status"] for row in messages(now)] == [Status.TAKEN]

    def test_each_digest_is_delivered_once(
        self, at_work: Desk, receiver: tuple[Loopback, Site], secret: str
    ) -> None:
        assert secret.startswith("whsec_")
        at_work.work(hours=1)
        at_work.work(minutes=1)
        at_work.work(hours=1)
        ids = [asked.headers["webhook-id"] for asked in receiver[0].asked]
        assert len(ids) == len(set(ids)) == 2

    @pytest.mark.usefixtures("secret")
    def test_a_failure_is_tried_again_by_plan_until_it_is_taken(
        self, at_work: Desk, receiver: tuple[Loopback, Site]
    ) -> None:
        """With the same message id, so that the receiver can tell a repeat."""
        server, pages = receiver
        pages.answers["/hook/k3y"] = Answer(503)
        at_work.work(hours=1)
        at_work.work(seconds=RETRY[0] - 1)
        assert len(server.asked) == 1
        at_work.work(seconds=1)
        assert len(server.asked) == 2
        pages.answers["/hook/k3y"] = Answer(200)
        at_work.work(seconds=RETRY[1])
        at_work.work(minutes=20)
        assert len({asked.headers["webhook-id"] for asked in server.asked}) == 1
        assert [(row["status"], row["attempts"]) for row in messages(at_work)] == [
            (Status.TAKEN, 3)
        ]

    @pytest.mark.usefixtures("secret")
    def test_after_the_last_try_it_is_given_up_and_the_next_digest_goes_out(
        self, at_work: Desk, receiver: tuple[Loopback, Site]
    ) -> None:
        server, pages = receiver
        pages.answers["/hook/k3y"] = Answer(500)
        at_work.work(hours=1)
        for pause in RETRY:
            at_work.work(seconds=pause)
        assert [row["status"] for row in messages(at_work)] == [Status.GIVEN_UP]
        pages.answers["/hook/k3y"] = Answer(200)
        at_work.work(hours=1)
        assert len(server.asked) == 4
        assert {row["status"] for row in messages(at_work)} == {Status.GIVEN_UP, Status.TAKEN}

    @pytest.mark.usefixtures("secret")
    def test_retry_after_is_heeded(self, at_work: Desk, receiver: tuple[Loopback, Site]) -> None:
        server, pages = receiver
        pages.answers["/hook/k3y"] = Answer(429, {"Retry-After": "1200"})
        at_work.work(hours=1)
        at_work.work(seconds=1199)
        assert len(server.asked) == 1
        at_work.work(seconds=1)
        assert len(server.asked) == 2

    @pytest.mark.usefixtures("secret")
    def test_an_endpoint_that_is_gone_gets_nothing_more(
        self, at_work: Desk, receiver: tuple[Loopback, Site]
    ) -> None:
        """410 is how Standard Webhooks says so: the endpoint is removed, on record."""
        server, pages = receiver
        pages.answers["/hook/k3y"] = Answer(410)
        at_work.work(hours=1)
        at_work.work(hours=1)
        assert len(server.asked) == 1
        assert list_endpoints(at_work.context) == []
        types = [event.type for event in at_work.context.store.read_all()]
        assert types.count("endpoint.removed") == 1

    @pytest.mark.usefixtures("secret")
    def test_an_endpoint_gets_what_is_published_after_it_was_added(
        self, at_work: Desk, receiver: tuple[Loopback, Site]
    ) -> None:
        """Removed and added again it begins anew, and what waited for it is dropped."""
        server, pages = receiver
        pages.answers |= {"/hook/k3y": Answer(500), "/new": Answer(200)}
        at_work.work(hours=1)
        add_endpoint(at_work.context, f"http://{server.at}/new", allow_loopback=True)
        remove_endpoint(at_work.context, f"http://{server.at}/hook/k3y")
        at_work.work(hours=1)
        pages.answers["/hook/k3y"] = Answer(200)
        add_endpoint(at_work.context, f"http://{server.at}/hook/k3y", allow_loopback=True)
        at_work.work(minutes=20)
        assert [asked.path for asked in server.asked] == ["/hook/k3y", "/new"]
        at_work.work(hours=1)
        assert sorted(asked.path for asked in server.asked[2:]) == ["/hook/k3y", "/new"]

    def test_a_delivery_cut_short_is_taken_over_after_its_lease(
        self, at_work: Desk, receiver: tuple[Loopback, Site], secret: str
    ) -> None:
        """Killed between the attempt and noting its answer: it goes out again, not never."""
        assert secret
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tracker.services.telling.delivering.deliver", _die)
            with pytest.raises(KeyboardInterrupt):
                at_work.work(hours=1)
        at_work.work(seconds=LEASE.total_seconds() - 1)
        assert receiver[0].asked == []
        at_work.work(seconds=1)
        assert [row["status"] for row in messages(at_work)] == [Status.TAKEN]

    def test_two_daemons_deliver_it_once(
        self, sqlite_database: str, at_work: Desk, receiver: tuple[Loopback, Site], secret: str
    ) -> None:
        """The one who counts the attempt first makes it."""
        assert secret
        with desk(sqlite_database, at_work.clock) as other:

            def answer_late(_asked: Asked) -> Answer:
                other.daemon.work_once()
                return Answer(204)

            with site(answer_late) as (slow, _):
                add_endpoint(at_work.context, f"http://{slow.at}/slow", allow_loopback=True)
                at_work.work(hours=1)
                assert len(slow.asked) == 1
        assert len(receiver[0].asked) == 1

    @pytest.mark.parametrize("status", [204, 410, 500])
    def test_an_endpoint_removed_while_it_answers_stays_removed(
        self, at_work: Desk, status: int
    ) -> None:
        """Nor does the rest of the batch go out to it."""

        def removed(_asked: Asked) -> Answer:
            remove_endpoint(at_work.context, address)
            return Answer(status)

        with site(removed) as (server, _):
            address = f"http://{server.at}/hook"
            for name in ("one", "two"):
                plan = Plan(name, "0 * * * *", "UTC", EVERYTHING)
                add_schedule(at_work.context, plan)
            add_endpoint(at_work.context, address, allow_loopback=True)
            at_work.work(hours=1)
            at_work.work(hours=1)
            assert len(server.asked) == 1
        assert [row["status"] for row in messages(at_work)] == [Status.GIVEN_UP] * 2
        types = [event.type for event in at_work.context.store.read_all()]
        assert types.count("endpoint.removed") == 1

    def test_a_delivery_waits_as_long_as_is_set_for_deliveries(
        self, at_work: Desk, secret: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """delivery.timeout, whatever the time for looks is."""
        assert secret
        waits = []

        def noted(guard: Guard, *, user_agent: str) -> httpx.Client:
            waits.append(guard.seconds)
            return open_client(guard, user_agent=user_agent)

        monkeypatch.setattr("tracker.daemon.open_client", noted)
        at_work.work(hours=1)
        assert waits == [DELIVERY_TIMEOUT]

    def test_no_secret_leaves_the_database(
        self,
        at_work: Desk,
        receiver: tuple[Loopback, Site],
        secret: str,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        """Neither the signing secret nor the path of the endpoint is in the digest or the logging;
        the signing secret is not in the event log either."""
        receiver[1].answers["/hook/k3y"] = Answer(500)
        with caplog.at_level(logging.INFO, logger="tracker"):
            at_work.work(hours=1)
        bare = secret.removeprefix("whsec_")
        logged = " ".join(r.getMessage() for r in caplog.records if r.name.startswith("tracker"))
        events = json.dumps([dict(e.data or {}) for e in at_work.context.store.read_all()])
        assert "answered 500" in logged
        assert bare not in logged + events + str(messages(at_work))
        assert "k3y" not in logged + shifts_told(published(at_work)[0]) + str(messages(at_work))

    def test_an_endpoint_on_this_machine_is_refused_unless_allowed(
        self, at_work: Desk, receiver: tuple[Loopback, Site]
    ) -> None:
        add_schedule(at_work.context, Plan("hourly", "0 * * * *", "UTC", EVERYTHING))
        with pytest.raises(InputError, match=r"127\.0\.0\.1 is loopback.*--allow-loopback"):
            add_endpoint(at_work.context, f"http://{receiver[0].at}/x", allow_loopback=False)
        by_name = f"http://localhost:{receiver[0].port}/x"
        add_endpoint(at_work.context, by_name, allow_loopback=False)
        at_work.work(hours=1)
        assert receiver[0].asked == []
        assert [row["status"] for row in messages(at_work)] == [Status.WAITING]

    @pytest.mark.parametrize("address", ["ftp://hooks.example/", "hooks.example", ""])
    def test_an_address_that_is_none_is_refused(self, at_work: Desk, address: str) -> None:
        with pytest.raises(InputError):
            add_endpoint(at_work.context, address, allow_loopback=False)
        with pytest.raises(NotFoundError):
            remove_endpoint(at_work.context, "https://hooks.example/unknown")


def test_all_of_it_works_on_postgresql_too(
    postgres_database: str, receiver: tuple[Loopback, Site]
) -> None:
    """A version, a take-down, a digest, a failed delivery, and one that is taken."""
    server, pages = receiver
    pages.answers |= {"/a": story_page(), "/hook": Answer(500)}
    with desk(postgres_database) as working:
        watch(working.context, f"http://{server.at}/a", 3600)
        add_schedule(working.context, Plan("hourly", "0 * * * *", "UTC", EVERYTHING))
        add_endpoint(working.context, f"http://{server.at}/hook", allow_loopback=True)
        working.work()
        pages.answers["/a"] = story_page(12_000)
        working.work(hours=1)
        assert [row["status"] for row in messages(working)] == [Status.WAITING] * 2
        pages.answers |= {"/a": Answer(404), "/hook": Answer(200)}
        working.work(hours=1)
        working.work(minutes=1)
        assert {row["status"] for row in messages(working)} == {Status.TAKEN}
        assert json.loads(published(working)[1]["digest"])["facts"] != []
        events = [event.type for event in working.context.store.read_all()]
        assert events.count("version.captured") == 2
        assert events.count("article.gone") == 1
        assert working.context.store.verify().ok


def test_one_schedule_that_fails_keeps_no_other_from_being_published(
    at_work: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes after is done too, and the failure is raised in the end."""
    for name in ("bad", "good"):
        add_schedule(at_work.context, Plan(name, "0 * * * *", "UTC", EVERYTHING))

    def fails(context: Context, name: str) -> datetime | None:
        if name == "bad":
            raise ZeroDivisionError("a bug")
        return publish_due(context, name)

    with site() as (server, pages), monkeypatch.context() as patch:
        pages.answers["/hook"] = Answer(204)
        add_endpoint(at_work.context, f"http://{server.at}/hook", allow_loopback=True)
        patch.setattr("tracker.daemon.publish_due", fails)
        with pytest.raises(ZeroDivisionError):
            at_work.work(hours=1)
        assert len(server.asked) == 1
    assert [row["schedule"] for row in published(at_work)] == ["good"]


def test_one_article_that_cannot_be_settled_keeps_no_other_from_it(
    at_work: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every step after it is taken, too."""
    settled: list[str] = []

    def fails(_context: Context, article: str) -> None:
        settled.append(article)
        if article == "bad":
            raise IntegrityError("bad does not fold")

    add_schedule(at_work.context, Plan("hourly", "0 * * * *", "UTC", EVERYTHING))
    monkeypatch.setattr("tracker.daemon.settle", fails)
    monkeypatch.setattr(Archive, "articles_pending", lambda _: ["bad", "good"])
    with pytest.raises(IntegrityError, match="bad does not fold"):
        at_work.work(hours=1)
    assert settled == ["bad", "good"]
    assert len(published(at_work)) == 1


def test_without_a_database_a_job_ends_at_once(
    at_work: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each task would wait for it in vain."""
    asked: list[str] = []

    def busy(_context: Context, article: str) -> None:
        asked.append(article)
        raise DatabaseError("busy")

    monkeypatch.setattr("tracker.daemon.settle", busy)
    monkeypatch.setattr(Archive, "articles_pending", lambda _: ["one", "two"])
    with pytest.raises(DatabaseError):
        at_work.work()
    assert asked == ["one"]


def _die(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("error", [InputError("of ours"), ZeroDivisionError("a bug")])
def test_no_failure_ends_the_daemon(
    at_work: Desk, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    """It is told, and the job comes up again."""

    def fails() -> None:
        raise error

    at_work.daemon._guarded(fails)
    assert str(error) in caplog.text


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_the_daemon_runs_until_it_is_told_to_stop(
    sqlite_database: str, stop: signal.Signals
) -> None:
    """`tracker run`: it looks, says so, and leaves with exit code 0."""
    with site(lambda _asked: story_page()) as (server, _):
        address = f"http://{server.at}/a"
        environment = os.environ | {
            "TRACKER_DATABASE_URL": sqlite_database,
            "TRACKER_CAPTURE__ALLOW_LOOPBACK": "true",
        }
        command = [sys.executable, "-c", "from tracker.cli.main import main; main()"]
        subprocess.run([*command, "watch", address], env=environment, check=True)
        with subprocess.Popen(
            [*command, "run"], env=environment, stderr=subprocess.PIPE, text=True
        ) as running:
            assert running.stderr is not None
            lines = iter(running.stderr.readline, "")
            assert any("version 1" in line for line in lines)
            running.send_signal(stop)
            assert running.wait(20) == 0
    with desk(sqlite_database) as later:
        assert later.context.store.verify().ok
