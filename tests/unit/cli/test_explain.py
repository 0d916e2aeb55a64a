"""`tracker explain`: why a shift of the sample evening was reported."""

import json
from pathlib import Path
from typing import Any

from tests.unit.cli.conftest import Tracker
from tests.unit.cli.json_schema import violations

LEDGER, WIRE = "harborledger.example", "meridianwire.example"


def shifts(sample: Tracker, article: str, to: int) -> list[dict[str, Any]]:
    found = json.loads(sample("history", article, "--json").out)["shifts"]
    return [each for each in found if each["new_version"] == to]


def test_the_ids_that_diff_and_history_show_can_be_explained(sample: Tracker) -> None:
    """Each shift of the step, under the short id that stands beside it."""
    shown = sample("diff", LEDGER, "2..3").out
    records = shifts(sample, LEDGER, 3)
    assert records
    for record in records:
        short = record["id"][:8]
        assert f"\n  {short}  " in shown
        assert record["id"] in sample("explain", LEDGER, short).out
    (advice,) = [line for line in sample("history", LEDGER).out.splitlines() if "explain" in line]
    assert sample(*advice.split()[2:]).code == 0


def test_an_explanation_answers_what_an_editor_asks(sample: Tracker) -> None:
    """Both sentences with the changed words, where they stand, the rules, the weight, no notice."""
    (record,) = shifts(sample, LEDGER, 2)
    text = sample("explain", LEDGER, record["id"]).out
    assert "[-40,000-]" in text
    assert "{+50,000+}" in text
    assert "v1, seen 17 Nov 2024, 21:50 UTC: ¶7, characters 26 to 32" in text
    assert "after, found by counted noun" in text
    assert f"WEIGHT  {record['shift']['weight']:.2f}" in text
    assert "ANNOUNCED  no" in text


def test_what_announced_a_change_is_named(sample: Tracker) -> None:
    """The notice in its own words, and the newer modified time."""
    record = shifts(sample, WIRE, 2)[0]
    why = json.loads(sample("explain", WIRE, record["id"], "--json").out)
    (notice,) = why["announcement"]["notices"]
    text = sample("explain", WIRE, record["id"]).out
    assert notice["kind"] in text
    assert " ".join(notice["text"].split()[:6]) in text
    assert why["announcement"]["modified"]
    assert "modified 17 Nov 2024" in text


def test_its_json_is_what_the_schema_says(sample: Tracker) -> None:
    schema = json.loads(sample("schema", "explain").out)
    for record in shifts(sample, LEDGER, 3):
        why = json.loads(sample("explain", LEDGER, record["id"], "--json").out)
        assert violations(why, schema) == []
        assert why["shift"]["id"] in [step["id"] for step in why["chain"]]
        assert why["old_version"]["number"] + 1 == why["new_version"]["number"] == 3


def test_steps_of_one_figure_are_told_together(sample: Tracker, tmp_path: Path) -> None:
    """Up and down again: either step names both, in the order of time."""
    for hour, toll in enumerate((12, 14, 12)):
        page = tmp_path / "toll.txt"
        page.write_text(f"A ferry sank off Cape Rusk. At least {toll} people drowned, it said.")
        address = ("--url", "https://quay.example/ferry", "--at", f"2025-03-03T1{hour}:00Z")
        assert sample("ingest", page, *address).code == 0
    first, second = shifts(sample, "quay.example", 2) + shifts(sample, "quay.example", 3)
    text = sample("explain", "quay.example", second["id"]).out
    assert "STEPS  this is 2 of 2" in text
    assert text.index(first["id"][:8]) < text.index(f"▸  {second['id'][:8]}")


def test_a_shift_that_is_not_there_is_told(sample: Tracker) -> None:
    """Another article's, none at all, and one that is not told apart."""
    (record,) = shifts(sample, LEDGER, 2)
    for wanted in (record["id"], "", "zz"):
        answer = sample("explain", WIRE, wanted)
        assert (answer.code, answer.out) == (3, "")
        assert "no shift of this article has the id" in answer.err
        assert answer.err.count("\n") == 1


def test_a_prefix_of_several_shifts_is_refused(sample: Tracker, tmp_path: Path) -> None:
    """Of 17 ids two begin alike; the message names them, and one more letter may be enough."""
    towns = [f"{letter}orstad" for letter in "BCDFGHJKLMNPRSTVW"]
    page = tmp_path / "floods.txt"
    for day in (3, 4):
        told = [
            f"The flood in {town} drowned {day + place * 10} cows."
            for place, town in enumerate(towns)
        ]
        page.write_text("\n".join(told))
        address = ("--url", "https://quay.example/floods", "--at", f"2025-03-0{day}T10:00Z")
        assert sample("ingest", page, *address).code == 0
    ids = [record["id"] for record in shifts(sample, "quay.example", 2)]
    assert len(ids) >= 17
    letter = next(each[0] for each in ids if [other[0] for other in ids].count(each[0]) > 1)
    answer = sample("explain", "quay.example", letter)
    assert (answer.code, answer.out) == (2, "")
    assert f"several shifts begin with {letter!r}" in answer.err
    assert next(each for each in ids if each[0] == letter) in answer.err
