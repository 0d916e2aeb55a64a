"""How large the log of an article grows: ten versions with small edits, beside their plain texts.

Counted is every column of the rows of `commits`, `events` and `streams`: the text of an event, and
what tells which event it is, when it was recorded and what hash ties it to the others.
"""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import ColumnElement, Engine, Integer, LargeBinary, cast, func, select

from tests.benchmarks.comparing import Writer
from tests.benchmarks.harness import Figure, Options
from tracker.bootstrap import open_context
from tracker.config import Settings
from tracker.eventstore.tables import commits, events, streams
from tracker.services.taking.look import Look
from tracker.services.taking.tracking import take

VERSIONS = 10
ARTICLES = 10
PARAGRAPHS = 24  # about 900 words
BEGAN = datetime(2025, 3, 3, 9, tzinfo=UTC)


def run(options: Options) -> Iterator[Figure]:
    """The log's bytes as a share of the bytes of the plain texts."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=str(Path(folder) / "log.db"), zone="UTC")
        with open_context(settings) as context:
            texts = 0
            for number in range(options.scaled(ARTICLES)):
                for version, body in enumerate(versions(number)):
                    seen = BEGAN + timedelta(minutes=version)
                    address = f"https://outlet.example/{number}.html"
                    take(context, Look(address, body, seen, dated=True, media_type="text/plain"))
                    texts += len(body)
            stored = log_bytes(context.engine)
    each = texts / options.scaled(ARTICLES) / VERSIONS
    yield Figure("plain text of a version", each, "bytes")
    yield Figure(
        "the log of ten versions beside their texts", stored / texts, "times", at_most=0.35
    )


def versions(seed: int) -> Iterator[bytes]:
    """Ten versions of an article; each changes a word, and now and then a paragraph comes in."""
    writer, random = Writer(seed), Random(seed)
    paragraphs = writer.paragraphs(PARAGRAPHS)
    for version in range(VERSIONS):
        yield "\n\n".join(["A headline that stays as it is", *paragraphs]).encode()
        place = random.randrange(PARAGRAPHS)
        words = paragraphs[place].split()
        words[random.randrange(len(words))] = f"{random.randrange(100, 1000)}"
        paragraphs[place] = " ".join(words)
        if version % 3 == 0:
            paragraphs[random.randrange(PARAGRAPHS) : 0] = writer.paragraphs(1)


def log_bytes(engine: Engine) -> int:
    """Bytes of all values of the log's rows; a number counts eight."""
    with engine.connect() as connection:
        return sum(
            int(value or 0)
            for table in (commits, events, streams)
            for value in connection.execute(select(*map(column_bytes, table.c))).one()
        )


def column_bytes(column: ColumnElement[Any]) -> ColumnElement[Any]:
    if isinstance(column.type, Integer):
        return func.count(column) * 8
    return func.sum(func.length(cast(column, LargeBinary)))
