"""Rounds of looks over real HTTP on loopback: politeness, budget, robots.txt, our own outage."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select, update

from tests.integration.desk import ROBOTS, Desk, desk, looks, settings_of, site, story_page
from tests.integration.loopback import Answer, Asked, Loopback
from tracker.capture.fetch import open_fetcher
from tracker.capture.politeness import end_turn, take_turn
from tracker.capture.tables import watches
from tracker.config import CaptureSettings
from tracker.daemon import Daemon
from tracker.services.looks.following import BUSY
from tracker.services.looks.pacing import FIRST_PAUSE, OUR_OUTAGE
from tracker.services.looks.rounds import MOST_DOMAINS, Rounds
from tracker.services.looks.seen import Seen, Sight
from tracker.services.looks.watching import LEASE, claim, queue_up, watch, watched


@pytest.fixture
def at_work(sqlite_database: str) -> Iterator[Desk]:
    with desk(sqlite_database) as working:
        yield working


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def rounds(at_work: Desk, opened: ExitStack, **settings: float) -> Rounds:
    plain = settings_of("unused.db").capture
    chosen = CaptureSettings.model_validate(plain.model_dump() | settings)
    fetcher = opened.enter_context(open_fetcher(chosen, at_work.context.clock))
    return Rounds(at_work.context, chosen, fetcher)


def put_elsewhere(at_work: Desk, address: str, domain: str) -> None:
    """Count an address of the one loopback host as another domain's."""
    with at_work.context.engine.begin() as connection:
        moved = update(watches).where(watches.c.address == address)
        connection.execute(moved.values(domain=domain))


def watch_all(at_work: Desk, server: Loopback, count: int) -> list[str]:
    return [watch(at_work.context, f"http://{server.at}/{number}") for number in range(count)]


def run(at_rounds: Rounds) -> list[Seen]:
    return list(at_rounds.run())


def test_a_domain_has_one_request_and_then_a_pause(at_work: Desk, opened: ExitStack) -> None:
    """The first turn goes to robots.txt; the addresses follow one by one, none of them lost."""
    with site(lambda asked: story_page(int(asked.path[1:]))) as (server, _):
        watch_all(at_work, server, 3)
        at_rounds = rounds(at_work, opened, gap=2)
        asked_at = []
        for _ in range(12):
            before = len(server.asked)
            run(at_rounds)
            asked_at += [at_work.clock.now] * (len(server.asked) - before)
            at_work.clock.move(seconds=1)
        assert server.asked[0].path == ROBOTS
        assert {asked.path for asked in looks(server)} == {"/0", "/1", "/2"}
        pauses = [later - earlier for earlier, later in pairwise(asked_at)]
        assert min(pauses) >= timedelta(seconds=2)


def test_all_that_is_due_is_looked_at_once_though_each_has_to_wait(at_work: Desk) -> None:
    """`tracker run --once` waits for the pauses; it does not end while something is put off."""

    def answer(asked: Asked) -> Answer:
        return Answer(404) if asked.path == ROBOTS else story_page(int(asked.path[1:]))

    def wait(seconds: float) -> None:
        at_work.clock.move(seconds=seconds)

    with Loopback(answer) as server:
        watch_all(at_work, server, 5)
        settings = settings_of("unused.db", gap=2)
        Daemon(at_work.context, settings, wait).work_once()
        assert len(looks(server)) == 5


def test_domains_are_asked_side_by_side(at_work: Desk, opened: ExitStack) -> None:
    with site(lambda asked: story_page(int(asked.path[1:]))) as (server, _):
        for address in watch_all(at_work, server, 3):
            put_elsewhere(at_work, address, f"{address[-1]}.example")
        assert len(run(rounds(at_work, opened, gap=0))) == 3


def test_a_busy_domain_hides_no_other(at_work: Desk, opened: ExitStack) -> None:
    """However many of its addresses have waited longer."""
    with site(lambda _: story_page()) as (server, _):
        watch_all(at_work, server, 250)
        at_work.clock.move(minutes=1)
        last = watch(at_work.context, f"http://{server.at}/last")
        put_elsewhere(at_work, last, "other.example")
        at_rounds = rounds(at_work, opened, gap=600)
        seen: set[str] = set()
        for _ in range(4):
            seen |= {each.address for each in at_rounds.run()}
            at_work.clock.move(seconds=601)
        assert last in seen


def test_the_budget_is_kept_and_everybody_waits_in_proportion(
    at_work: Desk, opened: ExitStack
) -> None:
    with site(lambda asked: story_page(int(asked.path[1:]))) as (server, _):
        for address in watch_all(at_work, server, 8):
            put_elsewhere(at_work, address, f"{address[-1]}.example")
        at_rounds = rounds(at_work, opened, budget=5)
        for _ in range(30):
            run(at_rounds)
            at_work.clock.move(minutes=1)
        assert len(looks(server)) == 5
        assert at_rounds.budget.due > 0.03
        at_work.clock.move(minutes=31)
        run(at_rounds)
        assert len(looks(server)) == 10


def test_what_robots_txt_forbids_is_not_looked_at(at_work: Desk) -> None:
    """It is told, and asked about again later."""
    rules = Answer(200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /private/")

    def answer(asked: Asked) -> Answer:
        return rules if asked.path == ROBOTS else story_page()

    with Loopback(answer) as server:
        watch(at_work.context, f"http://{server.at}/private/a")
        at_work.work()
        assert [asked.path for asked in server.asked] == [ROBOTS]
    (row,) = watched(at_work.context)
    assert "robots.txt does not allow" in row["last_error"]
    assert row["next_look"] > at_work.clock.now


def test_a_robots_txt_that_cannot_be_had_is_not_told_as_a_refusal(at_work: Desk) -> None:
    """A mistyped host or a server that is down forbids nothing, whatever is made of it."""
    with Loopback(lambda _: Answer(503)) as server:
        down = watch(at_work.context, f"http://{server.at}/story")
        watch(at_work.context, "http://nowhere.invalid/story")
        at_work.work()
    told = {row["address"]: row["last_error"] for row in watched(at_work.context)}
    assert told[down].endswith("/robots.txt: answered 503.")
    assert all("does not allow" not in error for error in told.values())


def test_where_most_hosts_fail_at_once_nobody_is_backed_off(
    at_work: Desk, opened: ExitStack
) -> None:
    """The first few count as theirs, until it is plain that it is us."""
    with site(lambda _: story_page()) as (server, _):
        addresses = watch_all(at_work, server, 6)
    for number, address in enumerate(addresses):
        put_elsewhere(at_work, address, f"{number}.example")
    at_rounds = rounds(at_work, opened)
    assert {seen.sight for seen in run(at_rounds)} == {Sight.FAILED}
    at_work.clock.move(minutes=9)
    run(at_rounds)
    with at_work.context.engine.connect() as connection:
        rows = connection.execute(select(watches)).all()
    assert max(row.failures for row in rows) == 1
    assert min(row.next_look for row in rows) <= at_work.clock.now + OUR_OUTAGE * 1.2


def test_one_host_that_fails_is_backed_off(at_work: Desk, opened: ExitStack) -> None:
    """The others answer, so it is not us."""
    with site(lambda asked: story_page(int(asked.path[1:]))) as (server, _):
        for address in watch_all(at_work, server, 5):
            put_elsewhere(at_work, address, f"{address[-1]}.example")
        bad = watch(at_work.context, "http://127.0.0.1:9/x")
        put_elsewhere(at_work, bad, "bad.example")
        run(rounds(at_work, opened))
    row = next(row for row in watched(at_work.context) if row["address"] == bad)
    assert row["failures"] == 1
    assert row["next_look"] >= at_work.clock.now + 2 * FIRST_PAUSE


def test_waiting_in_line_takes_no_look_from_another_process(at_work: Desk) -> None:
    """What it claimed meanwhile stays claimed, or the address would be asked twice."""
    context, later = at_work.context, at_work.clock.now + timedelta(hours=1)
    for number in range(2):
        watch(context, f"http://outlet.example/{number}")
    mine, others = watched(context)
    assert claim(context, watches, others)
    queue_up(context, watches, [(mine, later), (others, later)])
    planned = {row["address"]: row["next_look"] for row in watched(context)}
    assert planned == {mine["address"]: later, others["address"]: at_work.clock.now + LEASE}


@pytest.fixture
def led_elsewhere(at_work: Desk) -> Iterator[tuple[Loopback, Loopback]]:
    """A site whose one page leads, for now, to another's, which counts as another domain."""
    with ExitStack() as stack:
        other, pages = stack.enter_context(site())
        pages.answers["/there"] = story_page()
        there = f"http://localhost:{other.at.partition(':')[2]}/there"
        server, pages = stack.enter_context(site())
        pages.answers["/here"] = Answer(302, {"Location": there})
        watch(at_work.context, f"http://{server.at}/here")
        yield server, other


def test_a_redirect_waits_for_the_turn_of_the_domain_it_leads_to(
    at_work: Desk, opened: ExitStack, led_elsewhere: tuple[Loopback, Loopback]
) -> None:
    """No failure, no look lost: the other domain is busy, and is asked a little later."""
    _, other = led_elsewhere
    at_rounds = rounds(at_work, opened)
    assert take_turn(at_work.context.engine, "localhost", at_work.clock.now, LEASE)
    assert run(at_rounds) == []
    assert other.asked == []
    (row,) = watched(at_work.context)
    assert not row["failures"]
    assert BUSY / 2 <= row["next_look"] - at_work.clock.now <= BUSY * 1.5
    end_turn(at_work.context.engine, "localhost", at_work.clock.now, timedelta())
    at_work.clock.now = row["next_look"]
    assert [seen.sight for seen in run(at_rounds)] == [Sight.TAKEN]


def test_a_domain_that_a_redirect_led_to_has_its_pause_too(
    at_work: Desk, opened: ExitStack, led_elsewhere: tuple[Loopback, Loopback]
) -> None:
    """After its robots.txt as well as after the page."""
    _, other = led_elsewhere
    at_rounds = rounds(at_work, opened, gap=2)
    asked_at = []
    for _ in range(12):
        before = len(other.asked)
        run(at_rounds)
        asked_at += [at_work.clock.now] * (len(other.asked) - before)
        at_work.clock.move(seconds=1)
    assert [asked.path for asked in other.asked] == [ROBOTS, "/there"]
    assert asked_at[1] - asked_at[0] >= timedelta(seconds=2)
    assert not take_turn(at_work.context.engine, "localhost", asked_at[1], LEASE)
    assert take_turn(at_work.context.engine, "localhost", at_work.clock.now, LEASE)


def test_one_domain_does_not_spend_the_others_budget(at_work: Desk, opened: ExitStack) -> None:
    """Its articles wait until an hour after its first look, in their order; none is a failure."""
    with site(lambda asked: story_page(int(asked.path[1:]))) as (server, _):
        watch_all(at_work, server, 5)
        at_rounds = rounds(at_work, opened, host_budget=2)
        began = at_work.clock.now
        for _ in range(4):
            run(at_rounds)
            at_work.clock.move(minutes=1)
        assert [asked.path for asked in looks(server)] == ["/0", "/1"]
        waiting = [row for row in watched(at_work.context) if not row["looks"]]
        assert [row["address"][-1] for row in waiting] == ["2", "3", "4"]
        assert waiting[0]["next_look"] == began + timedelta(hours=1)
        last = watch(at_work.context, f"http://{server.at}/9")
        put_elsewhere(at_work, last, "other.example")
        assert [seen.address for seen in run(at_rounds)] == [last]
        at_work.clock.now = began + timedelta(hours=1)
        for _ in range(3):
            run(at_rounds)
        assert len([asked for asked in looks(server) if asked.path != "/9"]) == 3


def test_a_round_asks_no_more_domains_than_it_can_within_their_lease(
    at_work: Desk, opened: ExitStack
) -> None:
    """The others stay due, with their turns untouched, and have the next round."""
    with site(lambda asked: story_page(int(asked.path[1:]))) as (server, _):
        addresses = watch_all(at_work, server, MOST_DOMAINS + 2)
        for number, address in enumerate(addresses):
            put_elsewhere(at_work, address, f"{number}.example")
        at_rounds = rounds(at_work, opened)
        assert [len(run(at_rounds)) for _ in range(3)] == [MOST_DOMAINS, 2, 0]
