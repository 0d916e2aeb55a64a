"""`import ...`, `push`: taking in captures that others made, with their own times."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.call import Call, add_commands, command
from tracker.cli.commands.articles import JsonOption
from tracker.cli.output import console, errors, print_json, progress
from tracker.errors import InputError

if TYPE_CHECKING:
    from typing import BinaryIO

    from tracker.capture.imports.asking import Asker
    from tracker.capture.imports.mementos import Mementos
    from tracker.capture.imports.steps import Reader
    from tracker.services.context import Context
    from tracker.services.importing.run import Progress

    Source = tuple[str, int | None, Iterator[Progress]]

import_app = typer.Typer(
    name="import", no_args_is_help=True, help="Take in captures that others made."
)

MOST_TOLD = 20
"""Troubles of one source that are told; the rest is counted."""


def register(app: typer.Typer) -> None:
    """Put the commands on the application."""
    add_commands(
        import_app,
        {
            "warc": warc,
            "wayback": wayback,
            "timemap": timemap,
            "folder": folder,
            "git": git,
        },
    )
    command(app)(push)
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
        named = zip(map(str, files), readers, strict=True)
        sources = [_read(context, name, reader) for name, reader in named]
        _import_all(context, sources, as_json=as_json)


AddressOption = Annotated[
    str, typer.Option("--url", metavar="ADDRESS", help="Address of the page.")
]


def wayback(
    call: Call,
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Address of the page.")],
    since: Annotated[str | None, typer.Option("--from", help="Captured then or later.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Captured then or before.")] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Fetch at most this many captures.")
    ] = None,
    site: Annotated[
        str, typer.Option(metavar="URL", help="The archive: one that has a CDX server like this.")
    ] = "https://web.archive.org",
    as_json: JsonOption = False,
) -> None:
    """Take in the captures that the Wayback Machine has of a page, one by one and politely.

    Broken off, it goes on where it was when it is called again.
    """
    from tracker.article.identity import canonical_address
    from tracker.capture.imports.wayback import Span, WaybackHistory
    from tracker.network.client import check_address

    check_address(site)
    page = canonical_address(address)
    span = Span(call.time(since), call.time(until, ends_day=True), limit)
    with call.open(may_make=True) as context, _asking(call, context) as (asker, mementos):
        reader = WaybackHistory(page, span, asker, mementos, site)
        _import_all(context, [_read(context, f"{page} at {site}", reader)], as_json=as_json)


def timemap(
    call: Call,
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Address of a TimeMap.")],
    as_json: JsonOption = False,
) -> None:
    """Take in the mementos that a TimeMap lists (RFC 7089), of whatever web archive.

    Broken off, it goes on where it was when it is called again.
    """
    from tracker.capture.imports.timemap import TimeMap
    from tracker.network.client import check_address

    check_address(address)
    with call.open(may_make=True) as context, _asking(call, context) as (asker, mementos):
        reader = TimeMap(address, asker, mementos)
        _import_all(context, [_read(context, address, reader)], as_json=as_json)


def folder(
    call: Call,
    path: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of HTML or text files.")],
    url: AddressOption,
    as_json: JsonOption = False,
) -> None:
    """Take in the files of a folder as versions of one page.

    Each was seen at the time in its name, like 2024-11-17T21-00.html or 20241117/2100.html, else
    when it was last written. What names no zone is meant in yours (--zone).
    """
    from tracker.article.identity import canonical_address
    from tracker.capture.imports.folder import Folder

    page = canonical_address(url)
    most = call.settings.capture.max_bytes
    reader = Folder(path, page, call.zone, max_bytes=most)
    with call.open(may_make=True) as context:
        _import_all(context, [_read(context, str(path), reader)], as_json=as_json)


def git(
    call: Call,
    repository: Annotated[Path, typer.Argument(metavar="REPO", help="A git repository.")],
    path: Annotated[
        str, typer.Argument(metavar="PATH", help="The page's file, counted from the top.")
    ],
    url: AddressOption,
    as_json: JsonOption = False,
) -> None:
    """Take in the versions of a page that a git repository holds.

    Every commit that changed the file saw a version, at its committer's time.
    """
    from tracker.article.identity import canonical_address
    from tracker.capture.imports.git import GitHistory

    page = canonical_address(url)
    reader = GitHistory(repository, path, page, max_bytes=call.settings.capture.max_bytes)
    with call.open(may_make=True) as context:
        _import_all(context, [_read(context, f"{path} in {repository}", reader)], as_json=as_json)


@contextmanager
def _asking(call: Call, context: "Context") -> "Iterator[tuple[Asker, Mementos]]":
    import time

    from tracker.capture.fetch import open_fetcher
    from tracker.capture.imports.asking import Asker
    from tracker.capture.imports.mementos import Mementos
    from tracker.capture.politeness import gap_of
    from tracker.services.importing.known import is_taken

    settings = call.settings.capture
    with open_fetcher(settings, context.clock) as fetcher:
        gap = gap_of(settings.gap)
        asker = Asker(fetcher, context.engine, context.clock, time.sleep, gap)
        yield asker, Mementos(asker, lambda address, at: is_taken(context, address, at))


def push(
    call: Call,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="JSON lines; else standard input."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Take in captures that other programs made, a JSON object a line (see `tracker schema push`).

    What cannot be taken in is named, the rest is taken; the same lines again change nothing.
    """
    from tracker.capture.imports.pushed import read_lines
    from tracker.services.taking.pushing import push as push_all

    with call.open(may_make=True) as context, _lines(file) as stream:
        items = read_lines(stream, max_bytes=call.settings.capture.max_bytes)
        source = str(file or "standard input")
        steps = push_all(context, items)
        if _import_all(context, [(source, None, steps)], as_json=as_json):
            raise typer.Exit(InputError.exit_code)


@contextmanager
def _lines(file: Path | None) -> "Iterator[BinaryIO]":
    if file is None:
        yield sys.stdin.buffer
        return
    try:
        opened = file.open("rb")
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        raise InputError(f"{file}: {reason}: check the path.") from error
    with opened:
        yield opened


def _read(context: "Context", name: str, reader: "Reader") -> "Source":
    from tracker.services.importing.run import run_import

    return name, reader.total, run_import(context, reader)


def _import_all(context: "Context", sources: "Iterable[Source]", *, as_json: bool) -> int:
    """Take all in and tell what came of it; how much was skipped that should have been taken."""
    from tracker.cli.answers import Imported, Imports
    from tracker.cli.faces.importing import render_import

    answers, troubles = [], 0
    for name, total, steps in sources:
        watched = _Watched(name, total, quiet=as_json)
        try:
            watched.go_through(steps)
        finally:  # what was taken in before an error stays
            tally = watched.tally
            answers.append(Imported(name, tally.outcomes, tally.skipped))
            if not as_json:
                render_import(console(), answers[-1])
        troubles += watched.troubles
    if as_json:
        print_json(Imports, Imports(context.database, answers))
    else:
        console().print(f"Database: {context.database}", style="dim")
    return troubles


class _Watched:
    """Goes through the steps of one source, with a bar, and tells what could not be taken in."""

    def __init__(self, name: str, total: int | None, *, quiet: bool) -> None:
        from tracker.services.importing.tally import Tally

        self.tally, self.troubles = Tally(), 0
        self._name, self._total, self._quiet = name, total, quiet

    def go_through(self, steps: "Iterator[Progress]") -> None:
        with progress(quiet=self._quiet) as bar:
            task = bar.add_task(f"Taking in {self._name}", total=self._total)
            for step in steps:
                self.tally = step.tally
                bar.update(task, completed=step.done)
                if step.trouble is not None:
                    self._tell(step.trouble)
        if self.troubles > MOST_TOLD:
            errors().print(f"... and {self.troubles - MOST_TOLD:,} more like these.")

    def _tell(self, trouble: str) -> None:
        self.troubles += 1
        if self.troubles <= MOST_TOLD:
            errors().print(f"skipped: {trouble}")
