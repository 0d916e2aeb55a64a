"""`tracker import` and `tracker push`: what they say, and the codes they leave with."""

import base64
import io
import json
import sys
from pathlib import Path

import pytest

from tests.contract.desk import page
from tests.unit.capture.imports.warcs import ARTICLE, HTML, Writer, warc_time
from tests.unit.cli.conftest import Tracker
from tests.unit.cli.json_schema import violations


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    """Two versions, an image, and a record that breaks off."""
    writer = Writer()
    writer.response(page(1), warc_time(12))
    writer.response(page(2), warc_time(13))
    writer.response(b"x", warc_time(13), headers=[("Content-Type", "image/png")])
    writer.response(page(3), warc_time(14))
    (tmp_path / "crawl.warc.gz").write_bytes(writer.written[:-30])
    return tmp_path / "crawl.warc.gz"


def test_a_warc_file_ends_in_a_short_table(tracker: Tracker, warc: Path) -> None:
    """What was taken in, what was skipped and why; damage is named on standard error."""
    ran = tracker("import", "warc", warc)
    assert ran.code == 0
    assert "2  taken in as a version" in ran.out
    assert "1  skipped: image" in ran.out
    assert "1  skipped: damaged" in ran.out
    assert ran.err.startswith(f"skipped: {warc}: record at byte ")
    assert "Versions" in tracker("articles").out
    again = tracker("import", "warc", warc)
    assert "2  skipped: taken before" in again.out


def test_the_answer_in_json_has_its_schema(tracker: Tracker, warc: Path) -> None:
    """Numbers by outcome and by reason, a source each."""
    ran = tracker("import", "warc", warc, "--json")
    answer = json.loads(ran.out)
    schema = json.loads(tracker("schema", "import").out)
    assert violations(answer, schema) == []
    assert answer["sources"] == [
        {"source": str(warc), "taken": {"version": 2}, "skipped": {"image": 1, "damaged": 1}}
    ]


def test_only_so_many_troubles_are_told(tracker: Tracker, tmp_path: Path) -> None:
    """The rest is counted."""
    writer = Writer()
    for minute in range(30):
        writer.response(b"<html></html>", warc_time(12, minute))
    ran = tracker("import", "warc", writer.save(tmp_path / "a.warc"))
    assert ran.err.count("\n") == 21
    assert "and 10 more like these" in ran.err
    assert "30  skipped:" in ran.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["warc", "{}/none.warc"], 2, "no such file"),
        (["warc", "{}"], 2, "is a directory"),
        (["folder", "{}", "--url", "https://a.example/x"], 2, "holds no .html"),
        (["folder", "{}", "--url", "ftp://a.example/x"], 2, "not an address"),
        (["git", "{}", "a.html", "--url", "https://a.example/x"], 2, "not a git repository"),
        (["wayback", "a.example/x"], 2, "not an address"),
        (["wayback", "https://a.example/x", "--site", "gopher://x"], 2, "not an http"),
        (["timemap", "file:///etc/passwd"], 2, "not an http"),
        (["wayback", "https://a.example/x", "--from", "soon"], 2, "not a time"),
    ],
)
def test_what_cannot_be_taken_in_is_told_in_one_line(
    tracker: Tracker, tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    """On standard error, with the exit code of its kind."""
    (tmp_path / "empty").mkdir()
    ran = tracker("import", *(each.format(tmp_path / "empty") for each in arguments))
    assert (ran.code, ran.err.count("\n")) == (code, 1), ran.err
    assert said in ran.err


def test_a_folder_gives_a_history(tracker: Tracker, tmp_path: Path) -> None:
    """In the order of the times in the names."""
    (tmp_path / "v").mkdir()
    for hour, boats in ((13, 2), (12, 1), (14, 3)):
        (tmp_path / "v" / f"2024-11-17T{hour}-00.html").write_bytes(page(boats * 1_000))
    ran = tracker("import", "folder", tmp_path / "v", "--url", ARTICLE)
    assert "3  taken in as a version" in ran.out
    seen = json.loads(tracker("history", ARTICLE, "--json").out)["versions"]
    assert [version["observed_at"][11:13] for version in seen] == ["12", "13", "14"]


def line(**given: object) -> str:
    return json.dumps({"address": ARTICLE, "observed_at": "2024-11-17T12:00:00Z"} | given)


def test_pushed_lines_are_taken_in(tracker: Tracker, tmp_path: Path) -> None:
    """As text or as bytes, with headers in either form."""
    packed = base64.b64encode(page(2)).decode()
    lines = [
        line(body=page(1).decode(), headers={"Content-Type": HTML}, tags=["ferries"]),
        line(body_base64=packed, observed_at="2024-11-17T14:00:00+01:00", headers=[["A", "b"]]),
        "",
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    ran = tracker("push", tmp_path / "a.jsonl")
    assert (ran.code, ran.err) == (0, "")
    assert "2  taken in as a version" in ran.out
    assert tracker("articles", "--tag", "ferries", "--json").out.count(ARTICLE) == 1
    assert "2  skipped: taken before" in tracker("push", tmp_path / "a.jsonl").out


def test_pushed_lines_come_by_standard_input(
    tracker: Tracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no file is named."""
    given = io.TextIOWrapper(io.BytesIO(line(body=page().decode()).encode()))
    monkeypatch.setattr(sys, "stdin", given)
    assert "1  taken in as a version" in tracker("push").out


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", "Invalid JSON"),
        ("[]", "object"),
        (line(), "give one of body and body_base64"),
        (line(body="x", body_base64="eA=="), "give one of"),
        (line(body="x", bodi="x"), "bodi: Extra inputs"),
        (line(body="x", observed_at="2024-11-17T12:00:00"), "observed_at: "),
        (line(body="x", observed_at="2124-11-17T12:00:00Z"), "still to come"),
        (line(body="x", address="ftp://a.example"), "not an address"),
        (line(body="x", final_address="file:///x"), "no http or https"),
        (line(body_base64="*"), "body_base64: "),
        (line(body="x", status=1), "status: "),
        (line(body="<html></html>"), ARTICLE),
    ],
)
def test_a_pushed_line_that_cannot_be_used_is_named(
    tracker: Tracker, tmp_path: Path, bad: str, said: str
) -> None:
    """By its number or address; the other lines are taken in, and the exit code tells."""
    (tmp_path / "a.jsonl").write_text(f"{bad}\n{line(body=page().decode())}\n")
    ran = tracker("push", tmp_path / "a.jsonl")
    assert (ran.code, ran.err.count("\n")) == (2, 1), ran.err
    assert said in ran.err
    assert "1  taken in as a version" in ran.out


def test_pushed_lines_have_a_schema(tracker: Tracker) -> None:
    """`tracker schema push` lists every field."""
    schema = json.loads(tracker("schema", "push").out)
    assert schema["required"] == ["address", "observed_at"]
    assert {"body", "body_base64", "status", "headers", "final_address"} <= set(
        schema["properties"]
    )
