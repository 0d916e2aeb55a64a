"""`story suggest`: which open story an article belongs to."""

from typing import Annotated

import typer

from tracker.cli.call import Call, command
from tracker.cli.commands.articles import JsonOption
from tracker.cli.commands.stories import story_app
from tracker.cli.output import console, print_json


def register(app: typer.Typer) -> None:
    """Put the command among those of stories, which are on the application already."""
    del app
    command(story_app)(suggest)


def suggest(
    call: Call,
    article: Annotated[
        str | None,
        typer.Argument(metavar="[ARTICLE]", help="One article; else all that are in no story."),
    ] = None,
    link: Annotated[
        bool, typer.Option("--link", help="Link what scores 0.8 or more to its likeliest story.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Suggest the story an article belongs to, with a score and the grounds; link nothing."""
    from tracker.cli.answers import Suggestions
    from tracker.cli.faces.suggestions import render_suggestions
    from tracker.projections.lookup import find_article
    from tracker.services.telling.suggesting import suggest as suggest_stories

    with call.open() as context:
        with context.engine.connect() as connection:
            found = find_article(connection, article) if article is not None else None
        suggestions = suggest_stories(context, found, link_certain=link)
        database = context.database
    if as_json:
        print_json(Suggestions, Suggestions(suggestions))
    else:
        out = console()
        render_suggestions(out, suggestions)
        if link:
            out.print(f"Database: {database}", style="dim")
