"""Capturing the live web: sources, hosts, learned noise, packed captures and their headers.

A migration stands as it was written: the columns are spelled out here, not taken from the code.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_merged()
    _create_sources()
    _create_hosts()
    _create_learned()
    _widen_watches()
    _widen_captures()


def _create_sources() -> None:
    op.create_table(
        "sources",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("include", sa.Text(), nullable=False),
        sa.Column("exclude", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=True),
        sa.Column("added_at", _time(), nullable=False),
        sa.Column("next_look", _time(), nullable=False),
        sa.Column("last_look", _time(), nullable=True),
        sa.Column("last_new", _time(), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("validated_address", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("fresh", sa.Float(), nullable=False),
        sa.Column("hours", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("address"),
    )
    op.create_index(op.f("ix_sources_next_look"), "sources", ["next_look"], unique=False)
    op.create_index(op.f("ix_sources_parent"), "sources", ["parent"], unique=False)
    op.create_table(
        "listed",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_index(op.f("ix_listed_address"), "listed", ["address"], unique=False)


def _create_merged() -> None:
    op.create_table(
        "merged",
        sa.Column("article", sa.String(length=64), nullable=False),
        sa.Column("into", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("article"),
    )
    op.create_index(op.f("ix_merged_into"), "merged", ["into"], unique=False)


def _create_hosts() -> None:
    op.create_table(
        "hosts",
        sa.Column("domain", sa.String(length=255), nullable=False),
        sa.Column("free_at", _time(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("exposure", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("domain"),
    )
    op.create_table(
        "robots",
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("until", _time(), nullable=False),
        sa.PrimaryKeyConstraint("origin"),
    )


def _create_learned() -> None:
    op.create_table(
        "fingerprints",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("capture", sa.String(length=64), nullable=False),
        sa.Column("segments", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("address"),
    )
    op.create_table(
        "regions",
        sa.Column("outlet", sa.String(length=255), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("outlet", "key"),
    )
    op.create_table(
        "recipes",
        sa.Column("outlet", sa.String(length=255), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("outlet"),
    )
    op.create_table(
        "imports",
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("updated_at", _time(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def _widen_watches() -> None:
    with op.batch_alter_table("watches") as watches:
        watches.alter_column("every", existing_type=sa.Integer(), nullable=True)
        watches.add_column(
            sa.Column("domain", sa.String(length=255), nullable=False, server_default="")
        )
        watches.add_column(sa.Column("source", sa.Text(), nullable=True))
        watches.add_column(sa.Column("tags", sa.Text(), nullable=False, server_default="[]"))
        watches.add_column(sa.Column("published", _time(), nullable=True))
        watches.add_column(sa.Column("last_look", _time(), nullable=True))
        watches.add_column(sa.Column("last_change", _time(), nullable=True))
        watches.add_column(sa.Column("looks", sa.Integer(), nullable=False, server_default="0"))
        watches.add_column(sa.Column("changes", sa.Integer(), nullable=False, server_default="0"))
        watches.add_column(sa.Column("exposure", sa.Float(), nullable=False, server_default="0"))
        watches.add_column(sa.Column("held_since", _time(), nullable=True))
        watches.add_column(sa.Column("held_for", sa.Text(), nullable=True))
    op.create_index(op.f("ix_watches_source"), "watches", ["source"], unique=False)


def _widen_captures() -> None:
    with op.batch_alter_table("raws") as raws:
        raws.add_column(sa.Column("base", sa.String(length=64), nullable=True))
        raws.create_index(op.f("ix_raws_base"), ["base"], unique=False)
    with op.batch_alter_table("versions") as versions:
        versions.add_column(sa.Column("image", sa.Text(), nullable=True))
    with op.batch_alter_table("captures") as captures:
        captures.add_column(sa.Column("final_address", sa.Text(), nullable=True))
        captures.add_column(sa.Column("headers", sa.Text(), nullable=True))
        captures.add_column(sa.Column("http_version", sa.String(length=16), nullable=True))
        captures.add_column(sa.Column("phrase", sa.Text(), nullable=True))
    # The daemon asks every second for what is unsettled, of whatever article.
    op.drop_index("captures_by_outcome", "captures")
    op.create_index("captures_by_outcome", "captures", ["outcome", "article"], unique=False)


def _time() -> sa.DateTime:
    return sa.DateTime(timezone=True)
