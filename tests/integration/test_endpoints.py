"""Endpoints: what may be one, what it leads to, and what becomes of what it got."""

import json

import pytest
from sqlalchemy import func, select

from tests.integration.desk import Site
from tests.integration.loopback import Answer, Loopback
from tests.integration.mailroom import RETRY, Mailroom, mailroom
from tracker.delivery.tables import messages
from tracker.errors import InputError
from tracker.services.delivering.deliveries import Which, list_deliveries, replay
from tracker.services.delivering.endpoints import (
    Wish,
    add_endpoint,
    list_endpoints,
    remove_endpoint,
)
from tracker.services.delivering.pruning import prune
from tracker.services.delivering.statuses import Status
from tracker.services.delivering.trying import try_endpoint

pytestmark = pytest.mark.usefixtures("exact")


class TestReferences:
    def test_an_address_that_is_none_any_more_is_told_without_its_words(
        self, room: Mailroom, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It lost its scheme, say: what is left of it is as secret as before."""
        monkeypatch.setenv("DESK", "https://hooks.example/T1/S3CRET")
        room.add("env:DESK")
        room.happen()
        for bad in (
            "hooks.example/T1/S3CRET",
            "https://hooks.example:0/S3CRET",
            "https://S3CRET@h",
        ):
            monkeypatch.setenv("DESK", bad)
            room.deliver(hours=1)
            said = room.rows()[0]["last_answer"]
            assert "address" in said
            assert "S3CRET" not in said

    @pytest.mark.parametrize(
        ("address", "said"),
        [
            ("http://hooks.example/in", "https://"),
            ("https://127.0.0.1/in", "loopback"),
            (
                "mailto://smtp.example?to=a@news.example&from=b@news.example",
                "add the endpoint again",
            ),
        ],
    )
    def test_where_it_leads_is_checked_at_every_attempt(
        self, sqlite_database: str, monkeypatch: pytest.MonkeyPatch, address: str, said: str
    ) -> None:
        """Not only when it was added."""
        monkeypatch.setenv("DESK", "https://hooks.example/in")
        with mailroom(sqlite_database) as room:
            add_endpoint(room.context, Wish("env:DESK", "desk"))
            monkeypatch.setenv("DESK", address)
            room.happen()
            room.deliver()
            assert said in room.rows()[0]["last_answer"]


class TestAdding:
    def test_this_machine_is_refused_unless_allowed(
        self, room: Mailroom, receiver: tuple[Loopback, Site]
    ) -> None:
        """When it is added if the address says so, else when the connection is made."""
        with pytest.raises(InputError, match=r"127\.0\.0\.1 is loopback.*--allow-loopback"):
            add_endpoint(room.context, Wish(f"https://{receiver[0].at}/x"))
        add_endpoint(room.context, Wish(f"https://localhost:{receiver[0].port}/x", "by-name"))
        room.happen()
        room.deliver()
        assert receiver[0].asked == []
        assert "loopback" in room.rows()[0]["last_answer"]

    @pytest.mark.parametrize(
        ("address", "said"),
        [
            ("http://hooks.example/in", "https://"),
            ("ftp://hooks.example/", "address"),
            ("hooks.example", "address"),
            ("https://169.254.169.254/latest", "link-local"),
            ("https://user:pass@hooks.example/", "password"),
            ("env:NO_SUCH_VARIABLE", "no such variable"),
            ("file:/no/such/file", "cannot be read"),
        ],
    )
    def test_an_address_that_cannot_be_used_is_refused(
        self, room: Mailroom, address: str, said: str
    ) -> None:
        with pytest.raises(InputError, match=said):
            add_endpoint(room.context, Wish(address))
        assert list_endpoints(room.context) == []

    @pytest.mark.parametrize("secret", ["hunter2", "whsec_c2hvcnQ=", "env:NO_SUCH_VARIABLE"])
    def test_a_secret_that_cannot_sign_is_refused_and_not_repeated(
        self, room: Mailroom, secret: str
    ) -> None:
        with pytest.raises(InputError, match="secret") as refused:
            add_endpoint(room.context, Wish("https://hooks.example/", secret=secret))
        assert "hunter2" not in str(refused.value)

    def test_plain_http_to_this_machine_alone(self, room: Mailroom) -> None:
        """The flag allows loopback; it does not allow plain http to the world."""
        with pytest.raises(InputError, match="https://"):
            add_endpoint(room.context, Wish("http://hooks.example/", allow_loopback=True))


def test_a_test_message_is_sent_at_once(room: Mailroom, receiver: tuple[Loopback, Site]) -> None:
    server, pages = receiver
    pages.answers["/hook"] = Answer(204)
    room.add(f"http://{server.at}/hook")
    delivery = try_endpoint(room.context, room.settings, "desk")
    assert delivery.status == 204
    assert json.loads(server.asked[0].body)["type"] == "endpoint.test"
    assert room.rows() == []


def test_replaying_chooses_by_time_and_endpoint(
    room: Mailroom, receiver: tuple[Loopback, Site]
) -> None:
    server, pages = receiver
    pages.answers |= {"/a": Answer(204), "/b": Answer(204)}
    room.add(f"http://{server.at}/a", "a")
    room.add(f"http://{server.at}/b", "b")
    room.happen()
    room.deliver()
    room.clock.move(hours=1)
    since = room.clock.now
    room.happen()
    room.deliver()
    assert replay(room.context, Which(since=since)) == 2
    room.deliver()
    assert replay(room.context, Which(endpoint="a")) == 2
    assert replay(room.context, Which(endpoint="a")) == 0
    room.deliver()
    assert len(server.asked) == 8
    assert len({asked.headers["webhook-id"] for asked in server.asked}) == 2
    rows, count = list_deliveries(room.context, Which(status=Status.DELIVERED), 3)
    assert (len(rows), count) == (3, 4)


def test_what_was_delivered_long_ago_is_forgotten(
    room: Mailroom, receiver: tuple[Loopback, Site]
) -> None:
    """With its message, once nobody has it; dead letters and what waits stay, and nothing is told
    anew."""
    server, pages = receiver
    pages.answers |= {"/good": Answer(204), "/bad": Answer(500)}
    room.add(f"http://{server.at}/good", "good")
    room.add(f"http://{server.at}/bad", "bad")
    room.happen()
    for pause in (0, *RETRY):
        room.deliver(seconds=pause)
    room.clock.move(days=91)
    room.happen()
    assert prune(room.context, 0) == 0
    assert prune(room.context, 90) == 1
    assert prune(room.context, 90) == 0
    assert sorted(room.statuses()) == ["dead", "waiting", "waiting"]
    assert count_messages(room) == 2
    remove_endpoint(room.context, "bad")
    room.deliver()
    room.clock.move(days=91)
    prune(room.context, 90)
    assert room.statuses() == ["dead"]
    assert count_messages(room) == 1
    room.context.projector.rebuild()
    assert room.statuses() == ["dead"]


def count_messages(room: Mailroom) -> int:
    with room.context.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(messages)) or 0
