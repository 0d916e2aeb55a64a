"""The daemons at work on a database. Not derived: a rebuild leaves it alone."""

from sqlalchemy import Column, Integer, MetaData, String, Table, Text

from tracker.projections.tables import UtcTime

metadata = MetaData()

# `jobs` is JSON: for each of its jobs when it last did well, and since when and why it fails.
daemons = Table(
    "daemons",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("version", String(64), nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("jobs", Text, nullable=False),
)
