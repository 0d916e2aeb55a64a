"""`schema`: what the JSON answers look like."""

from typing import Annotated

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
        str | None, typer.Argument(metavar="[NAME]", help="A kind of answer; else list them.")
    ] = None,
) -> None:
    """Print the JSON Schema of a `--json` answer."""
    del call
    import json

    from pydantic import TypeAdapter

    from tracker.cli.answers import ANSWERS

    if name is None:
        console().print("\n".join(sorted(ANSWERS)))
        return
    kind = ANSWERS[one_of("schema", name, sorted(ANSWERS))]
    write_text(json.dumps(TypeAdapter(kind).json_schema(mode="serialization"), indent=2))
