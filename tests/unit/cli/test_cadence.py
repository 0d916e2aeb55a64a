"""`cadence simulate`: the learned pace beside the others, on what was recorded."""

import json

from tests.unit.cli.conftest import Tracker


def test_the_learned_pace_stands_beside_the_others_at_their_number_of_looks(
    sample: Tracker,
) -> None:
    """Never more looks than the pace it is held against."""
    found = json.loads(sample("cadence", "simulate", "--json").out)
    trials = {trial["policy"]: trial for trial in found["trials"]}
    assert (found["articles"], found["changes"]) == (4, 10)
    assert trials["learned, at the table's looks"]["looks"] <= trials["fixed table"]["looks"]
    assert trials["every ten minutes"]["slow_delay"] <= 600


def test_nothing_to_replay_is_said_with_what_to_do(sample: Tracker) -> None:
    answer = sample("cadence", "simulate", "--outlet", "nobody.example")
    assert (answer.code, answer.out) == (3, "")
    assert "Watch some for a while, or import versions." in answer.err
