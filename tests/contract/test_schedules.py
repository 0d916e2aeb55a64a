"""Schedules in the log: what is said twice stands there once, and all that is wrong is refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.contract.newsroom import room
from tracker.errors import InputError, NotFoundError
from tracker.newsroom.selection import Selection
from tracker.services.scheduling.applying import apply_file, plans_in
from tracker.services.scheduling.plans import Plan, plan_in
from tracker.services.scheduling.schedules import (
    How,
    add_all,
    add_schedule,
    find_schedule,
    list_schedules,
    pause_schedule,
    remove_schedule,
    resume_schedule,
    without_articles,
)
from tracker.services.telling.stories import open_story

ROOT = Path(__file__).parents[2]
FULL = Plan(
    "alert",
    None,
    "Europe/Berlin",
    Selection(tag="sea", kinds=("fact", "revised"), weight=0.5),
    shifts=3,
    every=900,
    quiet="22:00-07:00",
    skip_empty=True,
)

FILE = """
zone = "Europe/Berlin"

[schedules.morning]
cron = "0 7 * * mon-fri"

[schedules.alert]
on_shift = true
every = "15m"
quiet = "22:00-07:00"
tag = "sea"
kinds = ["revised", "fact"]
min_weight = 0.5

[schedules."New York"]
cron = "0 18 * * *"
zone = "America/New_York"
empty = "send"
"""


def test_a_plan_is_kept_whole(database: str) -> None:
    with room(database) as desk:
        assert add_schedule(desk.context, FULL).how is How.ADDED
        assert plan_in(find_schedule(desk.context, "alert")) == FULL
        assert plan_in(find_schedule(desk.context, "ALERT!")) == FULL


def test_what_is_said_again_adds_nothing_to_the_log(database: str) -> None:
    """However it is spelled; a change adds one event."""
    with room(database) as desk:
        desk.add(Plan("Morning!", "0  7 * * *", selection=Selection(kinds=("revised", "fact"))))
        same = Plan("morning", "0 7 * * *", selection=Selection(kinds=("fact", "revised")))
        assert add_schedule(desk.context, same).how is How.UNCHANGED
        assert desk.types() == ["schedule.added"]
        assert add_schedule(desk.context, replace(same, every=0, zone="Europe/Berlin")).how is (
            How.CHANGED
        )
        assert desk.types() == ["schedule.added"] * 2


def test_a_plan_can_be_gone_back_to(database: str) -> None:
    """A -> B -> A -> B are four events, and the last one stands."""
    with room(database) as desk:
        for hour in (7, 8, 7, 8):
            desk.add(Plan("morning", f"0 {hour} * * *"))
            assert find_schedule(desk.context, "morning")["cron"] == f"0 {hour} * * *"
        assert len(desk.types()) == 4
        for _ in range(2):
            remove_schedule(desk.context, "morning")
            assert list_schedules(desk.context) == []
            desk.add(Plan("morning", "0 8 * * *"))
        assert len(list_schedules(desk.context)) == 1


def test_it_is_paused_and_resumed_once(database: str) -> None:
    with room(database) as desk:
        desk.add(FULL)
        hows = [
            change(desk.context, "alert").how
            for change in (pause_schedule, pause_schedule, resume_schedule, resume_schedule)
        ]
        assert hows == [How.PAUSED, How.UNCHANGED, How.RESUMED, How.UNCHANGED]
        assert desk.types() == ["schedule.added", "schedule.paused", "schedule.resumed"]


def test_unknown_names_are_told_with_what_comes_near(database: str) -> None:
    with room(database) as desk:
        desk.add(FULL)
        for change in (pause_schedule, resume_schedule, remove_schedule):
            with pytest.raises(NotFoundError, match=r"'alrt'. Did you mean 'alert'\?"):
                change(desk.context, "alrt")
        with pytest.raises(NotFoundError, match=r"'x'. 'tracker schedule list' shows them"):
            remove_schedule(desk.context, "x")
        with pytest.raises(NotFoundError, match="schedule x: story cannot be used: no story"):
            desk.add(Plan("x", "0 7 * * *", selection=Selection(story="x")))


def test_of_several_plans_all_are_kept_or_none(database: str) -> None:
    with room(database) as desk:
        open_story(desk.context, "boat")
        good = Plan("good", "0 7 * * *", selection=Selection(story="boat"))
        with pytest.raises(InputError, match="schedule bad: cron"):
            add_all(desk.context, [good, Plan("bad", "daily")])
        with pytest.raises(NotFoundError, match="schedule bad: story"):
            add_all(
                desk.context, [good, replace(good, name="bad", selection=Selection(story="bot"))]
            )
        assert list_schedules(desk.context) == []


def test_what_no_article_has_yet_may_be_mistyped(database: str) -> None:
    """It is kept all the same: schedules may be there before the first article."""
    with room(database) as desk:
        desk.write_tagged(10_000, "harbours")
        by = {
            given: without_articles(desk.context, replace(FULL, selection=given))
            for given in (
                *(Selection(), Selection(tag="harbours"), Selection(tag="harbour")),
                *(Selection(outlet="harbour-post.example"), Selection(outlet="x")),
            )
        }
        assert list(by.values()) == [
            *(None, None, "No article has the tag 'harbour' yet. Did you mean 'harbours'?"),
            *(None, "No article is of the outlet 'x' yet."),
        ]


class TestFile:
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        path = tmp_path / "schedules.toml"
        path.write_text(FILE, encoding="utf-8")
        return path

    def test_a_file_holds_all_schedules(self, database: str, file: Path) -> None:
        with room(database) as desk:
            kept = apply_file(desk.context, file, "UTC")
            assert [(each.name, each.how) for each in kept] == [
                ("morning", How.ADDED),
                ("alert", How.ADDED),
                ("new-york", How.ADDED),
            ]
            alert, morning, york = map(plan_in, list_schedules(desk.context))
            assert alert == replace(FULL, shifts=1)
            assert (morning.zone, morning.skip_empty) == ("Europe/Berlin", True)
            assert (york.zone, york.skip_empty) == ("America/New_York", False)

    def test_applied_again_it_changes_nothing(self, database: str, file: Path) -> None:
        with room(database) as desk:
            apply_file(desk.context, file, "UTC")
            before = desk.types()
            kept = apply_file(desk.context, file, "UTC", prune=True)
            assert {each.how for each in kept} == {How.UNCHANGED}
            assert desk.types() == before

    def test_only_when_told_to_it_removes_what_is_not_in_it(
        self, database: str, file: Path
    ) -> None:
        """A schedule that was paused stays so, and is changed alone where it was changed."""
        with room(database) as desk:
            desk.add(Plan("other", "0 7 * * *"))
            apply_file(desk.context, file, "UTC")
            pause_schedule(desk.context, "alert")
            file.write_text(FILE.replace("0 18", "0 19"), encoding="utf-8")
            kept = apply_file(desk.context, file, "UTC")
            assert [each.how for each in kept] == [How.UNCHANGED, How.UNCHANGED, How.CHANGED]
            assert len(list_schedules(desk.context)) == 4
            kept = apply_file(desk.context, file, "UTC", prune=True)
            assert [(each.name, each.how) for each in kept[3:]] == [("other", How.REMOVED)]
            assert find_schedule(desk.context, "alert")["paused"]

    def test_an_empty_file_with_prune_removes_all(self, database: str, tmp_path: Path) -> None:
        with room(database) as desk:
            desk.add(FULL)
            (tmp_path / "none.toml").write_text("", encoding="utf-8")
            apply_file(desk.context, tmp_path / "none.toml", "UTC", prune=True)
            assert list_schedules(desk.context) == []

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("[schedules.a]\ncron = 7", "schedule a: cron 7 cannot be used: give five fields"),
            ("[schedules.a]\ncron = '0 7 * *'", r"schedule a: cron '0 7 \* \*' .* 4 fields"),
            ("[schedules.a]\ncrn = '0 7 * * *'", "schedule a: crn .* did you mean 'cron'"),
            ("[schedules.a]\ncolour = 1", "schedule a: colour 1 .* A schedule has cron, on_shift"),
            ("[schedules.a]\non_shift = 'yes'", "schedule a: on_shift 'yes' .* true or false"),
            ("[schedules.a]\nafter_shifts = true", "schedule a: after_shifts True"),
            ("[schedules.a]\nafter_shifts = 2\non_shift = true", "a: after_shifts 2 .* says 1"),
            ("[schedules.a]\nafter_shifts = 0", "schedule a: after_shifts 0 .* from 1 to 100000"),
            ("[schedules.a]\non_shift = true\nevery = 15", "schedule a: every 15 .* such as '15m'"),
            ("[schedules.a]\non_shift = true\nevery = 'ten'", "schedule a: every 'ten' .* 15m, 2h"),
            ("[schedules.a]\non_shift = true\nquiet = 'night'", "schedule a: quiet 'night' .* 22:"),
            ("[schedules.a]\non_shift = true\nkinds = 'fact'", "a: kinds 'fact' .* a list of"),
            ("[schedules.a]\non_shift = true\nkinds = [1]", "schedule a: kinds 1 .* There are"),
            ("[schedules.a]\non_shift = true\nmin_weight = 2", "a: min_weight 2 .* from 0 to 1"),
            ("[schedules.a]\non_shift = true\nmin_weight = nan", "a: min_weight nan"),
            ("[schedules.a]\non_shift = true\nempty = 'no'", "a: empty 'no' .* skip or send"),
            ("[schedules.a]", "schedule a: cron, on_shift, after_shifts: give one"),
            ("[schedules.'!']\non_shift = true", "'!' cannot be a name"),
            ("[schedules.a]\non_shift=true\n[schedules.A]\non_shift=true", "two .* called 'a'"),
            ("zone = 'Europe/Berlni'\n[schedules.a]\non_shift = true", "a: zone 'Europe/Berlni'"),
            ("zone = 1", "zone 1 cannot be used"),
            ("schedules = 1", r"schedules must be tables: write \[schedules.NAME\]"),
            ("schedules.a = 1", r"schedule a must be a table: write \[schedules.a\]"),
            ("[schedule.a]", "'schedule' is unknown: it may hold zone and"),
            ("[schedules.a", "is no TOML file: .* line 1"),
            ("a = " + "[" * 5000, "is no TOML file"),
        ],
    )
    def test_what_is_wrong_is_refused_by_schedule_and_field(
        self, sqlite_database: str, tmp_path: Path, text: str, said: str
    ) -> None:
        """With the file's name and what is allowed; nothing of the file is kept."""
        path = tmp_path / "bad.toml"
        path.write_text(f"{text}\n", encoding="utf-8")
        with room(sqlite_database) as desk:
            with pytest.raises(InputError, match=f"bad.toml.*{said}"):
                apply_file(desk.context, path, "UTC", prune=True)
            assert desk.types() == []

    def test_a_file_that_cannot_be_read_is_told(self, sqlite_database: str, tmp_path: Path) -> None:
        (tmp_path / "latin.toml").write_bytes(b"zone = '\xff'")
        with room(sqlite_database) as desk:
            with pytest.raises(InputError, match=r"none.toml cannot be read: No such file"):
                apply_file(desk.context, tmp_path / "none.toml", "UTC")
            with pytest.raises(InputError, match=r"latin.toml is no TOML file"):
                apply_file(desk.context, tmp_path / "latin.toml", "UTC")

    def test_the_file_that_the_guide_shows_can_be_kept(self, tmp_path: Path) -> None:
        shown = (ROOT / "docs" / "schedules.md").read_text(encoding="utf-8")
        (tmp_path / "shown.toml").write_text(shown.split("```toml\n")[1].split("```")[0], "utf-8")
        assert [plan.name for plan in plans_in(tmp_path / "shown.toml", "UTC")] == [
            "morning",
            "alert",
        ]

    def test_the_example_file_can_be_applied(self, database: str) -> None:
        """On a fresh database: it names no story."""
        with room(database) as desk:
            kept = apply_file(desk.context, ROOT / "config" / "schedules.toml", "UTC")
            assert len(kept) >= 3
            assert {each.how for each in kept} == {How.ADDED}
