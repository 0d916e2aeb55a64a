"""`tracker run` as a process of its own, on loopback, and what it logs."""

import json
import os
import queue
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

COMMAND = (sys.executable, "-c", "from tracker.cli.main import main; main()")
SECONDS = 30.0
"""More than anything here takes on a busy machine."""


class Running:
    """A daemon at work; `logged` holds its records so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.logged: list[dict[str, Any]] = []
        self.other: list[str] = []
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._lines.put(line)
        self._lines.put(None)

    def wait_for(self, event: str, **facts: object) -> dict[str, Any]:
        """The next record of that event with these facts."""
        until = time.monotonic() + SECONDS
        while (line := self._lines.get(timeout=max(until - time.monotonic(), 0.01))) is not None:
            if not line.startswith("{"):
                self.other.append(line)
                continue
            record: dict[str, Any] = json.loads(line)
            self.logged.append(record)
            if record["event"] == event and facts.items() <= record.items():
                return record
        raise AssertionError(f"no {event!r} in {self.logged} {self.other}")

    def drain(self) -> list[dict[str, Any]]:
        """All its records, of one that has ended."""
        self.wait_for("stopped")
        return self.logged

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> float:
        """How many seconds it takes to end, with exit code 0."""
        began = time.monotonic()
        self.send(number)
        assert self.process.wait(SECONDS) == 0
        return time.monotonic() - began


@contextmanager
def running(
    database: str,
    home: Path,
    *options: str,
    program: Sequence[str] = COMMAND,
    **settings: object,
) -> Iterator[Running]:
    """`tracker run` meanwhile; settings are named like `capture__timeout`."""
    with subprocess.Popen(
        [*program, *options, "run"],
        env=environment(database, home, **settings),
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            daemon = Running(process)
            daemon.wait_for("started")
            yield daemon
        finally:
            process.kill()


def command(
    database: str, home: Path, *arguments: str, **settings: object
) -> subprocess.CompletedProcess[str]:
    """`tracker ARGUMENTS`, done."""
    return subprocess.run(
        [*COMMAND, *arguments],
        env=environment(database, home, **settings),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def environment(database: str, home: Path, **settings: object) -> Mapping[str, str]:
    """Nobody's own settings, and loopback allowed."""
    own = {"capture__allow_loopback": "true", "capture__gap": "0", "zone": "UTC"}
    named = own | {name: str(value) for name, value in settings.items()}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
    return (
        kept
        | {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
        | {"TRACKER_DATABASE_URL": database}
        | {f"TRACKER_{name.upper()}": value for name, value in named.items()}
    )


def until(is_so: Callable[[], object], seconds: float = SECONDS) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.02)
