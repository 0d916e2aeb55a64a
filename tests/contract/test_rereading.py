"""Versions whose bytes are read again: corrected in place, announced to nobody."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

import pytest

from tests.contract.desk import ADDRESS, desk, dump, look, page, take_all
from tracker.article.reading import Block, BlockKind, Reading
from tracker.capture.archive import Outcome
from tracker.errors import InputError
from tracker.projections.queries import Among, Span, version_records
from tracker.projections.records import ShiftRecord
from tracker.projections.shifted import shift_records
from tracker.projections.streams import load_article
from tracker.reading.noise.substance import substance
from tracker.services.context import Context
from tracker.services.keeping.rereading import correct, reread
from tracker.services.keeping.resuming import reread_all
from tracker.services.keeping.verifying import verify_all
from tracker.services.taking import settling, tracking


@pytest.fixture
def context(database: str) -> Iterator[Context]:
    with desk(database) as opened:
        yield opened


def shifts(context: Context, after: int | None = None) -> list[ShiftRecord]:
    with context.engine.connect() as connection:
        return shift_records(connection, Among(), Span(after=after))


def commits(context: Context, article: str) -> list[str]:
    """The versions on the timeline."""
    with context.engine.connect() as connection:
        return [version.commit for version in version_records(connection, Among(ids=(article,)))]


def readings(context: Context, article: str) -> list[Reading]:
    held = load_article(context.store, article).versions
    return [held[commit].reading for commit in commits(context, article)]


def outcomes(context: Context, article: str) -> list[Outcome]:
    return [each.outcome for each in context.archive.of_article(article)]


def with_line(reading: Reading, text: str) -> Reading:
    return replace(reading, blocks=(*reading.blocks, Block(BlockKind.PARAGRAPH, text)))


def without_line(reading: Reading, starting: str) -> Reading:
    kept = tuple(block for block in reading.blocks if not block.text.startswith(starting))
    return replace(reading, blocks=kept)


def is_sound(context: Context) -> bool:
    """Every version folds, and a rebuild gives the same tables to the byte."""
    before = dump(context)
    context.projector.rebuild()
    return verify_all(context).ok and dump(context) == before


def test_a_corrected_version_says_what_its_bytes_say(context: Context) -> None:
    first, _ = take_all(context, [look(page(), 0), look(page(12_000), 10)])
    (old, new) = readings(context, first.article)
    version = commits(context, first.article)[0]
    line = "A fund of 40 million euros is to pay for the route, the ministry said."
    assert correct(context, first.article, version, with_line(old, line))
    corrected, other = readings(context, first.article)
    assert corrected.blocks[-1].text == line
    assert other == new
    assert is_sound(context)


def test_correcting_twice_the_same_is_done_once(context: Context) -> None:
    (first,) = take_all(context, [look(page(), 0)])
    reading = with_line(readings(context, first.article)[0], "The board meets in May.")
    version = commits(context, first.article)[0]
    assert correct(context, first.article, version, reading)
    head = context.store.head().position
    assert not correct(context, first.article, version, reading)
    assert context.store.head().position == head


def test_a_reading_can_be_corrected_there_and_back(context: Context) -> None:
    (first,) = take_all(context, [look(page(), 0)])
    version = commits(context, first.article)[0]
    old = readings(context, first.article)[0]
    changed = with_line(old, "The board meets in May.")
    for reading in (changed, old, changed, old):
        assert correct(context, first.article, version, reading)
    assert readings(context, first.article)[0].text == old.text
    assert is_sound(context)


def test_a_correction_is_no_news(context: Context) -> None:
    """Nothing stands behind the log's head as it was, and the shift there was tells of it now."""
    first, _ = take_all(context, [look(page(), 0), look(page(12_000), 10)])
    head = context.store.head().position
    old = readings(context, first.article)[0]
    line = "The fare of 80 euros stays as it is, the company said."
    correct(context, first.article, commits(context, first.article)[0], with_line(old, line))
    assert context.store.head().position > head
    assert shifts(context, after=head) == []
    assert any(shift.shift.old and "80 euros" in shift.shift.old.text for shift in shifts(context))


def test_looks_that_saw_the_same_are_taken_to_say_the_same(context: Context) -> None:
    """Nothing is appended for them; the next look of the better reading makes no version."""
    evening = [look(page(), 0), look(page(minutes_ago=9), 4), look(page(12_000), 8)]
    first, *_ = take_all(context, evening)
    old = readings(context, first.article)[0]
    better = without_line(old, "The council")
    correct(context, first.article, commits(context, first.article)[0], better)
    looks = context.archive.of_article(first.article)
    assert [each.substance == substance(better) for each in looks] == [True, True, False]
    assert outcomes(context, first.article) == [
        Outcome.VERSION,
        Outcome.NOISE,
        Outcome.VERSION,
    ]
    assert len(commits(context, first.article)) == 2
    assert is_sound(context)


def test_versions_that_no_longer_differ_become_one(context: Context) -> None:
    extra = (
        "<p>Tickets for the night boat are sold at both harbours until the end of the month.</p>"
    )
    first, second = take_all(context, [look(page(), 0), look(page(extra=extra), 10)])
    assert second.outcome is Outcome.VERSION
    one, other = readings(context, first.article)
    correct(
        context,
        first.article,
        commits(context, first.article)[1],
        replace(other, blocks=one.blocks),
    )
    assert len(commits(context, first.article)) == 1
    assert outcomes(context, first.article)[1] is not Outcome.VERSION
    assert shifts(context) == []
    assert is_sound(context)


def test_a_superfluous_version_follows_the_one_it_repeats(context: Context) -> None:
    """Recorded last first, the log holds the same text as two versions; it stays one."""
    early, late = look(page(), 0), look(page(minutes_ago=50), 45)
    (_, first) = take_all(context, [late, early])
    assert len(commits(context, first.article)) == 1
    old = readings(context, first.article)[0]
    line = with_line(old, "The board meets in May.")
    correct(context, first.article, commits(context, first.article)[0], line)
    assert len(commits(context, first.article)) == 1
    assert is_sound(context)


def test_what_was_cut_off_is_finished_by_doing_it_again(context: Context) -> None:
    """The correction was recorded, but the looks were not restated."""
    first, _ = take_all(context, [look(page(), 0), look(page(minutes_ago=9), 4)])
    version = commits(context, first.article)[0]
    better = with_line(readings(context, first.article)[0], "The board meets in May.")
    archive = type(context.archive)
    whole, archive.restate = archive.restate, None  # type: ignore[assignment, method-assign]
    with pytest.raises(TypeError):
        correct(context, first.article, version, better)
    archive.restate = whole  # type: ignore[method-assign]
    correct(context, first.article, version, better)
    assert {each.substance for each in context.archive.of_article(first.article)} == {
        substance(better)
    }
    assert is_sound(context)


def better(monkeypatch: pytest.MonkeyPatch, improve: Callable[[Reading], Reading]) -> None:
    """From now on pages are read in a better way."""
    plain = settling.read_look

    def improved(*args: Any, **options: Any) -> Reading:
        return improve(plain(*args, **options))

    monkeypatch.setattr(settling, "read_look", improved)


def blind(monkeypatch: pytest.MonkeyPatch, starting: str) -> None:
    """Until `undo`, paragraphs that start like this are overlooked."""
    for module in (tracking, settling):
        plain = module.read_look
        overlooking = partial(_overlooking, plain, starting)
        monkeypatch.setattr(module, "read_look", overlooking)


def _overlooking(
    plain: Callable[..., Reading], starting: str, *args: Any, **options: Any
) -> Reading:
    return without_line(plain(*args, **options), starting)


def test_reading_again_what_was_read_right_changes_nothing(context: Context) -> None:
    first, *_ = take_all(context, [look(page(), 0), look(page(12_000), 10)])
    before, head = dump(context), context.store.head()
    done = reread(context, first.article)
    assert (done.looks, done.corrected, done.found, done.lost) == (2, [], [], [])
    assert (dump(context), context.store.head()) == (before, head)


def test_overlooked_paragraphs_come_back_and_are_no_news(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both versions are corrected, and a change the old extractor was blind for is history."""
    with monkeypatch.context() as blinded:
        blind(blinded, "The boat carried")
        evening = [look(page(), 0), look(page(11_000), 5), look(page(said="We want it"), 9)]
        first, second, _ = take_all(context, evening)
    assert second.outcome is not Outcome.VERSION
    head = context.store.head().position
    done = reread(context, first.article)
    assert [one.changes for one in done.corrected] == [{"block.added": 1}] * 2
    assert (len(done.found), done.lost) == (1, [])
    assert len(commits(context, first.article)) == 3
    told = [shift.shift.new.text for shift in shifts(context) if shift.shift.new]
    assert "11,000" in told
    assert shifts(context, after=head) == []
    with context.engine.connect() as connection:
        assert version_records(connection, Among(), Span(after=head)) == []
    assert reread(context, first.article).corrected == []
    assert is_sound(context)


def test_a_dry_run_says_the_same_and_records_nothing(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as blinded:
        blind(blinded, "The boat carried")
        first, *_ = take_all(context, [look(page(), 0), look(page(11_000), 5)])
    head = context.store.head()
    foretold = reread(context, first.article, dry_run=True)
    assert context.store.head() == head
    assert reread(context, first.article) == foretold


def test_noise_taken_for_a_version_is_one_no_longer(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    extra = "<p>The ferry shop has a new offer for those who travel with their bicycles.</p>"
    first, _ = take_all(context, [look(page(), 0), look(page(extra=extra), 5)])
    assert len(commits(context, first.article)) == 2
    better(monkeypatch, lambda reading: without_line(reading, "The ferry shop"))
    done = reread(context, first.article)
    assert (len(done.corrected), done.found, len(done.lost)) == (1, [], 1)
    assert len(commits(context, first.article)) == 1
    assert is_sound(context)


def test_what_can_no_longer_be_read_stays_as_it_was(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *_ = take_all(context, [look(page(), 0)])

    def refuse(_: Reading) -> Reading:
        raise InputError("no article")

    better(monkeypatch, refuse)
    before = dump(context)
    done = reread(context, first.article)
    assert (len(done.unread), done.corrected) == (1, [])
    assert dump(context) == before


def test_all_goes_on_where_it_was_broken_off(context: Context) -> None:
    others = [look(page(number), 0, f"{ADDRESS}-{number}") for number in (1, 2, 3)]
    articles = sorted(taken.article for taken in take_all(context, others))
    assert [done.article for *_, done in islice(reread_all(context), 2)] == articles[:2]
    assert [done.article for *_, done in reread_all(context)] == articles[2:]
    assert [done.article for *_, done in reread_all(context)] == articles
