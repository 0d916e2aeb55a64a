"""`tail`: one line for each thing recorded, from any position."""

import json
from typing import Any

import pytest
from pydantic import TypeAdapter

from tests.unit.cli.conftest import Tracker
from tests.unit.cli.json_schema import violations
from tracker.cli.answers import Tailed


def lines(tracker: Tracker, *options: object) -> list[dict[str, Any]]:
    ran = tracker("tail", "--no-follow", "--json", *options)
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def test_everything_is_told_from_the_beginning_and_nothing_from_now(sample: Tracker) -> None:
    """A line each, in the order of the log."""
    told = lines(sample, "--after", 0)
    positions = [line["position"] for line in told]
    assert positions == sorted(positions)
    assert {line["what"] for line in told} == {"shift", "gone", "returned"}
    assert lines(sample) == []


def test_each_line_fits_the_published_schema(sample: Tracker) -> None:
    """The one that `tracker schema tail` prints."""
    schema = json.loads(sample("schema", "tail").out)
    assert schema == TypeAdapter(Tailed).json_schema(mode="serialization")
    assert [
        fault for line in lines(sample, "--after", 0) for fault in violations(line, schema)
    ] == []


def test_a_reader_goes_on_where_it_stopped(sample: Tracker) -> None:
    """With the `after` of the last line it read, though a version has several."""
    told = lines(sample, "--after", 0)
    for number, line in enumerate(told):
        rest = lines(sample, "--after", line["after"])
        assert told[number + 1 :] == rest[len(rest) - len(told) + number + 1 :]
        assert all(each["position"] >= line["position"] for each in rest)
    assert lines(sample, "--after", told[-1]["after"]) == []


def test_people_read_what_changed_where_and_whether_it_was_declared(sample: Tracker) -> None:
    """Time, outlet, article, version, what changed, declared or not, the shift's id."""
    ran = sample("tail", "--after", 0, "--no-follow")
    shown = ran.out.splitlines()
    (soldiers,) = [line for line in shown if "50,000" in line]
    when, outlet, article, version, values, *rest = soldiers.split("  ")
    assert when == "17 Nov 23:05 UTC"
    assert outlet == "harborledger.example"
    assert (len(article), version) == (8, "v2")
    assert values == "about 40,000 soldiers → about 50,000 soldiers"
    assert rest[:-1] == ["Russia", "up", "no notice"]
    assert len(shown) == len(lines(sample, "--after", 0))
    assert any(" taken down " in line for line in shown)
    assert any(" brought back " in line for line in shown)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--kind", "fact"], {"fact"}),
        (["--kind", "notice", "--kind", "Statement"], {"notice", "statement"}),
        (["--kind", "fact", "--kind", "revised"], {"fact"}),
    ],
)
def test_shifts_are_picked_by_topic_and_kind(
    sample: Tracker, options: list[str], told: set[str]
) -> None:
    """And then take-downs are none of them."""
    found = lines(sample, "--after", 0, *options)
    assert {line["shift"]["shift"]["topic"] for line in found} == told


def test_shifts_are_picked_by_weight_and_articles_by_outlet(sample: Tracker) -> None:
    """Take-downs of the outlet stay, unless shifts are picked."""
    heavy = lines(sample, "--after", 0, "--min-weight", 0.6)
    assert heavy
    assert all(line["shift"]["shift"]["weight"] >= 0.6 for line in heavy)
    public = lines(sample, "--after", 0, "--outlet", "northlandpublic.example")
    assert {line["outlet"] for line in public} == {"northlandpublic.example"}
    assert {"gone", "returned"} <= {line["what"] for line in public}


def test_a_time_is_a_position(sample: Tracker) -> None:
    """What was recorded from it on."""
    since = lines(sample, "--since", "2024-11-18T00:00")
    assert since
    everything = lines(sample, "--after", 0)
    assert since == everything[-len(since) :]
    assert lines(sample, "--since", "2090-01-01") == []


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--kind", "facts"], "--kind 'facts' is unknown: did you mean 'fact'?"),
        (["--after", "1", "--since", "2h"], "--after and --since both say where to begin"),
        (["--after", "99999"], "--after 99999 is beyond the log, which ends at "),
        (["--outlet", "nobody.example"], "no article has the outlet 'nobody.example'"),
        (["--since", "someday"], "not a time: 'someday'"),
        (["--outlet", "a", "--tag", "b"], "each choose articles: give one of them"),
    ],
)
def test_what_makes_no_sense_is_refused(sample: Tracker, options: list[str], told: str) -> None:
    """By the name of the option, with what would."""
    ran = sample("tail", "--no-follow", *options)
    assert ran.code in {2, 3}
    assert told in ran.err
