"""`explain`: why a shift was reported."""

from typing import Annotated

import typer

from tracker.cli.call import Call, command
from tracker.cli.commands.articles import ArticleArgument, JsonOption
from tracker.cli.output import console, print_json


def register(app: typer.Typer) -> None:
    """Put the command on the application."""
    command(app)(explain)


def explain(
    call: Call,
    article: ArticleArgument,
    shift: Annotated[
        str,
        typer.Argument(
            metavar="SHIFT", help="Its id or the start of one, as `tracker diff` shows it."
        ),
    ],
    as_json: JsonOption = False,
) -> None:
    """Tell why a shift was reported: its sentences, rules, weight, and what announced it."""
    from tracker.cli.faces.explain import render_explanation
    from tracker.projections.lookup import find_article
    from tracker.services.telling.explaining import Explanation
    from tracker.services.telling.explaining import explain as explain_shift

    with call.open() as context:
        with context.engine.connect() as connection:
            found = find_article(connection, article)
        why = explain_shift(context, found, shift)
    if as_json:
        print_json(Explanation, why)
    else:
        render_explanation(console(), why, call.zone)
