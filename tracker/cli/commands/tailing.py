"""`tail`: what shifts, as it is recorded."""

import json
import sys
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.call import Call, command
from tracker.cli.choices import one_of
from tracker.cli.output import console, reader_left
from tracker.errors import InputError

if TYPE_CHECKING:
    from tracker.services.context import Context
    from tracker.services.telling.tailing import Happening

PAUSE = 0.2
"""Seconds between two looks at the head of the log."""

Print = Callable[["Happening"], None]


def register(app: typer.Typer) -> None:
    """Put the command on the application."""
    command(app)(tail)


def tail(
    call: Call,
    story: Annotated[str | None, typer.Option(help="Only this story.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only this outlet.")] = None,
    tag: Annotated[str | None, typer.Option(help="Only articles with this tag.")] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            help="Only shifts of this topic (fact, statement, notice, wording) or kind (revised,"
            " withdrawn, ...); may be repeated."
        ),
    ] = None,
    min_weight: Annotated[
        float, typer.Option(min=0, max=1, help="Only shifts that weigh so much.", metavar="WEIGHT")
    ] = 0,
    after: Annotated[
        int | None,
        typer.Option(min=0, metavar="POSITION", help="From this log position on; 0: everything."),
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="TIME", help="What was recorded from this time on.")
    ] = None,
    no_follow: Annotated[
        bool, typer.Option("--no-follow", help="End at what is recorded now.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="A line of JSON each (see `tracker schema tail`).")
    ] = False,
) -> None:
    """Follow shifts, take-downs and returns as they are recorded, from now on; until Ctrl+C.

    Take-downs and returns are left out where --kind or --min-weight picks shifts. Each line of
    --json tells the log position from which --after goes on.
    """
    from tracker.cli.scope import among
    from tracker.newsroom.selection import Selection
    from tracker.services.telling.tailing import Tail

    if after is not None and since is not None:
        raise InputError("--after and --since both say where to begin: give one of them.")
    wanted = Selection(kinds=_kinds(kind or ()), weight=min_weight)
    with call.open() as context:
        with context.engine.connect() as connection:
            scope = among(connection, story, outlet, tag)
        following = Tail(context, scope, wanted, _beginning(call, context, after, since))
        show = _printer(call, as_json=as_json)
        _print_all(following.read(), show)
        while not no_follow:
            time.sleep(PAUSE)
            if reader_left():
                raise BrokenPipeError
            _print_all(following.read(), show)


def _kinds(given: Iterable[str]) -> tuple[str, ...]:
    from tracker.newsroom.selection import TOPICS
    from tracker.understanding.model import ShiftKind

    known = [*sorted(TOPICS), *ShiftKind]
    return tuple(one_of("--kind", each, known) for each in given)


def _beginning(call: Call, context: "Context", after: int | None, since: str | None) -> int:
    from tracker.services.telling.tailing import position_before

    moment = call.time(since)
    if moment is not None:
        return position_before(context, moment)
    head = context.store.head().position
    if after is None:
        return head
    if after > head:
        raise InputError(f"--after {after} is beyond the log, which ends at {head}.")
    return after


def _printer(call: Call, *, as_json: bool) -> Print:
    if as_json:
        return _json_printer()
    from tracker.cli.faces.tailing import render_happening

    out, zone = console(), call.zone
    return lambda happening: render_happening(out, happening, zone)


def _json_printer() -> Print:
    from pydantic import TypeAdapter

    from tracker.cli.answers import Tailed
    from tracker.projections.records import PresenceRecord, ShiftRecord

    adapter = TypeAdapter(Tailed)

    def show(happening: "Happening") -> None:
        record, article = happening.record, happening.article
        shift = record if isinstance(record, ShiftRecord) else None
        answer = Tailed(
            position=record.position,
            after=happening.after,
            what=record.kind if isinstance(record, PresenceRecord) else "shift",
            seen_at=record.observed_at,
            article=article.id,
            outlet=article.outlet,
            address=article.address,
            headline=article.headline,
            shift=shift,
        )
        sys.stdout.write(json.dumps(adapter.dump_python(answer, mode="json")) + "\n")

    return show


def _print_all(found: "Iterable[Happening]", show: Print) -> None:
    for happening in found:
        show(happening)
    sys.stdout.flush()
