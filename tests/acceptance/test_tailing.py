"""`tracker tail` beside other processes: as something is recorded, and how it ends."""

import json
import signal
import subprocess
import time
from collections.abc import Callable

import pytest

from tests.acceptance.conftest import Installed
from tests.contract.desk import desk, look, page, take_all

On = Callable[[object], Installed]
SECONDS = 20
"""Until something that is under way is surely done."""


@pytest.fixture
def begun(on: On, sqlite_database: str) -> Installed:
    """A database with one version of one article."""
    with desk(sqlite_database) as context:
        take_all(context, [look(page(), 0)])
    return on(sqlite_database)


def next_line(tailing: subprocess.Popen[str]) -> str:
    assert tailing.stdout is not None
    return tailing.stdout.readline()


def test_it_tells_what_another_process_records(begun: Installed, sqlite_database: str) -> None:
    """It catches up by itself, needs no daemon, and ends with 130 on Ctrl+C."""
    tailing = begun.start("tail", "--after", 0, "--json")
    with desk(sqlite_database) as context:
        for minute, boats in enumerate((11_000, 12_000), 1):
            take_all(context, [look(page(boats), minute)])
            line = json.loads(next_line(tailing))
            assert f"{boats:,}" in line["shift"]["shift"]["new"]["text"]
            assert line["shift"]["new_version"] == minute + 1
    tailing.send_signal(signal.SIGINT)
    out, err = tailing.communicate(timeout=SECONDS)
    assert (tailing.returncode, out, err.strip()) == (130, "", "")


def test_it_ends_when_its_reader_leaves_though_nothing_happens(begun: Installed) -> None:
    """With the code of a broken pipe, and without a word."""
    tailing = begun.start("tail")
    assert tailing.stdout is not None
    assert tailing.stderr is not None
    tailing.stdout.close()
    assert tailing.wait(SECONDS) == 141
    assert tailing.stderr.read() == ""
    tailing.stderr.close()


def test_it_rests_while_nothing_happens(begun: Installed) -> None:
    """A second of waiting costs a small part of a second of work."""
    tailing = begun.start("tail", "--after", 0)
    time.sleep(2)  # until it has started
    before = worked(tailing)
    time.sleep(2)
    assert worked(tailing) - before < 0.4
    tailing.send_signal(signal.SIGINT)
    tailing.communicate(timeout=SECONDS)


def worked(process: subprocess.Popen[str]) -> float:
    """Seconds of work of a process, from what the system counts."""
    import os

    try:
        with open(f"/proc/{process.pid}/stat", encoding="ascii") as file:  # noqa: PTH123
            fields = file.read().rpartition(")")[2].split()
    except FileNotFoundError:
        pytest.skip("this system does not tell")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
