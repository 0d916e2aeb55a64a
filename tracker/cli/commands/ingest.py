"""`ingest`: taking in articles that lie in files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.call import Call, command
from tracker.cli.commands.articles import JsonOption
from tracker.cli.output import console, errors, print_json, progress
from tracker.errors import ConflictError, InputError

if TYPE_CHECKING:
    from rich.console import Console

    from tracker.cli.answers import Ingested
    from tracker.services.context import Context

SUFFIXES = (".html", ".htm", ".txt", ".md")
"""Files of these kinds are taken out of a folder."""


def register(app: typer.Typer) -> None:
    """Put the command on the application."""
    command(app)(ingest)


def ingest(
    call: Call,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders.")],
    url: Annotated[str | None, typer.Option(help="Address of the article.")] = None,
    outlet: Annotated[
        str | None, typer.Option(help="Who published it; else told by the address.")
    ] = None,
    at: Annotated[str | None, typer.Option(help="When the page was seen; else now.")] = None,
    story: Annotated[
        str | None, typer.Option(help="Link to this story; it is opened if new.")
    ] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Tag the article; may be repeated.")] = None,
    article: Annotated[str | None, typer.Option(help="It is a version of this article.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Take in articles from HTML or text files; the same article again makes a new version.

    Without --url or --article a page is known by the address it names itself, a text by its path or
    by the paragraphs it shares with an article.
    """
    from tracker.article.identity import canonical_address
    from tracker.cli.answers import Ingest
    from tracker.newsroom.events import slug

    if story is not None:
        slug(story)  # before anything is written
    if url is not None:
        canonical_address(url)
    files = list(_files(paths))
    if len(files) > 1 and (url is not None or article is not None):
        raise InputError(
            "--url and --article are for one file: give the versions one at a time, each with the "
            "--at it was seen."
        )
    seen = call.time(at)
    with call.open(may_make=True) as context:
        if seen is not None and seen > context.clock():
            raise InputError(f"--at {at!r} lies in the future: a page cannot have been seen then.")
        terms = _Terms(url, outlet, seen, tuple(tag or ()), _known_article(context, article))
        answers = list(_ingest_all(context, files, terms, quiet=as_json))
        taken = [answer.article for answer in answers if answer.article]
        if story is not None and taken:
            _link(context, story, taken)
        database = context.database
    if as_json:
        print_json(Ingest, Ingest(database, answers))
    else:
        console().print(f"\nDatabase: {database}", style="dim")
    if failed := [answer for answer in answers if answer.error]:
        _tell_failures(failed, len(answers))
        raise typer.Exit(InputError.exit_code)


@dataclass(frozen=True, slots=True)
class _Terms:
    url: str | None
    outlet: str | None
    seen: datetime | None
    tags: tuple[str, ...]
    article: str | None


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if _is_folder(path):
            found = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES)
            if not found:
                raise InputError(f"the folder {path} holds no {', '.join(SUFFIXES)} file.")
            yield from found
        else:
            yield path


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name too long, say: reading it as a file tells why
        return False


def _known_article(context: "Context", wanted: str | None) -> str | None:
    from tracker.projections.lookup import find_article

    if wanted is None:
        return None
    with context.engine.connect() as connection:
        return find_article(connection, wanted)


def _ingest_all(
    context: "Context", files: Sequence[Path], terms: _Terms, *, quiet: bool
) -> "Iterator[Ingested]":
    out = console()
    single = len(files) == 1
    with progress(quiet=single or quiet) as bar:
        for file in bar.track(files, description="Taking in"):
            answer = _ingest_one(context, file, terms)
            if not quiet and not answer.error:
                _tell(context, out, file, answer)
            yield answer


def _tell(context: "Context", out: "Console", file: Path, answer: "Ingested") -> None:
    from tracker.cli.faces.ingest import render_ingested
    from tracker.projections.queries import Among, Span, article_records
    from tracker.projections.shifted import shift_records

    among = Among(ids=(answer.article or "",))
    with context.engine.connect() as connection:
        record = article_records(connection, among)[0]
        shifts = shift_records(connection, among, Span())
    own = [shift for shift in shifts if shift.new_version == answer.version]
    render_ingested(out, file.name, record, answer, own)


def _ingest_one(context: "Context", file: Path, terms: _Terms) -> "Ingested":
    from tracker.cli.answers import Ingested
    from tracker.services.taking.files import take_file

    try:
        taken = take_file(
            context,
            file,
            url=terms.url,
            outlet=terms.outlet,
            seen=terms.seen,
            tags=terms.tags,
            article=terms.article,
        )
    except (InputError, ConflictError) as error:  # of this file; the database's trouble ends it all
        return Ingested(str(file), None, "failed", None, (), str(error))
    return Ingested(
        str(file), taken.article, taken.outcome, taken.version, taken.reasons, matched=taken.matched
    )


def _link(context: "Context", story: str, articles: Sequence[str]) -> None:
    from tracker.services.telling.stories import link, open_story

    link(context, open_story(context, story), articles)


def _tell_failures(failed: "Sequence[Ingested]", total: int) -> None:
    out = errors()
    for answer in failed:
        out.print(f"error: {answer.file}: {answer.error}")
    if total > 1:
        out.print(f"{len(failed)} of {total} files were not taken in; the others were.")
