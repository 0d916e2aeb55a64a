"""What is recorded is put into the outbox in the same transaction: once, for those who want it."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import select

from tests.contract.desk import SteppingClock, desk, look, page
from tracker.delivery.envelope import envelope
from tracker.delivery.messages import Data
from tracker.delivery.tables import endpoint_keys, messages, outbox
from tracker.errors import NotFoundError
from tracker.newsroom.selection import Selection
from tracker.projections.tables import checkpoints, shifts
from tracker.services.context import Context
from tracker.services.delivering.endpoints import (
    Wish,
    add_endpoint,
    disable_endpoint,
    list_endpoints,
    pause_endpoint,
    remove_endpoint,
    resume_endpoint,
)
from tracker.services.delivering.statuses import Status
from tracker.services.delivering.wants import Wants
from tracker.services.taking.merging import merge_into
from tracker.services.taking.tracking import take
from tracker.services.telling.stories import link, open_story

ELSEWHERE = "https://news.coast-radio.example/boat"
HOOK = "https://hooks.desk.example/in"


@pytest.fixture
def context(database: str) -> Iterator[Context]:
    with desk(database, SteppingClock()) as opened:
        yield opened


def told(context: Context, endpoint: str | None = None) -> list[str]:
    """The types of the messages that wait, in the order of the log."""
    return [str(row["type"]) for row in queued(context, endpoint)]


def queued(context: Context, endpoint: str | None = None) -> list[dict[str, object]]:
    query = select(messages, outbox.c.endpoint).join(outbox, outbox.c.message == messages.c.id)
    if endpoint:
        query = query.where(outbox.c.endpoint == endpoint)
    with context.engine.connect() as connection:
        rows = connection.execute(query.order_by(messages.c.position, messages.c.type)).mappings()
        return [dict(row) for row in rows]


def data_of(row: dict[str, object]) -> dict[str, object]:
    body: dict[str, dict[str, object]] = json.loads(str(row["body"]))
    return body["data"]


def steps(rows: list[dict[str, object]]) -> set[tuple[object, object]]:
    """What each shift leads from and to."""
    return {(data["before"], data["after"]) for data in map(data_of, rows)}


def add(context: Context, name: str = "desk", **wants: object) -> None:
    chosen = {key: wants.pop(key) for key in list(wants) if key in Selection.__slots__}
    wish = Wish(HOOK, name, wants=Wants(selection=Selection(**chosen), **wants))  # type: ignore[arg-type]
    add_endpoint(context, wish)


def test_a_version_is_told_with_each_of_its_shifts(context: Context) -> None:
    """The first version alone; the next with the figure that it changed."""
    add(context)
    take(context, look(page(), 0))
    assert told(context) == ["version.captured"]
    take(context, look(page(15_000), 60))
    assert told(context)[1:] == ["fact.shifted", "version.captured"]
    fact, version = queued(context)[1:]
    assert steps([fact]) == {("10,000 passengers", "15,000 passengers")}
    assert data_of(version)["changed"] == {"fact": 1}


def test_nobody_listening_leaves_no_messages(context: Context) -> None:
    take(context, look(page(), 0))
    add(context)
    assert told(context) == []


def test_messages_and_checkpoint_stand_or_fall_together(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that dies while it puts messages in has taken in nothing."""
    add(context)
    monkeypatch.setattr("tracker.services.delivering.enqueuing.envelope", _die)
    with pytest.raises(KeyboardInterrupt):
        take(context, look(page(), 0))
    monkeypatch.undo()
    with context.engine.connect() as connection:
        reached = connection.scalar(select(checkpoints.c.position))
    assert (reached or 0) < context.store.head().position
    assert told(context) == []
    context.projector.catch_up()
    assert told(context) == ["version.captured"]


def test_a_rebuild_tells_nothing(context: Context) -> None:
    """Neither what was told before, nor what came before the endpoint."""
    take(context, look(page(), 0))
    add(context)
    take(context, look(page(15_000), 60))
    before = queued(context)
    context.projector.rebuild()
    assert queued(context) == before


def test_another_process_that_takes_the_log_in_tells_it(context: Context, database: str) -> None:
    """Whoever projects puts into the outbox; the other finds it done."""
    add(context)
    with desk(database, SteppingClock()) as other:
        take(other, look(page(), 0))
    context.projector.catch_up()
    assert told(context) == ["version.captured"]


def test_a_late_version_tells_the_shifts_that_it_makes(context: Context) -> None:
    """It lands between two others: the shifts between them give way to those to it and from it."""
    add(context)
    take(context, look(page(), 0))
    take(context, look(page(15_000), 60))
    before = len(queued(context))
    take(context, look(page(13_000), 30))
    new = [row for row in queued(context)[before:] if row["type"] == "fact.shifted"]
    assert steps(new) == {
        ("10,000 passengers", "13,000 passengers"),
        ("13,000 passengers", "15,000 passengers"),
    }


def test_every_shift_is_told_once_under_its_own_name(context: Context) -> None:
    """A message per shift that the tables hold at the end, where no version came late."""
    add(context)
    for minute, boats in enumerate((12_000, 15_000, 12_000, 9_000)):
        take(context, look(page(boats), minute * 30))
    with context.engine.connect() as connection:
        known = set(connection.scalars(select(shifts.c.id)))
    subjects = [str(row["subject"]) for row in queued(context) if row["type"] != "version.captured"]
    assert sorted(subjects) == sorted(known)


class TestWants:
    def test_types(self, context: Context) -> None:
        add(context, types=("fact.shifted",))
        take(context, look(page(), 0))
        take(context, look(page(15_000), 60))
        assert told(context) == ["fact.shifted"]

    def test_kinds_and_weight_pick_shifts(self, context: Context) -> None:
        """And then no versions are told."""
        add(context, "withdrawals", kinds=("withdrawn",))
        add(context, "heavy", weight=1.0)
        add(context, "revised", kinds=("revised", "fact"))
        take(context, look(page(), 0))
        take(context, look(page(15_000), 60))
        assert [row["endpoint"] for row in queued(context)] == ["revised"]

    def test_outlet_and_tag_and_story(self, context: Context) -> None:
        boat = take(context, look(page(), 0)).article
        open_story(context, "boat", "The boat")
        link(context, "boat", [boat])
        add(context, "ours", story="boat")
        add(context, "theirs", outlet="coast-radio.example")
        add(context, "tagged", tag="sea")
        take(context, look(page(15_000), 60))
        take(context, look(page(9_000), 10, ELSEWHERE))
        assert told(context, "ours") == ["fact.shifted", "version.captured"]
        assert told(context, "theirs") == ["version.captured"]
        assert told(context, "tagged") == []


class TestPausing:
    def test_what_was_missed_is_told_when_it_is_resumed(self, context: Context) -> None:
        add(context)
        take(context, look(page(), 0))
        pause_endpoint(context, "desk")
        take(context, look(page(15_000), 60))
        assert told(context) == ["version.captured"]
        resume_endpoint(context, "desk")
        assert told(context) == ["version.captured", "fact.shifted", "version.captured"]
        take(context, look(page(18_000), 90))
        assert len(told(context)) == 5

    def test_a_process_that_dies_while_resuming_loses_nothing(
        self, context: Context, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whatever it had not told is told when the next commit is taken in."""
        add(context)
        pause_endpoint(context, "desk")
        take(context, look(page(), 0))
        monkeypatch.setattr("tracker.services.delivering.missed.tell_missed", lambda *_: None)
        resume_endpoint(context, "desk")
        assert told(context) == ["version.captured"]

    def test_others_hear_of_an_endpoint_that_was_disabled(self, context: Context) -> None:
        """Not that endpoint itself; and once, however often it is told so."""
        add(context)
        add(context, "broken")
        disable_endpoint(context, "broken", "it answered 410 Gone")
        disable_endpoint(context, "broken", "it answered 410 Gone")
        (row,) = queued(context)
        assert (row["endpoint"], row["type"]) == ("desk", "endpoint.disabled")
        assert data_of(row)["reason"] == "it answered 410 Gone"
        broken = next(row for row in list_endpoints(context) if row["name"] == "broken")
        assert (broken["status"], broken["reason"]) == ("disabled", "it answered 410 Gone")

    def test_removing_drops_what_waits_and_forgets_the_secret(self, context: Context) -> None:
        add(context)
        take(context, look(page(), 0))
        remove_endpoint(context, "desk")
        with context.engine.connect() as connection:
            assert set(connection.scalars(select(outbox.c.status))) == {Status.DROPPED}
        with pytest.raises(NotFoundError, match="There is none"):
            remove_endpoint(context, "desk")
        add(context)
        take(context, look(page(15_000), 60))
        assert [row["type"] for row in queued(context)] == [
            "version.captured",
            "fact.shifted",
            "version.captured",
        ]


class TestDivergence:
    def test_outlets_that_come_to_differ_are_told_once(self, context: Context) -> None:
        """Not again when the story is lined up for another reason, nor by a rebuild."""
        boat = take(context, look(page(12_000), 0)).article
        radio = take(context, look(page(12_000), 5, ELSEWHERE)).article
        open_story(context, "boat", "The boat")
        link(context, "boat", [boat, radio])
        context.projector.line_up()
        add(context, types=("story.diverged",))
        take(context, look(page(15_000), 60))
        context.projector.line_up()
        (row,) = queued(context)
        claims = data_of(row)["claims"]
        assert {claim["value"] for claim in claims} == {"12,000 passengers", "15,000 passengers"}  # type: ignore[attr-defined]
        take(context, look(page(15_000, extra="<p>The board meets again in March.</p>"), 90))
        context.projector.line_up()
        context.projector.rebuild()
        assert len(queued(context)) == 1

    def test_it_waits_for_an_endpoint_that_was_paused_when_it_was_found(
        self, context: Context
    ) -> None:
        """It is found once, and nobody who wants it is to miss it."""
        boat = take(context, look(page(12_000), 0)).article
        radio = take(context, look(page(12_000), 5, ELSEWHERE)).article
        open_story(context, "boat", "The boat")
        link(context, "boat", [boat, radio])
        add(context, types=("story.diverged",))
        pause_endpoint(context, "desk")
        take(context, look(page(15_000), 60))
        context.projector.line_up()
        resume_endpoint(context, "desk")
        assert told(context) == ["story.diverged"]

    def test_who_agreed_in_between_is_told_to_differ_again(self, context: Context) -> None:
        """By the same figures as before."""
        boat = take(context, look(page(12_000), 0)).article
        radio = take(context, look(page(12_000), 5, ELSEWHERE)).article
        open_story(context, "boat", "The boat")
        link(context, "boat", [boat, radio])
        add(context, types=("story.diverged",))
        for minute, boats in ((60, 15_000), (90, 12_000), (120, 15_000)):
            take(context, look(page(boats), minute))
            context.projector.line_up()
        assert told(context) == ["story.diverged"] * 2

    def test_differences_from_before_the_endpoint_are_not_told(self, context: Context) -> None:
        boat = take(context, look(page(12_000), 0)).article
        radio = take(context, look(page(15_000), 5, ELSEWHERE)).article
        open_story(context, "boat", "The boat")
        link(context, "boat", [boat, radio])
        add(context)
        context.projector.line_up()
        assert "story.diverged" not in told(context)


def test_a_message_that_cannot_be_made_keeps_none_of_the_others(
    context: Context, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor the projections, on which every query waits; it is told in the log."""
    add(context)

    def fails(log_id: str, message: str, data: Data, at: datetime, subject: str) -> str:
        if data.type == "fact.shifted":
            raise KeyError("a bug")
        return envelope(log_id, message, data, at, subject)

    monkeypatch.setattr("tracker.services.delivering.enqueuing.envelope", fails)
    take(context, look(page(), 0))
    take(context, look(page(15_000), 60))
    assert told(context) == ["version.captured"] * 2
    assert "could not be put together" in caplog.text


def test_removing_that_was_cut_short_can_be_done_again(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Secrets are forgotten before anything else."""
    add(context)
    with monkeypatch.context() as patch:
        patch.setattr("tracker.services.delivering.endpoints._append", _die)
        with pytest.raises(KeyboardInterrupt):
            remove_endpoint(context, "desk")
    with context.engine.connect() as connection:
        (keys,) = connection.execute(select(endpoint_keys)).mappings()
    assert (keys["address"], keys["secret"]) == ("", None)
    take(context, look(page(), 0))
    remove_endpoint(context, "desk")
    assert told(context) == []


def test_an_endpoint_whose_removal_was_cut_short_can_be_added_again(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It begins anew."""
    add(context)
    with monkeypatch.context() as patch:
        patch.setattr("tracker.services.delivering.endpoints._append", _die)
        with pytest.raises(KeyboardInterrupt):
            remove_endpoint(context, "desk")
    take(context, look(page(), 0))
    add(context)
    take(context, look(page(15_000), 60))
    assert told(context) == ["fact.shifted", "version.captured"]


def test_resuming_in_two_processes_at_once_tells_each_all_of_it(
    context: Context, database: str
) -> None:
    """Who comes second finds the messages there, and is not left out for it."""
    for name in ("one", "two"):
        add(context, name)
        pause_endpoint(context, name)
    for minute in range(6):
        take(context, look(page(10_000 + minute), minute))
    with desk(database, SteppingClock()) as other, ThreadPoolExecutor(2) as threads:
        list(threads.map(resume_endpoint, (context, other), ("one", "two")))
    assert told(context, "one") == told(context, "two")
    assert told(context, "one").count("version.captured") == 6


def test_adding_a_paused_endpoint_again_tells_what_it_missed(context: Context) -> None:
    add(context)
    pause_endpoint(context, "desk")
    take(context, look(page(), 0))
    add(context)
    take(context, look(page(15_000), 60))
    assert told(context) == ["version.captured", "fact.shifted", "version.captured"]


def test_secrets_are_not_in_the_log(context: Context) -> None:
    """Nor is what of an address may be one."""
    wish = Wish("https://hooks.desk.example/in/k3y?token=t0ken", "desk")
    secret = add_endpoint(context, wish).secret
    assert secret is not None
    log = "".join(json.dumps(dict(event.data or {})) for event in context.store.read_all())
    assert "https://hooks.desk.example/" in log
    for hidden in (secret, "k3y", "t0ken"):
        assert hidden not in log


def _die(*_arguments: object) -> str:
    raise KeyboardInterrupt


def test_a_merger_tells_nothing_a_second_time(context: Context) -> None:
    """The looks of the one are settled anew as looks of the other: history, and no news."""
    add(context)
    first = take(context, look(page(), 0)).article
    take(context, look(page(15_000), 60))
    other = take(context, look(page(15_000), 70, ELSEWHERE)).article
    before = told(context)
    merge_into(context, first, other)
    context.projector.catch_up()
    assert told(context) == before
