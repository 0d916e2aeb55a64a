"""The tables in the code and the tables the migrations make are the same tables."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData

from tracker.bundled import bundled
from tracker.capture import tables as capture
from tracker.delivery import tables as delivery
from tracker.eventstore import tables as eventstore
from tracker.projections import tables as projections
from tracker.services.keeping.migrating import REVISIONS, VERSION_TABLE
from tracker.services.operating import tables as operating


def test_a_migrated_database_has_exactly_the_tables_of_the_code(engine: Engine) -> None:
    """Columns, types, nullability, indexes and keys, on both databases."""
    known = MetaData()
    for module in (eventstore, projections, capture, delivery, operating):
        for table in module.metadata.sorted_tables:
            table.to_metadata(known)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_type": True}
        )
        assert compare_metadata(context, known) == []


def test_the_revisions_are_those_of_the_folder() -> None:
    folder = ScriptDirectory(str(bundled("migrations")))
    walked = [script.revision for script in folder.walk_revisions()]
    assert tuple(reversed(walked)) == REVISIONS
    assert all(Path(folder.get_revision(name).path).is_file() for name in REVISIONS)
