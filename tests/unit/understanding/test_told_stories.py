"""Stories of two dozen reports by several outlets: every figure finds its fact, none another's.

A line of `told/NAME.txt` is a report: outlet, day and hour, text with {figure|fact} marked.
"""

from itertools import combinations
from pathlib import Path

import pytest

from tests.unit.understanding.test_ledger import places, story
from tracker.understanding.ledger import ledger

TOLD = Path(__file__).parent / "told"


@pytest.mark.parametrize("name", ["prison_break", "flood", "siege"])
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
