"""`digest`: the account of what shifted."""

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.call import Call, command
from tracker.cli.choices import one_of
from tracker.cli.commands.articles import JsonOption
from tracker.cli.output import console, write_text
from tracker.errors import InputError

if TYPE_CHECKING:
    from tracker.digest.model import Digest

FORMATS = ("terminal", "markdown", "html", "json")


def register(app: typer.Typer) -> None:
    """Put the command on the application."""
    command(app)(digest)


def digest(
    call: Call,
    since: Annotated[str | None, typer.Option(help="What was seen from this time on.")] = None,
    until: Annotated[str | None, typer.Option(help="What was seen up to this time.")] = None,
    story: Annotated[str | None, typer.Option(help="Only this story.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only this outlet.")] = None,
    tag: Annotated[str | None, typer.Option(help="Only articles with this tag.")] = None,
    style: Annotated[str, typer.Option("--format", help=f"{', '.join(FORMATS)}.")] = "terminal",
    as_json: JsonOption = False,
) -> None:
    """Tell what shifted, with or without a notice, and where outlets differ."""
    from tracker.cli.scope import among
    from tracker.projections.queries import Span
    from tracker.services.telling.digesting import make_digest

    form = "json" if as_json else one_of("--format", style, FORMATS)
    span = Span(since=call.time(since), until=call.time(until, ends_day=True))
    if span.since and span.until and span.since > span.until:
        raise InputError(f"--since {since!r} is later than --until {until!r}.")
    with call.open() as context:
        with context.engine.connect() as connection:
            scope = among(connection, story, outlet, tag)
        made = make_digest(context, scope, span)
    present(made, form, call)


def present(made: "Digest", form: str, call: Call) -> None:
    """Print a digest in one of the formats."""
    if form == "terminal":
        from tracker.digest.terminal import render_terminal

        render_terminal(console(), made, call.zone)
    else:
        write_text(_rendered(made, form, call))


def _rendered(made: "Digest", form: str, call: Call) -> str:
    if form == "json":
        from tracker.digest.json import render_json

        return render_json(made)
    if form == "html":
        from tracker.digest.html import render_html

        return render_html(made, call.zone)
    from tracker.digest.markdown import render_markdown

    return render_markdown(made, call.zone)
