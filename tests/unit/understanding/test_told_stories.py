"""Stories of two dozen reports by several outlets: every figure finds its fact, none another's.

A line of `told/NAME.txt` is a report: outlet, day and hour, text with {figure|fact} marked.
"""

from itertools import combinations
from pathlib import Path

import pytest

from tests.unit.understanding.test_ledger import places, story
from tracker.understanding.ledger import ledger

TOLD = Path(__file__).parent / "told"


@pytest.mark.parametrize("name", ["prison_break", "flood", "siege", "cyclone", "stadium"])
def test_every_figure_finds_its_fact(name: str) -> None:
    """Tolls that rise and fall, parts of them, other years' tolls, totals and what is added."""
    sources, facts = story((TOLD / f"{name}.txt").read_text(encoding="utf-8"))
    put = places(ledger(sources))
    assert set(facts) <= set(put)
    wrong = [
        (one, other)
        for one, other in combinations(facts, 2)
        if (put[one] == put[other]) != (facts[one] == facts[other])
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("told", "dead"),
    [
        (
            "The toll was lowered to {61|dead} after {two|other} bodies proved fishermen's.",
            61,
        ),
        ("{62|dead} died. {Three|other} Britons were among the dead.", 62),
        ("{Seventy|dead} died, {40|other} of them people over 70.", 70),
        ("{Nine|other} officers were dismissed over the fire that killed {125|dead} people.", 125),
        ("The dead now number {66|dead}; the wounded number {208|other}.", 66),
        ("{Forty|dead} people were killed by {two|other} suicide bombers.", 40),
        ("Crews recovered {eleven|dead} bodies and rescued {nine|other} villagers.", 11),
    ],
)
def test_only_the_toll_is_the_toll(told: str, dead: int) -> None:
    """What moved a toll, some of those it counts and who caused it are facts of their own."""
    report = f"wire 03T08 {told}\nnews 03T12 The death toll stood at {{{dead}|dead}}."
    sources, facts = story(report)
    put = places(ledger(sources))
    tolls = {put[place] for place, fact in facts.items() if fact == "dead"}
    others = {put[place] for place, fact in facts.items() if fact == "other"}
    assert len(tolls) == 1
    assert not tolls & others
