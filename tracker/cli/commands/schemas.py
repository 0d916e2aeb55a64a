"""`schema`: what the JSON answers look like."""

from typing import Annotated, Any

import typer

from tracker.cli.call import Call, command
from tracker.cli.choices import one_of
from tracker.cli.output import console, write_text


def register(app: typer.Typer) -> None:
    """Put the command on the application."""
    command(app)(schema)


def schema(
    call: Call,
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="A kind of answer or of message; else list them."),
    ] = None,
) -> None:
    """Print the JSON Schema of a `--json` answer, or of a message that endpoints get."""
    del call
    import json

    from tracker.cli.answers import ANSWERS
    from tracker.delivery.envelope import published

    names = [*sorted(ANSWERS), *published()]
    if name is None:
        console().print("\n".join(names))
        return
    write_text(json.dumps(_schema(one_of("schema", name, names)), indent=2))


def _schema(name: str) -> dict[str, Any]:
    from pydantic import TypeAdapter

    from tracker.cli.answers import ANSWERS
    from tracker.delivery.envelope import published, schema_of

    if name in ANSWERS:
        return TypeAdapter(ANSWERS[name]).json_schema(mode="serialization")
    return schema_of(published()[name])
