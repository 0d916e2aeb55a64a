"""The tables of the log. Migrations make them; a test holds the two together."""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.types import TypeEngine

metadata = MetaData()


class Id(TypeDecorator[UUID]):
    """A UUID in 16 bytes: PostgreSQL's own type, a blob on SQLite (SQLAlchemy's takes 32 there)."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Uuid() if dialect.name == "postgresql" else LargeBinary(16))

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        return value if value is None or dialect.name == "postgresql" else UUID(bytes=value)


# SQLite keeps a row under its key, without a second index, only where the type is exactly INTEGER.
_Number: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")

log_head = Table(
    "log_head",
    metadata,
    Column(
        "key",
        SmallInteger,
        CheckConstraint("key = 1", "log_head_one_row"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("log_id", Id, nullable=False),
    Column("commit_number", _Number, nullable=False),
    Column("position", _Number, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)

streams = Table(
    "streams",
    metadata,
    # The number of the stream's first commit: unique without a sequence.
    Column("key", _Number, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    UniqueConstraint("id", name="streams_id"),
)

event_types = Table(
    "event_types",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    UniqueConstraint("name", name="event_types_name"),
)

commits = Table(
    "commits",
    metadata,
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("id", Id, nullable=False),
    Column("stream", _Number, ForeignKey("streams.key", name="commits_stream"), nullable=False),
    Column("recorded_at", _Number, nullable=False),
    Column("first_position", _Number, nullable=False),
    Column("last_position", _Number, nullable=False),
    Column("version", _Number, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("id", name="commits_id"),
    # The way into one stream: its commits in order, each a run of positions in `events`. The last
    # one's version is the stream's.
    UniqueConstraint("stream", "version", name="commits_stream_version"),
)

events = Table(
    "events",
    metadata,
    Column("position", _Number, primary_key=True, autoincrement=False),
    Column(
        "commit_number", _Number, ForeignKey("commits.number", name="events_commit"), nullable=False
    ),
    Column("version", _Number, nullable=False),
    Column("type", Integer, ForeignKey("event_types.key", name="events_type"), nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("data", Text),
    Column("salt", LargeBinary),
    Column("digest", LargeBinary),
    CheckConstraint(
        "(data IS NULL) = (salt IS NULL) AND (data IS NULL) = (digest IS NOT NULL)",
        name="events_data_or_digest",
    ),
)
