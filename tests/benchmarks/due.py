"""Picking the most due of a million articles, and the memory of a process that watches many."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import Engine, insert

from tests.benchmarks.harness import Figure, Options
from tracker.capture.tables import watches
from tracker.services.keeping.migrating import open_database
from tracker.services.looks.rounds import most_due

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)
MANY, RESIDENT = 1_000_000, 100_000
MOST_SECONDS, MOST_MB = 0.010, 300
_BATCH = 20_000

# A process of its own, whose memory nothing else has touched: it looks at what is due, round by
# round; the addresses refuse a connection.
_WATCHER = """
import json, logging, resource, sys
from tracker.bootstrap import open_context
from tracker.config import load_settings
from tracker.daemon import Daemon
settings = load_settings(flags={"database_url": sys.argv[1], "zone": "UTC",
                                "capture": {"allow_loopback": True, "gap": 0, "budget": 10**9}})
with open_context(settings) as context:
    daemon = Daemon(context, settings)
    for _ in range(20):
        daemon.looking.look()
print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000))
"""


def run(options: Options) -> Iterator[Figure]:
    """Yield what picking costs among few and among many, and the memory of a process."""
    with TemporaryDirectory() as folder:
        few = _picking(_filled(Path(folder, "few.db"), 1_000))
        many = _picking(_filled(Path(folder, "many.db"), options.scaled(MANY)))
        yield Figure("picking the most due of 1,000", few * 1000, "ms")
        name = f"picking the most due of {options.scaled(MANY):,}"
        yield Figure(name, many * 1000, "ms", at_most=MOST_SECONDS * 1000)
        path = Path(folder, "resident.db")
        _filled(path, options.scaled(RESIDENT)).dispose()
        name = f"resident memory, watching {options.scaled(RESIDENT):,}"
        yield Figure(name, _resident(path), "MB", at_most=MOST_MB)


def _filled(path: Path, count: int) -> Engine:
    engine = open_database(str(path))
    with engine.begin() as connection:
        for start in range(0, count, _BATCH):
            numbers = range(start, min(start + _BATCH, count))
            connection.execute(insert(watches), [_row(number, count) for number in numbers])
    return engine


def _row(number: int, count: int) -> dict[str, object]:
    """One of two hundred outlets' articles; half are due, in an order of its own."""
    due = NOON + timedelta(seconds=(number * 7919) % count - count // 2)
    address = f"http://127.0.0.{number % 200 + 1}:9/2024/11/17/article-{number}"
    domain = f"127.0.0.{number % 200 + 1}"
    return {"address": address, "domain": domain, "next_look": due, "failures": 0}


def _picking(engine: Engine) -> float:
    """Seconds to read the most due, the median of many times."""
    took = []
    with engine.connect() as connection:
        for _ in range(50):
            began = perf_counter()
            most_due(connection, watches, NOON)
            took.append(perf_counter() - began)
    engine.dispose()
    return median(took)


def _resident(path: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-c", _WATCHER, str(path)], capture_output=True, text=True, check=True
    )
    return float(json.loads(done.stdout.splitlines()[-1]))
