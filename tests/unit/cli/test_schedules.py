"""`schedule` and `digests`, as they are typed and read."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.contract.desk import page
from tests.contract.newsroom import Clock, room
from tests.unit.cli.conftest import Tracker
from tests.unit.cli.json_schema import violations
from tracker.services.scheduling.schedules import list_schedules

HOOK = "https://www.harbour-post.example/ferries/night-boat"
ALERT = ("schedule", "add", "alert", "--on-shift")


@pytest.fixture
def boats(tracker: Tracker, sqlite_database: str, tmp_path: Path) -> Tracker:
    """A story with a schedule that has published, one that waits, and one that has a cron."""
    for number, boats in enumerate((10_000, 12_000)):
        (tmp_path / f"{number}.html").write_bytes(page(boats))
    assert tracker(*ALERT, "--kind", "fact", "--min-weight", "0.1").code == 0
    assert tracker("schedule", "add", "bulk", "--after-shifts", 9, "--every", "2h").code == 0
    assert tracker("schedule", "add", "day", "--cron", "0 7 * * *").code == 0
    for number in range(2):
        ran = tracker(
            *("ingest", tmp_path / f"{number}.html", "--url", HOOK, "--story", "Night boat"),
            *("--at", f"2024-11-17T1{number}:00"),
        )
        assert ran.code == 0, ran.err
    publish(sqlite_database)
    return tracker


def publish(database: str) -> None:
    """What is due now is published, as `tracker run` does it."""
    with room(database, Clock(datetime.now(UTC))) as desk:
        for row in list_schedules(desk.context):
            desk.publish(row["name"])


def asked(tracker: Tracker, name: str, *query: object) -> Any:
    """The answer in JSON, held against its schema."""
    answer = tracker(*query, "--json")
    assert (answer.code, answer.err) == (0, "")
    made = json.loads(answer.out)
    assert violations(made, json.loads(tracker("schema", name).out)) == []
    return made


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--cron", "0 7 * * *"], "schedule x is added: next digest "),
        (["--on-shift"], "schedule x is added: a digest on every shift. Next: tracker run"),
        (
            ["--after-shifts", "3", "--every", "15m", "--quiet", "22:00-07:00"],
            "a digest after 3 shifts, at most every 15m, never 22:00-07:00.",
        ),
        (["--on-shift", "--tag", "sea"], "No article has the tag 'sea' yet."),
    ],
)
def test_what_was_added_is_told_with_what_comes_next(
    tracker: Tracker, options: list[str], said: str
) -> None:
    ran = tracker("schedule", "add", "x", *options)
    assert (ran.code, ran.err) == (0, "")
    assert said in ran.out
    assert "Database: " in ran.out


def test_said_again_it_is_as_it_was(tracker: Tracker) -> None:
    assert "is added" in tracker(*ALERT).out
    assert "schedule alert is unchanged" in tracker(*ALERT).out.replace("as it was", "unchanged")
    assert "schedule alert is changed" in tracker(*ALERT, "--every", "15m").out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "schedule x: cron, on_shift, after_shifts: give one of them"),
        (["--cron", "0 7 * * *", "--on-shift"], "give one of them"),
        (["--on-shift", "--after-shifts", "2"], "after_shifts 2 cannot be used"),
        (["--cron", "0 7 * * *", "--every", "15m"], "every '15m' cannot be used"),
        (["--on-shift", "--every", "15"], "every '15' cannot be used"),
        (["--on-shift", "--quiet", "night"], "quiet 'night' cannot be used"),
        (["--on-shift", "--kind", "facts"], "kinds 'facts' cannot be used: did you mean 'fact'?"),
        (["--on-shift", "--min-weight", "7"], "min_weight 7.0 cannot be used"),
        (["--on-shift", "--empty", "no"], "empty 'no' cannot be used: choose skip or send"),
        (["--on-shift", "--tag", "a", "--outlet", "b"], "outlet and tag 'b, a' cannot be used"),
    ],
)
def test_a_refusal_names_the_field(tracker: Tracker, options: list[str], said: str) -> None:
    ran = tracker("schedule", "add", "x", *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_schedules_are_listed_with_what_they_wait_for(boats: Tracker) -> None:
    shown = boats("schedule", "list").out
    assert "0 of 1 shift came" in shown
    assert "1 of 9 shifts came" in shown
    assert "everything, only: fact, weight >= 0.1" in " ".join(shown.split())
    made = asked(boats, "schedules", "schedule", "list")
    alert, bulk, day = made["schedules"]
    assert (alert["shifts"], alert["kinds"], alert["waiting"]) == (1, ["fact"], 0)
    assert (bulk["waiting"], bulk["every"], bulk["next_slot"]) == (1, 7200, None)
    assert datetime.fromisoformat(day["next_slot"]) > datetime.now(UTC)


def test_one_schedule_is_shown(boats: Tracker) -> None:
    shown = boats("schedule", "show", "alert").out
    for words in ("on every shift", "UTC", "0 of 1 shift came", "up to log position"):
        assert words in shown
    assert "if empty" not in shown
    assert "if empty" in boats("schedule", "show", "day").out
    assert asked(boats, "schedule", "schedule", "show", "bulk")["waiting"] == 1


def test_a_preview_shows_five_slots_and_the_digest(boats: Tracker) -> None:
    made = asked(boats, "schedule-preview", "schedule", "preview", "day")
    slots = made["slots"]
    assert isinstance(slots, list)
    assert len(slots) == 5
    assert all(slot["local"].endswith("T07:00:00") for slot in slots)
    shown = boats("schedule", "preview", "day").out
    assert shown.count("07:00 UTC") == 5
    assert "12,000" in shown
    shown = boats("schedule", "preview", "bulk").out
    assert "1 of 9 shifts came" in shown
    assert "12,000" in shown
    assert "nothing has shifted" in boats("schedule", "preview", "alert").out


def test_a_preview_tells_what_a_change_of_clocks_does(tracker: Tracker) -> None:
    """Somewhere in the next years there is one on each of these days."""
    for name, cron in (("spring", "30 2 25-31 3 sun"), ("autumn", "30 2 25-31 10 sun")):
        tracker("schedule", "add", name, "--cron", cron, "--zone", "Europe/Berlin")
    spring = tracker("schedule", "preview", "spring").out
    assert "clocks are put forward over 02:30: it comes at 03:00" in spring
    autumn = tracker("schedule", "preview", "autumn").out
    assert "clocks show 02:30 twice: it comes the first time" in autumn


def test_it_is_paused_resumed_and_removed(boats: Tracker) -> None:
    assert "Next: tracker schedule resume day" in boats("schedule", "pause", "day").out
    assert "paused" in boats("schedule", "list").out
    assert asked(boats, "schedule", "schedule", "show", "day")["paused"] is True
    assert "resume day" in boats("schedule", "show", "day").out
    assert "schedule day is resumed: next digest" in boats("schedule", "resume", "day").out
    assert "is removed" in boats("schedule", "remove", "day").out
    assert "no schedule is called 'day'" in boats("schedule", "pause", "day").err


def test_a_file_is_applied(tracker: Tracker, tmp_path: Path) -> None:
    path = tmp_path / "schedules.toml"
    path.write_text("[schedules.a]\non_shift = true\n", encoding="utf-8")
    tracker("schedule", "add", "b", "--on-shift")
    assert "left alone: b. --prune removes them" in tracker("schedule", "apply", path).out
    made = asked(tracker, "schedules-applied", "schedule", "apply", path)
    assert made["schedules"] == [{"name": "a", "how": "unchanged"}]
    assert made["others"] == ["b"]
    shown = tracker("schedule", "apply", path, "--prune").out
    first, second = (line.split() for line in shown.splitlines()[:2])
    assert (first, second) == (["a", "unchanged"], ["b", "removed"])
    path.write_text("[schedules.a]\non_shif = true\n", encoding="utf-8")
    ran = tracker("schedule", "apply", path)
    assert (ran.code, "schedule a: on_shif True cannot be used" in ran.err) == (2, True)
    path.write_text("", encoding="utf-8")
    assert "holds no schedules" in tracker("schedule", "apply", path).out


class TestDigests:
    def test_published_digests_are_listed(self, boats: Tracker) -> None:
        """Of all schedules, or of one, with or without the word `list`."""
        shown = boats("digests").out
        assert "alert" in shown
        assert "1 figure changed" in shown
        assert boats("digests", "alert").out == boats("digests", "list", "alert").out == shown
        assert "Nothing was published yet" in boats("digests", "bulk").out
        (one,) = asked(boats, "digests", "digests")["digests"]
        assert one["schedule"] == "alert"
        assert asked(boats, "digests", "digests", "bulk")["digests"] == []
        assert "nothing was published under the name 'x'" in boats("digests", "x").err
        boats("schedule", "remove", "alert")
        assert boats("digests", "alert").out == shown
        assert "resend" in boats("digests", "--help").out

    def test_more_than_are_shown_are_told(
        self, boats: Tracker, sqlite_database: str, tmp_path: Path
    ) -> None:
        (tmp_path / "2.html").write_bytes(page(13_000))
        boats("ingest", tmp_path / "2.html", "--url", HOOK, "--at", "2024-11-17T13:00")
        publish(sqlite_database)
        assert "and more: see --limit" in boats("digests", "--limit", 1).out
        assert "and more" not in boats("digests", "--limit", 2).out

    def test_one_is_shown_as_it_went_out(self, boats: Tracker) -> None:
        (one,) = asked(boats, "digests", "digests")["digests"]
        short = one["id"][:6]
        assert "12,000" in boats("digests", "show", short).out
        assert boats("digests", "show", short, "--format", "html").out.startswith("<!doctype html>")
        assert "# alert" in boats("digests", "show", short, "--format", "markdown").out
        made = asked(boats, "digest", "digests", "show", short)
        assert made["title"] == "alert"
        assert "only: fact, weight >= 0.1" in boats("digests", "show", short).out
        ran = boats("digests", "show", "0000")
        assert (ran.code, "no digest has the id '0000'" in ran.err) == (3, True)
        assert boats("digests", "show", short, "--format", "pdf").code == 2

    @pytest.mark.parametrize(
        ("queued", "said"), [(2, "2 deliveries queued. Next: tracker run"), (0, "no endpoint")]
    )
    def test_one_is_delivered_again(
        self, boats: Tracker, monkeypatch: pytest.MonkeyPatch, queued: int, said: str
    ) -> None:
        """By whole ids, however short they are typed."""
        sent: list[str] = []

        def resend_digest(_context: object, digest: str) -> int:
            sent.append(digest)
            return queued

        name = "tracker.services.delivering.deliveries"
        fake = ModuleType(name)
        fake.resend_digest = resend_digest  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, name, fake)
        (one,) = asked(boats, "digests", "digests")["digests"]
        assert said in boats("digests", "resend", one["id"][:5]).out
        assert sent == [one["id"]]
