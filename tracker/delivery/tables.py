"""Endpoints' secrets and marks, and the outbox. Not derived from the log: a rebuild keeps them."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

from tracker.projections.tables import UtcTime

metadata = MetaData()

# `mark` is the log position up to which published digests have been put into the outbox.
endpoint_keys = Table(
    "endpoint_keys",
    metadata,
    Column("endpoint", String(64), primary_key=True),
    Column("secret", Text, nullable=False),
    Column("mark", BigInteger, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("endpoint", ForeignKey("endpoint_keys.endpoint"), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("status", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt", UtcTime, nullable=False),
    Column("last_answer", Text),
    Index("outbox_due", "status", "next_attempt"),
)
