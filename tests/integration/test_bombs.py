"""What it costs to be sent far more than a page: bounded memory, in a process of its own.

The bombs are as large as they are named; the server makes them while it sends. `python -m
tests.integration.test_bombs` prints how much memory each one took.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.integration.loopback import Answer, Loopback
from tests.integration.misbehaving import (
    endless,
    endless_headers,
    endless_hints,
    garbage_behind_gzip,
    gzip_bomb,
    header_bomb,
    members_bomb,
    page,
    tiny_chunks,
)
from tracker.capture.fetch import open_fetcher
from tracker.config import CaptureSettings
from tracker.errors import NetworkError

TEN_GIGABYTES = 10_000_000_000
MOST = 50.0  # MB
BOMBS: dict[str, tuple[Callable[[], Answer], str]] = {
    "10 GB in 10 MB of gzip": (lambda: gzip_bomb(TEN_GIGABYTES), "larger than"),
    "100 MB in 100 kB of gzip, announced": (
        lambda: gzip_bomb(100_000_000, announced=True),
        "larger than",
    ),
    "empty gzip members without end": (members_bomb, "keep us busy"),
    "a page of gzip and garbage without end": (garbage_behind_gzip, "larger than"),
    "a page without end": (endless, "larger than"),
    "a page without end in chunks of two bytes": (tiny_chunks, "in time"),
    "a megabyte of headers": (lambda: header_bomb(1_000_000), "not valid HTTP"),
    "headers without end": (endless_headers, "not valid HTTP"),
    "hints without end": (endless_hints, "head does not end"),
}


def swallow(address: str) -> tuple[float, str]:
    """By how many MB a process grows at most that looks at `address`, and what it says of it."""
    settings = CaptureSettings(allow_loopback=True, timeout=3)
    with open_fetcher(settings, lambda: datetime.now(UTC)) as fetcher:
        fetcher.look(f"{address}/before")  # what is loaded once
        before = most_memory()
        try:
            fetcher.look(f"{address}/bomb")
        except NetworkError as error:
            return most_memory() - before, str(error)
    raise AssertionError("the bomb was taken for a page")


def most_memory() -> float:
    """The most memory this process ever had, in MB."""
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def growth(bomb: Answer) -> tuple[float, str]:
    """MB that a process of its own took for it, and its error."""
    with Loopback(lambda asked: bomb if asked.path == "/bomb" else page("<p>News")) as site:
        code = "import json; from tests.integration.test_bombs import swallow\n"
        code += f"print(json.dumps(swallow('http://{site.at}')))"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr
    grown, said = json.loads(done.stdout)
    return grown, said


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_little_memory(name: str) -> None:
    """Less than 50 MB, for a limit of 8 MB, and it is named for what it is."""
    bomb, reason = BOMBS[name]
    grown, said = growth(bomb())
    assert grown < MOST
    assert reason in said


if __name__ == "__main__":
    for title, (made, _) in BOMBS.items():
        print(f"{growth(made())[0]:6.1f} MB  {title}")
