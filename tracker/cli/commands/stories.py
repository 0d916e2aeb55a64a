"""`story open|link|unlink|show`: the articles on one event, and where their outlets differ."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.call import Call, add_commands
from tracker.cli.commands.articles import JsonOption
from tracker.cli.output import console, print_json

if TYPE_CHECKING:
    from rich.console import Console

    from tracker.digest.model import RemarkLine, ThreadLine
    from tracker.services.context import Context

    Change = Callable[[Context, str, Sequence[str]], None]

story_app = typer.Typer(
    name="story", no_args_is_help=True, help="The articles of any outlet on one event."
)

NameArgument = Annotated[str, typer.Argument(metavar="STORY", help="The story's name.")]
ArticleArguments = Annotated[
    list[str], typer.Argument(metavar="ARTICLE...", help="Ids, addresses or headline words.")
]


def register(app: typer.Typer) -> None:
    """Put the commands on the application."""
    add_commands(
        story_app,
        {
            "open": open_,
            "link": link,
            "unlink": unlink,
            "show": show,
        },
    )
    app.add_typer(story_app)


def open_(
    call: Call,
    name: NameArgument,
    title: Annotated[str | None, typer.Option(help="What to call it in digests.")] = None,
) -> None:
    """Open a story, to link articles to."""
    from tracker.services.telling.stories import open_story

    with call.open(may_make=True) as context:
        story = open_story(context, name, title)
        out = console()
        out.print(f"story {story} is open. Next: tracker story link {story} ARTICLE...")
        out.print(f"Database: {context.database}", style="dim")


def link(call: Call, name: NameArgument, articles: ArticleArguments) -> None:
    """Link articles to a story."""
    from tracker.services.telling.stories import link as link_articles

    _change(call, name, articles, link_articles, "linked to")


def unlink(call: Call, name: NameArgument, articles: ArticleArguments) -> None:
    """Take articles out of a story."""
    from tracker.services.telling.stories import unlink as unlink_articles

    _change(call, name, articles, unlink_articles, "taken out of")


def show(
    call: Call,
    name: Annotated[
        str | None, typer.Argument(metavar="[STORY]", help="A story's name; else list them all.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what one outlet alone says.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Show a story's ledger: what its outlets say on the same things."""
    if name is None:
        _list(call, as_json=as_json)
        return
    from tracker.cli.answers import Story
    from tracker.cli.faces.story import render_story
    from tracker.digest.outlets import remark_lines, thread_lines
    from tracker.projections.lookup import find_story
    from tracker.projections.queries import (
        Among,
        Span,
        article_records,
        fact_threads,
        remark_threads,
        story_records,
    )

    with call.open() as context:
        context.projector.line_up()  # before the reading transaction, which would not see it
        with context.engine.connect() as connection:
            among = Among(story=find_story(connection, name))
            record = story_records(connection, among.story)[0]
            articles = article_records(connection, among)
            threads = thread_lines(fact_threads(connection, among, Span(), shared=False))
            said = remark_lines(remark_threads(connection, among, Span(), shared=False))
    if as_json:
        print_json(Story, Story(record, articles, threads, said))
    else:
        out = console()
        render_story(out, record, articles, *shared(threads, said, everything), call.zone)
        tell_rest(out, threads, said, everything)


def shared(
    threads: "Sequence[ThreadLine]", remarks: "Sequence[RemarkLine]", everything: bool
) -> "tuple[list[ThreadLine], list[RemarkLine]]":
    """What two outlets or more speak of; or everything."""
    from tracker.digest.model import Agreement

    return (
        [line for line in threads if everything or line.agreement is not Agreement.SINGLE],
        [line for line in remarks if everything or line.agreement is not Agreement.SINGLE],
    )


def tell_rest(
    out: "Console",
    threads: "Sequence[ThreadLine]",
    remarks: "Sequence[RemarkLine]",
    everything: bool,
) -> None:
    """Say how much is not shown for being said by one outlet alone."""
    kept = shared(threads, remarks, everything)
    facts, said = len(threads) - len(kept[0]), len(remarks) - len(kept[1])
    if facts or said:
        rest = f"{facts} facts and {said} remarks of one outlet alone are left out: see --all"
        out.print(f"\n{rest}", style="dim")


def _list(call: Call, *, as_json: bool) -> None:
    from tracker.cli.answers import Stories
    from tracker.cli.faces.story import render_stories
    from tracker.projections.queries import story_records

    with call.open() as context, context.engine.connect() as connection:
        found = story_records(connection)
    if as_json:
        print_json(Stories, Stories(found))
    else:
        render_stories(console(), found)


def _change(call: Call, name: str, articles: list[str], change: "Change", done: str) -> None:
    from tracker.projections.lookup import find_article

    with call.open() as context:
        with context.engine.connect() as connection:
            found = [find_article(connection, article) for article in articles]
        change(context, name, found)
        out = console()
        out.print(f"{', '.join(article[:8] for article in found)} {done} {name}.")
        out.print(f"Database: {context.database}", style="dim")
