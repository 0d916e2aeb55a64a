"""Taking files in: good ones, bad ones, and batches of both."""

import json
import os
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select

from tests.contract.desk import ADDRESS, page
from tests.unit.cli.conftest import Tracker
from tests.unit.cli.json_schema import violations
from tracker.capture.tables import captures, raws
from tracker.projections.tables import articles

BAD: dict[str, tuple[str, bytes]] = {
    "empty.txt": ("is empty", b""),
    "blank.txt": ("is empty", b" \n\t\n "),
    "image.html": ("not an article", b"\x89PNG\r\n\x1a\n" + os.urandom(4000)),
    "archive.html": ("not an article", b"PK\x03\x04" + os.urandom(4000)),
    "nul.txt": ("", bytes(5000)),
    "truncated.html": ("no article text", b"<!DOCTYPE html><html><head><title>Boat"),
    "index.html": (
        "no article text",
        b"<html><head><title>Index</title></head><body><ul><li><a href=a>a</a></ul></body></html>",
    ),
    "huge.txt": ("larger than 10 MB", b"The boat sails. " * 1_300_000),
}


def kept(tracker: Tracker) -> tuple[int, int, int, int]:
    """How much the database holds: events, looks, raw bytes, articles."""
    address = os.environ["TRACKER_DATABASE_URL"]
    engine = create_engine(f"sqlite:///{address}")
    with engine.connect() as connection:
        counts = [
            int(connection.scalar(select(func.count()).select_from(table)) or 0)
            for table in (captures, raws, articles)
        ]
    engine.dispose()
    events = tracker("log", "--json").out.count("\n")
    return events, counts[0], counts[1], counts[2]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_told_in_one_line_and_leaves_nothing(
    tracker: Tracker, tmp_path: Path, name: str
) -> None:
    """On standard error, with the file's name, the reason and exit code 2."""
    said, content = BAD[name]
    (tmp_path / name).write_bytes(content)
    ran = tracker("ingest", tmp_path / name)
    assert ran.code == 2
    assert ran.err.startswith(f"error: {tmp_path / name}: ")
    assert said in ran.err
    assert ran.err.count("\n") == 1
    assert kept(tracker) == (0, 0, 0, 0)


def test_a_file_that_is_not_there_or_no_file(tracker: Tracker, tmp_path: Path) -> None:
    """Missing, below a file, a folder with nothing to take in, a name too long."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.pdf").write_bytes(b"%PDF")
    (tmp_path / "a.txt").write_text("x")
    for path, said in [
        (tmp_path / "nowhere.txt", "no such file or directory"),
        (tmp_path / "a.txt" / "b.txt", "not a directory"),
        (tmp_path / "folder", "holds no .html, .htm, .txt, .md file"),
        (tmp_path / ("n" * 300), "file name too long"),
    ]:
        ran = tracker("ingest", path)
        assert (ran.code, ran.err.count("\n")) == (2, 1)
        assert said in ran.err.lower() or said in ran.err
    assert kept(tracker) == (0, 0, 0, 0)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tracker: Tracker, tmp_path: Path) -> None:
    file = tmp_path / "secret.html"
    file.write_bytes(page())
    file.chmod(0)
    ran = tracker("ingest", file)
    assert (ran.code, "permission denied" in ran.err) == (2, True)


def test_a_batch_goes_on_with_the_rest(tracker: Tracker, tmp_path: Path) -> None:
    """Each failure has its line, the last one says how many; the good ones are in, and linked."""
    for name, (_, content) in BAD.items():
        (tmp_path / f"b-{name}").write_bytes(content)
    (tmp_path / "a-good.html").write_bytes(page())
    (tmp_path / "z-good.txt").write_text(
        "Buses to run on Sundays\n\nThe island's buses will run on Sundays from June on.\n"
    )
    ran = tracker("ingest", tmp_path, "--story", "boats", "--json")
    assert ran.code == 2
    lines = ran.err.splitlines()
    assert len(lines) == len(BAD) + 1
    assert all(line.startswith(f"error: {tmp_path}/b-") for line in lines[:-1])
    assert lines[-1] == f"{len(BAD)} of {len(BAD) + 2} files were not taken in; the others were."
    answer = json.loads(ran.out)
    assert violations(answer, json.loads(tracker("schema", "ingest").out)) == []
    outcomes = [each["outcome"] for each in answer["files"]]
    assert (outcomes.count("failed"), outcomes[0], outcomes[-1]) == (len(BAD), "version", "version")
    story = json.loads(tracker("story", "show", "boats", "--json").out)
    assert len(story["articles"]) == 2


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--at", "2999-01-01"], 2, "lies in the future"),
        (["--at", "gibberish"], 2, "not a time: 'gibberish'"),
        (["--at", "2h", "--zone", "Nowhere/At_All"], 2, "is no time zone"),
        (["--url", "ftp://x.example/a"], 2, "http"),
        (["--url", "not an address"], 2, "not an address"),
        (["--url", "http://[bad"], 2, "error: not an address: 'http://[bad'"),
        (["--url", "http://a..example/x"], 2, "error: not an address"),
        (["--article", "no such article"], 3, "no article matches"),
        (["--story", "!!!"], 2, "cannot be a name"),
    ],
)
def test_an_option_that_cannot_be_used_writes_nothing(
    tracker: Tracker, tmp_path: Path, options: list[str], code: int, said: str
) -> None:
    (tmp_path / "good.html").write_bytes(page())
    ran = tracker("ingest", tmp_path / "good.html", *options)
    assert ran.code == code
    assert said in ran.err
    assert kept(tracker) == (0, 0, 0, 0)


@pytest.mark.parametrize("option", [("--url", ADDRESS), ("--article", "some article")])
def test_one_address_is_for_one_file(
    tracker: Tracker, tmp_path: Path, option: tuple[str, str]
) -> None:
    """A folder of different articles must not end up as versions of one."""
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_bytes(page())
    ran = tracker("ingest", tmp_path, *option)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "--url and --article are for one file" in ran.err
    assert kept(tracker) == (0, 0, 0, 0)


def test_files_become_versions_and_it_says_so(tracker: Tracker, tmp_path: Path) -> None:
    """New, changed with its shifts, noise with its reasons, the same again."""
    steps = [
        (page(), "2024-11-17T12:00", "v1  new"),
        (page(12_000), "2024-11-17T13:00", "1 changed figure, no notice"),
        (page(12_000, minutes_ago=9), "2024-11-17T14:00", "relative time"),
        (page(12_000), "2024-11-17T13:00", "v2"),
    ]
    for number, (body, at, said) in enumerate(steps):
        file = tmp_path / f"{number}.html"
        file.write_bytes(body)
        ran = tracker("ingest", file, "--url", ADDRESS, "--at", at)
        assert (ran.code, ran.err) == (0, "")
        assert said in ran.out
        assert "Database: " in ran.out
    assert "2" in tracker("articles").out
    assert tracker("verify").code == 0


def test_an_edited_copy_says_how_it_was_recognised(tracker: Tracker, tmp_path: Path) -> None:
    paragraphs = [
        "The harbour is to be dredged in the autumn, for the third time in ten years, it was said.",
        "Some 40,000 tons of silt will be brought out to sea, where the current takes it north.",
        "The anglers' club is against it, and points to what became of the eels the last time.",
    ]
    (tmp_path / "one.txt").write_text("\n\n".join(["Harbour to be dredged", *paragraphs]))
    (tmp_path / "two.txt").write_text(
        "\n\n".join(["Harbour to be dredged", *paragraphs]).replace("40,000", "60,000")
    )
    assert tracker("ingest", tmp_path / "one.txt").code == 0
    ran = tracker("ingest", tmp_path / "two.txt")
    assert "v2" in ran.out
    assert "67%" in ran.out or "2 of 3" in ran.out
    answer = json.loads(tracker("ingest", tmp_path / "two.txt", "--json").out)
    assert answer["files"][0]["version"] == 2


def test_tags_and_outlets_are_as_given(tracker: Tracker, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Boat stops\n\nThe boat stops in April, the line has said.\n")
    ran = tracker("ingest", tmp_path / "a.txt", "--outlet", "Coast Radio", "--tag", "sea")
    assert ran.code == 0
    (record,) = json.loads(tracker("articles", "--tag", "sea", "--json").out)["articles"]
    assert (record["outlet"], record["tags"]) == ("Coast Radio", ["sea"])
    assert "Did you mean 'Coast Radio'" in tracker("articles", "--outlet", "Coast Rado").err


def test_strange_names_of_files_do_no_harm(tracker: Tracker, tmp_path: Path) -> None:
    """Markup, control characters, and bytes that are no text at all."""
    for name in ("[bold red]a.txt", "b\x1b[31m.txt", "c\nd.txt", os.fsdecode(b"e\xff.txt")):
        (tmp_path / name).write_text("Boat\n\nThe boat stops in April, the line has said today.\n")
        ran = tracker("ingest", tmp_path / name)
        assert ran.code == 0, ran.err
        assert "\x1b" not in ran.out
    for command in ("articles", "log", "digest"):
        assert tracker(command).code == 0
        assert "\x1b" not in tracker(command).out


def test_read_and_compare_keep_nothing(tracker: Tracker, tmp_path: Path) -> None:
    """Stateless: they work where there is no database at all."""
    (tmp_path / "a.html").write_bytes(page())
    (tmp_path / "b.html").write_bytes(page(12_000))
    os.environ["TRACKER_DATABASE_URL"] = str(tmp_path / "none" / "x.db")
    read = json.loads(tracker("read", tmp_path / "a.html", "--json").out)
    assert violations(read, json.loads(tracker("schema", "read").out)) == []
    compared = json.loads(
        tracker("compare", tmp_path / "a.html", tmp_path / "b.html", "--json").out
    )
    assert violations(compared, json.loads(tracker("schema", "compare").out)) == []
    assert {"edits", "shifts", "noise"} <= set(compared)
    assert len(compared["shifts"]) == 1
    for form in ("inline", "side", "unified"):
        ran = tracker("compare", tmp_path / "a.html", tmp_path / "b.html", "--format", form)
        assert "12,000" in ran.out
    assert tracker("read", tmp_path / "a.html").code == 0
    bad = tracker("compare", tmp_path / "a.html", tmp_path / "missing.html")
    assert (bad.code, bad.err.count("\n")) == (2, 1)
    ran = tracker("read", tmp_path / "missing.html", tmp_path / "a.html")
    assert (ran.code, "Night boat" in ran.out) == (2, True)
    assert not (tmp_path / "none").exists()
