"""Every query on the sample evening: for people, for programs, and what it says when it cannot."""

import json
import os
import re
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.unit.cli.conftest import Tracker
from tests.unit.cli.json_schema import violations
from tracker.cli.answers import ANSWERS
from tracker.delivery.envelope import published

STORY = "long-range-missiles"
WIRE = "meridianwire.example"


def typed(given: object) -> str | None:
    """A command as it is typed."""
    return " ".join(map(str, given)) if isinstance(given, list) else None


QUERIES = [
    ("articles", ["articles"]),
    ("articles", ["articles", "--story", STORY]),
    ("history", ["history", WIRE]),
    ("show", ["show", WIRE]),
    ("show", ["show", WIRE, "--version", 1]),
    ("diff", ["diff", WIRE]),
    ("diff", ["diff", WIRE, "1..3", "--with-noise"]),
    ("facts", ["facts"]),
    ("facts", ["facts", "--story", STORY]),
    ("facts", ["facts", WIRE, "--version", 1]),
    ("statements", ["statements", "--outlet", WIRE]),
    ("statements", ["statements", "--story", STORY]),
    ("story", ["story", "show", STORY]),
    ("stories", ["story", "show"]),
    ("digest", ["digest"]),
    ("digest", ["digest", "--story", STORY, "--since", "2024-11-17T23:00Z"]),
    ("watches", ["watch"]),
    ("sources", ["sources"]),
    ("schedules", ["schedule", "list"]),
    ("endpoints", ["endpoint", "list"]),
    ("simulation", ["cadence", "simulate"]),
    ("verify", ["verify"]),
    ("db-status", ["db", "status"]),
]


@pytest.mark.parametrize(("name", "query"), QUERIES, ids=typed)
def test_json_is_what_its_schema_says(sample: Tracker, name: str, query: list[object]) -> None:
    """One document on standard output, nothing else on it."""
    answer = sample(*query, "--json")
    assert (answer.code, answer.err) == (0, "")
    schema = json.loads(sample("schema", name).out)
    assert violations(json.loads(answer.out), schema) == []


@pytest.mark.parametrize("query", [query for _, query in QUERIES], ids=typed)
def test_for_people_it_prints_something_plain(sample: Tracker, query: list[object]) -> None:
    """No escape sequences where the output is no terminal."""
    answer = sample(*query)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.strip()
    assert "\x1b" not in answer.out


def test_every_kind_of_answer_has_a_schema(sample: Tracker) -> None:
    """And so has every type of message that endpoints get."""
    names = [*sorted(ANSWERS), *published()]
    assert sample("schema").out.split() == names
    for name in names:
        assert json.loads(sample("schema", name).out)["type"] == "object"


def test_the_log_is_json_lines_an_event_a_line(sample: Tracker) -> None:
    """In the order of their positions, without a gap."""
    schema = json.loads(sample("schema", "log").out)
    events = [json.loads(line) for line in sample("log", "--json").out.splitlines()]
    assert [event["position"] for event in events] == list(range(1, len(events) + 1))
    assert [violations(event, schema) for event in events] == [[]] * len(events)
    assert {"version.captured", "article.gone", "story.opened"} <= {e["type"] for e in events}
    some = sample("log", "--json", "--after", 10, "--limit", 3).out.splitlines()
    assert [json.loads(line)["position"] for line in some] == [11, 12, 13]


def test_the_log_of_one_article_is_its_stream(sample: Tracker) -> None:
    events = [json.loads(line) for line in sample("log", WIRE, "--json").out.splitlines()]
    assert events[0]["type"] == "article.tracked"
    assert len({event["stream"] for event in events}) == 1
    assert [event["version"] for event in events] == list(range(1, len(events) + 1))


def test_history_and_show_have_the_keys_that_are_promised(sample: Tracker) -> None:
    """As the README and the scorers use them."""
    versions = json.loads(sample("history", WIRE, "--json").out)["versions"]
    assert [version["number"] for version in versions] == [1, 2, 3]
    assert all({"observed_at", "recorded_at"} <= set(version) for version in versions)
    shown = json.loads(sample("show", WIRE, "--json").out)
    assert shown["version"] == 3
    assert "\n\n" in shown["text"]
    assert shown["headline"] not in shown["text"]


def test_an_article_is_known_by_id_prefix_address_and_words(sample: Tracker) -> None:
    """Of any length that is unique; words in any case and order."""
    records = json.loads(sample("articles", "--json").out)["articles"]
    record = next(each for each in records if each["outlet"] == WIRE)
    words = " ".join(reversed(record["headline"].upper().split()[:3]))
    for name in (
        record["id"],
        record["id"][:6],
        record["id"][:8].upper(),
        record["address"],
        record["address"].replace("http://", "https://www.") + "?utm_source=letter#x",
        WIRE,
        f"{words} meridian",
    ):
        assert json.loads(sample("show", name, "--json").out)["article"] == record["id"]


def test_words_that_mean_several_articles_name_them(sample: Tracker) -> None:
    answer = sample("show", "missiles")
    assert answer.code == 2
    assert answer.err.startswith("error: several articles match 'missiles'; give an id: ")
    assert len(re.findall(r"\b[0-9a-f]{8} \(", answer.err)) > 1
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize(
    ("query", "code", "said"),
    [
        (["show", "nothing like it"], 3, "no article matches 'nothing like it'"),
        (["show", "US lets Ukrane fire ATACMS misiles into Rusia"], 3, "Did you mean 'US lets"),
        (["show", ""], 3, "no article matches ''"),
        (["show", "http://unknown.example/a"], 3, "no article matches"),
        (["show", WIRE, "--version", 9], 3, "there is no version 9: this article has 1 to 3"),
        (["show", WIRE, "--version", 0], 3, "there is no version 0"),
        (["show", WIRE, "--at", "2020-01-01"], 3, "nothing was seen of it by"),
        (["show", WIRE, "--at", "sometime"], 2, "not a time: 'sometime'. Try"),
        (["show", WIRE, "--version", 1, "--at", "2h"], 2, "give one of them"),
        (["diff", WIRE, "1..9"], 3, "there is no version 9"),
        (["diff", WIRE, "a..b"], 2, "'a..b' names no versions"),
        (["diff", WIRE, "2..2"], 2, "names one version twice"),
        (["diff", WIRE, "3..1"], 2, "'3..1' runs backwards: write 1..3"),
        (["watch", "http://x.example/a", "--json"], 2, "--json is for the list"),
        (["show", WIRE, "--at", "11/12/2024"], 2, "could mean two days. Write it like 2024-12-11"),
        (["diff", WIRE, "--format", "inlin"], 2, "did you mean 'inline'?"),
        (["articles", "--outlet", "meridianwire.exmple"], 3, f"Did you mean {WIRE!r}?"),
        (["articles", "--tag", "wires"], 3, "no article has the tag 'wires'"),
        (["articles", "--story", "long-range"], 3, "no story is called 'long-range'"),
        (["articles", "--story", STORY, "--tag", "x"], 2, "give one of them"),
        (["facts", WIRE, "--story", STORY], 2, "an ARTICLE stands alone"),
        (["story", "show", "long-range-missile"], 3, f"Did you mean {STORY!r}?"),
        (["story", "link", "no-such-story", WIRE], 3, "no story is called"),
        (["story", "link", STORY, "no such article"], 3, "no article matches"),
        (["digest", "--format", "htm"], 2, "did you mean 'html'?"),
        (["digest", "--format", "pdf"], 2, "choose terminal, markdown, html, json."),
        (["digest", "--since", "2h", "--until", "3h"], 2, "is later than --until"),
        (["digest", "--since", "99999999-01-01"], 2, "not a time"),
        (["digest", "--story", STORY, "--outlet", WIRE], 2, "give one of them"),
        (["schema", "dgest"], 2, "did you mean 'digest'?"),
        (["articles", "--zone", "Mars/Base"], 2, "--zone 'Mars/Base' is no time zone: give one"),
        (["--zone", "europe/berln", "articles"], 2, "did you mean 'Europe/Berlin'."),
        (["schedule", "add", "x", "--on-shift", "--zone", "../x"], 2, "--zone '../x' is no time"),
        (["articles", "--config", "/nowhere.toml"], 2, "no settings file at /nowhere.toml"),
        (["watch", "file:///etc/passwd"], 2, "give an http or https address"),
        (["unwatch", "http://x.example/a"], 3, "is not watched"),
        (["schedule", "add", "x", "--cron", "daily"], 2, "schedule x: cron 'daily' cannot"),
        (["schedule", "add", "!!", "--cron", "0 7 * * *"], 2, "cannot be a name"),
        (["schedule", "remove", "x"], 3, "no schedule is called 'x'"),
        (["endpoint", "add", "hooks.example"], 2, "address"),
        (["endpoint", "add", "https://[bad"], 2, "address"),
        (["endpoint", "add", "http://a..example/"], 2, "no host is called"),
        (["endpoint", "remove", "https://h.example/"], 3, "no endpoint is"),
        (["log", "nothing like it"], 3, "no article matches"),
        (["articles", "--database", "mysql://h/d"], 2, "mysql is not supported"),
        (["articles", "--database", "/"], 5, "cannot be opened"),
        (["articles", "--database", "postgresql://nobody@127.0.0.1:1/x"], 5, "refused"),
    ],
    ids=typed,
)
def test_a_mistake_is_told_in_one_line(
    sample: Tracker, query: list[object], code: int, said: str
) -> None:
    """What is wrong and what to do, on standard error, with the documented exit code."""
    answer = sample(*query)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert answer.err.startswith("error: ")
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (["digst"], "Did you mean 'digest'"),
        (["show", WIRE, "--jsn"], "--json"),
        (["log", "--limit", "0"], "--limit"),
        (["show"], "ARTICLE"),
        (["show", WIRE, "--version", "two"], "--version"),
    ],
)
def test_a_mistyped_command_line_is_explained(
    sample: Tracker, query: list[object], said: str
) -> None:
    answer = sample(*query)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


@pytest.mark.parametrize(
    ("at", "version"),
    [
        ("2024-11-17T22:00:00Z", 1),
        ("2024-11-17T22:45", 2),
        ("2024-11-18T01:39:00+01:00", 2),
        ("2024-11-18T01:40:00+01:00", 3),
        ("17 Nov 2024 10:50 pm", 2),
        ("2024-11-18", 2),
        ("2h", 3),
        ("yesterday 9pm", 3),
    ],
)
def test_a_version_is_found_by_the_time_it_stood(sample: Tracker, at: str, version: int) -> None:
    """However the time is put; what names no zone is meant in the zone that is set."""
    assert json.loads(sample("show", WIRE, "--at", at, "--json").out)["version"] == version


def test_the_zone_decides_what_a_time_means_and_how_it_is_shown(sample: Tracker) -> None:
    """The flag wins over the variable, before the command or after it."""
    at = ["show", WIRE, "--at", "2024-11-17T17:45"]
    assert sample(*at).code == 3
    assert "17 Nov 17:45 EST" in sample(*at, "--zone", "America/New_York").out
    assert "17 Nov 17:45 EST" in sample("--zone", "America/New_York", *at).out


def test_noise_is_shown_when_asked_for(sample: Tracker) -> None:
    """Looks that differed in nothing but ages and advertisements, each with its reasons."""
    plain, noisy = [], []
    for outlet in sorted(
        {a["outlet"] for a in json.loads(sample("articles", "--json").out)["articles"]}
    ):
        plain += json.loads(sample("diff", outlet, "--json").out)["noise_looks"]
        noisy += json.loads(sample("diff", outlet, "--json", "--with-noise").out)["noise_looks"]
    assert plain == []
    assert noisy
    assert all(look["reasons"] and look["noise"] for look in noisy)


def test_noise_is_that_of_the_versions_compared(sample: Tracker) -> None:
    """Each look with its reasons and what it said before and after, under one count."""
    outlets = {a["outlet"] for a in json.loads(sample("articles", "--json").out)["articles"]}
    for outlet in sorted(outlets):
        versions = json.loads(sample("history", outlet, "--json").out)["versions"]
        if len(versions) < 3:
            continue
        asked = ["diff", outlet, "1..2", "--with-noise"]
        answer = json.loads(sample(*asked, "--json").out)
        ends = versions[2]["observed_at"]
        assert all(look["observed_at"] < ends for look in answer["noise_looks"])
        told = sample(*asked).out
        count = len(answer["noise"]) + sum(len(look["noise"]) for look in answer["noise_looks"])
        assert re.findall(r"^NOISE  (\d+)$", told, re.MULTILINE) == [str(count)]
        assert told.count("looked at") == len(answer["noise_looks"])


def test_a_long_list_of_articles_is_cut_and_says_so(sample: Tracker) -> None:
    """In JSON only when asked to."""
    whole = json.loads(sample("articles", "--json").out)["articles"]
    cut = json.loads(sample("articles", "--limit", 1, "--json").out)["articles"]
    assert cut == whole[:1]
    assert f"and {len(whole) - 1} more: see --limit" in sample("articles", "--limit", 1).out
    assert "more: see" not in sample("articles").out


def test_what_the_daemon_will_do_is_listed_in_json(sample: Tracker) -> None:
    """Without the secrets of endpoints."""
    sample("watch", "http://x.example/a", "--as", "article", "--every", 60)
    sample("schedule", "add", "Daily", "--cron", "0 7 * * *", "--outlet", WIRE)
    sample("endpoint", "add", "https://h.example/x", "--allow-loopback")
    (watched,) = json.loads(sample("watch", "--json").out)["watches"]
    assert (watched["address"], watched["every"]) == ("http://x.example/a", 60)
    (plan,) = json.loads(sample("schedule", "list", "--json").out)["schedules"]
    assert (plan["name"], plan["cron"], plan["outlet"]) == ("daily", "0 7 * * *", WIRE)
    (endpoint,) = json.loads(sample("endpoint", "list", "--json").out)["endpoints"]
    assert endpoint["name"] == "h-example"
    assert endpoint["address"] == "https://h.example/…"
    assert (endpoint["status"], endpoint["waiting"]) == ("active", 0)


def test_a_digest_is_printed_in_four_forms(sample: Tracker) -> None:
    assert sample("digest", "--format", "html").out.startswith("<!doctype html>")
    assert sample("digest", "--format", "markdown").out.startswith("# ")
    assert json.loads(sample("digest", "--format", "json").out)["title"]
    assert sample("digest").out == sample("digest", "--format", "terminal").out


def test_facts_of_a_story_are_lined_up(sample: Tracker) -> None:
    """Threads over outlets; those of one outlet alone only when asked."""
    answer = json.loads(sample("facts", "--story", STORY, "--json").out)
    assert {line["agreement"] for line in answer["threads"]} >= {"agree", "single"}
    assert len(sample("facts", "--story", STORY, "--all").out) > len(
        sample("facts", "--story", STORY).out
    )


def test_statements_of_a_speaker(sample: Tracker) -> None:
    everyone = json.loads(sample("statements", "--json").out)["statements"]
    speaker = next(
        each["statement"]["speaker"] for each in everyone if each["statement"]["speaker"]
    )
    found = json.loads(sample("statements", "--speaker", speaker.upper(), "--json").out)
    assert found["statements"]
    assert len(found["statements"]) < len(everyone)


def test_verify_and_rebuild_say_what_they_did(sample: Tracker) -> None:
    assert "The log holds:" in sample("verify").out
    before = sample("digest", "--json").out
    assert "Rebuilt from" in sample("rebuild").out
    after = sample("digest", "--json").out
    assert _without_time(after) == _without_time(before)
    assert "up to date" in sample("db", "status").out
    assert "up to date" in sample("db", "upgrade").out


def _without_time(digest: str) -> dict[str, object]:
    return {k: v for k, v in json.loads(digest).items() if k != "generated_at"}


def test_tables_made_by_another_version_are_told_and_made_anew(sample: Tracker) -> None:
    """A better reader reads history too, when it is asked to."""
    engine = create_engine(f"sqlite:///{os.environ['TRACKER_DATABASE_URL']}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE checkpoints SET code = 'of last year'"))
    engine.dispose()
    assert "Next: tracker rebuild" in sample("db", "status").out
    assert sample("rebuild").code == 0
    assert "rebuild" not in sample("db", "status").out
    assert json.loads(sample("db", "status", "--json").out)["read_by_other_code"] is False


def test_a_story_is_opened_linked_and_unlinked(sample: Tracker) -> None:
    assert "story second-look is open" in sample("story", "open", "Second look!").out
    assert sample("story", "link", "second-look", WIRE).code == 0
    assert len(json.loads(sample("story", "show", "second-look", "--json").out)["articles"]) == 1
    assert sample("story", "unlink", "second-look", WIRE).code == 0
    assert json.loads(sample("story", "show", "second-look", "--json").out)["articles"] == []


def test_what_the_daemon_will_do_is_listed(sample: Tracker) -> None:
    """And the secret of an endpoint is shown once, when it is made."""
    assert (
        "is looked at every 60 s"
        in sample("watch", "http://x.example/a", "--as", "article", "--every", 60).out
    )
    assert "http://x.example/a" in sample("watch").out
    assert "next digest" in sample("schedule", "add", "Daily", "--cron", "0 7 * * *").out
    assert "daily" in sample("schedule", "list").out
    secret = re.search(r"whsec_\S+", sample("endpoint", "add", "https://h.example/x").out)
    assert secret
    listed = sample("endpoint", "list").out
    assert "h.example" in listed
    assert secret[0] not in listed + sample("log", "--json").out
    assert sample("schedule", "remove", "daily").code == 0
    assert sample("endpoint", "remove", "https://h.example/x").code == 0
    assert sample("unwatch", "http://x.example/a").code == 0


def test_every_command_that_writes_names_the_database(sample: Tracker) -> None:
    for command in (
        ["story", "open", "x"],
        ["watch", "http://x.example/a", "--as", "article"],
        ["schedule", "add", "x", "--cron", "0 7 * * *"],
        ["endpoint", "add", "https://h.example/x"],
        ["rebuild"],
        ["db", "upgrade"],
    ):
        assert re.search(r"Database: .*sample\.db$", sample(*command).out, re.MULTILINE), command


def test_help_and_version_need_no_database(tracker: Tracker) -> None:
    assert tracker("--version").out.startswith("tracker 0.")
    assert "digest" in tracker("-h").out
    assert "Usage" in tracker("digest", "--help").out


@pytest.mark.parametrize(
    "query", [("story", "show"), ("facts", "--story"), ("statements", "--story")]
)
def test_a_story_is_lined_up_for_the_first_to_ask(
    tracker: Tracker, tmp_path: Path, query: tuple[str, ...]
) -> None:
    """What was just taken in counts at once, not from the next question on."""
    for name, toll in (("one", "12"), ("two", "14")):
        told = f"The storm killed {toll} people. “We lost all we had,” Ana Ruiz, the mayor, said."
        (tmp_path / f"{name}.txt").write_text(told * 2, encoding="utf-8")
    tracker("ingest", tmp_path / "one.txt", tmp_path / "two.txt", "--story", "storm")
    first = tracker(*query, "storm").out
    assert first == tracker(*query, "storm").out
