"""`demo`: one evening of the sample story, played into a database of its own."""

import os
import shlex
from contextlib import suppress
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.call import Call, command
from tracker.cli.output import console, progress
from tracker.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from tracker.services.context import Context
    from tracker.services.demo import SimulatedClock
    from tracker.services.sample import SampleStory

VARIABLE = "TRACKER_DATABASE_URL"
"""Names the database of the demo too, if nothing is there yet."""


def register(app: typer.Typer) -> None:
    """Put the command on the application."""
    command(app)(demo)


def demo(
    call: Call,
    html: Annotated[Path | None, typer.Option(help="Also write the digest as a page here.")] = None,
) -> None:
    """Play a sample evening of four outlets through the real pipeline and print its digest."""
    from tracker.bootstrap import open_context
    from tracker.config import load_settings
    from tracker.projections.queries import Among, Span
    from tracker.services.demo import SimulatedClock
    from tracker.services.sample import load_sample
    from tracker.services.telling.digesting import make_digest

    database = _database(call)
    story = load_sample()
    clock = SimulatedClock(story.looks[0].at)
    settings = load_settings(flags={"database_url": str(database), "zone": story.zone})
    out = console()
    with open_context(settings, clock=clock) as context:
        _play(out, context, story, clock)
        digest = make_digest(context, Among(story=story.name), Span(), title=story.title)
    from tracker.digest.terminal import render_terminal

    out.print()
    render_terminal(out, digest, settings.timezone)
    if html:
        from tracker.digest.html import render_html

        html.write_text(render_html(digest, settings.timezone), encoding="utf-8")
    _say_what_next(out, database)


def _database(call: Call) -> Path:
    """A new file of the demo's own: nobody's articles get mixed with the sample, or lost."""
    from tracker.config import default_database

    given = call.options.get("database")
    if given is not None:
        return _new_file(given)
    with suppress(InputError):  # what is there is tracked for good: the demo goes elsewhere
        return _new_file(os.environ.get(VARIABLE, ""))
    names = chain(["demo.db"], (f"demo-{number}.db" for number in count(2)))
    paths = map(Path(default_database()).with_name, names)
    return next(path for path in paths if not path.exists())


def _new_file(database: str) -> Path:
    from tracker.eventstore.engine import database_url, shown

    if not database:
        raise InputError("the demo needs a new SQLite file of its own: name one.")
    url = database_url(database)
    path = Path(str(url.database))
    if url.get_backend_name() != "sqlite" or path.exists():
        raise InputError(
            f"the demo needs a new SQLite file of its own, and {shown(url)} is none: name another."
        )
    return path


def _play(
    out: "Console", context: "Context", story: "SampleStory", clock: "SimulatedClock"
) -> None:
    from tracker.cli.faces.demo import render_scene
    from tracker.services.demo import play

    with progress() as bar:
        task = bar.add_task("Playing the evening", total=len(story.looks))
        for scene in play(context, story, clock):
            render_scene(out, scene, context.zone)
            bar.advance(task)


def _say_what_next(out: "Console", database: Path) -> None:
    out.print()
    out.print(f"Everything above is in {database}. To look around in it:")
    out.print(f"  export {VARIABLE}={shlex.quote(str(database))}", soft_wrap=True)
    for line in (
        "tracker articles                    every article, its outlet and versions",
        "tracker history 'ATACMS'            what each update of one article changed",
        "tracker story show long-range-missiles   where the outlets agree and differ",
        "tracker digest --format html > digest.html",
    ):
        out.print(f"  {line}")
