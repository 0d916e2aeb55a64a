"""The tables derived from the log. `tracker rebuild` empties and refills every one of them."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

metadata = MetaData()


class UtcTime(TypeDecorator[datetime]):
    """A zone-aware time, kept in UTC on databases with and without zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class PlainText(TypeDecorator[str]):
    """Words of an article, to search and show: what a database cannot hold is replaced.

    NUL becomes its visible sign and a lone surrogate the replacement character; the exact words are
    in `data`, whose JSON is ASCII.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        del dialect
        if value is None or (value.isascii() and "\0" not in value):
            return value
        return value.encode("utf-8", "replace").decode("utf-8").replace("\0", "\u2400")


ID: TypeEngine[str] = String(64)

# How far the projections have read, and which code made them; the migration puts in the one row.
checkpoints = Table(
    "checkpoints",
    metadata,
    Column("consumer", ID, primary_key=True),
    Column("log_id", ID, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("code", ID, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("id", ID, primary_key=True),
    Column("outlet", PlainText, nullable=False, index=True),
    Column("address", Text, nullable=False),
    Column("status", ID, nullable=False),
    Column("headline", PlainText),
    Column("opening", PlainText),
    Column("searched", PlainText, nullable=False),
    Column("versions", Integer, nullable=False),
    Column("first_seen", UtcTime),
    Column("last_changed", UtcTime),
)

addresses = Table(
    "addresses",
    metadata,
    Column("key", Text, primary_key=True),
    Column("article", ID, nullable=False, index=True),
)

# Articles that turned out to be others, and which; never one that was merged itself.
merged = Table(
    "merged",
    metadata,
    Column("article", ID, primary_key=True),
    Column("into", ID, nullable=False, index=True),
)

tags = Table(
    "tags",
    metadata,
    Column("article", ID, primary_key=True),
    Column("tag", PlainText, primary_key=True, index=True),
)

presence = Table(
    "presence",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("article", ID, nullable=False, index=True),
    Column("kind", ID, nullable=False),
    Column("observed_at", UtcTime, nullable=False, index=True),
)

# Every recorded version; `number` is None where it repeats the substance of the one before it.
versions = Table(
    "versions",
    metadata,
    Column("id", ID, primary_key=True),
    Column("article", ID, nullable=False),
    Column("number", Integer),
    Column("observed_at", UtcTime, nullable=False, index=True),
    Column("recorded_at", UtcTime, nullable=False),
    Column("position", BigInteger, nullable=False, index=True),
    Column("substance", ID, nullable=False),
    Column("headline", PlainText),
    Column("published", UtcTime),
    Column("modified", UtcTime),
    Column("words", Integer, nullable=False),
    Column("image", Text),
    Index("versions_of_article", "article", "observed_at"),
)

# Hashes of the paragraphs of an article's versions: pasted text finds its article by them.
passages = Table(
    "passages",
    metadata,
    Column("hash", ID, primary_key=True),
    Column("article", ID, primary_key=True),
)

# What an article's latest version is told by: a name or a word, and how it stands there.
terms = Table(
    "terms",
    metadata,
    Column("kind", ID, primary_key=True),
    Column("key", PlainText, primary_key=True),
    Column("article", ID, primary_key=True, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("shown", PlainText, nullable=False),
)


def _of_version(name: str, *columns: Column[object]) -> Table:
    """A table of what one version says, in reading order; `data` is the whole item as JSON."""
    return Table(
        name,
        metadata,
        Column("version", ID, primary_key=True),
        Column("ordinal", Integer, primary_key=True, autoincrement=False),
        Column("article", ID, nullable=False, index=True),
        Column("field", ID, nullable=False),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column("sentence", PlainText, nullable=False),
        *columns,
        Column("data", Text, nullable=False),
    )


facts = _of_version(
    "facts",
    Column("id", ID, nullable=False, unique=True),
    Column("kind", ID, nullable=False),
    Column("unit", PlainText),
    Column("dimension", Text),
    Column("subject", PlainText),
    Column("scope", PlainText),
    Column("value", Float),
    Column("low", Float),
    Column("high", Float),
    Column("qualifier", ID, nullable=False),
)

statements = _of_version(
    "statements",
    Column("id", ID, nullable=False, unique=True),
    Column("kind", ID, nullable=False),
    Column("speaker", PlainText, index=True),
    Column("cue", PlainText),
)

notices = _of_version(
    "notices",
    Column("kind", ID, nullable=False),
    Column("stated_at", UtcTime),
)

# One row a shift, in the revision that ends in `new_version`; `before` and `after` are hashes of
# what either side asserts.
shifts = Table(
    "shifts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("article", ID, nullable=False, index=True),
    Column("old_version", ID, nullable=False),
    Column("new_version", ID, nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("topic", ID, nullable=False),
    Column("kind", ID, nullable=False),
    Column("before", ID, nullable=False),
    Column("after", ID, nullable=False),
    Column("chain", ID, nullable=False),
    Column("announced", Boolean, nullable=False),
    Column("weight", Float, nullable=False),
    Column("data", Text, nullable=False),
    Index("shifts_before", "article", "before"),
    Index("shifts_after", "article", "after"),
)

stories = Table(
    "stories",
    metadata,
    Column("id", ID, primary_key=True),
    Column("name", PlainText, nullable=False),
    Column("title", PlainText, nullable=False),
)

story_articles = Table(
    "story_articles",
    metadata,
    Column("story", ID, primary_key=True),
    Column("article", ID, primary_key=True, index=True),
    Column("position", BigInteger, nullable=False),
)

# What a story's versions say on the same things; `stale` until they are lined up again. `change`
# names the last change not lined up, and is empty where there is none.
ledgers = Table(
    "ledgers",
    metadata,
    Column("story", ID, primary_key=True),
    Column("stale", Boolean, nullable=False, index=True),
    Column("change", ID, nullable=False),
)

threads = Table(
    "threads",
    metadata,
    Column("story", ID, primary_key=True),
    Column("topic", ID, primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("outlets", Integer, nullable=False),
    Column("data", Text, nullable=False),
)

# `added_at` is since when its slots count: since it was added, resumed, or given other times.
# `last_local` names the last slot as its digest does. `cursor` is the log position up to which
# everything was told.
schedules = Table(
    "schedules",
    metadata,
    Column("name", ID, primary_key=True),
    Column("cron", Text),
    Column("zone", Text, nullable=False),
    Column("shifts", Integer),
    Column("every", Integer, nullable=False),
    Column("quiet", Text),
    Column("story", PlainText),
    Column("outlet", PlainText),
    Column("tag", PlainText),
    Column("kinds", Text, nullable=False),
    Column("weight", Float, nullable=False),
    Column("skip_empty", Boolean, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("added_at", UtcTime, nullable=False),
    Column("cursor", BigInteger, nullable=False),
    Column("last_slot", UtcTime),
    Column("last_local", Text),
)

# `address` is what may be shown of it; `wants` is JSON: types, schedules and what a Selection has.
# `since` is when its status became what it is, and `reason` why.
endpoints = Table(
    "endpoints",
    metadata,
    Column("id", ID, primary_key=True),
    Column("name", PlainText, nullable=False),
    Column("kind", ID, nullable=False),
    Column("address", Text, nullable=False),
    Column("allow_loopback", Boolean, nullable=False),
    Column("after", BigInteger, nullable=False),
    Column("wants", Text, nullable=False),
    Column("status", ID, nullable=False),
    Column("reason", PlainText),
    Column("since", UtcTime, nullable=False),
)

digests = Table(
    "digests",
    metadata,
    Column("id", ID, primary_key=True),
    Column("schedule", ID, nullable=False, index=True),
    Column("slot", UtcTime, nullable=False),
    Column("local", Text, nullable=False),
    Column("position", BigInteger, nullable=False, unique=True),
    Column("after", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("digest", Text, nullable=False),
)
