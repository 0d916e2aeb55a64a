"""`read` and `compare`: try the tool on files; nothing is kept and no database is needed."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from tracker.cli.call import Call, command
from tracker.cli.choices import one_of
from tracker.cli.commands.articles import JsonOption
from tracker.cli.output import console, errors, print_json
from tracker.errors import InputError, TrackerError

if TYPE_CHECKING:
    from tracker.article.reading import Reading

Result = TypeVar("Result")

PublishedOption = Annotated[
    str | None, typer.Option(help="When it was published, where the file does not say.")
]


def register(app: typer.Typer) -> None:
    """Put the commands on the application."""
    command(app)(read)
    command(app)(compare)


def read(
    call: Call,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="HTML or text files.")],
    published: PublishedOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how a file is read: headline, times, notices, body, and what it asserts."""
    from tracker.cli.answers import Read
    from tracker.cli.faces.reading import render_reading
    from tracker.understanding.understood import understand_reading

    date = call.time(published)
    out, failed = console(), 0
    for file in files:
        try:
            reading = _reading(file, date)
        except TrackerError as error:
            errors().print(f"error: {error}")
            failed += 1
            continue
        understood = understand_reading(reading)
        if as_json:
            print_json(Read, Read(str(file), reading, understood.understanding))
        else:
            render_reading(out, reading, call.zone, understood.understanding)
    if failed:
        raise typer.Exit(InputError.exit_code)


def compare(
    call: Call,
    old: Annotated[Path, typer.Argument(metavar="OLD", help="HTML or text file.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="HTML or text file.")],
    style: Annotated[str, typer.Option("--format", help="inline, side or unified.")] = "inline",
    published: PublishedOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what changed between two files, and what that means."""
    from tracker.cli.faces.compare import render_revision
    from tracker.cli.faces.diff import DiffFormat
    from tracker.understanding.model import Revision
    from tracker.understanding.revision import compare as compare_readings

    form = DiffFormat(one_of("--format", style, list(DiffFormat)))
    date = call.time(published)
    revision = compare_readings(_reading(old, date), _reading(new, date))
    if as_json:
        print_json(Revision, revision)
    else:
        render_revision(console(), revision, form, (old.name, new.name))


def _reading(file: Path, published: datetime | None) -> "Reading":
    from tracker.reading.read import read as read_source
    from tracker.services.taking.files import file_bytes

    return _named(file, lambda: read_source(file_bytes(file), published=published))


def _named(file: Path, work: Callable[[], Result]) -> Result:
    try:
        return work()
    except InputError as error:
        raise InputError(f"{file}: {error}") from error
