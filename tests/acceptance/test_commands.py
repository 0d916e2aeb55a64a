"""Whole jobs through the installed command, and how it behaves among other programs."""

import json
import random
import re
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.acceptance.conftest import Installed
from tests.contract.desk import ADDRESS, desk, look, page
from tracker.reading.read import read
from tracker.services.taking.tracking import take

COLOUR = r"\x1b\[(?:\d+;)*3[0-8]"
"""An escape sequence that sets a colour of the foreground."""

On = Callable[[object], Installed]


@pytest.fixture
def boats(on: On, sqlite_database: str) -> Installed:
    return on(sqlite_database)


def in_shell(installed: Installed, line: str) -> subprocess.CompletedProcess[str]:
    """A line typed into bash, where `tracker` is on the path."""
    path = f"{Path(installed.command).parent}:{installed.variables['PATH']}"
    return subprocess.run(
        ["bash", "-c", line],
        env=installed.variables | {"PATH": path},
        cwd=installed.home,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_from_files_to_a_digest(boats: Installed, tmp_path: Path) -> None:
    """Two outlets, one story, an update without a notice, and what the digest says of it."""
    files = {
        "post-1.html": (page(), ADDRESS, "2024-11-17T12:00"),
        "post-2.html": (page(12_000), ADDRESS, "2024-11-17T15:00"),
        "radio.html": (page(10_000), "https://coast-radio.example/boat", "2024-11-17T13:00"),
    }
    for name, (body, url, at) in files.items():
        (tmp_path / name).write_bytes(body)
        ran = boats("ingest", tmp_path / name, "--url", url, "--at", at, "--story", "Night boat")
        assert ran.returncode == 0, ran.stderr
    digest = json.loads(boats("digest", "--story", "night-boat", "--json").stdout)
    (change,) = digest["facts"]
    assert "12,000" in json.dumps(change)
    assert len(digest["unannounced"]) == 1
    assert len(digest["disagreements"]) == 1
    assert json.loads(
        boats("compare", tmp_path / "post-1.html", tmp_path / "post-2.html", "--json").stdout
    )["shifts"]
    text = json.loads(boats("show", ADDRESS, "--version", 1, "--json").stdout)["text"]
    assert "carried 10,000 passengers" in text


@pytest.mark.parametrize("command", ["log", "log --json", "digest"])
def test_a_reader_that_leaves_early_is_no_error(
    boats: Installed, tmp_path: Path, command: str
) -> None:
    """No traceback, no complaint: the code a shell gives a program that SIGPIPE ended."""
    (tmp_path / "a.html").write_bytes(page())
    assert boats("ingest", tmp_path / "a.html").returncode == 0
    ran = in_shell(boats, f"set -o pipefail; tracker {command} | (exec <&-; sleep 3)")
    assert (ran.returncode, ran.stderr) == (141, "")
    assert in_shell(boats, f"tracker {command} | head -1").stderr == ""


def test_colours_are_for_terminals_that_want_them(boats: Installed, tmp_path: Path) -> None:
    """A pipe gets none; a terminal does, unless NO_COLOR is set."""
    (tmp_path / "a.html").write_bytes(page())
    (tmp_path / "b.html").write_bytes(page(12_000))
    compare = f"tracker compare {tmp_path}/a.html {tmp_path}/b.html"
    terminal = f"TERM=xterm-256color script -qec '{compare}' /dev/null < /dev/null"
    assert "\x1b[" not in in_shell(boats, compare).stdout
    if in_shell(boats, "command -v script").returncode == 0:
        assert re.search(COLOUR, in_shell(boats, terminal).stdout)
        assert not re.search(COLOUR, in_shell(boats, f"NO_COLOR=1 {terminal}").stdout)


def test_text_that_no_terminal_can_show_is_shown_somehow(boats: Installed, tmp_path: Path) -> None:
    """Control characters do nothing, and a C locale is no reason to fail."""
    body = page(headline="Night \x1b[31mboat\x07 \u202e stops \U0001f6a2")
    (tmp_path / "a.html").write_bytes(body)
    assert boats("ingest", tmp_path / "a.html", "--url", ADDRESS).returncode == 0
    for command in ("articles", "history night", "show night", "digest", "log", "facts"):
        ran = in_shell(boats, f"LC_ALL=C tracker {command}")
        assert ran.returncode == 0, (command, ran.stderr)
        assert not {"\x1b", "\x07"} & set(ran.stdout)


def _let_it_work(started: subprocess.Popen[str], seconds: float) -> None:
    with suppress(subprocess.TimeoutExpired):
        started.wait(seconds)


def test_lone_surrogates_and_nul_never_break_a_command(
    boats: Installed, sqlite_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are in the events as they came; every face shows a stand-in, JSON escapes them."""
    odd = (
        "The night boat stops in spring\n\n"
        "The night boat lost money in three\0 \ud800 winters, the company told its crews.\n\n"
        "It carried 10,000 passengers last winter, according to the harbour board.\n"
    )
    newer = odd.replace("10,000", "12,000").replace("the harbour board", "the \udfff board")
    with desk(sqlite_database) as context:
        for minute, source in enumerate((odd, newer)):
            monkeypatch.setattr(
                "tracker.services.taking.settling.read",
                lambda _body, source=source, **about: read(source, **about),
            )
            take(context, look(b"stands for it", minute))
    for command in (
        *("articles", "history night", "diff night", "facts", "statements", "digest", "log"),
        *("diff night --format side", "diff night --format unified", "show night"),
        *("digest --format html", "digest --format markdown", "verify"),
    ):
        ran = boats(*command.split())
        assert (ran.returncode, ran.stderr) == (0, ""), command
        assert "\0" not in ran.stdout
    shown = json.loads(boats("show", "night", "--version", 1, "--json").stdout)
    assert "three\0 \ud800 winters" in shown["text"]


@pytest.mark.parametrize("kills", [2, pytest.param(25, marks=pytest.mark.slow)])
def test_a_killed_ingest_is_healed_by_typing_it_again(
    boats: Installed, tmp_path: Path, kills: int
) -> None:
    """kill -9 at any moment: the log holds, and nothing is there twice or missing."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(6):
        headline = f"Boat number {number} is sold to the islands"
        (folder / f"{number}.html").write_bytes(
            page(number + 2, headline=headline).replace(b"The ", f"Boat {number}: the ".encode())
        )
    chance = random.Random(kills)
    for _ in range(kills):
        started = boats.start("ingest", folder, "--at", "2024-11-17", "--story", "boats")
        _let_it_work(started, chance.uniform(0.4, 2.0))
        started.send_signal(signal.SIGKILL)
        started.communicate()
        assert boats("verify").returncode == 0
    ran = boats("ingest", folder, "--at", "2024-11-17", "--story", "boats", "--json")
    assert ran.returncode == 0, ran.stderr
    records = json.loads(boats("articles", "--story", "boats", "--json").stdout)["articles"]
    assert [record["versions"] for record in records] == [1] * 6
    assert boats("verify").returncode == 0
    before = boats("facts", "--json").stdout
    assert boats("rebuild").returncode == 0
    assert boats("facts", "--json").stdout == before


def test_a_newcomer_is_told_what_to_type_next(installed: Installed) -> None:
    """No arguments: help. No database: what makes one."""
    bare = installed()
    assert "Usage" in bare.stdout + bare.stderr
    assert "tracker ingest" in installed("articles").stderr
    assert installed("--version").stdout.startswith("tracker ")


def test_once_for_cron(boats: Installed) -> None:
    """`tracker run --once` does what is due and ends, naming the database."""
    assert boats("schedule", "add", "hourly", "--cron", "0 * * * *").returncode == 0
    ran = boats("run", "--once")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "Database: " in ran.stderr
