"""`rebuild`, `verify`, `db upgrade`, `db status`: keeping a database."""

import typer

from tracker.cli.call import Call, command
from tracker.cli.commands.articles import JsonOption
from tracker.cli.output import console, errors, print_json, progress
from tracker.errors import IntegrityError

db_app = typer.Typer(name="db", no_args_is_help=True, help="The database's schema.")


def register(app: typer.Typer) -> None:
    """Put the commands on the application."""
    command(app)(rebuild)
    command(app)(verify)
    command(db_app)(upgrade)
    command(db_app)(status)
    app.add_typer(db_app)


def rebuild(call: Call) -> None:
    """Derive facts, statements, shifts and timelines anew from the log; nothing is announced."""
    from tracker.bootstrap import open_context

    with open_context(call.settings, must_exist=True) as context:
        with progress() as bar:
            task = bar.add_task("Rebuilding")
            context.projector.rebuild(
                lambda reached, until: bar.update(task, completed=reached, total=until)
            )
        head = context.store.head()
        console().print(f"Rebuilt from {head.commit} commits ({head.position} events).")
        console().print(f"Database: {context.database}", style="dim")


def verify(call: Call, as_json: JsonOption = False) -> None:
    """Walk the log's hash chain and fold every version again; name whatever was changed."""
    from tracker.bootstrap import open_context
    from tracker.cli.answers import Verified
    from tracker.services.keeping.verifying import verify_all

    with open_context(call.settings, must_exist=True) as context:
        with progress(quiet=as_json) as bar:
            task = bar.add_task("Verifying")
            found = verify_all(
                context, lambda done, total: bar.update(task, completed=done, total=total)
            )
        database = context.database
    if as_json:
        answer = Verified(
            ok=found.ok,
            database=database,
            commits=found.log.commits,
            events=found.log.events,
            erased=found.log.erased,
            versions=found.versions,
            head=found.log.head.hash.hex(),
            problems=[str(problem) for problem in found.problems],
        )
        print_json(Verified, answer)
    elif found.ok:
        log = found.log
        console().print(
            f"The log holds: {log.commits} commits, {log.events} events, {found.versions} versions."
        )
        console().print(f"Head {log.head.hash.hex()}", style="dim")
        console().print(f"Database: {database}", style="dim")
    if not found.ok:
        for problem in found.problems:
            errors().print(f"error: {problem}")
        raise typer.Exit(IntegrityError.exit_code)


def upgrade(call: Call) -> None:
    """Bring the database to this version's schema; a new one is made."""
    from tracker.config import default_database
    from tracker.services.keeping import migrating

    database = call.settings.database_url or default_database()
    before = migrating.status(database)
    migrating.upgrade(database)
    after = migrating.status(database)
    if before.revision == after.revision:
        console().print(f"Schema {after.revision}: up to date.")
    else:
        console().print(f"Schema {before.revision or 'none'} -> {after.revision}.")
    console().print(f"Database: {_shown(database)}", style="dim")


def status(call: Call, as_json: JsonOption = False) -> None:
    """Say where the database is and whether its schema is this version's."""
    from tracker.cli.answers import Status
    from tracker.config import default_database
    from tracker.services.keeping import migrating

    database = call.settings.database_url or default_database()
    found = migrating.status(database)
    ready = found.schema is migrating.Schema.CURRENT
    stale = ready and _is_stale(call)
    if as_json:
        answer = Status(_shown(database), found.revision, found.newest, ready, stale)
        print_json(Status, answer)
        return
    out = console()
    out.print(f"Database: {_shown(database)}")
    if found.schema is migrating.Schema.NEW:
        made = "Next: tracker db upgrade" if "://" in database else "Next: tracker ingest PATH"
        out.print(f"Nothing there yet. {made}")
    elif ready:
        out.print(f"Schema {found.revision}: up to date.")
    else:
        out.print(f"Schema {found.revision}, newest {found.newest}. Next: tracker db upgrade")
    if stale:
        out.print("Another version of the tracker read these articles. Next: tracker rebuild")


def _is_stale(call: Call) -> bool:
    from tracker.bootstrap import open_context

    with open_context(call.settings, must_exist=True) as context:
        return context.projector.made_by_other_code()


def _shown(database: str) -> str:
    from tracker.eventstore.engine import database_url, shown

    return shown(database_url(database))
