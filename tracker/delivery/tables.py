"""Endpoints' secrets, marks and health, and the outbox. Not derived: a rebuild keeps them."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from tracker.projections.tables import UtcTime

metadata = MetaData()

# `address` and the secrets are the values, or where they are found: env:NAME, file:PATH. A
# notification has no secret, and may have a template of its own (JSON, by kind of text).
endpoint_keys = Table(
    "endpoint_keys",
    metadata,
    Column("endpoint", String(64), primary_key=True),
    Column("address", Text, nullable=False),
    Column("secret", Text),
    Column("previous_secret", Text),
    Column("previous_until", UtcTime),
    Column("template", Text),
)

# Up to which log position everything was put into the outbox. Apart from how the endpoint does: who
# takes in the log must not wait for who delivers, nor the other way round.
endpoint_marks = Table(
    "endpoint_marks",
    metadata,
    Column("endpoint", ForeignKey("endpoint_keys.endpoint"), primary_key=True),
    Column("position", BigInteger, nullable=False),
)

# `failing_since` is the first failure after the last success; nothing is attempted before
# `rest_until`.
endpoint_health = Table(
    "endpoint_health",
    metadata,
    Column("endpoint", ForeignKey("endpoint_keys.endpoint"), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("failing_since", UtcTime),
    Column("rest_until", UtcTime),
    Column("last_success", UtcTime),
    Column("last_answer", Text),
)

# What is told, once for all endpoints: `body` is the JSON as it is sent, byte for byte. `subject`
# is the id of what it tells of: a version, a shift, a digest.
messages = Table(
    "messages",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("type", String(64), nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("subject", String(64), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("body", Text, nullable=False),
)

# One message for one endpoint. A claim counts as an attempt and moves `next_attempt` on by the
# lease; `claim` names it, so that whoever comes back late does not settle another one's attempt.
outbox = Table(
    "outbox",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("endpoint", ForeignKey("endpoint_keys.endpoint"), nullable=False),
    Column("message", ForeignKey("messages.id"), nullable=False),
    Column("status", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("queued_at", UtcTime, nullable=False),
    Column("next_attempt", UtcTime, nullable=False),
    Column("claim", String(64)),
    Column("last_attempt", UtcTime),
    Column("last_status", Integer),
    Column("last_answer", Text),
    UniqueConstraint("message", "endpoint", name="outbox_once"),
    Index("outbox_due", "status", "next_attempt"),
    Index("outbox_by_time", "queued_at", "id"),
    Index("outbox_of_endpoint", "endpoint", "status", "next_attempt"),
)

# Up to which log position the divergences of a story were told.
story_marks = Table(
    "story_marks",
    metadata,
    Column("story", String(64), primary_key=True),
    Column("position", BigInteger, nullable=False),
)
