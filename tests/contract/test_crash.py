"""Killed while it appends, a writer leaves a log that is whole and ends with a whole commit."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.eventstore.sql import SqlEventStore
from tracker.services.keeping.migrating import open_database

WRITER = """
import sys
from itertools import count
from tests.contract.commits import commit
from tracker.eventstore.sql import SqlEventStore
from tracker.services.keeping.migrating import open_database
store = SqlEventStore(open_database(sys.argv[1]))
for number in count(store.head().commit):
    (made,) = store.append(commit(str(number), count=7))
    print(made.number, flush=True)
"""


@pytest.mark.parametrize("kills", [3, pytest.param(60, marks=pytest.mark.slow)])
def test_a_killed_writer_loses_nothing_it_was_told_is_kept(database: str, kills: int) -> None:
    engine = open_database(database)
    store = SqlEventStore(engine)
    for kill in range(kills):
        acknowledged = _write_and_kill(database, after=3 + kill % 5)
        assert store.head().commit >= acknowledged
        assert store.head().position == store.head().commit * 7
        assert store.verify().ok
    engine.dispose()


def _write_and_kill(database: str, after: int) -> int:
    """Number of the last commit the writer said it had appended."""
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": str(root)}
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, database], stdout=subprocess.PIPE, text=True, env=environment
    ) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline() for _ in range(after)]
        writer.send_signal(signal.SIGKILL)
        told += writer.stdout.readlines()
    return int([line for line in told if line.endswith("\n")][-1])
