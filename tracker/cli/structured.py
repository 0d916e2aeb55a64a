"""What `tracker run` logs, on standard error: structlog's lines for people, or JSON for programs.

Records of our modules and of libraries take the same way. Nothing in them is obeyed by a terminal,
and what looks like a secret is hidden: a last line of defence, for nothing secret is to come here.
"""

import logging
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

from tracker.cli.logs import quieten
from tracker.config import LogSettings
from tracker.digest.escaping import inert
from tracker.redacting import redacted

_Event = MutableMapping[str, Any]


def start_structured(settings: LogSettings, *, debug: bool = False) -> None:
    """Log as it is set from now on, in place of whatever logged before."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(settings, on_terminal=sys.stderr.isatty()))
    root = logging.getLogger()
    for old in list(root.handlers):
        if type(old) is logging.StreamHandler:  # not those of whoever listens in, as tests do
            root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if debug else settings.level.upper())
    quieten()


def formatter(settings: LogSettings, *, on_terminal: bool) -> logging.Formatter:
    """How a record is written; `auto` is for people on a terminal."""
    as_json = settings.format == "json" or (settings.format == "auto" and not on_terminal)
    render: Any = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(
            colors=on_terminal,
            pad_event_to=0,
            sort_keys=False,
            exception_formatter=structlog.dev.plain_traceback,
        )
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _harmless,
            render,
        ],
    )


def _harmless(_logger: object, _method: str, event: _Event) -> Mapping[str, Any]:
    """Every value on one line, inert and without secrets; of a traceback every line set in."""
    raised = event.pop("exception", None)
    told: _Event = {key: _plain(value) for key, value in event.items()}
    if raised:
        lines = str(raised).split("\n")
        told["exception"] = "\n".join(f"  {_plain(line)}" for line in lines)
    return told


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    return inert(redacted(str(value)))
