"""One call of the command line: the options every command takes, and what it works with.

The shared options may stand before the command or after it; what stands later wins.
"""

import functools
import inspect
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.times import parse_time
from tracker.errors import InputError

if TYPE_CHECKING:
    from tracker.config import Settings
    from tracker.services.context import Context

PANEL = "Where and when"

BROKEN_PIPE = 141
"""What a shell reports of a program that SIGPIPE ended."""

DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="PATH|URL",
        help="The log: a file, or postgresql://user@host/name.",
        rich_help_panel=PANEL,
    ),
]
ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Settings file.", rich_help_panel=PANEL),
]
ZoneOption = Annotated[
    str | None,
    typer.Option(
        "--zone",
        help="Time zone of what you type and read, like Europe/Berlin.",
        rich_help_panel=PANEL,
    ),
]

_SHARED = {"database": DatabaseOption, "config": ConfigOption, "zone": ZoneOption}


@dataclass
class Call:
    """What the shared options of one call said; commands get it as their first argument."""

    options: dict[str, Any] = field(default_factory=dict)

    def note(self, **options: Any) -> None:
        """Take in options that were given (None: not given)."""
        self.options |= {name: value for name, value in options.items() if value is not None}

    @functools.cached_property
    def settings(self) -> "Settings":
        """The settings with these options on top. Raises InputError."""
        return self.load()

    def load(self) -> "Settings":
        """The settings as they are now. Raises InputError."""
        from tracker.config import load_settings

        _check_zone(self.options.get("zone"))
        names = {"database": "database_url", "zone": "zone"}
        flags = {names[name]: value for name, value in self.options.items() if name in names}
        return load_settings(self.options.get("config"), flags)

    @property
    def zone(self) -> tzinfo:
        return self.settings.timezone

    @contextmanager
    def open(self, *, may_make: bool = False) -> Iterator["Context"]:
        """The database with its projections caught up with the log.

        Raises NotFoundError where there is none, unless the command `may_make` it: one that only
        reads must not leave an empty file where a path was mistyped.
        """
        from tracker.bootstrap import open_context

        with open_context(self.settings, must_exist=not may_make) as context:
            context.projector.catch_up()
            yield context

    def time(self, given: str | None, *, ends_day: bool = False) -> datetime | None:
        """A time as it was typed; None where none was. Raises InputError."""
        if given is None:
            return None
        from tracker.bootstrap import utc_now

        return parse_time(given, utc_now(), self.zone, ends_day=ends_day)


def _check_zone(name: str | None) -> None:
    """A mistyped --zone is told as what it is: no settings file is to blame for it."""
    if not name:
        return
    from tracker.services.scheduling.zones import instead_of_zone, is_zone

    if not is_zone(name):
        raise InputError(f"--zone {name!r} is no time zone: {instead_of_zone(name)}.")


def command(app: typer.Typer, name: str | None = None) -> Callable[[Callable[..., None]], None]:
    """Register a function `f(call, ...)` as a command that takes the shared options too."""

    def register(function: Callable[..., None]) -> None:
        @functools.wraps(function)
        def called(context: typer.Context, **given: Any) -> None:
            call = context.ensure_object(Call)
            call.note(**{name: given.pop(name) for name in _SHARED})
            try:
                function(call, **given)
                sys.stdout.flush()
            except BrokenPipeError:
                # The reader of our pipe has left; Python would complain once more when it ends.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                raise typer.Exit(BROKEN_PIPE) from None

        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        called.__signature__ = inspect.Signature([_CONTEXT, *own, *_shared()])  # type: ignore[attr-defined]
        called.__annotations__ = {p.name: p.annotation for p in [_CONTEXT, *own, *_shared()]}
        app.command(name)(called)

    return register


def add_commands(app: typer.Typer, functions: Mapping[str, Callable[..., None]]) -> None:
    """Register functions as commands, each under its name, in this order."""
    for name, function in functions.items():
        command(app, name)(function)


_CONTEXT = inspect.Parameter(
    "context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context
)


def _shared() -> list[inspect.Parameter]:
    kind = inspect.Parameter.KEYWORD_ONLY
    return [
        inspect.Parameter(name, kind, default=None, annotation=option)
        for name, option in _SHARED.items()
    ]
