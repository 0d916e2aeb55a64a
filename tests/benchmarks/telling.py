"""From an append to the webhook: a daemon at work, and another process that records versions."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from unittest.mock import patch

from tests.benchmarks.harness import Figure, Options
from tests.integration.loopback import Answer, Asked, Loopback
from tracker.bootstrap import open_context
from tracker.config import load_settings
from tracker.services.context import Context
from tracker.services.delivering.endpoints import Wish, add_endpoint
from tracker.services.delivering.wants import Wants
from tracker.services.taking.look import Look
from tracker.services.taking.tracking import take

VERSIONS, WORDS = 60, 900
MOST_MILLISECONDS = 150
ADDRESS = "https://www.harbour-post.example/ferries/night-boat"


def run(options: Options) -> Iterator[Figure]:
    """Yield how long a version of a 900-word article takes from the log to a receiver."""
    took = sorted(_milliseconds(options.scaled(VERSIONS)))
    name = f"from append to webhook, {WORDS} words, median"
    yield Figure(name, median(took), "ms", at_most=MOST_MILLISECONDS)
    yield Figure("the same, 95 of 100", quantiles(took, n=20)[-1], "ms")


def _milliseconds(versions: int) -> list[float]:
    """Each version is appended by this process, which leaves the rest to the daemon."""
    arrived: SimpleQueue[float] = SimpleQueue()

    def receive(_asked: Asked) -> Answer:
        arrived.put(time.perf_counter())
        return Answer(204)

    chance, took = random.Random(7), []
    with TemporaryDirectory() as folder, Loopback(receive) as server:
        settings = load_settings(flags={"database_url": str(Path(folder, "log.db")), "zone": "UTC"})
        with open_context(settings) as context:
            wants = Wants(types=("version.captured",))
            wish = Wish(f"http://{server.at}/hook", "desk", allow_loopback=True, wants=wants)
            add_endpoint(context, wish)
            with daemon(context.database), patch.object(context.projector, "catch_up"):
                for number in range(versions):
                    time.sleep(chance.uniform(0.1, 0.3))
                    appended = _append(context, number)
                    took.append((arrived.get(timeout=30) - appended) * 1000)
    return took[1:]  # the first loads what the others find


def _append(context: Context, number: int) -> float:
    """When the version was in the log."""
    at: list[float] = []
    store = context.store
    append = store.append

    def noted(*commits):  # type: ignore[no-untyped-def]
        made = append(*commits)
        at.append(time.perf_counter())
        return made

    with patch.object(store, "append", noted):
        take(context, Look(ADDRESS, article_page(number), datetime.now(UTC), dated=True))
    return at[-1]


def article_page(number: int) -> bytes:
    """An article of invented sentences, of which one figure and one remark change."""
    sentence = "The board heard on {day} that {boats} boats had called at the harbour, {more}."
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    lines = [
        sentence.format(
            day=days[line % 5],
            boats=200 + line,
            more=f'and "we expect {line + 3} more", said Berit Aasen, who leads it',
        )
        for line in range(WORDS // 22)
    ]
    lines[3] = f"The boat carried {10_000 + number:,} passengers last winter, the company said."
    body = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f"<html lang=en><head><title>Night boat</title></head><body><article><h1>Night boat</h1>"
        f"{body}</article></body></html>"
    ).encode()


@contextmanager
def daemon(database: str, **settings: str) -> Iterator["subprocess.Popen[str]"]:
    """`tracker run` at work on a database."""
    variables = os.environ | settings | {"TRACKER_DATABASE_URL": database}
    command = [sys.executable, "-c", "from tracker.cli.main import main; main()", "run"]
    with subprocess.Popen(command, env=variables, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "started" in line:
                break
        try:
            yield process
        finally:
            process.terminate()
            process.communicate(timeout=20)
