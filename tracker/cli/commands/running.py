"""`run` and `status`: the tracker at work by itself, and how it does."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tracker.services.context import Context

from tracker.cli.call import Call, command
from tracker.cli.commands.articles import JsonOption


def register(app: typer.Typer) -> None:
    """Put the commands on the application."""
    command(app)(run)
    command(app)(status)


def run(
    call: Call,
    once: Annotated[
        bool, typer.Option("--once", help="Do what is due now, then end (for cron).")
    ] = False,
) -> None:
    """Look at what is watched, publish digests on schedule, deliver them; until stopped.

    SIGTERM or Ctrl+C stops it within ten seconds, SIGHUP has it read its settings again. Beside
    another one on the same SQLite file it refuses (exit code 4). With --once a step that fails
    keeps none after it from being done, and the exit code tells.
    """
    import logging

    from tracker.cli.output import errors
    from tracker.cli.structured import start_structured
    from tracker.daemon.lock import only_one
    from tracker.daemon.service import Service
    from tracker.daemon.work import Daemon

    settings = call.settings
    debug = logging.getLogger().level == logging.DEBUG
    start_structured(settings.log, debug=debug)
    with call.open(may_make=True) as context:
        if once:
            errors().print(f"Database: {context.database}", style="dim")
            with only_one(context):
                Daemon(context, settings).work_once()
            return
        if hint := _nothing_to_do(context):
            errors().print(hint, style="yellow")
        service = Service(
            context, settings, call.load, lambda new: start_structured(new.log, debug=debug)
        )
        if not service.run():
            _leave_at_once()


def status(call: Call, as_json: JsonOption = False) -> None:
    """Say what is late, failing or held, since when, and what to do; exit code 1 if anything is.

    What may mend itself (a first failed look, a page that is held) is told, but counts as well.
    """
    from tracker.bootstrap import open_context
    from tracker.cli.faces.status import render_status
    from tracker.cli.output import console, print_json
    from tracker.services.operating.status import Operating
    from tracker.services.operating.status import status as found

    with open_context(call.settings, must_exist=True) as context:
        operating = found(context)
    if as_json:
        print_json(Operating, operating)
    else:
        render_status(console(), operating, call.zone)
    if not operating.well:
        raise typer.Exit(1)


def _nothing_to_do(context: "Context") -> str | None:
    """A hint where nothing is to be done on this database: it may be another one that is meant."""
    from sqlalchemy import exists, or_, select

    from tracker.capture.tables import sources, watches
    from tracker.projections.tables import endpoints, schedules

    tables = (watches, sources, schedules, endpoints)
    anything = or_(*(exists(select(1).select_from(table)) for table in tables))
    with context.engine.connect() as connection:
        if connection.scalar(select(anything)):
            return None
    return (
        f"{context.database}: nothing is watched, scheduled or told here yet."
        " Next: tracker watch ADDRESS"
    )


def _leave_at_once() -> None:
    """End without waiting for threads that hang: the log is safe, whatever they were at."""
    import logging
    import os
    import sys

    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(0)
