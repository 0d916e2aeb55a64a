"""Looks at pages under noise: what counts as a change, and what is told of the rest."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.benchmarks.noisy_pages import SALES, histories
from tracker.bootstrap import open_context
from tracker.capture.archive import Outcome
from tracker.capture.tables import fingerprints
from tracker.config import Settings
from tracker.projections.streams import load_article
from tracker.reading.regions.judging import LEARNED
from tracker.services.context import Context
from tracker.services.taking.holding import take_or_hold
from tracker.services.taking.look import Look
from tracker.services.taking.noise import noise_looks
from tracker.services.taking.recognising import recognise
from tracker.services.taking.remembered import remembered
from tracker.services.taking.tracking import Taken

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    settings = Settings(database_url=str(tmp_path / "log.db"), zone="UTC")
    with open_context(settings) as context:
        yield context


def take(context: Context, look: Look) -> tuple[Taken, bool]:
    """What came of a look, and whether it was recognised without being read."""
    known = recognise(context, look)
    if known.taken:
        return known.taken, True
    taken = take_or_hold(context, look, known.refine, known.correct).taken
    assert taken
    known.settle(taken)
    return taken, False


def look(address: str, body: bytes, turn: int) -> Look:
    return Look(address, body, NOON + timedelta(minutes=10 * turn), dated=True)


@pytest.mark.parametrize("plain", [False, True], ids=["in boxes", "in paragraphs"])
@pytest.mark.parametrize("outlets", [6, 2])
def test_noise_is_no_change_and_every_edit_is_found(
    context: Context, plain: bool, outlets: int
) -> None:
    """From an outlet's third look on; and no version is left that holds what was sold beside it."""
    looks: Counter[str] = Counter()
    read_for_nothing = 0
    for history in histories(plain=plain, outlets=outlets, pages=6, weight=2000, seed=3):
        for turn, capture in enumerate(history):
            looks[outlet := capture.address.split("/")[2]] += 1
            taken, recognised = take(context, look(capture.address, capture.html, turn))
            if turn and (capture.edit or looks[outlet] > 2):
                is_change = taken.outcome is Outcome.VERSION
                assert is_change is bool(capture.edit), (capture.address, turn, capture.edit)
                read_for_nothing += not recognised and not is_change
        versions = load_article(context.store, taken.article).versions.values()
        held = {block.text for version in versions for block in version.reading.blocks}
        assert not held & set(SALES)
    assert read_for_nothing <= 6


def test_what_was_learned_is_told_with_its_reason(context: Context) -> None:
    """`diff --with-noise` reads it from the same looks."""
    (history,) = histories(plain=True, pages=1, weight=2000)
    for turn, capture in enumerate(history):
        taken, _ = take(context, look(capture.address, capture.html, turn))
    noise = noise_looks(context, taken.article)
    assert noise
    assert any(LEARNED in kept.reasons for kept, _ in noise)
    told = {difference.reason for _, differences in noise for difference in differences}
    assert LEARNED in told


def test_others_looks_in_between_are_not_passed_over(context: Context) -> None:
    """Where another has seen something else since, the page is read, though it is as remembered."""
    first, other = list(histories(plain=False, pages=2, weight=2000))
    address = first[0].address
    for turn in range(3):
        take(context, look(address, first[0].html, turn))
    assert take(context, look(address, first[0].html, 3))[1]
    between = take_or_hold(context, look(address, first[2].html, 4)).taken
    assert between
    assert not take(context, look(address, first[0].html, 5))[1]
    assert not take(context, look(other[0].address, other[0].html, 6))[1]


def test_nothing_is_remembered_of_an_article_that_was_forgotten(context: Context) -> None:
    """An erased text must not live on among what a look is compared with."""
    (history,) = histories(plain=False, pages=1, weight=2000)
    taken, _ = take(context, look(history[0].address, history[0].html, 0))
    assert remembered(context, history[0].address)
    context.archive.forget(taken.article)
    with context.engine.connect() as connection:
        assert not connection.execute(select(fingerprints)).all()


def test_versions_are_corrected_only_for_a_look_that_is_believed(context: Context) -> None:
    """A wall tells nothing of what the article's pages are made of."""
    (history,) = histories(plain=False, pages=1, weight=2000)
    address, called = history[0].address, list[str]()
    take(context, look(address, history[0].html, 0))
    wall = b"<html><title>Access denied</title><body><h1>Access denied</h1>You have been blocked."
    held = take_or_hold(context, look(address, wall, 1), prepare=lambda: called.append("wall"))
    assert (held.taken, called) == (None, [])
    take_or_hold(context, look(address, history[2].html, 2), prepare=lambda: called.append("page"))
    assert called == ["page"]
