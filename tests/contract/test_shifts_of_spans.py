"""The shifts of a span of the log, as a digest asks for them: found without reading all others."""

import random
from datetime import timedelta

import pytest

from tests.contract.desk import NOON, desk, shuffled, take_all
from tests.contract.test_plans import _plans_of
from tests.contract.test_tailing import _ask_for_indexes, history
from tracker.projections import shifted
from tracker.projections.queries import Among, Span
from tracker.projections.records import ShiftRecord
from tracker.projections.shifted import shift_records
from tracker.services.context import Context

OUTLETS = ("post", "radio", "star")


def asked_about(context: Context) -> list[Among]:
    with context.engine.connect() as connection:
        article = shift_records(connection, Among(), Span())[0].article
    return [
        Among(),
        Among(outlet="post.example"),
        Among(outlet="none.example"),
        Among(tag="none"),
        Among(story="none"),
        Among(ids=(article,)),
    ]


def spans(head: int, seed: int) -> list[Span]:
    """With every bound open and closed, in and out of the log."""
    chance = random.Random(seed)
    positions = [None, 0, head, *chance.sample(range(head), 4)]
    moments = [None, *(NOON + timedelta(minutes=chance.choice(range(6))) for _ in range(2))]
    every = [
        Span(since, until, after, upto)
        for since in moments
        for until in moments
        for after in positions
        for upto in positions
    ]
    return chance.sample(every, 60)


def is_in(span: Span, shift: ShiftRecord) -> bool:
    return (
        (span.since is None or shift.observed_at >= span.since)
        and (span.until is None or shift.observed_at <= span.until)
        and (span.after is None or shift.position > span.after)
        and (span.upto is None or shift.position <= span.upto)
    )


@pytest.mark.parametrize(("few", "short"), [(1_000, 10_000), (1, 10_000), (1_000, 4)])
@pytest.mark.parametrize("seed", range(3))
def test_a_span_has_what_is_in_it_of_all_shifts_in_their_order(
    database: str, seed: int, few: int, short: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever its bounds and the order of recording; as observed, late versions or not."""
    monkeypatch.setattr(shifted, "_FEW", few)
    monkeypatch.setattr(shifted, "_SHORT", short)
    looks = [one for outlet in OUTLETS for one in history(outlet)]
    with desk(database) as context:
        take_all(context, shuffled(looks, seed))
        head = context.store.head().position
        with context.engine.connect() as connection:
            for among in asked_about(context):
                every = shift_records(connection, among, Span())
                for span in spans(head, seed):
                    found = shift_records(connection, among, span)
                    assert found == [one for one in every if is_in(span, one)], (among, span)


@pytest.mark.parametrize("analysed", [False, True], ids=["unknown", "analysed"])
def test_the_shifts_of_a_digest_are_found_by_indexes(database: str, analysed: bool) -> None:
    """However many there are of others: no table of the projections is read through.

    That few rows are read as they stand for a story or an article, if it is known that they are
    few, is right.
    """
    with desk(database) as context:
        take_all(context, [one for number in range(8) for one in history(f"outlet-{number}")])
        head = context.store.head().position
        questions = [each for each in asked_about(context) if each.is_broad or not analysed]
        _ask_for_indexes(context, analysed=analysed)
        for among in [*questions, Among(outlet="outlet-3.example")]:
            for span in (Span(after=head - 1), Span(after=head - 3, upto=head - 1)):
                plan = _plan(context, among, span)
                if context.engine.dialect.name == "sqlite":
                    for table in ("shifts", "recorded", "old", "new"):
                        assert f"SCAN {table}" not in plan, plan
                else:
                    assert "Seq Scan on shifts" not in plan, plan
                    assert "Seq Scan on versions" not in plan, plan


def _plan(context: Context, among: Among, span: Span) -> str:
    def ask() -> None:
        with context.engine.connect() as connection:
            shift_records(connection, among, span)

    return "\n".join(line for plan in _plans_of(context.engine, ask) for line in plan)
