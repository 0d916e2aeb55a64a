"""Bringing a database to this version's schema, and refusing one that is not ours to touch."""

from pathlib import Path

from sqlalchemy import Engine, text

from tracker.bundled import bundled
from tracker.eventstore.engine import database_url, make_engine, writing

VERSION_TABLE = "tracker_schema"
REVISIONS = ("0001",)
"""Every migration in order; a test holds this list and the folder together."""


def open_database(database: str) -> Engine:
    """An engine on an up-to-date database; a new SQLite file is made ready first."""
    url = database_url(database)
    engine = make_engine(url)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        upgrade(database)
    return engine


def upgrade(database: str) -> None:
    """Run the migrations that are missing; several at once are safe, the others wait."""
    from alembic import command
    from alembic.config import Config

    engine = make_engine(database_url(database))
    config = Config()
    config.set_main_option("script_location", str(bundled("migrations")))
    config.attributes["version_table"] = VERSION_TABLE
    with writing(engine).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7226135)"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    engine.dispose()
