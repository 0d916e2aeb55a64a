"""Pages under noise that changes with every look: what is counted as a change, and what it costs.

`noisy_pages` are looked at as a round would, ten versions of each, in two layouts, every page of an
outlet of its own or five to one. Noise that is counted as a change and edits that are not are
counted from an outlet's third look on. Beside the time of a look, all of it but the fetch, stands
that of the extractor alone as it comes, on the same pages, in turns; understanding is left out.
Counted is processor time: how long a disk takes to confirm a write is a matter of the disk. On the
pages measured the extractor as it comes takes 1.5 times as long as in its fast mode, as it does on
real ones.
"""

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import fmean, median
from typing import NamedTuple
from unittest import mock

from tests.benchmarks.harness import Figure, Options
from tests.benchmarks.noisy_pages import VERSIONS, Capture, histories
from tracker.article.identity import outlet_of
from tracker.bootstrap import open_context
from tracker.capture.archive import Outcome
from tracker.capture.model import Capture as Answer
from tracker.capture.politeness import take_turn
from tracker.config import Settings
from tracker.projections.projector import Projector
from tracker.services.context import Context
from tracker.services.looks.looking import judge
from tracker.services.looks.pacing import Pace
from tracker.services.looks.watching import watch, watched
from tracker.services.taking.holding import take_or_hold
from tracker.services.taking.look import Look
from tracker.services.taking.recognising import recognise
from tracker.services.taking.tracking import Taken

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)
PAGES = 20
ROUNDS = 120
BLOCK = 10
LONGER = 24
"""Paragraphs by which the pages are longer whose costs are measured: as long as most articles."""

PACE = Pace(gap=timedelta(seconds=10))
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Date": "Sun, 17 Nov 2024 12:00:00 GMT",
    "Cache-Control": "max-age=30",
    "Vary": "Accept-Encoding",
    "Server": "edge",
}


def run(options: Options) -> Iterator[Figure]:
    """Counts over all layouts, then the ratios."""
    for plain in (False, True):
        for outlets in (PAGES, PAGES // 5):
            with new_log() as context:
                counts = counted(context, plain=plain, outlets=outlets)
            layout = "bare paragraphs" if plain else "boxes"
            yield Figure(f"noise in {layout}, {outlets} outlets: edits", counts["edits"], "")
            yield Figure("  of them not found", counts["missed"], "", at_most=0)
            yield Figure("  looks that differ in noise alone", counts["noise"], "")
            yield Figure("  of them counted as a change", counts["false"], "", at_most=0)
            yield Figure("  of them read all the same", counts["read"], "")
    with new_log() as context, mock.patch.object(Projector, "catch_up"):
        yield from costs(context, options.scaled(ROUNDS))


@contextmanager
def new_log() -> Iterator[Context]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=str(Path(folder) / "log.db"), zone="UTC")
        with open_context(settings) as context:
            yield context


def counted(context: Context, *, plain: bool, outlets: int) -> Counter[str]:
    counts: Counter[str] = Counter()
    looks: Counter[str] = Counter()
    for history in histories(plain=plain, outlets=outlets, pages=PAGES, weight=4000):
        for turn, capture in enumerate(history):
            looks[outlet := capture.address.split("/")[2]] += 1
            taken, recognised = take(context, look(capture, turn))
            if capture.edit:
                counts["edits"] += 1
                counts["missed"] += taken.outcome is not Outcome.VERSION
            elif turn and looks[outlet] > 2:
                counts["noise"] += 1
                counts["false"] += taken.outcome is Outcome.VERSION
                counts["read"] += not recognised
    return counts


def costs(context: Context, rounds: int) -> Iterator[Figure]:
    """Pages of real weight, in turns with the extractor; no look is like any before it.

    A whole look is counted but for the fetch: from the answer to the plan of the next look.
    """
    weighty = partial(histories, plain=True, pages=1, longer=LONGER)
    (quiet,) = weighty(versions=VERSIONS + rounds, edited=VERSIONS)
    (busy,) = weighty(versions=VERSIONS + rounds, seed=2)
    desk = Desk(context)
    blocks = list(desk.looks(quiet, lambda capture: capture.edit is None))
    yield Figure("weight of a page", len(quiet[-1].html) / 1000, "kB")
    yield Figure("the extractor alone", median(each.alone for each in blocks), "ms")
    yield Figure("  in its fast mode", median(each.fast for each in blocks), "ms")
    yield Figure("a look that differs in noise", median(each.spent for each in blocks), "ms")
    yield ratio("  beside the extractor", [each.spent / each.alone for each in blocks], 0.10)
    yield Figure(
        "  beside its fast mode", median(each.spent / each.fast for each in blocks), "times"
    )
    blocks = list(desk.looks(busy, lambda capture: capture.edit is not None))
    yield Figure("a look that found an edit", median(each.spent for each in blocks), "ms")
    yield ratio("  beside the extractor", [each.spent / each.alone for each in blocks], 1.25)


class Block(NamedTuple):
    """Milliseconds a page, over some that were looked at one after another, as in a round."""

    spent: float
    alone: float
    fast: float


@dataclass
class Desk:
    """Looks at what is watched, by a clock that goes on by ten minutes a look."""

    context: Context
    turn: int = 0

    def __post_init__(self) -> None:
        self.context = replace(self.context, clock=self.now)

    def now(self) -> datetime:
        return NOON + timedelta(minutes=10 * self.turn)

    def looks(
        self, history: Sequence[Capture], counts: Callable[[Capture], bool]
    ) -> Iterator[Block]:
        """What looks at a page cost once its noise is known: those that count, in blocks."""
        address = watch(self.context, history[0].address)
        take_turn(self.context.engine, outlet_of(address) or "", self.now(), timedelta(1))
        for capture in history[:VERSIONS]:
            self.look(address, capture)
        for start in range(VERSIONS, len(history), BLOCK):
            block = history[start : start + BLOCK]
            spent = [self.look(address, capture) for capture in block]
            pages = [capture for capture in block if counts(capture)]
            ours = [ms for capture, ms in zip(block, spent, strict=True) if counts(capture)]
            yield Block(fmean(ours), alone(pages), alone(pages, fast=True))

    def look(self, address: str, capture: Capture) -> float:
        self.turn += 1
        (row,) = [row for row in watched(self.context) if row["address"] == address]
        given = answer(capture, self.now())
        start = time.process_time()
        judge(self.context, row, given, PACE)
        return 1000 * (time.process_time() - start)


def answer(capture: Capture, moment: datetime) -> Answer:
    """A capture of a page as a server sends it."""
    headers = tuple(HEADERS.items())
    return Answer(
        address=capture.address,
        final_address=capture.address,
        observed_at=moment,
        status=200,
        headers={name.lower(): value for name, value in headers},
        media_type=HEADERS["Content-Type"],
        body=capture.html,
        etag=None,
        last_modified=None,
        received=headers,
        http_version="HTTP/2",
    )


def ratio(name: str, samples: Sequence[float], bound: float) -> Figure:
    return Figure(name, median(samples), "times", at_most=bound)


def alone(pages: Sequence[Capture], *, fast: bool = False) -> float:
    """Milliseconds of the extractor a page."""
    from trafilatura import bare_extraction

    texts = [page.html.decode() for page in pages]
    start = time.process_time()
    for text in texts:
        bare_extraction(text, fast=fast)
    return 1000 * (time.process_time() - start) / len(texts)


def look(capture: Capture, turn: int) -> Look:
    moment = NOON + timedelta(minutes=10 * turn)
    return Look(capture.address, capture.html, moment, dated=True, media_type="text/html")


def take(context: Context, seen: Look) -> tuple[Taken, bool]:
    """What came of a look, and whether it was recognised without being read."""
    known = recognise(context, seen)
    if known.taken:
        return known.taken, True
    taken = take_or_hold(context, seen, known.refine, known.correct).taken
    assert taken
    known.settle(taken)
    return taken, False
