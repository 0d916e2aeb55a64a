"""Following the log: each shift is told once, whoever writes meanwhile and in whatever order."""

import multiprocessing
import random
import threading
from collections.abc import Callable
from itertools import pairwise
from uuid import uuid4

import pytest
from sqlalchemy import Connection, event

from tests.contract.desk import ADDRESS, NOON, desk, look, page, shuffled, take_all
from tests.contract.test_plans import _plans_of
from tracker.article.events import ArticleGone
from tracker.article.identity import article_stream
from tracker.eventstore.model import NewCommit, NewEvent
from tracker.newsroom.selection import Selection
from tracker.projections.lookup import article_at
from tracker.projections.queries import Among, Span, presence_records
from tracker.projections.records import PresenceRecord, ShiftRecord
from tracker.projections.shifted import recorded_shifts, shift_records
from tracker.services.context import Context
from tracker.services.taking.look import Look
from tracker.services.telling import tailing
from tracker.services.telling.tailing import Happening, Tail, position_before

ALL = Among(), Selection()
WRITERS = 4


def history(outlet: str) -> list[Look]:
    """A figure that goes up and back, a remark that changes, a headline."""
    address = f"https://www.{outlet}.example/night-boat"
    pages = [
        page(),
        page(11_000),
        page(11_000, said="We wanted this"),
        page(),
        page(12_000, headline="The night boat stops"),
        page(13_000, headline="The night boat stops"),
    ]
    return [look(body, minute, address) for minute, body in enumerate(pages)]


def tail(context: Context, after: int = 0) -> Tail:
    return Tail(context, *ALL, after)


def name_of(happening: Happening) -> str:
    record = happening.record
    return record.id if isinstance(record, ShiftRecord) else f"{record.kind} {record.position}"


def standing(context: Context) -> set[str]:
    """Every shift and take-down that there is."""
    with context.engine.connect() as connection:
        shifts = shift_records(connection, Among(), Span())
        gone = presence_records(connection, Among(), Span())
    return {record.id for record in shifts} | {f"{one.kind} {one.position}" for one in gone}


@pytest.mark.parametrize("seed", range(4))
def test_what_was_recorded_between_two_positions_is_found_from_its_versions(
    database: str, seed: int
) -> None:
    """The same shifts as a glance at all of them gives, wherever one cuts, late ones or not."""
    looks = [one for outlet in ("post", "radio") for one in history(outlet)]
    with desk(database) as context:
        take_all(context, shuffled(looks, seed))
        head = context.store.head().position
        cuts = sorted(random.Random(seed).sample(range(head), 6))
        with context.engine.connect() as connection:
            for after, upto in [(0, head), *pairwise(cuts)]:
                for among in (Among(), Among(outlet="post.example"), Among(story="none")):
                    found = recorded_shifts(connection, among, Selection(), after, upto)
                    there = [
                        one
                        for one in shift_records(connection, among, Span())
                        if after < one.position <= upto
                    ]
                    assert sorted(found, key=_id) == sorted(there, key=_id)
                    assert [one.position for one in found] == sorted(one.position for one in found)


def _id(record: ShiftRecord) -> str:
    return record.id


def test_only_the_wanted_shifts_are_found(database: str) -> None:
    """By topic, kind and weight, as a Selection says."""
    with desk(database) as context:
        take_all(context, history("post"))
        with context.engine.connect() as connection:
            every = recorded_shifts(connection, Among(), Selection(), 0, 10_000)
            for wanted in (
                Selection(kinds=("fact",)),
                Selection(kinds=("statement", "wording")),
                Selection(kinds=("fact", "revised")),
                Selection(weight=0.5),
            ):
                found = recorded_shifts(connection, Among(), wanted, 0, 10_000)
                assert found == [
                    one
                    for one in every
                    if wanted.wants(one.shift.topic, one.shift.kind, one.shift.weight)
                ]
                assert 0 < len(found) < len(every)


@pytest.mark.parametrize("seed", range(3))
def test_each_shift_is_told_once_as_it_is_recorded(database: str, seed: int) -> None:
    """In the order of the log; those a late version replaced were told before, and are no more."""
    with desk(database) as context:
        following, told = tail(context), list[Happening]()
        for one in shuffled(history("post"), seed):
            take_all(context, [one])
            told += following.read()
        names = [name_of(each) for each in told]
        assert len(names) == len(set(names))
        assert set(names) >= standing(context)
        positions = [each.record.position for each in told]
        assert positions == sorted(positions)
        assert {name_of(each) for each in tail(context).read()} == standing(context)


def test_a_late_version_tells_the_shifts_that_replace_others(database: str) -> None:
    """10,000 -> 12,000 becomes 10,000 -> 11,000 -> 12,000."""
    early, late, last = look(page(), 0), look(page(11_000), 1), look(page(12_000), 2)
    with desk(database) as context:
        take_all(context, [early, last])
        following = tail(context)
        (before,) = following.read()
        take_all(context, [late])
        told = [each.record for each in following.read()]
        assert [_versions(record) for record in told] == [(1, 2), (2, 3)]
        assert _versions(before.record) == (1, 2)
        assert name_of(before) not in {
            record.id for record in told if isinstance(record, ShiftRecord)
        }


def _versions(record: ShiftRecord | PresenceRecord) -> tuple[int, int]:
    assert isinstance(record, ShiftRecord)
    return record.old_version, record.new_version


def test_going_on_from_any_line_leaves_nothing_out(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes again stands at the same position; pages of one version make no difference."""
    with desk(database) as context:
        take_all(context, shuffled([*history("post"), *history("radio")], 1))
        told = list(tail(context).read())
        monkeypatch.setattr(tailing, "PAGE", 1)
        assert list(tail(context).read()) == told
        for number, each in enumerate(told):
            again = list(tail(context, each.after).read())
            missing = set(map(name_of, told[number + 1 :])) - set(map(name_of, again))
            assert missing == set()
            first = again[0].record.position if again else None
            assert first is None or first >= each.record.position


def test_a_tail_misses_nothing_and_repeats_nothing_under_several_processes(database: str) -> None:
    """Each writes its own outlet out of order and one that all share; the tail catches up too."""
    spawning = multiprocessing.get_context("spawn")
    writers = [
        spawning.Process(target=_write_alone, args=(database, number)) for number in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    with desk(database) as context:
        told = _tailed(context, lambda: not any(writer.is_alive() for writer in writers))
        for writer in writers:
            writer.join()
        assert [writer.exitcode for writer in writers] == [0] * WRITERS
        assert len(told) == len(set(told))
        assert set(told) >= standing(context)
        assert len(standing(context)) > WRITERS


def test_a_rebuild_meanwhile_is_not_noticed(database: str) -> None:
    """Another process empties the tables and fills them again while the tail reads."""
    with desk(database) as context, desk(database) as other:
        take_all(context, history("post"))
        following, told = tail(context), list[str]()
        done = threading.Event()

        def rebuild() -> None:
            for _ in range(3):
                other.projector.rebuild()
            done.set()

        rebuilding = threading.Thread(target=rebuild)
        rebuilding.start()
        while not done.is_set():
            told += map(name_of, following.read())
        rebuilding.join()
        told += map(name_of, following.read())
        assert sorted(told) == sorted(standing(context))


def _write_alone(database: str, number: int) -> None:
    with desk(database) as context:
        own, shared = shuffled(history(f"outlet-{number}"), number), history("shared")[number::2]
        for one in [look for pair in zip(own, [*shared, *shared], strict=False) for look in pair]:
            take_all(context, [one])


def _tailed(context: Context, is_done: Callable[[], bool]) -> list[str]:
    following, told = tail(context), list[str]()
    while True:
        last_look = is_done()
        told += map(name_of, following.read())
        if last_look:
            return told


def test_take_downs_and_returns_are_told_unless_shifts_are_picked(database: str) -> None:
    """They are no shifts: a kind or a weight is not theirs."""
    with desk(database) as context:
        take_all(context, [look(page(), 0)])
        _take_down(context)
        (told,) = tail(context).read()
        assert isinstance(told.record, PresenceRecord)
        assert (told.record.kind, told.article.status) == ("gone", "gone")
        assert list(Tail(context, Among(), Selection(kinds=("fact",)), 0).read()) == []
        assert list(Tail(context, Among(), Selection(weight=0.1), 0).read()) == []


def _take_down(context: Context) -> None:
    with context.engine.connect() as connection:
        article = article_at(connection, [ADDRESS])
    assert article is not None
    gone = ArticleGone(status=404, observed_at=NOON.replace(hour=20))
    made = NewEvent(gone.event, gone.payload(), gone.schema_version)
    context.store.append(NewCommit(uuid4(), article_stream(article), [made]))


def test_where_a_time_begins(database: str) -> None:
    """After all that was recorded before it."""
    with desk(database) as context:
        take_all(context, history("post"))
        events = list(context.store.read_all())
        for one in (events[0], events[len(events) // 2], events[-1]):
            before = [each for each in events if each.recorded_at < one.recorded_at]
            assert position_before(context, one.recorded_at) == len(before)
        assert position_before(context, NOON.replace(year=2090)) == len(events)


def test_when_nothing_happens_one_small_query_is_asked(database: str) -> None:
    """Five times a second, for weeks."""
    with desk(database) as context:
        take_all(context, history("post"))
        following = tail(context)
        list(following.read())
        asked: list[str] = []

        def note(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
            asked.append(statement)

        event.listen(context.engine, "before_cursor_execute", note)
        assert list(following.read()) == []
        event.remove(context.engine, "before_cursor_execute", note)
        assert len(asked) == 1
        assert "log_head" in asked[0]


@pytest.mark.parametrize("analysed", [False, True], ids=["unknown", "analysed"])
def test_what_was_recorded_is_found_by_indexes(database: str, analysed: bool) -> None:
    """However many shifts there are: no table of the projections is read through."""
    with desk(database) as context:
        take_all(context, [one for number in range(8) for one in history(f"outlet-{number}")])
        following = tail(context, context.store.head().position - 1)
        _ask_for_indexes(context, analysed=analysed)
        told: list[Happening] = []
        plans = _plans_of(context.engine, lambda: told.extend(following.read()))
        lines = [line.strip() for plan in plans for line in plan]
        told_plan = "\n".join(lines)
        assert told
        if context.engine.dialect.name == "sqlite":
            scanned = ("SCAN shifts", "SCAN recorded", "SCAN old", "SCAN new", "SCAN versions")
            assert not any(line.startswith(scanned) for line in lines), told_plan
        else:
            for table in ("shifts", "versions recorded", "versions new", "versions old"):
                assert f"Seq Scan on {table}" not in told_plan, told_plan


def _ask_for_indexes(context: Context, *, analysed: bool) -> None:
    """Have PostgreSQL read so few rows as it would read many: as they stand only if it must."""
    with context.engine.begin() as connection:
        if analysed:
            connection.exec_driver_sql("ANALYZE")
        if context.engine.dialect.name == "postgresql":
            name = connection.exec_driver_sql("SELECT current_database()").scalar_one()
            connection.exec_driver_sql(f"ALTER DATABASE {name} SET enable_seqscan = off")
    context.engine.dispose()
