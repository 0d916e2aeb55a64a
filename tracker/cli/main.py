"""The application: its commands, and the one place where errors become exit codes."""

import atexit
import gc
import logging
import os
import sys
from typing import Annotated

import typer

from tracker.cli.call import Call, ConfigOption, DatabaseOption, ZoneOption
from tracker.cli.commands import (
    articles,
    cadence,
    databases,
    deliveries,
    demo,
    digests,
    endpoints,
    explaining,
    exporting,
    files,
    importing,
    ingest,
    listening,
    log,
    meaning,
    published,
    rereading,
    running,
    schedules,
    schemas,
    stories,
    suggesting,
    tailing,
    watching,
)
from tracker.cli.output import errors
from tracker.errors import TrackerError

BUG = 70
"""Something the tracker did not expect of itself (EX_SOFTWARE of sysexits.h)."""

YOUNG = 50_000
"""Objects made before the collector looks: starting up makes some 100,000 that all live on."""

app = typer.Typer(
    name="tracker",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        import tracker

        typer.echo(f"tracker {tracker.__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error came from.")] = False,
    database: DatabaseOption = None,
    config: ConfigOption = None,
    zone: ZoneOption = None,
) -> None:
    """Keeps every version of a news article and tells what each update changed.

    Begin with `tracker demo`, or take in what you have: `tracker ingest PAGE.html --url ADDRESS`.
    """
    del version
    context.ensure_object(Call).note(database=database, config=config, zone=zone)
    if debug:
        from tracker.cli.logs import start_logging

        start_logging(logging.DEBUG)


for module in (
    demo,
    ingest,
    importing,
    articles,
    explaining,
    digests,
    tailing,
    stories,
    suggesting,
    meaning,
    log,
    files,
    exporting,
    watching,
    running,
    schedules,
    published,
    endpoints,
    deliveries,
    listening,
    cadence,
    rereading,
    databases,
    schemas,
):
    module.register(app)


def main() -> None:
    """Run the command line and leave with the exit code that docs/cli.md lists."""
    _start_lightly()
    try:
        app(prog_name="tracker")
    except TrackerError as error:
        sys.exit(_told(error))
    except Exception as error:  # noqa: BLE001 - a bug, too, is told in one line; --debug shows all
        sys.exit(_surprised(error))


def _start_lightly() -> None:
    """Spare every command a fifth of its time: nothing here makes garbage worth looking for."""
    gc.set_threshold(YOUNG)
    atexit.register(gc.freeze)  # or the interpreter searches all modules for garbage as it ends
    # Pydantic would search every installed package for plugins of its own; none is used here.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def _told(error: TrackerError) -> int:
    logging.getLogger(__name__).debug("the error came from here", exc_info=error)
    out = errors()
    out.print(f"error: {error}")
    return error.exit_code


def _surprised(error: Exception) -> int:
    logging.getLogger(__name__).debug("the bug is here", exc_info=error)
    out = errors()
    out.print(f"internal error: {type(error).__name__}: {error}")
    out.print("This is a bug. Run the command again with --debug to see where, and report it.")
    return BUG
