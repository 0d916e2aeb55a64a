"""`digests ...`: what the schedules published, as it went out."""

from typing import Annotated

import typer

from tracker.cli.call import Call, add_commands
from tracker.cli.choices import one_of
from tracker.cli.commands.articles import JsonOption
from tracker.cli.commands.digests import FORMATS, present
from tracker.cli.groups import ListByDefault
from tracker.cli.output import console, print_json

digests_app = typer.Typer(
    name="digests",
    cls=ListByDefault,
    help="What the schedules published. `tracker digests NAME` lists those of one.",
)

DigestId = Annotated[
    str, typer.Argument(metavar="ID", help="The digest's id, or its first four digits or more.")
]


def register(app: typer.Typer) -> None:
    """Put the commands on the application."""
    add_commands(
        digests_app,
        {
            "list": digests_list,
            "show": digests_show,
            "resend": digests_resend,
        },
    )
    app.add_typer(digests_app)


def digests_list(
    call: Call,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Only those of this schedule.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, the latest first.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """List what was published: its id, the slot it is of, and what is in it in short."""
    from tracker.cli.answers import Digests
    from tracker.cli.faces.published import render_published
    from tracker.services.scheduling.digests import list_digests

    with call.open() as context:
        found = list_digests(context, name, limit + 1)
    shown, has_more = found[:limit], len(found) > limit
    if as_json:
        print_json(Digests, Digests(shown))
    else:
        render_published(console(), shown, call.zone, has_more=has_more)


def digests_show(
    call: Call,
    digest: DigestId,
    style: Annotated[str, typer.Option("--format", help=f"{', '.join(FORMATS)}.")] = "terminal",
    as_json: JsonOption = False,
) -> None:
    """Show a digest as it went out, whatever was recorded since."""
    from tracker.services.scheduling.digests import find_digest

    form = "json" if as_json else one_of("--format", style, FORMATS)
    with call.open() as context:
        _, made = find_digest(context, digest)
    present(made, form, call)


def digests_resend(call: Call, digest: DigestId) -> None:
    """Deliver a digest once more to every endpoint that wants it."""
    from tracker.digest.phrases import count
    from tracker.services.delivering.deliveries import (
        resend_digest,
    )
    from tracker.services.scheduling.digests import find_digest

    with call.open() as context:
        identifier, _ = find_digest(context, digest)
        queued = resend_digest(context, identifier)
        out = console()
        if queued:
            deliveries = count(queued, "delivery", "deliveries")
            out.print(f"digest {identifier[:8]}: {deliveries} queued. Next: tracker run")
        else:
            hint = "Next: tracker endpoint list"
            out.print(f"digest {identifier[:8]}: no endpoint wants it. {hint}", style="yellow")
        out.print(f"Database: {context.database}", style="dim")
