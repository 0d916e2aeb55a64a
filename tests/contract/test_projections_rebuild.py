"""The derived tables are the log's alone: made anew they are the same, and nothing is announced."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from tests.contract.desk import ADDRESS, SteppingClock, desk, dump, kept_apart, look, page
from tracker.delivery.tables import outbox
from tracker.errors import DatabaseError
from tracker.newsroom.selection import Selection
from tracker.services.context import Context
from tracker.services.delivering.endpoints import Wish, add_endpoint, remove_endpoint
from tracker.services.scheduling.plans import Plan
from tracker.services.scheduling.publishing import publish_due
from tracker.services.scheduling.schedules import add_schedule, pause_schedule, resume_schedule
from tracker.services.taking.look import Look
from tracker.services.taking.tracking import take
from tracker.services.telling.stories import link, open_story, unlink

ELSEWHERE = "https://news.coast-radio.example/boat"


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def busy(database: str, clock: SteppingClock) -> Iterator[Context]:
    """A database in which everything that is projected has happened at least once."""
    with desk(database, clock) as context:
        boat = take(context, look(page(), 0)).article
        take(context, look(page(15_000), 60))
        take(context, look(page(12_000), 30))
        radio = take(context, look(page(9_000, said="We had to"), 10, ELSEWHERE)).article
        tagged = look(page(9_500), 40, f"{ELSEWHERE}/2")
        third = take(context, Look(tagged.address, tagged.body, tagged.observed_at, True)).article
        open_story(context, "night-boat", "The night boat")
        link(context, "night-boat", [boat, radio, third])
        unlink(context, "night-boat", [third])
        add_endpoint(context, Wish("https://hooks.desk.example/a", "a"))
        add_endpoint(context, Wish("https://hooks.desk.example/b", "b"))
        remove_endpoint(context, "https://hooks.desk.example/b")
        add_schedule(context, Plan("hourly", "0 * * * *", "UTC", Selection(story="night-boat")))
        add_schedule(context, Plan("often", shifts=1, every=60))
        take(context, look(page(20_000), 90))
        clock.now += timedelta(hours=2)
        assert publish_due(context, "hourly")
        assert publish_due(context, "often")
        add_schedule(context, Plan("often", "0 7 * * *", "Europe/Berlin", skip_empty=True))
        clock.now += timedelta(days=1)
        assert publish_due(context, "often") is None
        pause_schedule(context, "hourly")
        resume_schedule(context, "hourly")
        context.projector.line_up()
        yield context


def test_a_rebuild_is_the_same_to_the_byte(busy: Context) -> None:
    """Every derived row, with its places in the log; what is not derived is not touched."""
    before = dump(busy), kept_apart(busy)
    assert all(before[0][name] for name in ("facts", "shifts", "threads", "digests", "schedules"))
    busy.projector.rebuild()
    assert (dump(busy), kept_apart(busy)) == before


def test_a_rebuild_by_another_process_is_the_same_to_the_byte(busy: Context, database: str) -> None:
    """One that has seen none of it happen."""
    before = dump(busy)
    with desk(database) as other:
        other.projector.rebuild()
    assert dump(busy) == before


def test_a_rebuild_announces_nothing(busy: Context) -> None:
    """What was put into the outbox before stays there, once."""
    count = select(func.count()).select_from(outbox)
    with busy.engine.connect() as connection:
        before = connection.scalar(count)
    busy.projector.rebuild()
    with busy.engine.connect() as connection:
        assert connection.scalar(count) == before
    assert before


def test_a_rebuild_that_was_cut_short_is_gone_on_with(
    busy: Context, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every batch is one transaction, and the next command takes in the rest."""
    before = dump(busy)
    monkeypatch.setattr("tracker.projections.projector.BATCH", 3)

    def cut(reached: int, until: int) -> None:
        if 0 < reached < until:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        busy.projector.rebuild(cut)
    assert dump(busy) != before
    with desk(database) as later:
        later.projector.catch_up()
        later.projector.line_up()
        assert dump(later) == before


def test_what_another_process_projected_is_built_on(database: str) -> None:
    """Two at once on one article: what either remembers of it is not behind the tables."""
    with desk(database) as one, desk(database) as other:
        take(one, look(page(), 0))
        take(other, look(page(12_000), 1))
        take(one, look(page(13_000), 2))
        take(other, look(page(14_000), 3))
        before = dump(one)
        one.projector.rebuild()
        assert dump(other) == before
        assert take(one, look(page(15_000), 4)).version == 5


def test_tables_of_another_log_are_refused(database: str) -> None:
    """Rather than mixed with this one's; a rebuild makes them anew."""
    with desk(database) as context:
        take(context, look(page(), 0))
        before = dump(context)
        with context.engine.begin() as connection:
            connection.execute(text("UPDATE checkpoints SET log_id = 'another'"))
        with pytest.raises(DatabaseError, match="another log"):
            context.projector.catch_up()
        context.projector.rebuild()
        assert dump(context) == before


def test_the_address_an_article_was_met_under_finds_it(database: str) -> None:
    with desk(database) as context:
        met = take(context, look(page(), 0)).article
        again = take(context, look(page(7), 5, f"{ADDRESS}?utm_source=letter#top"))
        assert (again.article, again.is_new_article, again.version) == (met, False, 2)
