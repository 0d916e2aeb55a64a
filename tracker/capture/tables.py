"""The archive of all looks, and what is watched. Not derived from the log: a rebuild keeps it."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from tracker.projections.tables import UtcTime

metadata = MetaData()

# Raw bytes as they came, once each, compressed with zstd; where `base` names others, kept whole,
# only by what differs from them.
raws = Table(
    "raws",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
    Column("base", String(64), index=True),
)

captures = Table(
    "captures",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("article", String(64), nullable=False),
    Column("address", Text, nullable=False),
    Column("observed_at", UtcTime, nullable=False),
    Column("dated", Boolean, nullable=False),
    Column("status", Integer, nullable=False),
    Column("media_type", Text),
    Column("raw", ForeignKey("raws.sha256")),
    Column("substance", String(64)),
    Column("outcome", String(16), nullable=False),
    Column("reasons", Text, nullable=False),
    Column("final_address", Text),
    Column("headers", Text),
    Column("http_version", String(16)),
    Column("phrase", Text),
    Index("captures_of_article", "article", "observed_at", "id"),
    Index("captures_by_outcome", "outcome", "article"),
)

# What lists articles: feeds, sitemaps, section pages. `parent` is the index that lists a sitemap;
# `fresh` and `hours` are what its pace is learned from: entries that were new, in so many hours.
sources = Table(
    "sources",
    metadata,
    Column("address", Text, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("title", Text),
    Column("include", Text, nullable=False),
    Column("exclude", Text, nullable=False),
    Column("tags", Text, nullable=False),
    Column("every", Integer),
    Column("added_at", UtcTime, nullable=False),
    Column("next_look", UtcTime, nullable=False, index=True),
    Column("last_look", UtcTime),
    Column("last_new", UtcTime),
    Column("entries", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("last_error", Text),
    Column("validated_address", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("parent", Text, index=True),
    Column("fresh", Float, nullable=False),
    Column("hours", Float, nullable=False),
)

# What sources have listed, by hashes of the address and of the source's own id: what is known of is
# not taken for new, whether it is still watched or not. `address` is where it is watched.
listed = Table(
    "listed",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("address", Text, nullable=False, index=True),
)

# Every article address looked at. `every` is None where its pace is learned; `source` found it.
# Looks, changes and exposure are what the pace is learned from; `held_for` are reasons (JSON).
watches = Table(
    "watches",
    metadata,
    Column("address", Text, primary_key=True),
    Column("every", Integer),
    Column("next_look", UtcTime, nullable=False, index=True),
    Column("missing_since", UtcTime),
    Column("failures", Integer, nullable=False),
    Column("last_error", Text),
    Column("validated_address", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("domain", String(255), nullable=False, server_default=""),
    Column("source", Text, index=True),
    Column("tags", Text, nullable=False, server_default="[]"),
    Column("published", UtcTime),
    Column("last_look", UtcTime),
    Column("last_change", UtcTime),
    Column("looks", Integer, nullable=False, server_default="0"),
    Column("changes", Integer, nullable=False, server_default="0"),
    Column("exposure", Float, nullable=False, server_default="0"),
    Column("held_since", UtcTime),
    Column("held_for", Text),
    *(
        # Those in trouble are few: found at once among a million that do well.
        Index(name, column, sqlite_where=text(where), postgresql_where=text(where))
        for name, column, where in (
            ("watches_failing", "failures", "failures > 0"),
            ("watches_held", "held_since", "held_since IS NOT NULL"),
        )
    ),
)

# Politeness and pace of a registrable domain: no request before `free_at`.
hosts = Table(
    "hosts",
    metadata,
    Column("domain", String(255), primary_key=True),
    Column("free_at", UtcTime, nullable=False),
    Column("changes", Integer, nullable=False),
    Column("exposure", Float, nullable=False),
)

# robots.txt as an origin (scheme, host, port) gave it, good until `until`.
robots = Table(
    "robots",
    metadata,
    Column("origin", Text, primary_key=True),
    Column("status", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("until", UtcTime, nullable=False),
)

# The visible text of an address as last seen, a hash a segment: an unchanged page is known by it.
fingerprints = Table(
    "fingerprints",
    metadata,
    Column("address", Text, primary_key=True),
    Column("capture", String(64), nullable=False),
    Column("segments", LargeBinary, nullable=False),
)

# Places in an outlet's pages that were found to change on their own, whatever the article.
regions = Table(
    "regions",
    metadata,
    Column("outlet", String(255), primary_key=True),
    Column("key", String(32), primary_key=True),
)

# Which way of reading an outlet's pages has worked (JSON).
recipes = Table(
    "recipes",
    metadata,
    Column("outlet", String(255), primary_key=True),
    Column("data", Text, nullable=False),
)

# How far an import has come, so that it goes on where it was broken off.
imports = Table(
    "imports",
    metadata,
    Column("name", String(255), primary_key=True),
    Column("cursor", Text, nullable=False),
    Column("taken", Integer, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
)
