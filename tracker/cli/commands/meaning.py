"""`facts` and `statements`: what the latest versions assert."""

from typing import Annotated

import typer

from tracker.cli.call import Call, command
from tracker.cli.commands.articles import JsonOption
from tracker.cli.commands.stories import shared, tell_rest
from tracker.cli.output import console, print_json

ArticleChoice = Annotated[
    str | None, typer.Argument(metavar="[ARTICLE]", help="Only those of this article.")
]
StoryChoice = Annotated[str | None, typer.Option(help="Only those of this story, lined up.")]
OutletChoice = Annotated[str | None, typer.Option(help="Only those of this outlet.")]
TagChoice = Annotated[str | None, typer.Option(help="Only those with this tag.")]
VersionChoice = Annotated[int | None, typer.Option(min=1, help="This version; else the latest.")]


def register(app: typer.Typer) -> None:
    """Put the commands on the application."""
    command(app)(facts)
    command(app)(statements)


def facts(
    call: Call,
    article: ArticleChoice = None,
    story: StoryChoice = None,
    outlet: OutletChoice = None,
    tag: TagChoice = None,
    version: VersionChoice = None,
    everything: Annotated[
        bool, typer.Option("--all", help="With --story: also what one outlet alone says.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """List the figures and dates that articles assert, each in its sentence."""
    from tracker.cli.answers import Facts
    from tracker.cli.faces.assertions import render_facts
    from tracker.cli.faces.story import render_ledger
    from tracker.cli.scope import chosen
    from tracker.digest.outlets import thread_lines
    from tracker.projections.queries import Span, article_records, fact_records, fact_threads

    with call.open() as context:
        if story:
            context.projector.line_up()  # before the reading transaction, which would not see it
        with context.engine.connect() as connection:
            among = chosen(connection, article, story, outlet, tag)
            found = fact_records(connection, among, version)
            found_threads = fact_threads(connection, among, Span(), shared=False) if story else ()
            outlets = {record.id: record.outlet for record in article_records(connection, among)}
    threads = thread_lines(found_threads)
    if as_json:
        print_json(Facts, Facts(found, threads))
    elif story:
        out = console()
        render_ledger(out, shared(threads, (), everything)[0], (), call.zone)
        tell_rest(out, threads, (), everything)
    else:
        render_facts(console(), found, outlets, call.zone)


def statements(
    call: Call,
    article: ArticleChoice = None,
    story: StoryChoice = None,
    outlet: OutletChoice = None,
    tag: TagChoice = None,
    version: VersionChoice = None,
    speaker: Annotated[str | None, typer.Option(help="Only those of this speaker.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List who says what in the articles; for a story also which remarks are the same."""
    from tracker.cli.answers import Statements
    from tracker.cli.faces.assertions import render_statements
    from tracker.cli.scope import chosen
    from tracker.digest.outlets import remark_lines
    from tracker.projections.queries import Span, article_records, remark_threads, statement_records

    with call.open() as context:
        if story:
            context.projector.line_up()  # before the reading transaction, which would not see it
        with context.engine.connect() as connection:
            among = chosen(connection, article, story, outlet, tag)
            found = statement_records(connection, among, version)
            found_remarks = remark_threads(connection, among, Span(), shared=False) if story else ()
            outlets = {record.id: record.outlet for record in article_records(connection, among)}
    remarks = remark_lines(found_remarks)
    if speaker is not None:
        named = speaker.casefold()
        found = [said for said in found if named in (said.statement.speaker or "").casefold()]
    if as_json:
        print_json(Statements, Statements(found, remarks))
    else:
        render_statements(console(), found, outlets, call.zone)
