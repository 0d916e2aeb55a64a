"""A weight says what it is made of."""

import pytest

from tests.unit.understanding.test_shifts import edited
from tracker.understanding.shifts.weights import BASE, weigh


def test_a_weight_is_its_base_and_what_each_ground_added() -> None:
    """Grounds that add nothing are reasons, but no part of it."""
    weight = weigh(0.4, ["headline"], [("negation", 0.5), ("a sentence", 0.0)])
    assert weight.value == 0.85
    assert weight.reasons == ("negation", "a sentence", "in the headline")
    assert weight.parts == ((BASE, 0.4), ("negation", 0.3), ("in the headline", 0.15))


def test_every_shift_carries_its_weighing() -> None:
    """The parts of a figure's, a statement's and a wording's weight make it up."""
    shifts = edited(("120 people", "150 people"), ("has not commented", "has commented"))
    assert shifts
    for shift in shifts:
        assert sum(added for _, added in shift.weighing) == pytest.approx(shift.weight, abs=0.002)
