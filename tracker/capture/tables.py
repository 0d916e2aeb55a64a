"""The archive of all looks, and what is watched. Not derived from the log: a rebuild keeps it."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from tracker.projections.tables import UtcTime

metadata = MetaData()

# Raw bytes as they came, once each, compressed with zstd.
raws = Table(
    "raws",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
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
    Index("captures_of_article", "article", "observed_at", "id"),
    Index("captures_by_outcome", "article", "outcome"),
)

watches = Table(
    "watches",
    metadata,
    Column("address", Text, primary_key=True),
    Column("every", Integer, nullable=False),
    Column("next_look", UtcTime, nullable=False, index=True),
    Column("missing_since", UtcTime),
    Column("failures", Integer, nullable=False),
    Column("last_error", Text),
    Column("validated_address", Text),
    Column("etag", Text),
    Column("last_modified", Text),
)
