"""A folder of versions: which files count, and when they were seen."""

import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.capture.imports.folder import Folder
from tracker.capture.imports.stamps import named_time
from tracker.capture.imports.steps import Recorded, Skipped
from tracker.errors import InputError

BERLIN = ZoneInfo("Europe/Berlin")
ADDRESS = "https://outlet.example/a"
WRITTEN = datetime(2024, 11, 16, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("2024-11-17T21:00:00+01:00.html", "2024-11-17T20:00:00"),
        ("2024-11-17T21:00:00Z.html", "2024-11-17T21:00:00"),
        ("20241117T210000Z.html", "2024-11-17T21:00:00"),
        ("20241117T2100.html", "2024-11-17T20:00:00"),
        ("2024-11-17T21-00.html", "2024-11-17T20:00:00"),
        ("2024-11-17_21-00-30.html", "2024-11-17T20:00:30"),
        ("2024-11-17 21.00.30.html", "2024-11-17T20:00:30"),
        ("2024-11-17 21h00.html", "2024-11-17T20:00:00"),
        ("front-page-2024_11_17_2100-final.html", "2024-11-17T20:00:00"),
        ("2024/11/17/2100.html", "2024-11-17T20:00:00"),
        ("2024/11/17/21-00-05/index.html", "2024-11-17T20:00:05"),
        ("2024-11-17.html", "2024-11-16T23:00:00"),
        ("2024-11-17-boat-10000.html", "2024-11-16T23:00:00"),
        ("2023-01-01/2024-11-17T21-00.html", "2024-11-17T20:00:00"),
        ("20241117210000.html", "2024-11-17T21:00:00"),
        ("20241117210000id_.html", "2024-11-17T21:00:00"),
        ("1731877200.html", "2024-11-17T21:00:00"),
        ("page.1731877200000.html", "2024-11-17T21:00:00"),
        ("2024-07-17T21-00.html", "2024-07-17T19:00:00"),
    ],
)
def test_a_name_tells_when_a_page_was_seen(name: str, seen: str) -> None:
    """In the reader's zone where it names none; a bare day is its first moment."""
    found = named_time(name, BERLIN)
    assert found is not None
    assert found.astimezone(UTC) == datetime.fromisoformat(seen).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "name",
    ["v1.html", "2024.html", "2024-11.html", "2024-13-01.html", "20241399250000.html",
     "2024-11-1.html", "120241117.html", "202411172.html", "10-11-2024.html", "99999999999.html"],
)  # fmt: skip
def test_a_name_without_a_time_tells_none(name: str) -> None:
    """Half a date, an impossible one, and numbers that are something else."""
    assert named_time(name, BERLIN) is None


@given(st.text(alphabet="0123456789-:_./TZ+ h1", max_size=60) | st.text(max_size=60))
def test_no_name_breaks_it(name: str) -> None:
    """A time with a zone, or none."""
    found = named_time(name, BERLIN)
    assert found is None or found.tzinfo is not None


def folder(at: Path, *, most: int = 1_000) -> list[tuple[str, Recorded | Skipped]]:
    return [(s.cursor, s.item) for s in Folder(at, ADDRESS, BERLIN, max_bytes=most).steps(None)]


def put(path: Path, text: str = "x") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (WRITTEN.timestamp(), WRITTEN.timestamp()))


def test_files_come_in_the_order_they_were_seen(tmp_path: Path) -> None:
    """Of any folder below; one without a time in its name was seen when it was written."""
    for name in ("2024-11-17.html", "old/20241101.htm", "now.txt", "notes.pdf", ".git/x"):
        put(tmp_path / name, name)
    found = [item for _, item in folder(tmp_path) if isinstance(item, Recorded)]
    assert [item.body.decode() for item in found] == [
        "old/20241101.htm",
        "now.txt",
        "2024-11-17.html",
    ]
    assert found[1].observed_at == WRITTEN
    assert [item.media_type for item in found] == [None, "text/plain", None]


def test_versions_of_one_moment_keep_the_order_of_their_names(tmp_path: Path) -> None:
    """A microsecond apart."""
    for name in ("2024-11-17-b.html", "2024-11-17-a.html", "2024-11-17-c.html"):
        put(tmp_path / name, name[-6])
    found = [item for _, item in folder(tmp_path) if isinstance(item, Recorded)]
    assert [item.body for item in found] == [b"a", b"b", b"c"]
    assert [item.observed_at.microsecond for item in found] == [0, 1, 2]


def test_what_is_too_large_or_leads_elsewhere_is_left(tmp_path: Path) -> None:
    """A link may lead to any file of this machine."""
    put(tmp_path / "2024-11-17.html", "x" * 2_000)
    put(tmp_path / "secret")
    (tmp_path / "2024-11-18.html").symlink_to(tmp_path / "secret")
    ((_, item),) = folder(tmp_path)
    assert isinstance(item, Skipped)
    assert item.reason == "too large"


def test_reading_goes_on_behind_any_cursor(tmp_path: Path) -> None:
    """Also where files came in before and behind it since."""
    for day in range(10, 15):
        put(tmp_path / f"2024-11-{day}.html")
    whole = list(Folder(tmp_path, ADDRESS, BERLIN, max_bytes=9).steps(None))
    for number, step in enumerate(whole, start=1):
        again = Folder(tmp_path, ADDRESS, BERLIN, max_bytes=9)
        assert list(again.steps(step.cursor)) == whole[number:]


def test_an_empty_folder_or_none_is_told(tmp_path: Path) -> None:
    """With what would be taken out of it."""
    with pytest.raises(InputError, match=r"holds no \.html"):
        folder(tmp_path)
    with pytest.raises(InputError, match="no such folder"):
        folder(tmp_path / "none")
