"""`log`: the events as they were recorded."""

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.call import Call, command
from tracker.cli.commands.articles import JsonOption
from tracker.cli.output import console

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from tracker.eventstore.model import RecordedEvent
    from tracker.eventstore.store import EventStore

PAGE = 500
"""Events laid out at once: a table needs all its rows to find its widths."""


def register(app: typer.Typer) -> None:
    """Put the command on the application."""
    command(app)(log)


def log(
    call: Call,
    article: Annotated[
        str | None, typer.Argument(metavar="[ARTICLE]", help="Only this article's stream.")
    ] = None,
    after: Annotated[int, typer.Option(min=0, help="Only events after this position.")] = 0,
    limit: Annotated[int | None, typer.Option(min=1, help="At most this many events.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List the events of the log in the order they were recorded; in JSON, an event a line."""
    with call.open() as context, context.engine.connect() as connection:
        events = islice(_events(context.store, connection, article, after), limit)
        if as_json:
            _print_lines(events)
        else:
            _print_pages(events, call)


def _events(
    store: "EventStore", connection: "Connection", article: str | None, after: int
) -> "Iterator[RecordedEvent]":
    from tracker.article.identity import article_stream
    from tracker.projections.lookup import find_article

    if article is None:
        return store.read_all(after=after)
    stream = store.read_stream(article_stream(find_article(connection, article)))
    return (event for event in stream if event.position > after)


def _print_lines(events: "Iterable[RecordedEvent]") -> None:
    from pydantic import TypeAdapter

    from tracker.cli.answers import LogEvent

    adapter = TypeAdapter(LogEvent)
    for event in events:
        answer = LogEvent(
            position=event.position,
            commit=event.commit_number,
            commit_id=event.commit_id.hex,
            stream=event.stream,
            version=event.version,
            type=event.type,
            schema_version=event.schema_version,
            recorded_at=event.recorded_at,
            data=None if event.data is None else dict(event.data),
        )
        sys.stdout.write(json.dumps(adapter.dump_python(answer, mode="json")) + "\n")


def _print_pages(events: "Iterator[RecordedEvent]", call: Call) -> None:
    from tracker.cli.faces.log import render_log

    out = console()
    while page := list(islice(events, PAGE)):
        render_log(out, page, call.zone)
