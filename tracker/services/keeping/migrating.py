"""Bringing a database to this version's schema, and refusing one that is not ours to touch."""

from contextlib import suppress
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import URL, Connection, Engine, inspect, text

from tracker.bundled import bundled
from tracker.errors import DatabaseError, NotFoundError
from tracker.eventstore.engine import database_url, make_engine, shown, writing
from tracker.eventstore.failures import told_as_ours
from tracker.eventstore.files import is_new_file, make_folder, refuse_other_files, sqlite_file

VERSION_TABLE = "tracker_schema"

REVISIONS = ("0001", "0002", "0003", "0004")
"""Every migration in order; a test holds this list and the folder together."""

# Any number will do, as long as every version of the tracker takes the same one.
_UPGRADE_LOCK = 0x7472_6163_6B65_7221


class Schema(Enum):
    """Where a database stands against this version of the tracker."""

    NEW = "new"
    BEHIND = "behind"
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class SchemaStatus:
    """`revision` is the migration the database stands at, None before the first."""

    schema: Schema
    revision: str | None
    newest: str = REVISIONS[-1]


def open_database(database: str, *, must_exist: bool = False) -> Engine:
    """An engine on an up-to-date database, named by a URL or the path of an SQLite file.

    A new SQLite file is made ready first, or NotFoundError if it `must_exist`. DatabaseError, with
    the database untouched, if it is of someone else, of a newer tracker, unreachable, or waits for
    `tracker db upgrade`.
    """
    url = database_url(database)
    found = status(database)
    if found.schema is Schema.NEW and url.get_backend_name() == "sqlite":
        if must_exist:
            raise NotFoundError(
                f"no database at {shown(url)}. 'tracker ingest' or 'tracker demo' makes one; "
                "--database names another."
            )
        upgrade(database)
    elif found.schema is not Schema.CURRENT:
        stands = f"stands at schema {found.revision}" if found.revision else "holds no log yet"
        raise DatabaseError(f"{shown(url)} {stands}: run `tracker db upgrade`.")
    return make_engine(url)


def status(database: str) -> SchemaStatus:
    """Where the database stands; it is only read."""
    url = database_url(database)
    if is_new_file(url):
        return SchemaStatus(Schema.NEW, None)
    refuse_other_files(url)
    engine = make_engine(url, read_only=True)
    try:
        with told_as_ours(shown(url)), engine.connect() as connection:
            return _status(connection, shown(url))
    finally:
        engine.dispose()


def upgrade(database: str) -> SchemaStatus:
    """Run the migrations that are missing. Several at once are safe: the others wait."""
    before = status(database)
    if before.schema is Schema.CURRENT:
        return before
    url = database_url(database)
    make_folder(url)
    _make_private(url)
    engine = make_engine(url)
    try:
        with told_as_ours(shown(url)), writing(engine).begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})"))
            _status(connection, shown(url))
            _migrate(connection)
            return _status(connection, shown(url))
    finally:
        engine.dispose()


def _make_private(url: URL) -> None:
    """A new SQLite file is its owner's alone: it will hold the secrets of endpoints."""
    path = sqlite_file(url)
    if path and is_new_file(url):
        with suppress(OSError):  # SQLite tells better what is wrong with the place
            path.touch(mode=0o600)


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(bundled("migrations")).replace("%", "%%"))
    config.attributes.update(connection=connection, version_table=VERSION_TABLE)
    command.upgrade(config, "head")


def _status(connection: Connection, name: str) -> SchemaStatus:
    tables = set(inspect(connection).get_table_names())
    if VERSION_TABLE not in tables:
        if tables:
            raise DatabaseError(f"{name} holds tables of something else; name another database.")
        return SchemaStatus(Schema.NEW, None)
    revision = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608 - a constant
    if revision is None:
        return SchemaStatus(Schema.NEW, None)
    if revision not in REVISIONS:
        raise DatabaseError(
            f"{name} has the schema {revision} of a newer tracker, this one knows {REVISIONS[-1]}: "
            "upgrade the tracker."
        )
    current = revision == REVISIONS[-1]
    return SchemaStatus(Schema.CURRENT if current else Schema.BEHIND, revision)
