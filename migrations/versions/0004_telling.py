"""Telling: plans of schedules, kinds of endpoints, messages, a wider outbox, daemons at work.

A migration stands as it was written: the columns are spelled out here, not taken from the code.
"""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _widen_schedules()
    _widen_digests()
    _widen_endpoints()
    # Out of the way first: SQLite makes a table anew to alter it, and this one refers to another.
    waiting = _taken_out()
    _divide_keys()
    _divide_outbox()
    _put_back(waiting)
    _name_changes()
    _create_marks()
    _create_daemons()
    _find_trouble()


def _widen_schedules() -> None:
    with op.batch_alter_table("schedules") as schedules:
        schedules.alter_column("cron", existing_type=sa.Text(), nullable=True)
        schedules.add_column(sa.Column("shifts", sa.Integer(), nullable=True))
        schedules.add_column(sa.Column("every", sa.Integer(), nullable=False, server_default="0"))
        schedules.add_column(sa.Column("quiet", sa.Text(), nullable=True))
        schedules.add_column(sa.Column("kinds", sa.Text(), nullable=False, server_default="[]"))
        schedules.add_column(sa.Column("weight", sa.Float(), nullable=False, server_default="0"))
        for name in ("skip_empty", "paused"):
            schedules.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            )
        schedules.add_column(sa.Column("last_local", sa.Text(), nullable=True))
    rows = sa.table(
        "schedules",
        sa.column("name", sa.String()),
        sa.column("zone", sa.Text()),
        sa.column("last_slot", _time()),
        sa.column("last_local", sa.Text()),
    )
    for row in _all(sa.select(rows).where(rows.c.last_slot.is_not(None))):
        local = _local(row["last_slot"], row["zone"])
        _run(sa.update(rows).where(rows.c.name == row["name"]).values(last_local=local))


def _widen_digests() -> None:
    with op.batch_alter_table("digests") as digests:
        digests.add_column(sa.Column("local", sa.Text(), nullable=False, server_default=""))
    digests = sa.table(
        "digests",
        sa.column("id", sa.String()),
        sa.column("schedule", sa.String()),
        sa.column("slot", _time()),
        sa.column("local", sa.Text()),
    )
    zones = {row["name"]: row["zone"] for row in _all(sa.text("SELECT name, zone FROM schedules"))}
    for row in _all(sa.select(digests)):
        # Where the schedule is gone its zone is in the log alone; a rebuild reads it there.
        local = _local(row["slot"], zones.get(row["schedule"], "UTC"))
        _run(sa.update(digests).where(digests.c.id == row["id"]).values(local=local))


def _widen_endpoints() -> None:
    with op.batch_alter_table("endpoints") as endpoints:
        endpoints.add_column(sa.Column("name", sa.Text(), nullable=False, server_default=""))
        endpoints.add_column(
            sa.Column("kind", sa.String(length=64), nullable=False, server_default="webhook")
        )
        wants = json.dumps(
            {
                "types": [],
                "schedules": [],
                "story": None,
                "outlet": None,
                "tag": None,
                "kinds": [],
                "weight": 0.0,
            }
        )
        endpoints.add_column(sa.Column("wants", sa.Text(), nullable=False, server_default=wants))
        endpoints.add_column(
            sa.Column("status", sa.String(length=64), nullable=False, server_default="active")
        )
        endpoints.add_column(sa.Column("reason", sa.Text(), nullable=True))
        endpoints.add_column(
            sa.Column(
                "since", _time(), nullable=False, server_default=sa.text("'1970-01-01 00:00:00'")
            )
        )
    endpoints = sa.table(
        "endpoints",
        sa.column("id", sa.String()),
        sa.column("name", sa.Text()),
        sa.column("since", _time()),
    )
    added = sa.text(
        "SELECT max(c.recorded_at) AS us FROM commits c JOIN streams s ON s.key = c.stream"
        " WHERE s.id = :stream"
    )
    for row in _all(sa.select(endpoints.c.id)):
        (found,) = _all(added.bindparams(stream=f"endpoint-{row['id']}"))
        since = datetime.fromtimestamp((found["us"] or 0) / 1_000_000, UTC)
        values = {"name": row["id"], "since": _bound(since)}
        _run(sa.update(endpoints).where(endpoints.c.id == row["id"]).values(values))


def _divide_keys() -> None:
    """What an endpoint is reached and signed with, and how it does."""
    keys = _all(
        sa.text(
            "SELECT k.endpoint, k.secret, k.mark, e.address FROM endpoint_keys k"
            " LEFT JOIN endpoints e ON e.id = k.endpoint"
        )
    )
    with op.batch_alter_table("endpoint_keys") as table:
        table.add_column(sa.Column("address", sa.Text(), nullable=False, server_default=""))
        table.alter_column("secret", existing_type=sa.Text(), nullable=True)
        table.add_column(sa.Column("previous_secret", sa.Text(), nullable=True))
        table.add_column(sa.Column("previous_until", _time(), nullable=True))
        table.add_column(sa.Column("template", sa.Text(), nullable=True))
        table.drop_column("mark")
    op.create_table(
        "endpoint_marks",
        sa.Column("endpoint", sa.String(length=64), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["endpoint"], ["endpoint_keys.endpoint"]),
        sa.PrimaryKeyConstraint("endpoint"),
    )
    op.create_table(
        "endpoint_health",
        sa.Column("endpoint", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", _time(), nullable=True),
        sa.Column("rest_until", _time(), nullable=True),
        sa.Column("last_success", _time(), nullable=True),
        sa.Column("last_answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["endpoint"], ["endpoint_keys.endpoint"]),
        sa.PrimaryKeyConstraint("endpoint"),
    )
    for row in keys:
        _run(
            sa.text("UPDATE endpoint_keys SET address = :address WHERE endpoint = :endpoint"),
            endpoint=row["endpoint"],
            address=row["address"] or "",
        )
        _run(
            sa.text(
                "INSERT INTO endpoint_marks (endpoint, position) VALUES (:endpoint, :position)"
            ),
            endpoint=row["endpoint"],
            position=row["mark"],
        )
        _run(
            sa.text("INSERT INTO endpoint_health (endpoint, failures) VALUES (:endpoint, 0)"),
            endpoint=row["endpoint"],
        )


def _divide_outbox() -> None:
    """What is told stands once, and for whom apart from it; what waits keeps its id and words."""
    op.create_table(
        "messages",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("created_at", _time(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("endpoint", sa.String(length=64), nullable=False),
        sa.Column("message", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("queued_at", _time(), nullable=False),
        sa.Column("next_attempt", _time(), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=True),
        sa.Column("last_attempt", _time(), nullable=True),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.Column("last_answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["endpoint"], ["endpoint_keys.endpoint"]),
        sa.ForeignKeyConstraint(["message"], ["messages.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("message", "endpoint", name="outbox_once"),
    )
    op.create_index("outbox_due", "outbox", ["status", "next_attempt"], unique=False)
    op.create_index("outbox_by_time", "outbox", ["queued_at", "id"], unique=False)
    op.create_index(
        "outbox_of_endpoint", "outbox", ["endpoint", "status", "next_attempt"], unique=False
    )


def _taken_out() -> list[sa.RowMapping]:
    """The deliveries there are, with the digest that each of them is of."""
    digests = sa.table(
        "digests",
        sa.column("id", sa.String()),
        sa.column("slot", _time()),
        sa.column("position", sa.BigInteger()),
        sa.column("digest", sa.Text()),
    )
    before = sa.table(
        "outbox",
        *(sa.column(name) for name in ("id", "endpoint", "digest", "status", "attempts")),
        sa.column("next_attempt", _time()),
        sa.column("last_answer"),
    )
    query = sa.select(
        before, digests.c.slot, digests.c.position, digests.c.digest.label("told")
    ).join(digests, digests.c.id == before.c.digest)
    rows = _all(query)
    op.drop_table("outbox")
    return rows


def _put_back(rows: list[sa.RowMapping]) -> None:
    statuses = {"taken": "delivered", "given up": "dead", "gone": "dead"}
    for row in rows:
        slot = row["slot"] if row["slot"].tzinfo else row["slot"].replace(tzinfo=UTC)
        told = {
            "type": "digest.published",
            "timestamp": slot.isoformat(),
            "data": json.loads(row["told"]),
        }
        _run(
            sa.text(
                "INSERT INTO messages (id, type, position, subject, created_at, body)"
                " VALUES (:id, 'digest.published', :position, :subject, :at, :body)"
            ).bindparams(sa.bindparam("at", type_=_time())),
            id=row["id"],
            position=row["position"],
            subject=row["digest"],
            at=_bound(slot),
            body=json.dumps(told, separators=(",", ":")),
        )
        _run(
            sa.text(
                "INSERT INTO outbox (id, endpoint, message, status, attempts, queued_at,"
                " next_attempt, last_answer)"
                " VALUES (:id, :endpoint, :id, :status, :attempts, :at, :next, :answer)"
            ).bindparams(sa.bindparam("at", type_=_time()), sa.bindparam("next", type_=_time())),
            id=row["id"],
            endpoint=row["endpoint"],
            status=statuses.get(row["status"], row["status"]),
            attempts=row["attempts"],
            at=_bound(slot),
            next=row["next_attempt"],
            answer=row["last_answer"],
        )


def _name_changes() -> None:
    with op.batch_alter_table("ledgers") as ledgers:
        ledgers.add_column(
            sa.Column("change", sa.String(length=64), nullable=False, server_default="")
        )


def _create_marks() -> None:
    op.create_table(
        "story_marks",
        sa.Column("story", sa.String(length=64), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("story"),
    )


def _create_daemons() -> None:
    op.create_table(
        "daemons",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("started_at", _time(), nullable=False),
        sa.Column("seen_at", _time(), nullable=False),
        sa.Column("jobs", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _find_trouble() -> None:
    """Those in trouble are few: found at once among a million watches that do well."""
    for name, column, where in (
        ("watches_failing", "failures", "failures > 0"),
        ("watches_held", "held_since", "held_since IS NOT NULL"),
    ):
        chosen = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}
        op.create_index(name, "watches", [column], unique=False, **chosen)


def _all(query: sa.Executable) -> list[sa.RowMapping]:
    return list(op.get_bind().execute(query).mappings())


def _run(statement: sa.Executable, **values: object) -> None:
    op.get_bind().execute(statement, values)


def _local(moment: datetime, zone: str) -> str:
    """The time on the wall of `zone`."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat()


def _bound(moment: datetime) -> datetime:
    """SQLite keeps times without their zone."""
    return moment.replace(tzinfo=None) if op.get_bind().dialect.name == "sqlite" else moment


def _time() -> sa.DateTime:
    return sa.DateTime(timezone=True)
