"""`import warc|...`: taking in captures that others made, with their own times."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.call import Call, command
from tracker.cli.commands.articles import JsonOption
from tracker.cli.output import console, errors, print_json, progress

if TYPE_CHECKING:
    from tracker.capture.imports.steps import Reader
    from tracker.services.context import Context
    from tracker.services.importing.run import Tally

import_app = typer.Typer(
    name="import", no_args_is_help=True, help="Take in captures that others made."
)

MOST_TOLD = 20
"""Troubles of one source that are told; the rest is counted."""


def register(app: typer.Typer) -> None:
    """Put the commands on the application."""
    functions: dict[str, Callable[..., None]] = {"warc": warc}
    for name, function in functions.items():
        command(import_app, name)(function)
    app.add_typer(import_app)


def warc(
    call: Call,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="WARC files, gzipped or not.")
    ],
    as_json: JsonOption = False,
) -> None:
    """Take in the pages of WARC files, each at the time it was captured.

    Broken off, it goes on where it was when it is called again.
    """
    from tracker.capture.imports.revisits import Payloads
    from tracker.capture.imports.warc import WarcFile
    from tracker.services.importing.known import kept_bytes

    with call.open(may_make=True) as context, Payloads(files) as payloads:
        readers = [
            WarcFile(
                file,
                payloads,
                lambda address, at: kept_bytes(context, address, at),
                max_bytes=call.settings.capture.max_bytes,
            )
            for file in files
        ]
        _import_all(context, zip(map(str, files), readers, strict=True), as_json=as_json)


def _import_all(
    context: "Context", sources: "Iterable[tuple[str, Reader]]", *, as_json: bool
) -> None:
    from tracker.cli.answers import Imported, Imports
    from tracker.cli.faces.importing import render_import

    answers = []
    for source, reader in sources:
        tally = _import_one(context, source, reader, quiet=as_json)
        answers.append(Imported(source, tally.outcomes, tally.skipped))
        if not as_json:
            render_import(console(), answers[-1])
    if as_json:
        print_json(Imports, Imports(context.database, answers))
    else:
        console().print(f"Database: {context.database}", style="dim")


def _import_one(context: "Context", source: str, reader: "Reader", *, quiet: bool) -> "Tally":
    from tracker.services.importing.run import Tally, run_import

    told, tally = 0, Tally()
    with progress(quiet=quiet) as bar:
        task = bar.add_task(f"Taking in {source}", total=reader.total)
        for step in run_import(context, reader):
            bar.update(task, completed=step.done)
            tally = step.tally
            if step.trouble is not None:
                told += 1
                if told <= MOST_TOLD:
                    errors().print(f"skipped: {step.trouble}")
    if told > MOST_TOLD:
        errors().print(f"... and {told - MOST_TOLD:,} more were skipped like these.")
    return tally
