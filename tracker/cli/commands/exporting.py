"""`export ...`: writing the archive into files that other tools read."""

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.call import Call, command
from tracker.cli.commands.articles import JsonOption
from tracker.cli.output import console, print_json, progress
from tracker.cli.scope import among
from tracker.errors import InputError

export_app = typer.Typer(
    name="export", no_args_is_help=True, help="Write the archive for other tools."
)


def register(app: typer.Typer) -> None:
    """Put the commands on the application."""
    command(export_app)(warc)
    app.add_typer(export_app)


@export_app.callback()
def _export() -> None:
    """Write the archive for other tools."""


def warc(
    call: Call,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to, such as out.warc.gz.")],
    article: Annotated[
        list[str] | None, typer.Option("--article", help="Only of this article (repeatable).")
    ] = None,
    story: Annotated[str | None, typer.Option(help="Only of this story.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only of this outlet.")] = None,
    tag: Annotated[str | None, typer.Option(help="Only of articles with this tag.")] = None,
    since: Annotated[str | None, typer.Option(help="Only looks taken then or later.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Write every look with its headers and bytes as WARC 1.1, for web archives to read."""
    from tracker.cli.answers import Exported
    from tracker.digest.phrases import count
    from tracker.projections.lookup import find_article
    from tracker.projections.queries import Among
    from tracker.services.keeping.exporting import export_warc

    if article and any(option is not None for option in (story, outlet, tag)):
        raise InputError("--article stands alone: leave --story, --outlet and --tag out.")
    if not file.parent.is_dir():
        raise InputError(f"{file} cannot be written: there is no folder {file.parent}.")
    with call.open() as context:
        with context.engine.connect() as connection:
            chosen = among(connection, story, outlet, tag)
            if article:
                chosen = Among(ids=tuple(find_article(connection, each) for each in article))
        about = _about({"article": article, "story": story, "outlet": outlet, "since": since})
        records: dict[str, int] = {}
        with progress(quiet=as_json) as bar:
            task = bar.add_task("Exporting")
            for step in export_warc(context, file, chosen, call.time(since), about):
                bar.update(task, completed=step.number, total=step.articles)
                records = dict(sorted(step.records.items()))
        answer = Exported(str(file), context.database, records)
    if as_json:
        print_json(Exported, answer)
        return
    told = ", ".join(count(number, kind) for kind, number in records.items()) or "no looks"
    console().print(f"{file}: {told}.")
    console().print(f"Database: {answer.database}", style="dim")


def _about(chosen: dict[str, str | list[str] | None]) -> str:
    named = (f"{name} {value}" for name, value in chosen.items() if value)
    return f"looks at news articles: {', '.join(named) or 'all'}"
