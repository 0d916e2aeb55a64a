"""What the raw archive takes: ten captures of a page with small changes, for twenty pages.

The room is that of the rows in the database, beside the uncompressed pages. The time is that of
packing a capture against its base, unpacking the base included, beside compressing the
page whole in the same rounds: at the level pages are kept at, and at a better one.
"""

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median

import zstandard
from sqlalchemy import func, select

from tests.benchmarks.after_extraction import teaser
from tests.benchmarks.comparing import Writer
from tests.benchmarks.harness import Figure, Options, Rounds
from tests.benchmarks.noisy_pages import WEIGHT, Capture, histories
from tracker.bootstrap import open_context
from tracker.capture.archive import Kept
from tracker.capture.raws import Base, pack, raw_sha256, unpack
from tracker.capture.tables import raws
from tracker.config import Settings

ROUNDS = 60
LIGHT = 20_000  # bytes of what is not teasers: pages then pack to a fifth, as real ones do
NOON = datetime(2024, 11, 17, 12, tzinfo=UTC)
BETTER = 6  # level of zstd: the first that makes real pages 5% smaller


def run(options: Options) -> Iterator[Figure]:
    """Shares of the uncompressed bytes, and ratios of processor time in the same rounds."""
    pages = [list(captures(page)) for page in histories(plain=False, weight=LIGHT)]
    shares = [room(bodies) / sum(map(len, bodies)) for bodies in pages]
    yield Figure(
        "ten captures beside their HTML, median page", median(shares) * 100, "%", at_most=3
    )
    yield Figure("  the worst of 20 pages", max(shares) * 100, "%")
    bodies = pages[0]
    alone = len(pack(bodies[0], None).data) / len(bodies[0])
    yield Figure("  one capture alone, kept whole", alone * 100, "%")
    kept = pack(bodies[0], None).data
    contenders: dict[str, Callable[[], object]] = {
        "delta": partial(packed, kept, bodies[1]),
        "whole": partial(pack, bodies[1], None),
        "small": lambda: zstandard.ZstdCompressor(level=BETTER).compress(bodies[1]),
    }
    rounds = Rounds(contenders, options.scaled(ROUNDS))
    yield Figure("packing a capture against its base", rounds.typical("delta") * 1000, "ms")
    yield Figure(
        "  beside compressing it whole", rounds.ratio("delta", "whole"), "times", at_most=1
    )
    ratio = rounds.ratio("delta", "small")
    yield Figure(f"  beside that at level {BETTER}", ratio, "times", at_most=0.6)


def captures(page: list[Capture]) -> Iterator[bytes]:
    """The captures of a page with teasers around its article until it is as heavy as real ones."""
    writer, teasers, weight = Writer(len(page[0].html)), list[str](), LIGHT
    while weight < WEIGHT:
        teasers.append(teaser(len(teasers), writer.paragraphs(1)[0].split()[:9]))
        weight += len(teasers[-1])
    around = f"<aside><ul>{''.join(teasers)}</ul></aside></body>".encode()
    for capture in page:
        yield capture.html.replace(b"</body>", around, 1)


def packed(kept: bytes, body: bytes) -> None:
    """As the archive does it: the base is unpacked first."""
    assert pack(body, Base("base", unpack(kept, None), len(kept))).base


def room(bodies: list[bytes]) -> int:
    """Bytes that the archive takes for these captures of one article."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=str(Path(folder) / "log.db"), zone="UTC")
        with open_context(settings) as context:
            for number, body in enumerate(bodies):
                context.archive.keep(look(number, body), body)
            with context.engine.connect() as connection:
                taken = connection.scalar(select(func.sum(func.length(raws.c.bytes))))
            assert [context.archive.raw(raw_sha256(body)) for body in bodies] == bodies
    return int(taken or 0)


def look(number: int, body: bytes) -> Kept:
    return Kept(
        id=f"{number:032x}",
        article="a",
        address="https://harbour-post.example/a",
        observed_at=NOON + timedelta(minutes=number),
        dated=True,
        status=200,
        media_type="text/html",
        raw=raw_sha256(body),
        substance="s",
    )
