"""Whatever the order in which looks are taken in, the timeline they end in is the same."""

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.conftest import copied
from tests.contract.desk import Dump, desk, dump, look, page, shuffled, take_all
from tracker.capture.archive import Outcome
from tracker.capture.tables import captures
from tracker.comparing.compare import compare_readings
from tracker.projections.queries import Among, Span, shift_records, version_records
from tracker.projections.streams import load_article
from tracker.services.context import Context
from tracker.services.tracking import Look

FIRST, MORE, RENAMED = page(), page(12_000), page(12_000, headline="Night boat may go on")

EVENINGS = {
    "five versions": [
        look(FIRST, 0),
        look(MORE, 10),
        look(RENAMED, 20),
        look(page(12_000, headline="Night boat may go on", said="We want this"), 30),
        look(page(12_500, headline="Night boat may go on", said="We want this"), 40),
    ],
    "to and fro": [look(body, at) for at, body in enumerate([FIRST, MORE, FIRST, MORE, FIRST])],
    "the same for long": [
        look(body, at) for at, body in enumerate([FIRST, FIRST, MORE, MORE, FIRST])
    ],
    "noise in between": [
        look(FIRST, 0),
        look(page(minutes_ago=9), 4),
        look(MORE, 8),
        look(page(12_000, minutes_ago=40), 35),
        look(FIRST, 40),
    ],
    "all at one moment": [
        look(FIRST, 0),
        look(MORE, 0),
        look(RENAMED, 0),
        look(page(minutes_ago=7), 0),
        look(page(99), 5),
    ],
}


def outcome_of(context: Context) -> tuple[Dump, list[object], list[object]]:
    """The rows that do not depend on order, what came of every look, and every revision's edits."""
    (article,) = {version.article for version in versions_of(context)}
    folded = load_article(context.store, article).versions
    readings = [folded[version.commit].reading for version in versions_of(context)]
    with context.engine.connect() as connection:
        looks = connection.execute(
            select(captures.c.id, captures.c.outcome, captures.c.reasons).order_by(captures.c.id)
        ).all()
    steps = zip(readings, readings[1:], strict=False)
    return (
        dump(context, everything=False),
        [tuple(row) for row in looks],
        [compare_readings(old, new).edits for old, new in steps],
    )


def versions_of(context: Context) -> list[object]:
    with context.engine.connect() as connection:
        return list(version_records(connection, Among()))


@pytest.mark.parametrize("name", EVENINGS)
def test_any_order_ends_in_the_same_timeline(
    database_of: "FreshDatabases", name: str
) -> None:
    """As observed, last first, and three orders in between; also after a rebuild."""
    evening = EVENINGS[name]
    orders = [evening, evening[::-1], *(shuffled(evening, seed) for seed in range(3))]
    outcomes = [after(database_of(), order) for order in orders]
    assert all(outcome == outcomes[0] for outcome in outcomes)


@pytest.mark.slow
@pytest.mark.parametrize("name", EVENINGS)
def test_all_120_orders_end_in_the_same_timeline(
    database_of: "FreshDatabases", name: str
) -> None:
    expected = after(database_of(), EVENINGS[name])
    for order in permutations(EVENINGS[name]):
        assert after(database_of(), list(order)) == expected
