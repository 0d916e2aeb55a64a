"""A look that finds nothing changed: what the tracker adds to the bare exchange of a 304.

The bare exchange is httpx with one client and a kept connection, asking with the same validators.
Beside it stands the same with a client made for each look, as several trackers do. Counted is
processor time of this process; the server is another one.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median

import httpx
from sqlalchemy import Engine

from tests.benchmarks.harness import Figure, Options
from tracker.capture.fetch import Fetcher, open_fetcher
from tracker.capture.freshness import not_before
from tracker.capture.model import Capture, Validators
from tracker.capture.politeness import end_turn, gap_of, take_turns
from tracker.capture.robots import RobotsCache
from tracker.config import CaptureSettings
from tracker.services.keeping.migrating import open_database

ROUNDS = 30
LOOKS = 50
DOMAINS = [f"{number}.example" for number in range(LOOKS)]
ETAG = '"one"'
SERVER = """
import sys
from tests.integration.loopback import Answer, Loopback
page = Answer(304, {"ETag": '"one"', "Cache-Control": "max-age=60", "Vary": "Accept-Encoding"})
rules = Answer(200, {"Content-Type": "text/plain"}, b"User-agent: *\\nDisallow: /search\\n" * 50)
with Loopback(lambda asked: rules if asked.path == "/robots.txt" else page) as site:
    print(site.port, flush=True)
    sys.stdin.read()
"""
HEADERS = {"if-none-match": ETAG, "user-agent": "bare", "accept-encoding": "gzip"}


def run(options: Options) -> Iterator[Figure]:
    """Milliseconds and ratios a look, medians over rounds that every contender runs in turn."""
    with serving() as address, tempfile.TemporaryDirectory() as folder:
        settings = CaptureSettings(allow_loopback=True)
        engine = open_database(str(Path(folder) / "log.db"))
        with httpx.Client() as client, open_fetcher(settings, lambda: datetime.now(UTC)) as fetcher:
            contenders: dict[str, Callable[[], object]] = {
                "bare": partial(bare, client, address),
                "look": partial(look, fetcher, address),
                "polite": polite(engine, fetcher, address),
                "new client": partial(bare_anew, address),
            }
            spent = timed(contenders, options.scaled(ROUNDS))
        engine.dispose()
    alone = spent["bare"]
    yield Figure("a 304 over a kept connection, httpx alone", median(alone), "ms")
    yield Figure("  with a client made for each", median(spent["new client"]), "ms")
    yield Figure("  as a look of ours: beyond httpx alone", above(spent["look"], alone), "ms")
    beyond = above(spent["polite"], alone)
    yield Figure("  with its turn, robots.txt and freshness", beyond, "ms", at_most=1)
    ratio = median(ours / theirs for ours, theirs in zip(spent["polite"], alone, strict=True))
    yield Figure("  the same, as a ratio", ratio, "times")


def bare(client: httpx.Client, address: str) -> None:
    with client.stream("GET", address, headers=HEADERS) as response:
        assert response.read() == b""
        assert response.status_code == 304


def bare_anew(address: str) -> None:
    with httpx.Client() as client:
        bare(client, address)


def look(fetcher: Fetcher, address: str) -> Capture:
    capture = fetcher.look(address, Validators(address, ETAG, None))
    assert capture.unchanged
    return capture


def polite(engine: Engine, fetcher: Fetcher, address: str) -> Callable[[], None]:
    """A look with all that is kept to around it; turns are taken together, as a round does."""
    robots = RobotsCache(engine, "news-update-tracker/0.1")
    robots.ask(fetcher, address, datetime.now(UTC))
    free: list[str] = []

    def looked() -> None:
        now = datetime.now(UTC)
        if not free:
            free.extend(take_turns(engine, DOMAINS, now, timedelta(minutes=1)))
        rules = robots.known(address, now)
        assert rules is not None
        assert rules.allows(address)
        assert not_before(look(fetcher, address))
        end_turn(engine, free.pop(), now, gap_of(0, rules.crawl_delay))

    return looked


def timed(contenders: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of processor time a look, of each contender in each round but the first."""
    spent: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(rounds + 1):
        for name in list(contenders)[:: 1 if turn % 2 else -1]:
            looks = LOOKS // 10 if name == "new client" else LOOKS
            start = time.process_time()
            for _ in range(looks):
                contenders[name]()
            spent[name].append((time.process_time() - start) / looks * 1000)
    return {name: values[1:] for name, values in spent.items()}


def above(spent: list[float], alone: list[float]) -> float:
    return median(ours - theirs for ours, theirs in zip(spent, alone, strict=True))


@contextmanager
def serving() -> Iterator[str]:
    """The address of a page that never changes, served by a process of its own."""
    command = [sys.executable, "-c", SERVER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as it:
        assert it.stdout is not None
        yield f"http://127.0.0.1:{it.stdout.readline().strip()}/story"
        it.communicate()
