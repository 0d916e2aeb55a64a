"""Shifts put together: what is left of a figure or remark, and what its outlet did not declare."""

from datetime import timedelta

import pytest

from tests.unit.digest.builders import (
    COURIER,
    LEDGER,
    at,
    figure,
    remark,
    rescued,
    revised,
    shift,
    side,
)
from tracker.digest.changes import changes, unannounced
from tracker.digest.model import Change, Matter, Net, Window
from tracker.projections.records import ShiftRecord
from tracker.understanding.model import FactKind, ShiftKind, Topic

OUTLETS = {COURIER: "courier.example", LEDGER: "ledger.example"}


def told(*records: ShiftRecord, window: Window | None = None) -> tuple[Change, ...]:
    return changes(records, OUTLETS, window or Window())


def test_a_figure_that_went_and_came_back_is_net_nothing_with_two_flips() -> None:
    """10,000 -> 12,000 -> 10,000 is told as such, with both steps and their sentences."""
    (change,) = told(revised("10,000", "12,000", to=2), revised("12,000", "10,000", to=3))
    assert (change.net, change.flips) == (Net.NOTHING, 2)
    assert [step.version for step in change.steps] == [2, 3]
    assert (change.before, change.after) == ("10,000 people", "10,000 people")


def test_a_figure_that_rose_twice_changed_once_in_all() -> None:
    (change,) = told(revised("10", "12", to=2), revised("12", "14", to=3))
    assert (change.net, change.flips) == (Net.CHANGED, 0)
    assert (change.before, change.after) == ("10 people", "14 people")


@pytest.mark.parametrize(
    ("steps", "net", "flips"),
    [
        ([(ShiftKind.APPEARED, None, "10")], Net.CAME, 0),
        ([(ShiftKind.WITHDRAWN, "10", None)], Net.WENT, 0),
        ([(ShiftKind.APPEARED, None, "10"), (ShiftKind.WITHDRAWN, "10", None)], Net.NOTHING, 2),
        ([(ShiftKind.WITHDRAWN, "10", None), (ShiftKind.RESTORED, None, "10")], Net.NOTHING, 2),
        ([(ShiftKind.APPEARED, None, "10"), (ShiftKind.REVISED, "10", "12")], Net.CAME, 0),
        ([(ShiftKind.REWORDED, "10", "10")], Net.CHANGED, 0),
    ],
)
def test_what_is_left_of_a_chain(
    steps: list[tuple[ShiftKind, str | None, str | None]], net: Net, flips: int
) -> None:
    """Came, changed, went, or back to where it began; a mere rewording is no flip."""
    records = [
        shift(kind, old and rescued(old), new and rescued(new), to=number)  # type: ignore[arg-type]
        for number, (kind, old, new) in enumerate(steps, start=2)
    ]
    (change,) = told(*records)
    assert (change.net, change.flips) == (net, flips)


def test_steps_are_put_in_the_order_they_were_seen_in() -> None:
    """A version recorded late still stands where it was observed."""
    late, early = revised("12", "14", to=3), revised("10", "12", to=2)
    (change,) = told(late, early)
    assert [step.after for step in change.steps] == ["12 people", "14 people"]


def test_chains_and_articles_are_kept_apart() -> None:
    found = told(
        revised("10", "12"), revised("10", "12", chain="dead"), revised("10", "12", of=LEDGER)
    )
    assert len(found) == 3
    assert {change.outlet for change in found} == {"courier.example", "ledger.example"}


def test_the_weightiest_come_first_and_none_is_left_out() -> None:
    light = revised("1", "2", chain="a", weight=0.0, to=2)
    heavy = revised("1", "2", chain="b", weight=0.9, to=3)
    even = revised("1", "2", chain="c", weight=0.9, to=2)
    assert [change.chain for change in told(light, heavy, even)] == ["c", "b", "a"]


def test_only_steps_inside_the_window_count() -> None:
    """What happened before the window is where the account begins."""
    records = revised("10", "12", to=2), revised("12", "14", to=3)
    (by_time,) = told(*records, window=Window(since=at(1) + timedelta(seconds=1)))
    (by_log,) = told(*records, window=Window(after=20, upto=30))
    assert by_time == by_log
    assert (by_time.before, by_time.after) == ("12 people", "14 people")


def test_bounds_of_observed_time_belong_to_the_window() -> None:
    assert told(revised("10", "12", to=2), window=Window(since=at(1), until=at(1)))


def test_a_position_window_leaves_out_where_it_began() -> None:
    """(after, upto]: two digests in a row share no shift and miss none."""
    record = revised("10", "12", to=2)
    assert not told(record, window=Window(after=20))
    assert told(record, window=Window(after=19, upto=20))


def test_evidence_marks_the_words_that_changed() -> None:
    (change,) = told(revised("10,000", "12,000"))
    (step,) = change.steps
    assert step.old is not None
    assert step.new is not None
    assert [step.old.text[a:b] for a, b in step.old.marks] == ["10,000"]
    assert [step.new.text[a:b] for a, b in step.new.marks] == ["12,000"]


def test_an_added_not_is_marked_without_its_blank() -> None:
    old, new = "The captain was aware of it.", "The captain was not aware of it."
    (change,) = told(shift(ShiftKind.REVISED, side(old, old), side(new, new), topic=Topic.WORDING))
    assert change.matter is Matter.WORDING
    quote = change.steps[0].new
    assert quote is not None
    assert [quote.text[a:b] for a, b in quote.marks] == ["not"]


def test_where_one_side_stands_alone_its_words_are_marked() -> None:
    (change,) = told(shift(ShiftKind.APPEARED, None, rescued("52")))
    quote = change.steps[0].new
    assert quote is not None
    assert [quote.text[a:b] for a, b in quote.marks] == ["52"]


def test_sentences_too_unlike_to_be_marked_show_the_words_at_issue() -> None:
    old = rescued("52")
    new = side("Sixty reached land, whatever was told before dawn.", "Sixty", figure("Sixty", 60))
    (change,) = told(shift(ShiftKind.REVISED, old, new))
    quote = change.steps[0].new
    assert quote is not None
    assert [quote.text[a:b] for a, b in quote.marks] == ["Sixty"]


@pytest.mark.parametrize(
    ("topic", "item", "matter", "subject"),
    [
        (Topic.FACT, figure("9", 9, scope="bay"), Matter.FIGURE, "people rescued (bay)"),
        (Topic.FACT, figure("May 9", 0, kind=FactKind.DATE), Matter.DATE, "people rescued"),
        (Topic.STATEMENT, remark("I saw it"), Matter.STATEMENT, "Ida Brandt"),
        (Topic.STATEMENT, remark("I saw it", None), Matter.STATEMENT, "unnamed speaker"),
    ],
)
def test_a_change_says_what_it_is_about(
    topic: Topic, item: object, matter: Matter, subject: str
) -> None:
    """What a figure measures and where, or who speaks."""
    new = side("On May 9 they said 9: I saw it.", "9", item)  # type: ignore[arg-type]
    (change,) = told(shift(ShiftKind.APPEARED, None, new, topic=topic))
    assert (change.matter, change.subject) == (matter, subject)


def test_notices_are_no_changes_of_what_is_asserted() -> None:
    assert not told(shift(ShiftKind.APPEARED, None, side("Corrected.", "x"), topic=Topic.NOTICE))


def test_a_change_without_notice_and_newer_time_is_unannounced() -> None:
    """Only the silent step of a chain is listed, with its own evidence."""
    found = told(revised("10", "12", to=2), revised("12", "14", to=3, announced=True))
    (line,) = unannounced(found)
    assert (line.outlet, line.step.version, line.step.after) == ("courier.example", 2, "12 people")
    assert found[0].unannounced


def test_a_moved_quotation_is_no_silent_change() -> None:
    here = side("“I saw it,” she said.", "I saw it,", remark("I saw it,"))
    found = told(shift(ShiftKind.MOVED, here, here, topic=Topic.STATEMENT))
    assert [change.net for change in found] == [Net.MOVED]
    assert not unannounced(found)


def test_silent_changes_are_ordered_by_their_own_weight() -> None:
    found = told(revised("1", "2", chain="a", weight=0.2), revised("1", "2", chain="b", weight=0.8))
    assert [line.chain for line in unannounced(found)] == ["b", "a"]
