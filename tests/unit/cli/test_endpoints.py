"""`endpoint ...` and `deliveries ...`: what they print, and what they refuse by name."""

import json
import re
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Tracker

HOOK = "https://hooks.desk.example/in/k3y"


def test_adding_tells_what_it_is_told_and_shows_the_secret_once(tracker: Tracker) -> None:
    added = tracker("endpoint", "add", HOOK, "--name", "Desk!")
    assert added.code == 0
    assert "webhook desk: https://hooks.desk.example/…" in added.out
    assert "Told: everything." in added.out
    assert "Next: tracker endpoint test desk, then tracker run" in added.out
    (secret,) = re.findall(r"whsec_\S+", added.out)
    for command in (["endpoint", "list"], ["endpoint", "list", "--json"], ["log", "--json"]):
        told = tracker(*command).out
        assert "desk" in told
        assert secret not in told
        assert "k3y" not in told


def test_a_notification_is_told_digests_unless_it_says_what_it_wants(tracker: Tracker) -> None:
    mail = "mailto://smtp.example?from=a@news.example&to=b@news.example"
    assert "Told: digest.published" in tracker("endpoint", "add", mail, "--name", "a").out
    picky = tracker("endpoint", "add", mail, "--name", "b", "--min-weight", "0.5")
    assert "fact.shifted" in picky.out
    assert "weight ≥ 0.5" in picky.out
    assert "Signing secret" not in picky.out


def test_an_endpoint_may_come_before_its_articles(tracker: Tracker) -> None:
    """It is said so: the name may be mistyped."""
    added = tracker("endpoint", "add", HOOK, "--outlet", "none.example")
    assert added.code == 0
    assert "No article has the outlet 'none.example' yet" in added.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--type", "fact.shift"], "--type 'fact.shift' is unknown: did you mean 'fact.shifted'?"),
        (["--kind", "withdrawm"], "--kind 'withdrawm' is unknown: did you mean 'withdrawn'?"),
        (["--schedule", "morning"], "--schedule: there is no schedule yet"),
        (["--story", "none"], "no story is called 'none'"),
        (["--story", "a", "--tag", "b"], "give one of them"),
        (["--secret", "hunter2"], "secret"),
        (["--secret", "env:NONE_SUCH"], "secret env:NONE_SUCH: there is no such variable"),
        (["--template", "x.txt"], "template: a webhook gets JSON"),
        (["--name", "!!"], "cannot be a name"),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_field(
    tracker: Tracker, options: list[str], said: str
) -> None:
    refused = tracker("endpoint", "add", HOOK, *options)
    assert refused.code in {2, 3}
    assert said in refused.err
    assert "hunter2" not in refused.err
    assert "No endpoints" in tracker("endpoint", "list").out


def test_a_template_that_cannot_be_used_is_refused_by_its_line(
    tracker: Tracker, tmp_path: Path
) -> None:
    file = tmp_path / "ours.txt"
    file.write_text("{{ schedule }}\n{{ nosuch }}\n")
    mail = "mailto://smtp.example?from=a@news.example&to=b@news.example"
    refused = tracker("endpoint", "add", mail, "--template", file)
    assert refused.code == 2
    assert "template" in refused.err
    assert "line 2" in refused.err
    file.write_text("{{ schedule }}: {{ summary | join(', ') }}\n")
    assert tracker("endpoint", "add", mail, "--template", file).code == 0
    both = ("--type", "digest.published", "--type", "fact.shifted")
    assert tracker("endpoint", "add", mail, "--template", file, *both).code == 2


def test_pausing_rotating_and_removing_say_what_is_next(tracker: Tracker) -> None:
    tracker("endpoint", "add", HOOK, "--name", "desk")
    assert "tracker endpoint resume desk" in tracker("endpoint", "pause", "desk").out
    assert "paused" in tracker("endpoint", "list").out
    assert "delivered to again" in tracker("endpoint", "resume", HOOK).out
    rotated = tracker("endpoint", "rotate", "desk")
    assert re.search(r"New signing secret, shown this once: whsec_\S+", rotated.out)
    assert "carry the old signature too until" in rotated.out
    assert "is removed" in tracker("endpoint", "remove", "desk").out
    unknown = tracker("endpoint", "pause", "desk")
    assert unknown.code == 3
    assert "no endpoint is 'desk'. There is none: 'tracker endpoint add URL'." in unknown.err


def test_deliveries_are_listed_shown_and_replayed(tracker: Tracker, tmp_path: Path) -> None:
    tracker("endpoint", "add", HOOK, "--name", "desk", "--type", "version.captured")
    page = tmp_path / "a.html"
    page.write_text("<html><body><article><h1>Late boat</h1><p>It was late.</p></article></body>")
    tracker("ingest", page, "--url", "https://ferry.example/a")
    listed = tracker("deliveries", "list")
    assert "version.captured" in listed.out
    assert "waiting" in listed.out
    answer = json.loads(tracker("deliveries", "list", "--json").out)
    (delivery,) = answer["deliveries"]
    assert (answer["count"], delivery["status"], delivery["endpoint"]) == (1, "waiting", "desk")
    shown = tracker("deliveries", "show", delivery["id"][:6])
    assert '"type": "version.captured"' in shown.out
    assert json.loads(tracker("deliveries", "show", delivery["id"], "--json").out)["body"]["id"]
    assert "0 deliveries wait again" in tracker("deliveries", "replay", "--failed").out
    assert "k3y" not in shown.out


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (["replay"], 2, "say what to deliver again"),
        (["replay", "--failed", "--id", "abcd"], 2, "say what to deliver again"),
        (["replay", "--id", "abcdef"], 3, "no delivery has the id"),
        (["show", "ab"], 2, "too short for an id"),
        (["list", "--status", "lost"], 2, "--status 'lost' is unknown"),
        (["list", "--endpoint", "x"], 3, "no endpoint is 'x'"),
        (["list", "--since", "whenever"], 2, "whenever"),
    ],
)
def test_a_mistake_is_told(tracker: Tracker, command: list[str], code: int, said: str) -> None:
    told = tracker("deliveries", *command)
    assert (told.code, told.out) == (code, "")
    assert said in told.err
