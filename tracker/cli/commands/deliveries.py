"""`deliveries ...`: what was delivered, what waits, what was given up."""

import json
from typing import Annotated

import typer

from tracker.cli.answers.made import made
from tracker.cli.call import Call, add_commands
from tracker.cli.choices import one_of
from tracker.cli.commands.articles import JsonOption
from tracker.cli.output import console, print_json
from tracker.errors import InputError

deliveries_app = typer.Typer(
    name="deliveries", no_args_is_help=True, help="What was delivered, waits, or was given up."
)

EndpointOption = Annotated[str | None, typer.Option(help="Only to this endpoint.")]


def register(app: typer.Typer) -> None:
    """Put the commands on the application."""
    add_commands(
        deliveries_app,
        {
            "list": deliveries_list,
            "show": deliveries_show,
            "replay": deliveries_replay,
        },
    )
    app.add_typer(deliveries_app)


def deliveries_list(
    call: Call,
    endpoint: EndpointOption = None,
    status: Annotated[
        str | None, typer.Option(help="Only those waiting, delivered, dead or dropped.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="Only those put in from this time on.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the latest.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """List deliveries, the latest first."""
    from tracker.cli.answers import Deliveries, Delivery
    from tracker.cli.faces.deliveries import render_deliveries
    from tracker.services.delivering.deliveries import Which, list_deliveries
    from tracker.services.delivering.statuses import Status

    wanted = Status(one_of("--status", status, list(Status))) if status else None
    with call.open() as context:
        which = Which(endpoint, wanted, call.time(since))
        rows, count = list_deliveries(context, which, limit)
    if as_json:
        print_json(Deliveries, Deliveries(count, [made(Delivery, row) for row in rows]))
    else:
        render_deliveries(console(), rows, count, call.zone)


def deliveries_show(
    call: Call,
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="A delivery's id, or the first characters of it.")
    ],
    as_json: JsonOption = False,
) -> None:
    """Show one delivery: what is sent, how often it was tried, and what was answered."""
    from tracker.cli.answers import Delivered, Delivery
    from tracker.cli.faces.deliveries import render_delivery
    from tracker.services.delivering.deliveries import find_delivery

    with call.open() as context:
        row = find_delivery(context, identifier)
    if as_json:
        print_json(Delivered, Delivered(made(Delivery, row), json.loads(row["body"])))
    else:
        render_delivery(console(), row, call.zone)


def deliveries_replay(
    call: Call,
    identifier: Annotated[str | None, typer.Option("--id", help="This delivery.")] = None,
    since: Annotated[str | None, typer.Option(help="All put in from this time on.")] = None,
    failed: Annotated[bool, typer.Option("--failed", help="All that were given up.")] = False,
    endpoint: EndpointOption = None,
) -> None:
    """Deliver again, under the same message ids: receivers can tell that they saw it before."""
    from tracker.services.delivering.deliveries import Which, replay
    from tracker.services.delivering.statuses import Status

    if (identifier is not None) + (since is not None or failed) != 1:
        raise InputError("say what to deliver again: --id ID, --since TIME, or --failed.")
    with call.open() as context:
        status = Status.DEAD if failed else None
        count = replay(context, Which(endpoint, status, call.time(since)), identifier)
        told = f"{count:,} {'delivery waits' if count == 1 else 'deliveries wait'} again."
        console().print(told + (" Next: tracker run" if count else ""))
        console().print(f"Database: {context.database}", style="dim")
