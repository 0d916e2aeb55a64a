"""Looking at watched addresses over real HTTP on loopback, with a clock that the test moves."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import RowMapping, update

from tests.integration.desk import NOON, Desk, Site, desk, looks, site, story_page
from tests.integration.loopback import Answer, Asked, Loopback
from tracker.capture.tables import watches
from tracker.errors import (
    ConflictError,
    DatabaseError,
    InputError,
    IntegrityError,
    NotFoundError,
    TrackerError,
)
from tracker.projections.queries import (
    Among,
    Span,
    article_records,
    presence_records,
    version_records,
)
from tracker.projections.records import ArticleRecord
from tracker.services.context import Context
from tracker.services.looks.pacing import LONGEST_PAUSE
from tracker.services.looks.watching import LEASE, claim, unwatch, watch, watched
from tracker.services.taking.holding import Verdict, take_or_hold
from tracker.services.taking.look import Look

EVERY = 300


@pytest.fixture
def at_work(sqlite_database: str) -> Iterator[Desk]:
    with desk(sqlite_database) as working:
        yield working


@pytest.fixture
def served() -> Iterator[tuple[Loopback, Site]]:
    with site() as serving:
        yield serving


def plan(at_work: Desk) -> RowMapping:
    """What is planned for the one watched address."""
    (row,) = watched(at_work.context)
    return row


def figures(at_work: Desk) -> list[int]:
    """The numbers of all versions."""
    with at_work.context.engine.connect() as connection:
        return [record.number for record in version_records(connection, Among())]


def the_article(at_work: Desk) -> ArticleRecord:
    with at_work.context.engine.connect() as connection:
        (record,) = article_records(connection, Among())
    return record


def presence(at_work: Desk) -> list[tuple[str, timedelta]]:
    """Take-downs and returns, with the time since noon."""
    with at_work.context.engine.connect() as connection:
        found = presence_records(connection, Among(), Span())
    return [(record.kind, record.observed_at - NOON) for record in found]


def test_a_changed_page_becomes_a_version_and_an_unchanged_one_is_not_sent_again(
    at_work: Desk, served: tuple[Loopback, Site]
) -> None:
    """The second look carries the validators of the first, and a 304 is no version."""
    server, pages = served
    pages.answers["/a"] = story_page(etag='"one"')
    watch(at_work.context, f"http://{server.at}/a", EVERY)
    at_work.work()
    at_work.work(seconds=EVERY)
    assert figures(at_work) == [1]
    assert looks(server)[1].headers["if-none-match"] == '"one"'
    pages.answers["/a"] = story_page(12_000, etag='"two"')
    at_work.work(seconds=EVERY)
    assert figures(at_work) == [1, 2]
    assert len(looks(server)) == 3


def test_nothing_is_looked_at_before_its_time(at_work: Desk, served: tuple[Loopback, Site]) -> None:
    server, pages = served
    pages.answers["/a"] = story_page()
    watch(at_work.context, f"http://{server.at}/a", EVERY)
    at_work.work()
    at_work.work(seconds=EVERY - 1)
    assert len(looks(server)) == 1
    at_work.work(seconds=1)
    assert len(looks(server)) == 2


@pytest.mark.parametrize("status", [404, 410])
def test_a_take_down_counts_when_a_second_look_confirms_it(
    at_work: Desk, served: tuple[Loopback, Site], status: int
) -> None:
    """The second look comes soon, and the take-down is of the first; then it returns."""
    server, pages = served
    pages.answers["/a"] = story_page()
    watch(at_work.context, f"http://{server.at}/a", EVERY)
    at_work.work()
    pages.answers["/a"] = Answer(status)
    at_work.work(seconds=EVERY)
    assert the_article(at_work).status == "live"
    at_work.work(seconds=60)
    assert the_article(at_work).status == "gone"
    at_work.work(seconds=EVERY)
    pages.answers["/a"] = story_page()
    at_work.work(seconds=EVERY)
    assert the_article(at_work).status == "live"
    back = timedelta(seconds=3 * EVERY + 60)
    assert presence(at_work) == [("gone", timedelta(seconds=EVERY)), ("returned", back)]
    assert figures(at_work) == [1]


def test_a_page_missing_once_was_never_gone(at_work: Desk, served: tuple[Loopback, Site]) -> None:
    """A deployment, say."""
    server, pages = served
    pages.answers["/a"] = story_page()
    watch(at_work.context, f"http://{server.at}/a", EVERY)
    at_work.work()
    for answer in (Answer(404), story_page(), Answer(404), story_page()):
        pages.answers["/a"] = answer
        at_work.work(days=1)
    assert presence(at_work) == []


def test_a_failure_between_two_missing_looks_says_nothing(
    at_work: Desk, served: tuple[Loopback, Site]
) -> None:
    """404, trouble, 404: the page was gone from the first of them; what was known of it is kept."""
    server, pages = served
    pages.answers["/a"] = story_page(etag='"one"')
    watch(at_work.context, f"http://{server.at}/a", EVERY)
    at_work.work()
    pages.answers["/a"] = Answer(503)
    at_work.work(days=1)
    assert plan(at_work)["etag"] == '"one"'
    for answer in (Answer(404), Answer(503), Answer(404)):
        pages.answers["/a"] = answer
        at_work.work(days=1)
    assert presence(at_work) == [("gone", timedelta(days=2))]


def test_failures_back_off_to_a_day_and_never_stop(
    at_work: Desk, served: tuple[Loopback, Site]
) -> None:
    """Each pause is twice the one before; the first success is back at the old pace."""
    server, pages = served
    pages.answers["/a"] = Answer(500)
    watch(at_work.context, f"http://{server.at}/a", EVERY)
    pauses = []
    for _ in range(25):
        at_work.daemon.work_once()
        pauses.append(plan(at_work)["next_look"] - at_work.clock.now)
        at_work.clock.now = plan(at_work)["next_look"]
    assert pauses[:3] == [timedelta(seconds=EVERY * factor) for factor in (2, 4, 8)]
    assert set(pauses[10:]) == {LONGEST_PAUSE}
    assert plan(at_work)["failures"] == 25
    assert "500" in plan(at_work)["last_error"]
    pages.answers["/a"] = story_page()
    at_work.daemon.work_once()
    assert plan(at_work)["next_look"] - at_work.clock.now == timedelta(seconds=EVERY)
    assert (plan(at_work)["failures"], plan(at_work)["last_error"]) == (0, None)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(200, {"Content-Type": "text/html"}, b""), "empty"),
        (Answer(200, {"Content-Type": "image/png"}, b"\x89PNG" + bytes(900)), "image/png"),
        (Answer(403), "403 Forbidden"),
        (Answer(302, {"Location": "http://10.0.0.1/"}), "10.0.0.1"),
    ],
)
def test_an_answer_that_is_no_article_is_a_failure_with_its_reason(
    at_work: Desk, served: tuple[Loopback, Site], answer: Answer, said: str
) -> None:
    """Nothing of it is kept, and the address is looked at again."""
    server, pages = served
    pages.answers["/a"] = answer
    watch(at_work.context, f"http://{server.at}/a", EVERY)
    at_work.work()
    assert said in plan(at_work)["last_error"]
    assert plan(at_work)["next_look"] > at_work.clock.now
    assert figures(at_work) == []


def test_no_server_there_is_a_failure_too(at_work: Desk) -> None:
    with site() as (server, _):
        address = f"http://{server.at}/a"
    watch(at_work.context, address, EVERY)
    at_work.work()
    assert plan(at_work)["failures"] == 1


def test_one_address_that_breaks_us_does_not_stop_the_others(
    at_work: Desk,
    served: tuple[Loopback, Site],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A page that our own code trips over is a failure of that page, told with its traceback."""
    server, pages = served
    pages.answers["/bad"], pages.answers["/good"] = story_page(666), story_page()

    def trips(context: Context, look: Look, *_more: object) -> Verdict:
        if look.address.endswith("/bad"):
            raise ZeroDivisionError("a bug of ours")
        return take_or_hold(context, look)

    monkeypatch.setattr("tracker.services.looks.looking.take_or_hold", trips)
    watch(at_work.context, f"http://{server.at}/bad", EVERY)
    watch(at_work.context, f"http://{server.at}/good", EVERY)
    with caplog.at_level(logging.INFO):
        at_work.work()
    assert figures(at_work) == [1]
    bad = next(row for row in watched(at_work.context) if row["address"].endswith("/bad"))
    assert (bad["failures"], bad["next_look"] > at_work.clock.now) == (1, True)
    assert "a bug of ours" in caplog.text
    assert "Traceback" in caplog.text


@pytest.mark.parametrize("error", [ConflictError("taken"), IntegrityError("does not fold")])
def test_trouble_with_one_article_does_not_starve_the_other_addresses(
    at_work: Desk,
    served: tuple[Loopback, Site],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: TrackerError,
) -> None:
    """It is that address's failure, with back-off, and told."""
    server, pages = served
    pages.answers["/bad"], pages.answers["/good"] = story_page(666), story_page()

    def refuses(context: Context, look: Look, *_more: object) -> Verdict:
        if look.address.endswith("/bad"):
            raise error
        return take_or_hold(context, look)

    monkeypatch.setattr("tracker.services.looks.looking.take_or_hold", refuses)
    watch(at_work.context, f"http://{server.at}/bad", EVERY)
    watch(at_work.context, f"http://{server.at}/good", EVERY)
    at_work.work()
    assert figures(at_work) == [1]
    bad = next(row for row in watched(at_work.context) if row["address"].endswith("/bad"))
    assert (bad["failures"], bad["last_error"]) == (1, str(error))
    assert bad["next_look"] == at_work.clock.now + timedelta(seconds=2 * EVERY)
    assert str(error) in [vars(record).get("detail") for record in caplog.records]


def test_trouble_with_the_database_is_nobodys_failure(
    at_work: Desk, served: tuple[Loopback, Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is raised, and the address is looked at again when its lease is over."""
    server, pages = served
    pages.answers["/a"] = story_page()
    watch(at_work.context, f"http://{server.at}/a", EVERY)
    with monkeypatch.context() as patch:

        def busy(*_: object) -> Verdict:
            raise DatabaseError("busy")

        patch.setattr("tracker.services.looks.looking.take_or_hold", busy)
        with pytest.raises(DatabaseError, match="busy"):
            at_work.work()
    assert plan(at_work)["failures"] == 0
    at_work.work(seconds=LEASE.total_seconds())
    assert figures(at_work) == [1]


def test_how_long_a_look_may_take_is_a_setting(sqlite_database: str) -> None:
    """A process that stood still for longer has lost the address to another one."""
    with desk(sqlite_database, lease=30) as one, desk(sqlite_database, lease=30) as other:

        def answer_too_late(_asked: Asked) -> Answer:
            if len(looks(server)) == 1:
                other.work(seconds=29)
                assert len(looks(server)) == 1
                other.work(seconds=1)
            return story_page()

        with site(answer_too_late) as (server, _):
            watch(one.context, f"http://{server.at}/a", EVERY)
            one.work()
            assert len(looks(server)) == 2
        assert figures(other) == [1]


def test_of_two_daemons_one_looks(sqlite_database: str) -> None:
    """While one waits for its answer the other finds the address due no longer."""
    with desk(sqlite_database) as one, desk(sqlite_database) as other:

        def answer_late(_asked: Asked) -> Answer:
            other.work()
            return story_page()

        with site(answer_late) as (server, _):
            watch(one.context, f"http://{server.at}/a", EVERY)
            (row,) = watched(one.context)
            one.work()
            assert len(looks(server)) == 1
            assert not claim(other.context, watches, row)
        assert figures(one) == [1]


def test_a_page_that_moved_for_good_stays_the_same_article(
    at_work: Desk, served: tuple[Loopback, Site]
) -> None:
    server, pages = served
    pages.answers["/a"] = story_page()
    watch(at_work.context, f"http://{server.at}/a", EVERY)
    at_work.work()
    pages.answers |= {"/a": Answer(301, {"Location": "/b"}), "/b": story_page(12_000)}
    at_work.work(seconds=EVERY)
    assert figures(at_work) == [1, 2]
    assert the_article(at_work).address.endswith("/a")
    assert plan(at_work)["address"].endswith("/b")
    pages.answers["/b"] = story_page(13_000)
    at_work.work(seconds=EVERY)
    assert figures(at_work) == [1, 2, 3]


def test_an_article_that_moved_to_where_it_is_watched_already_is_looked_at_once(
    at_work: Desk, served: tuple[Loopback, Site]
) -> None:
    """Both addresses were watched; they turn out to be one article, with one history."""
    server, pages = served
    pages.answers |= {"/a": story_page(), "/b": story_page(11_000)}
    for path in ("/a", "/b"):
        watch(at_work.context, f"http://{server.at}{path}", EVERY)
        at_work.work(seconds=1)
    pages.answers["/a"] = Answer(301, {"Location": "/b"})
    at_work.work(seconds=EVERY)
    assert plan(at_work)["address"].endswith("/b")
    assert the_article(at_work).versions == 2


def test_watching_again_changes_the_pace_and_stopping_ends_it(at_work: Desk) -> None:
    address = watch(at_work.context, "http://outlet.example/a?utm_source=x", EVERY)
    assert address == "http://outlet.example/a"
    watch(at_work.context, address, 60)
    assert plan(at_work)["every"] == 60
    unwatch(at_work.context, address)
    assert watched(at_work.context) == []
    with pytest.raises(NotFoundError, match="is not watched"):
        unwatch(at_work.context, address)
    with pytest.raises(InputError, match="http or https"):
        watch(at_work.context, "file:///etc/passwd", EVERY)


def test_a_look_taken_at_the_same_moment_by_two_daemons_is_one(sqlite_database: str) -> None:
    """Same address, same second, same bytes."""

    def answer(_asked: Asked) -> Answer:
        return story_page()

    with (
        site(answer) as (server, _),
        desk(sqlite_database) as one,
        desk(sqlite_database) as other,
    ):
        watch(one.context, f"http://{server.at}/a", EVERY)
        one.work()
        watch(other.context, f"http://{server.at}/a", EVERY)
        other.work()
        assert figures(one) == [1]
        assert the_article(other).versions == 1


def test_a_page_that_says_it_was_modified_is_looked_at_again_sooner(
    at_work: Desk, served: tuple[Loopback, Site]
) -> None:
    """Though nothing of it has changed yet: somebody is at work on it."""
    server, pages = served
    for path in ("/a", "/b"):
        pages.answers[path] = story_page()
        watch(at_work.context, f"http://{server.at}{path}")
    with at_work.context.engine.begin() as connection:  # neither learns from the other
        connection.execute(update(watches).values(domain=watches.c.address))
    at_work.work()
    told = (at_work.clock.now + timedelta(minutes=30)).isoformat()
    meta = f'<meta property="article:modified_time" content="{told}"></head>'
    plain = story_page()
    pages.answers["/a"] = Answer(200, plain.headers, plain.body.replace(b"</head>", meta.encode()))
    at_work.work(hours=1)
    pauses = {
        row["address"][-1]: row["next_look"] - row["last_look"] for row in watched(at_work.context)
    }
    assert figures(at_work) == [1, 1]
    assert pauses["a"] < 0.8 * pauses["b"]
