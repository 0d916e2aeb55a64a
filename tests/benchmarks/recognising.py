"""Pages under noise that changes with every look: what is counted as a change, and what it costs.

`noisy_pages` are looked at as a round would, ten versions of each, in two layouts, every page of an
outlet of its own or five to one. Noise that is counted as a change and edits that are not are
counted from an outlet's third look on. Beside the time of a look, from its bytes to the database,
stands that of the extractor alone as it comes, on the same pages, in turns; understanding is left
out. Counted is processor time: how long a disk takes to confirm a write is a matter of the disk.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from unittest import mock

from tests.benchmarks.after_extraction import processor_seconds
from tests.benchmarks.harness import Figure, Options
from tests.benchmarks.noisy_pages import VERSIONS, Capture, histories
from tracker.bootstrap import open_context
from tracker.capture.archive import Outcome
from tracker.config import Settings
from tracker.projections.projector import Projector
from tracker.services.context import Context
from tracker.services.holding import take_or_hold
from tracker.services.look import Look
from tracker.services.recognising import recognise
from tracker.services.tracking import Taken

NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)
PAGES = 20
ROUNDS = 60


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
    """A page of real weight, looked at until its noise is known; then in turns with the extractor.

    What is looked at are versions of the page that differ in noise, and then one more edit each.
    """
    (history,) = histories(plain=True, pages=1)
    for turn in range(VERSIONS):
        take(context, look(history[turn], turn))
    edit = max(number for number, capture in enumerate(history) if number > 1 and capture.edit)
    before, edited = history[edit - 1 : edit + 1]
    noisy = history[edit - 1], history[edit - 2]
    samples: dict[str, list[float]] = {"noise": [], "edit": [], "noise, fast": []}
    for turn in range(rounds):
        for number, capture in enumerate(noisy):
            seen = look(capture, VERSIONS + 2 * turn + number)
            spent = processor_seconds(partial(take, context, seen))
            if turn:
                samples["noise"].append(spent / alone_seconds(capture))
                samples["noise, fast"].append(spent / alone_seconds(capture, fast=True))
    for turn in range(rounds // 4):
        for number, capture in enumerate((edited, before)):
            seen = look(capture, VERSIONS + 2 * (rounds + turn) + number)
            spent = processor_seconds(partial(take, context, seen))
            samples["edit"].append(spent / alone_seconds(capture))
    size = len(edited.html) / 1000
    yield Figure("weight of a page", size, "kB")
    yield ratio("a look that differs in noise, beside the extractor", samples["noise"], 0.10)
    yield Figure("  beside its fast mode", median(samples["noise, fast"]), "times")
    yield ratio("a look that found an edit, beside the extractor", samples["edit"], 1.25)


def ratio(name: str, samples: Sequence[float], bound: float) -> Figure:
    return Figure(name, median(samples), "times", at_most=bound)


def alone_seconds(capture: Capture, *, fast: bool = False) -> float:
    from trafilatura import bare_extraction

    return processor_seconds(partial(bare_extraction, capture.html.decode(), fast=fast))


def look(capture: Capture, turn: int) -> Look:
    moment = NOON + timedelta(minutes=10 * turn)
    return Look(capture.address, capture.html, moment, dated=True, media_type="text/html")


def take(context: Context, seen: Look) -> tuple[Taken, bool]:
    """What came of a look, and whether it was recognised without being read."""
    known = recognise(context, seen)
    if known.taken:
        return known.taken, True
    taken = take_or_hold(context, seen, known.refine).taken
    assert taken
    known.settle(taken)
    return taken, False
