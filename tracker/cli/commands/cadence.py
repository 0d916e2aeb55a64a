"""`cadence simulate`: what the learned pace is worth on what was recorded."""

from typing import Annotated

import typer

from tracker.cli.call import Call, command
from tracker.cli.commands.articles import JsonOption
from tracker.cli.output import console, print_json

cadence_app = typer.Typer(
    name="cadence", no_args_is_help=True, help="How often articles are looked at."
)


def register(app: typer.Typer) -> None:
    """Put the command on the application."""
    command(cadence_app)(simulate)
    app.add_typer(cadence_app)


def simulate(
    call: Call,
    outlet: Annotated[str | None, typer.Option(help="Only this outlet's articles.")] = None,
    articles: Annotated[
        int, typer.Option(min=1, help="How many articles, the last published first.")
    ] = 300,
    as_json: JsonOption = False,
) -> None:
    """Replay recorded histories: how late changes are seen against how many looks are spent.

    Beside the tracker's own pace stand a fixed table, a fifth of the age, and every ten minutes.
    """
    from tracker.cli.faces.cadence import render_simulation
    from tracker.services.telling.simulating import Simulation
    from tracker.services.telling.simulating import simulate as replay

    with call.open() as context:
        found = replay(context, outlet, articles)
    if as_json:
        print_json(Simulation, found)
    else:
        render_simulation(console(), found)
