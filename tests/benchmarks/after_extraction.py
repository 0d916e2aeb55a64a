"""What the tracker adds to extraction: keeping a page, comparing, folding, appending.

The versions of the sample story are taken in; beside that the same pages go through the extractor
alone, with the same settings. What is held to the bound begins where the reading is there:
folding its noise away, finding its article, keeping its bytes, comparing, folding the stream,
appending. Reading headline, notices and captions, for which the extractor has no settings, is part
of extracting; it is shown beside it, but not added to the extractor's time, to which all is held.
Left out are understanding and the tables derived from it, and asking whether they are up to date.

Counted is processor time: how long a disk takes to confirm a write is a matter of the disk.
"""

import gc
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from typing import cast

from tests.benchmarks.comparing import Writer
from tests.benchmarks.harness import Figure, Options
from tracker.bootstrap import open_context
from tracker.config import Settings
from tracker.projections.projector import Projector
from tracker.services.context import Context
from tracker.services.sample import SampleLook, load_sample
from tracker.services.taking.look import Look
from tracker.services.taking.settling import read_look
from tracker.services.taking.tracking import take

ROUNDS = 15
TEASERS = 340
PAGE_SIZE = 170_000  # bytes: the median of real pages; the article is a small part of them


@dataclass(frozen=True, slots=True)
class Page:
    """A look of the sample story."""

    look: SampleLook
    html: bytes


def run(options: Options) -> Iterator[Figure]:
    """The rest of the work as a share of the extraction, for pages as heavy as real ones."""
    for name, pages, at_most in (
        ("170 kB", [Page(page.look, heavy(page.html)) for page in sample()], 0.25),
        ("8 kB", sample(), None),
    ):
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(database_url=str(Path(folder) / "log.db"), zone="UTC")
            with open_context(settings) as context:
                rounds = [
                    (extraction(pages), reading(pages), taking(context, pages, turn))
                    for turn in range(options.scaled(ROUNDS) + 1)
                ][1:]
        each = median(alone for alone, _, _ in rounds) / len(pages) * 1000
        yield Figure(f"a page of {name}: extraction", each, "ms")
        share = median((read - alone) / alone for alone, read, _ in rounds)
        yield Figure("  the rest of reading it, beside that", share, "times")
        share = median((whole - read) / alone for alone, read, whole in rounds)
        yield Figure("  after reading: all but understanding", share, "times", at_most=at_most)
        share = median((whole - alone) / alone for alone, _, whole in rounds)
        yield Figure("  both", share, "times")


def processor_seconds(work: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    start = time.process_time()
    work()
    spent = time.process_time() - start
    gc.enable()
    return spent


def sample() -> list[Page]:
    """The looks of the sample story that found a new version."""
    pages: dict[bytes, Page] = {}
    for look in load_sample().looks:
        if look.page and "not a version" not in look.note:
            pages.setdefault(look.page, Page(look, look.page))
    return list(pages.values())


def heavy(html: bytes) -> bytes:
    """The page with navigation, teasers and scripts until it is as heavy as real ones.

    As there, two thirds of the weight are some 2,000 elements.
    """
    writer, random = Writer(7), Random(7)
    teasers = [teaser(number, writer.paragraphs(1)[0].split()[:9]) for number in range(TEASERS)]
    around = len(html) + sum(map(len, teasers))
    scripts = []
    while around < PAGE_SIZE:
        numbers = ",".join(str(random.randrange(10**6)) for _ in range(500))
        scripts.append(f"<script>window.q.push([{numbers}])</script>")
        around += len(scripts[-1])
    half = len(teasers) // 2
    opening = f"<nav><ul>{''.join(teasers[:half])}</ul></nav>"
    closing = f"<aside><ul>{''.join(teasers[half:])}</ul></aside>{''.join(scripts)}</body>"
    text = re.sub(r"(<body[^>]*>)", rf"\1{opening}", html.decode(), count=1)
    return text.replace("</body>", closing, 1).encode()


def teaser(number: int, words: Sequence[str]) -> str:
    return (
        f'<li class="teaser teaser--{number % 7}" data-position="{number}"><div class="teaser__in">'
        f'<a class="teaser__link" href="/{number}/{"-".join(words)}.html">'
        f'<img class="teaser__image" src="/images/{number}.jpg" alt="" width="320" height="180">'
        f'<span class="teaser__kicker">{words[0]}</span><h3>{" ".join(words)}</h3></a></div></li>'
    )


def extraction(pages: Sequence[Page]) -> float:
    """Seconds of the extractor alone, called as the tracker does."""
    from trafilatura import bare_extraction

    texts = [page.html.decode() for page in pages]
    return processor_seconds(
        lambda: [bare_extraction(text, fast=True, include_comments=False) for text in texts]
    )


def reading(pages: Sequence[Page]) -> float:
    """Seconds of reading the pages, extraction included."""
    return processor_seconds(
        lambda: [
            read_look(page.html, page.look.address, None, page.look.at, dated=True)
            for page in pages
        ]
    )


def taking(context: Context, pages: Sequence[Page], turn: int) -> float:
    """Seconds of taking the pages in as versions of new articles, reading included.

    What is recorded is understood and projected outside the time that counts.
    """
    silent = replace(context, projector=cast("Projector", Silent()))
    spent = 0.0
    for page in pages:
        own = page.look.address.encode()
        html = page.html.replace(own, own + b"?turn=%d" % turn)
        look = Look(f"{page.look.address}?turn={turn}", html, page.look.at, dated=True)
        spent += processor_seconds(partial(take, silent, look))
        context.projector.catch_up()
    return spent


class Silent:
    """In place of the projections, where understanding happens."""

    def catch_up(self) -> None:
        """Leaves the commits to be understood later."""
