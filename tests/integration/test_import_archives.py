"""Taking in what a web archive holds: by its list of captures, and by a TimeMap."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import select

from tests.contract.desk import page
from tests.integration.archives import ARTICLE, Copy, Hand, WebArchive, asking, served
from tests.integration.loopback import Answer, Loopback
from tracker.bootstrap import open_context
from tracker.capture.imports.mementos import MOST_UNANSWERED
from tracker.capture.imports.steps import Reader
from tracker.capture.imports.timemap import TimeMap
from tracker.capture.imports.wayback import Span, WaybackHistory, parse_page
from tracker.capture.tables import captures, imports
from tracker.cli.main import main
from tracker.config import load_settings
from tracker.errors import InputError, NetworkError
from tracker.services.context import Context
from tracker.services.importing.run import run_import
from tracker.services.importing.tally import Tally

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)


def copies(number: int = 4) -> list[Copy]:
    return [Copy(NOON + timedelta(hours=n), page(10_000 + 100 * n)) for n in range(number)]


@dataclass
class Case:
    """One run against an archive."""

    context: Context
    hand: Hand
    server: Loopback
    at: str
    troubles: list[str]

    def wayback(self, span: Span | None = None, gap: float = 0, timeout: float = 5) -> Tally:
        with asking(self.context, self.hand, gap, timeout) as mementos:
            span = span or Span()
            return self.run(WaybackHistory(ARTICLE, span, mementos.asker, mementos, site=self.at))

    def time_map(self) -> Tally:
        with asking(self.context, self.hand) as mementos:
            at = f"{self.at}/web/timemap/link/{ARTICLE}"
            return self.run(TimeMap(at, mementos.asker, mementos))

    def run(self, reader: Reader) -> Tally:
        tally = Tally()
        for step in run_import(self.context, reader):
            tally = step.tally
            if step.trouble:
                self.troubles.append(step.trouble)
        return tally

    def seen(self) -> list[datetime]:
        query = select(captures.c.observed_at).order_by(captures.c.observed_at)
        with self.context.engine.connect() as connection:
            return list(connection.scalars(query))

    def fetched(self) -> list[str]:
        """The captures that were asked for, by their stamps."""
        paths = [asked.path for asked in self.server.asked]
        return [p.split("/")[2] for p in paths if p.startswith("/web/2")]


@contextmanager
def case(database: str, archive: WebArchive) -> Iterator[Case]:
    settings = load_settings(flags={"database_url": database, "zone": "UTC"})
    hand = Hand()
    with open_context(settings, clock=hand) as context, served(archive) as (server, at):
        yield Case(context, hand, server, at, [])


def test_every_capture_becomes_a_look_at_its_own_time(sqlite_database: str) -> None:
    """In pages of two, each fetched as it was captured, with the page's own headers."""
    with case(sqlite_database, WebArchive(copies(), page=2)) as it:
        assert it.wayback().outcomes == {"version": 4}
        assert it.seen() == [NOON + timedelta(hours=n) for n in range(4)]
        assert it.fetched() == [f"202411171{n}0000id_" for n in range(2, 6)]
        with it.context.engine.connect() as connection:
            kept = connection.scalars(select(captures.c.headers)).first()
        assert kept == '[["Server", "nginx"]]'


def test_what_is_taken_is_never_asked_for_again(sqlite_database: str) -> None:
    """A second run asks for the list alone; a copy that came in between is fetched."""
    archive = WebArchive(copies(3))
    with case(sqlite_database, archive) as it:
        it.wayback()
        archive.copies = copies(4)
        it.server.asked.clear()
        assert it.wayback().outcomes == {"version": 1}
        assert len(it.fetched()) == 1


def test_a_time_span_and_a_limit_are_kept_to(sqlite_database: str) -> None:
    """--from, --to and --limit: nothing beyond them is asked for."""
    with case(sqlite_database, WebArchive(copies(6))) as it:
        span = Span(NOON + timedelta(hours=1), NOON + timedelta(hours=4), 2)
        assert it.wayback(span).taken == 2
        assert it.fetched() == ["20241117130000id_", "20241117140000id_"]


def test_what_holds_no_page_is_not_even_fetched(sqlite_database: str) -> None:
    """The list tells status and type; a row that cannot be read is counted."""
    odd = [
        Copy(NOON + timedelta(minutes=1), b"", status=404),
        Copy(NOON + timedelta(minutes=2), b"", kind="image/jpeg"),
    ]
    broken: list[object] = [["x"], 7, ["2024", "a", "200", "text/html", "D"], [None] * 5]
    with case(sqlite_database, WebArchive(copies(1) + odd, broken=broken)) as it:
        tally = it.wayback()
        assert tally.outcomes == {"version": 1}
        assert tally.skipped == {"broken line": 4, "answered 404": 1, "image": 1}
        assert len(it.fetched()) == 1


def test_an_object_a_line_is_read_too(sqlite_database: str) -> None:
    """As pywb lists captures."""
    with case(sqlite_database, WebArchive(copies(2), plain=True)) as it:
        assert it.wayback().taken == 2


@pytest.mark.parametrize("status", [429, 503])
def test_an_archive_is_left_alone_for_as_long_as_it_asks(sqlite_database: str, status: int) -> None:
    """Retry-After is waited for, of the list and of a copy, and then the import goes on."""
    busy = Answer(status, {"Retry-After": "90"})
    archive = WebArchive(copies(2), trouble={"/cdx/": [busy], "13000": [busy]})
    with case(sqlite_database, archive) as it:
        assert it.wayback().taken == 2
        assert 180 <= it.hand.waited < 190


def test_an_archive_that_wants_a_long_rest_gets_it(sqlite_database: str) -> None:
    """The run ends with the time it asks for; a second one before that asks nothing at all."""
    busy = Answer(429, {"Retry-After": "7200"})
    archive = WebArchive(copies(3), trouble={"14000": [busy]})
    with case(sqlite_database, archive) as it:
        with pytest.raises(NetworkError, match=r"left alone until 2026-01-01 02:00 UTC"):
            it.wayback()
        asked = len(it.server.asked)
        with pytest.raises(NetworkError, match="left alone"):
            it.wayback()
        assert len(it.server.asked) == asked
        it.hand.pause(7200)
        assert it.wayback().outcomes == {"version": 3}
        assert it.fetched() == [
            "20241117120000id_",
            "20241117130000id_",
            "20241117140000id_",
            "20241117140000id_",
        ]


def test_requests_keep_their_distance(sqlite_database: str) -> None:
    """One at a time, with the gap of the settings between them."""
    with case(sqlite_database, WebArchive(copies(4))) as it:
        it.wayback(gap=2)
        assert it.hand.waited >= 2 * 4


def test_a_copy_that_brings_no_answer_is_named_and_the_rest_goes_on(sqlite_database: str) -> None:
    """After several attempts."""
    cut = [Answer(200, {}, b"<html>", length=9_000) for _ in range(9)]
    with case(sqlite_database, WebArchive(copies(3), trouble={"13000": cut})) as it:
        tally = it.wayback()
        assert (tally.outcomes, tally.skipped) == ({"version": 2}, {"no answer": 1})
        assert "20241117130000id_" in it.troubles[0]


def test_an_archive_that_is_down_ends_the_run(sqlite_database: str) -> None:
    """Not every copy is tried; the next run goes on where this one stopped."""
    down = [Answer(502) for _ in range(4 * MOST_UNANSWERED)]
    archive = WebArchive(copies(8), trouble={"/web/2": down})
    with case(sqlite_database, archive) as it:
        with pytest.raises(NetworkError, match="goes on where it stopped"):
            it.wayback()
        assert len(set(it.fetched())) == MOST_UNANSWERED
        assert it.wayback().outcomes == {"version": 8}


def test_a_slow_copy_costs_no_more_than_its_time(sqlite_database: str) -> None:
    """One that drips is given up after the time that one exchange may take."""

    def drip() -> Iterator[bytes]:
        while not given_up.wait(0.05):
            yield b" "

    given_up = Event()
    drips = [Answer(200, {}, chunks=drip()) for _ in range(9)]
    with case(sqlite_database, WebArchive(copies(2), trouble={"13000": drips})) as it:
        tally = it.wayback(timeout=0.2)
        given_up.set()
        assert (tally.outcomes, tally.skipped) == ({"version": 1}, {"no answer": 1})


def test_a_copy_of_another_time_has_that_time(sqlite_database: str) -> None:
    """The archive redirects to the nearest it has: what Memento-Datetime says counts."""
    there = Answer(302, {"Location": f"/web/20241117120000id_/{ARTICLE}"})
    archive = WebArchive(copies(2), trouble={"13000": [there]})
    with case(sqlite_database, archive) as it:
        it.wayback()
        assert it.seen() == [NOON]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(403), "403"),
        (Answer(200, {}, b"<html>Blocked"), "no list"),
        (Answer(200, {}, b"[[1,"), "cannot be read"),
        (Answer(200, {}, b"[" * 100_000), "cannot be read"),
    ],
    ids=["refused", "a page", "cut off", "nested"],
)
def test_what_is_no_list_is_told(sqlite_database: str, answer: Answer, said: str) -> None:
    """In one line."""
    archive = WebArchive([], trouble={"/cdx/": [answer]})
    with case(sqlite_database, archive) as it, pytest.raises(NetworkError, match=said):
        it.wayback()


def test_an_archive_that_has_nothing(sqlite_database: str) -> None:
    """An empty list, in either form, is no error."""
    with case(sqlite_database, WebArchive([])) as it:
        assert it.wayback().counts == {}
    assert parse_page(b"") == ([], None)
    assert parse_page(b"[]") == ([], None)


def test_a_list_that_goes_round_in_circles_ends(sqlite_database: str) -> None:
    """A key that was given before is not followed again."""
    again = [Answer(200, {}, b'[["timestamp"],[],["k"]]') for _ in range(9)]
    with case(sqlite_database, WebArchive([], trouble={"/cdx/": again})) as it:
        it.wayback()
        assert len(it.server.asked) == 2


def test_the_mementos_of_a_time_map_are_taken_in(sqlite_database: str) -> None:
    """Over its pages; fetched without the archive's banner; a second run fetches none."""
    with case(sqlite_database, WebArchive(copies(4), page=3)) as it:
        assert it.time_map().outcomes == {"version": 4}
        assert it.seen() == [NOON + timedelta(hours=n) for n in range(4)]
        assert all(stamp.endswith("id_") for stamp in it.fetched())
        it.server.asked.clear()
        assert it.time_map().skipped == {"taken before": 4}
        assert it.fetched() == []


def test_broken_links_in_a_time_map_are_counted(sqlite_database: str) -> None:
    """What is no link is named, links into the private network or to no web page are refused."""
    broken: list[object] = [
        "no link",
        '<ftp://x/>; rel="memento"; datetime="x"',
        '<http://192.168.1.1/a>; rel="memento"',
    ]
    with case(sqlite_database, WebArchive(copies(1), broken=broken)) as it:
        tally = it.time_map()
        assert tally.outcomes == {"version": 1}
        assert tally.skipped == {"broken line": 1, "no web address": 1, "no answer": 1}
        assert "not on the public internet" in it.troubles[-1]


def test_an_address_that_is_no_time_map_is_told(sqlite_database: str) -> None:
    """With where the Wayback Machine has them."""
    page_of_it = {"/web/timemap": [Answer(200, {}, page())]}
    with (
        case(sqlite_database, WebArchive([], trouble=page_of_it)) as it,
        pytest.raises(InputError, match="no TimeMap"),
    ):
        it.time_map()


def test_an_import_that_is_left_goes_on_behind_what_it_took(sqlite_database: str) -> None:
    """Nothing is fetched twice, and nothing is left out."""
    with case(sqlite_database, WebArchive(copies(5), page=2)) as it:
        with asking(it.context, it.hand) as mementos:
            reader = WaybackHistory(ARTICLE, Span(), mementos.asker, mementos, site=it.at)
            for number, _ in enumerate(run_import(it.context, reader), start=1):
                if number == 2:
                    break
        assert len(it.seen()) == 2
        it.wayback()
        assert len(it.seen()) == 5
        assert len(it.fetched()) == len(set(it.fetched()))
        with it.context.engine.connect() as connection:
            assert connection.execute(select(imports)).all() == []


def test_the_commands_ask_an_archive(
    sqlite_database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`import wayback` and `import timemap`, with the settings of the environment."""
    monkeypatch.setenv("TRACKER_CAPTURE__ALLOW_LOOPBACK", "true")
    monkeypatch.setenv("TRACKER_CAPTURE__GAP", "0")
    with served(WebArchive(copies(3))) as (_, at):
        commands = [
            ["wayback", ARTICLE, "--site", at, "--to", "2024-11-17", "--limit", "2"],
            ["timemap", f"{at}/web/timemap/link/{ARTICLE}"],
        ]
        for command in commands:
            monkeypatch.setattr(
                sys, "argv", ["tracker", "--database", sqlite_database, "import", *command]
            )
            with pytest.raises(SystemExit) as left:
                main()
            assert not left.value.code
    told = capsys.readouterr().out
    assert "2  taken in as a version" in told
    assert "2  skipped: taken before" in told
    assert "1  taken in as a version" in told
