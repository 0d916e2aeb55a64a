"""`run`, `schedule ...`, `endpoint ...`: the tracker at work by itself."""

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from tracker.cli.call import Call, command
from tracker.cli.commands.articles import JsonOption
from tracker.cli.output import console, print_json

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

Answer = TypeVar("Answer")

schedule_app = typer.Typer(
    name="schedule", no_args_is_help=True, help="When digests are published."
)
endpoint_app = typer.Typer(
    name="endpoint", no_args_is_help=True, help="Where digests are delivered."
)

AddressArgument = Annotated[str, typer.Argument(metavar="URL", help="Where deliveries are posted.")]
ScheduleName = Annotated[str, typer.Argument(metavar="NAME", help="The schedule's name.")]


def register(app: typer.Typer) -> None:
    """Put the commands on the application."""
    command(app)(run)
    schedule: dict[str, Callable[..., None]] = {
        "add": schedule_add,
        "remove": schedule_remove,
        "list": schedule_list,
    }
    for name, function in schedule.items():
        command(schedule_app, name)(function)
    endpoint: dict[str, Callable[..., None]] = {
        "add": endpoint_add,
        "remove": endpoint_remove,
        "list": endpoint_list,
    }
    for name, function in endpoint.items():
        command(endpoint_app, name)(function)
    app.add_typer(schedule_app)
    app.add_typer(endpoint_app)


def _made(kind: type[Answer], row: "RowMapping") -> Answer:
    """An answer out of the columns that it has fields for, and no others."""
    return kind(**{name: row[name] for name in inspect.signature(kind).parameters})


def run(
    call: Call,
    once: Annotated[
        bool, typer.Option("--once", help="Do what is due now, then end (for cron).")
    ] = False,
) -> None:
    """Look at what is watched, publish digests on schedule, deliver them; until stopped.

    With --once a step that fails keeps none after it from being done, and the exit code tells.
    """
    import logging

    from tracker.cli.logs import start_logging
    from tracker.cli.output import errors
    from tracker.daemon import Daemon

    start_logging(logging.INFO)
    with call.open(may_make=True) as context:
        errors().print(f"Database: {context.database}", style="dim")
        daemon = Daemon(context, call.settings)
        if once:
            daemon.work_once()
        else:
            daemon.run()


def schedule_add(
    call: Call,
    name: ScheduleName,
    cron: Annotated[str, typer.Option(help="Five fields, such as '0 7 * * mon-fri'.")],
    story: Annotated[str | None, typer.Option(help="Only this story.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only this outlet.")] = None,
    tag: Annotated[str | None, typer.Option(help="Only articles with this tag.")] = None,
) -> None:
    """Publish a digest at these times, in --zone; adding a name again changes it."""
    from tracker.cli.scope import among
    from tracker.digest.phrases import stamp
    from tracker.services.telling.publishing import Plan, add_schedule

    with call.open(may_make=True) as context:
        with context.engine.connect() as connection:
            scope = among(connection, story, outlet, tag)
        plan = Plan(name, cron, str(call.zone), scope)
        added, coming = add_schedule(context, plan)
        out = console()
        out.print(f"schedule {added}: next digest {stamp(coming, call.zone)}. Next: tracker run")
        out.print(f"Database: {context.database}", style="dim")


def schedule_remove(call: Call, name: ScheduleName) -> None:
    """Publish no more digests under this name."""
    from tracker.services.telling.publishing import remove_schedule

    with call.open() as context:
        remove_schedule(context, name)
        console().print(f"schedule {name} is removed; what it published stays.")
        console().print(f"Database: {context.database}", style="dim")


def schedule_list(call: Call, as_json: JsonOption = False) -> None:
    """List the schedules."""
    from tracker.cli.answers import Schedule, Schedules
    from tracker.cli.faces.daemon import render_schedules
    from tracker.services.telling.publishing import list_schedules

    with call.open() as context:
        rows = list_schedules(context)
    if as_json:
        print_json(Schedules, Schedules([_made(Schedule, row) for row in rows]))
    else:
        render_schedules(console(), rows, call.zone)


def endpoint_add(
    call: Call,
    url: AddressArgument,
    allow_loopback: Annotated[
        bool, typer.Option("--allow-loopback", help="It may be on this very machine.")
    ] = False,
) -> None:
    """Deliver published digests to a webhook, signed (Standard Webhooks)."""
    from tracker.services.telling.delivering import add_endpoint

    with call.open(may_make=True) as context:
        secret = add_endpoint(context, url, allow_loopback=allow_loopback)
        out = console()
        out.print(f"Signing secret, shown this once: {secret}", soft_wrap=True)
        out.print("Next: tracker schedule add NAME --cron ..., then tracker run")
        out.print(f"Database: {context.database}", style="dim")


def endpoint_remove(call: Call, url: AddressArgument) -> None:
    """Deliver nothing more to a webhook."""
    from tracker.services.telling.delivering import remove_endpoint

    with call.open() as context:
        remove_endpoint(context, url)
        console().print("The endpoint is removed; what was waiting for it is not delivered.")
        console().print(f"Database: {context.database}", style="dim")


def endpoint_list(call: Call, as_json: JsonOption = False) -> None:
    """List the endpoints and what waits for them."""
    from tracker.cli.answers import Endpoint, Endpoints
    from tracker.cli.faces.daemon import render_endpoints
    from tracker.services.telling.delivering import list_endpoints

    with call.open() as context:
        rows = list_endpoints(context)
    if as_json:
        print_json(Endpoints, Endpoints([_made(Endpoint, row) for row in rows]))
    else:
        render_endpoints(console(), rows)
