"""The log: its head, streams, event types, commits and events, and the triggers that keep them.

A migration stands as it was written: the columns are spelled out here, not taken from the code.
"""

import os
import uuid
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_tables()
    _create_head()
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _create_tables() -> None:
    op.create_table(
        "log_head",
        sa.Column("key", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("log_id", _id(), nullable=False),
        sa.Column("commit_number", _number(), nullable=False),
        sa.Column("position", _number(), nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.CheckConstraint("key = 1", "log_head_one_row"),
    )
    op.create_table(
        "streams",
        sa.Column("key", _number(), primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.UniqueConstraint("id", name="streams_id"),
    )
    op.create_table(
        "event_types",
        sa.Column("key", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.UniqueConstraint("name", name="event_types_name"),
    )
    op.create_table(
        "commits",
        sa.Column("number", _number(), primary_key=True, autoincrement=False),
        sa.Column("id", _id(), nullable=False),
        sa.Column(
            "stream", _number(), sa.ForeignKey("streams.key", name="commits_stream"), nullable=False
        ),
        sa.Column("recorded_at", _number(), nullable=False),
        sa.Column("first_position", _number(), nullable=False),
        sa.Column("last_position", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("id", name="commits_id"),
        sa.UniqueConstraint("stream", "version", name="commits_stream_version"),
    )
    op.create_table(
        "events",
        sa.Column("position", _number(), primary_key=True, autoincrement=False),
        sa.Column(
            "commit_number",
            _number(),
            sa.ForeignKey("commits.number", name="events_commit"),
            nullable=False,
        ),
        sa.Column("version", _number(), nullable=False),
        sa.Column(
            "type", sa.Integer, sa.ForeignKey("event_types.key", name="events_type"), nullable=False
        ),
        sa.Column("schema_version", sa.Integer, nullable=False),
        sa.Column("data", sa.Text),
        sa.Column("salt", sa.LargeBinary),
        sa.Column("digest", sa.LargeBinary),
        sa.CheckConstraint(
            "(data IS NULL) = (salt IS NULL) AND (data IS NULL) = (digest IS NOT NULL)",
            "events_data_or_digest",
        ),
    )


def _number() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _id() -> sa.types.TypeEngine[bytes]:
    return sa.LargeBinary().with_variant(sa.Uuid(), "postgresql")


def _create_head() -> None:
    log_id = uuid.UUID(bytes=os.urandom(16), version=4)
    stored = log_id if op.get_bind().dialect.name == "postgresql" else log_id.bytes
    op.get_bind().execute(
        sa.text("INSERT INTO log_head VALUES (1, :log_id, 0, 0, :hash)"),
        {"log_id": stored, "hash": sha256(log_id.bytes).digest()},
    )


_SAME_EVENT = (
    "NEW.position = OLD.position AND NEW.commit_number = OLD.commit_number"
    " AND NEW.version = OLD.version AND NEW.type = OLD.type"
    " AND NEW.schema_version = OLD.schema_version"
    " AND OLD.data IS NOT NULL AND NEW.data IS NULL"
)
"""The one change allowed to an event: its data and salt give way to their digest."""

# SQLite has no SHA-256 to check this with; verifying does.
_RIGHT_DIGEST = "NEW.digest = sha256(OLD.salt || convert_to(OLD.data, 'UTF8'))"

_ALLOWED_CHANGE = {
    "streams": "1 = 0",
    "event_types": "1 = 0",
    "commits": "1 = 0",
    "events": _SAME_EVENT,
    "log_head": (
        "NEW.log_id = OLD.log_id AND NEW.commit_number >= OLD.commit_number"
        " AND NEW.position >= OLD.position"
    ),
}


def _guard_sqlite() -> None:
    for table, allowed in _ALLOWED_CHANGE.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, 'the log is append-only: {table}'); END"
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
            f" WHEN NOT ({allowed}) {refuse}"
        )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION tracker_append_only() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN RAISE EXCEPTION 'the log is append-only: %', TG_TABLE_NAME; END $$"
    )
    guard = "EXECUTE FUNCTION tracker_append_only()"
    for table, allowed in _ALLOWED_CHANGE.items():
        exact = f"{allowed} AND {_RIGHT_DIGEST}" if table == "events" else allowed
        op.execute(
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW {guard}"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW"
            f" WHEN (NOT ({exact})) {guard}"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT {guard}"
        )
