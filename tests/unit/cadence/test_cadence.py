"""When to look again: soon where changes are likely, later where nothing has happened."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.histories import invented
from tracker.cadence.budget import HostBudgets
from tracker.cadence.pause import DUE, LONGEST, SHORTEST, pause
from tracker.cadence.policies import Watched, every_ten_minutes, learned, share_of_age, table
from tracker.cadence.rate import GRACE, Past, Signs, exposure, rate
from tracker.cadence.simulate import History, at_looks, replay

HOUR = timedelta(hours=1)
MOMENTS = st.timedeltas(timedelta(), timedelta(days=400))
PUBLISHED = datetime(2024, 11, 17, 12, tzinfo=UTC)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_exposure_adds_up_over_neighbouring_stretches(
    one: timedelta, other: timedelta, third: timedelta
) -> None:
    """Looking more often must not make an article seem livelier, or quieter."""
    first, middle, last = sorted((one, other, third))
    parts = exposure(first, middle) + exposure(middle, last)
    assert parts == pytest.approx(exposure(first, last))


@given(st.floats(0.001, 50), MOMENTS)
def test_a_pause_ends_when_enough_changes_are_to_be_expected(
    lively: float, quiet: timedelta
) -> None:
    """Between the shortest and the longest, and never longer than the article has been quiet."""
    wait = pause(lively, quiet)
    assert SHORTEST <= wait <= LONGEST
    assert wait <= max(quiet + GRACE, SHORTEST)
    if SHORTEST < wait < min(LONGEST, quiet + GRACE - timedelta(seconds=1)):
        assert lively * exposure(quiet, quiet + wait) == pytest.approx(DUE, rel=1e-3)


def test_an_article_that_changes_is_looked_at_sooner_than_one_that_does_not() -> None:
    lively = rate(Past(changes=6, exposure=3), Past())
    quiet = rate(Past(changes=0, exposure=3), Past())
    assert pause(lively, HOUR) < pause(quiet, HOUR) / 2


def test_an_outlets_past_stands_in_for_an_article_without_one() -> None:
    """The first article of an outlet that edits much is looked at as often as its others."""
    busy, calm = Past(changes=400, exposure=200), Past(changes=10, exposure=200)
    assert rate(Past(), busy) > 5 * rate(Past(), calm)


def test_signs_of_more_to_come_shorten_the_pause() -> None:
    plain = rate(Past(), Past())
    assert rate(Past(), Past(), Signs(developing=True)) > 2 * plain
    assert rate(Past(), Past(), Signs(declared=True)) > plain


def test_a_replay_counts_the_looks_and_the_delay_of_every_change() -> None:
    """Ten-minute looks see a change after 25 minutes five minutes late."""
    history = History("a.example", PUBLISHED, (PUBLISHED + timedelta(minutes=25),))
    outcome = replay([history], every_ten_minutes, window=HOUR)
    assert outcome.looks == 7
    assert outcome.delays == (timedelta(minutes=5),)


def test_a_change_nobody_sees_in_time_counts_up_to_the_end() -> None:
    history = History("a.example", PUBLISHED, (PUBLISHED + timedelta(minutes=55),))
    outcome = replay([history], lambda *_: timedelta(hours=2), window=HOUR)
    assert outcome.delays == (timedelta(minutes=5),)


def test_known_policies_are_what_they_are_called() -> None:
    fresh = Watched(looked=HOUR)
    assert table(fresh, Past()) == timedelta(minutes=15)
    assert table(Watched(looked=timedelta(days=2)), Past()) == 3 * HOUR
    assert share_of_age(fresh, Past()) == timedelta(minutes=12)
    assert learned(fresh, Past()) < table(fresh, Past())


@pytest.mark.parametrize("seed", [1, 2])
def test_at_the_fixed_tables_number_of_looks_the_median_delay_is_less_than_half(seed: int) -> None:
    """Histories drawn from bursts, late corrections and nights, not from the model itself."""
    histories = invented(60, seed)
    fixed = replay(histories, table)
    _, ours = at_looks(histories, fixed.looks)
    assert ours.looks <= fixed.looks
    assert ours.median_delay <= fixed.median_delay / 2
    assert ours.slow_delay <= fixed.slow_delay


@given(st.lists(st.timedeltas(timedelta(), timedelta(hours=3)), max_size=60), st.integers(1, 5))
def test_no_domain_is_looked_at_more_often_in_an_hour_than_it_may(
    moments: list[timedelta], per_hour: int
) -> None:
    """In whatever rhythm looks fall due; and one that has to wait may be taken when it was told."""
    budgets, taken = HostBudgets(per_hour), list[datetime]()
    for at in sorted(moments):
        now = PUBLISHED + at
        free_at = budgets.free_at("a.example", now)
        if free_at is None:
            budgets.spend("a.example", now)
            taken.append(now)
        else:
            assert now < free_at <= now + HOUR
            assert budgets.free_at("a.example", free_at) is None
        assert len([each for each in taken if each > now - HOUR]) <= per_hour
    assert budgets.free_at("b.example", PUBLISHED) is None
