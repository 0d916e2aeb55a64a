"""`reread`: reading the archive again with today's extractor."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.call import Call, command
from tracker.cli.commands.articles import JsonOption
from tracker.cli.output import console, print_json, progress
from tracker.errors import InputError

if TYPE_CHECKING:
    from tracker.cli.answers import Rereading
    from tracker.services.context import Context
    from tracker.services.keeping.rereading import Reread


def register(app: typer.Typer) -> None:
    """Put the command on the application."""
    command(app)(reread)


def reread(
    call: Call,
    articles: Annotated[
        list[str] | None, typer.Argument(metavar="[ARTICLE]...", help="Id or address.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every article there is.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be corrected.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Read archived pages again, and correct versions that were read wrongly; no news is made.

    With --all, broken off, it goes on where it was when it is called again.
    """
    if bool(articles) is everything:
        raise InputError("give the ARTICLEs to be read again, or --all.")
    from tracker.cli.faces.rereading import render_rereading

    with call.open() as context:
        named = None if everything else _named(context, articles or [])
        with progress(quiet=as_json) as bar:
            task = bar.add_task("Reading again")
            done = []
            for number, total, each in _all(context, named, dry_run=dry_run):
                bar.update(task, completed=number, total=total)
                done.append(each)
        answer = _answer(context, done, dry_run=dry_run)
        if as_json:
            print_json(type(answer), answer)
        else:
            render_rereading(console(), answer, call.zone)


def _named(context: "Context", articles: list[str]) -> list[str]:
    from tracker.projections.lookup import find_article

    with context.engine.connect() as connection:
        return list(dict.fromkeys(find_article(connection, each) for each in articles))


def _all(
    context: "Context", named: list[str] | None, *, dry_run: bool
) -> Iterator[tuple[int, int, "Reread"]]:
    """Each article's number among how many there are, and what came of it."""
    from tracker.services.keeping.rereading import reread as reread_one
    from tracker.services.keeping.resuming import reread_all

    if named is None and not dry_run:
        yield from reread_all(context)
        return
    chosen = context.archive.articles() if named is None else named
    for number, article in enumerate(chosen, start=1):
        yield number, len(chosen), reread_one(context, article, dry_run=dry_run)


def _answer(context: "Context", done: "list[Reread]", *, dry_run: bool) -> "Rereading":
    from tracker.cli.answers import Corrected, Rereading, Resettled

    corrected = [
        Corrected(each.article, one.version, one.observed_at, dict(one.changes))
        for each in done
        for one in each.corrected
    ]
    resettled = [
        Resettled(each.article, moment, how)
        for each in done
        for how, moments in (("found", each.found), ("lost", each.lost), ("unread", each.unread))
        for moment in moments
    ]
    looks = sum(each.looks for each in done)
    return Rereading(context.database, dry_run, len(done), looks, corrected, resettled)
