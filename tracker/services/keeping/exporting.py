"""Writing what the archive holds into a file that other tools read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.capture.archive import Kept
from tracker.projections.queries import Among, article_records
from tracker.services.context import Context


@dataclass(frozen=True, slots=True)
class Step:
    """After an article: its number, how many there are, and the records of each kind so far."""

    number: int
    articles: int
    records: Counter[str]


def export_warc(
    context: Context, file: Path, among: Among, since: datetime | None, about: str
) -> Iterator[Step]:
    """Write all looks at these articles, from `since` on, as WARC; `about` describes the choice.

    The file is there when all is written, and not before: what was broken off leaves none.
    """
    from tracker.capture.warc import WarcFile

    with context.engine.connect() as connection:
        articles = sorted(record.id for record in article_records(connection, among))
    described = {
        "software": "news-update-tracker",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "description": about,
    }
    records: Counter[str] = Counter()
    unfinished = file.with_name(f"{file.name}.part")
    try:
        with unfinished.open("wb") as out:
            warc = WarcFile(out, described, context.clock())
            yield Step(0, len(articles), records)
            for number, article in enumerate(articles, start=1):
                for look in _looks(context, article, since):
                    body = None if look.raw is None else context.archive.raw(look.raw)
                    records[warc.add(look, body)] += 1
                yield Step(number, len(articles), records)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _looks(context: Context, article: str, since: datetime | None) -> Iterator[Kept]:
    for look in context.archive.of_article(article):
        if (since is None or look.observed_at >= since) and (look.raw or look.headers):
            yield look
