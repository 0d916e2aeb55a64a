"""`python -m tests.reference` writes docs/cli.md, docs/events.md and docs/schemas from the code.

tests/unit/test_docs.py holds the committed pages to what this writes.
"""

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

import typer

from tracker import errors
from tracker.article.events import EVENTS as ARTICLE_EVENTS
from tracker.cli.call import BROKEN_PIPE, PANEL
from tracker.cli.main import BUG, app
from tracker.delivery.envelope import schema_of
from tracker.delivery.messages import KINDS
from tracker.logged import LoggedEvent
from tracker.newsroom.events import EVENTS as NEWSROOM_EVENTS

DOCS = Path(__file__).parents[1] / "docs"
NOTE = "<!-- Written by `python -m tests.reference`: change the code, then run that. -->"


def main() -> None:
    """Write the pages."""
    for name, text in pages().items():
        (DOCS / name).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """Each generated page's text, by its name in docs/."""
    return {
        "cli.md": "\n".join(_command_line()) + "\n",
        "events.md": "\n".join(_events()) + "\n",
        **schemas(),
    }


def schemas() -> dict[str, str]:
    """The JSON Schema of each type of message, by the name of its file in docs/."""
    return {
        f"schemas/v{kind.schema_version}/{kind.type}.json": json.dumps(schema_of(kind), indent=2)
        + "\n"
        for kind in KINDS
    }


def commands() -> dict[str, Any]:
    """Every command that does something, by its full name ("tracker story open")."""
    return dict(_leaves("tracker", typer.main.get_command(app)))


def exit_codes() -> dict[int, str]:
    """What each exit code of the command line means."""
    kinds = [
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.TrackerError)
    ]
    told = {kind.exit_code: inspect.getdoc(kind) or "" for kind in kinds}
    told |= {
        0: "Done.",
        1: "Anything else that went wrong; also a check that found something wrong.",
        BUG: "A bug of the tracker's own: please report it.",
        130: "Interrupted by the keyboard (Ctrl+C).",
        BROKEN_PIPE: "Whoever read the output left before its end (`tracker log | head`).",
    }
    return dict(sorted(told.items()))


def _leaves(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    below = getattr(command, "commands", None)
    if below is None:
        yield name, command
        return
    for word, inner in below.items():
        yield from _leaves(f"{name} {word}", inner)


def _command_line() -> Iterator[str]:
    yield from ("# The command line", "", NOTE, "")
    yield from ("`tracker COMMAND --help` says the same. Every command also takes these:", "")
    root = typer.main.get_command(app)
    yield from _options([each for each in root.params if _is_shared(each)])
    yield from ("", "The program itself takes:", "")
    yield from _options([each for each in root.params if not _is_shared(each)])
    yield from ("", "## Exit codes", "", "| Code | Meaning |", "| --- | --- |")
    yield from (f"| {code} | {_cell(meaning)} |" for code, meaning in exit_codes().items())
    yield from (
        "",
        "Errors are one line on standard error; `--debug` adds where they came from.",
        "",
    )
    yield "## Commands"
    for name, command in commands().items():
        yield from _command(name, command)


def _command(name: str, command: Any) -> Iterator[str]:
    yield from ("", f"### {name}", "", inspect.cleandoc(command.help or ""), "")
    own = [each for each in command.params if not _is_shared(each)]
    arguments = [each for each in own if each.param_type_name == "argument"]
    options = [each for each in own if each.param_type_name == "option"]
    usage = " ".join(
        [name, *(_metavar(each) for each in arguments), *(["[OPTIONS]"] * bool(options))]
    )
    yield from ("```text", usage, "```")
    if arguments:
        yield from ("", "| Argument | Meaning |", "| --- | --- |")
        yield from (f"| `{_metavar(each)}` | {_cell(each.help or '')} |" for each in arguments)
    if options:
        yield ""
        yield from _options(options)


def _options(options: list[Any]) -> Iterator[str]:
    yield from ("| Option | Meaning |", "| --- | --- |")
    for each in options:
        names = ", ".join([*each.opts, *each.secondary_opts])
        value = "" if each.is_flag else f" {_value(each)}"
        given = "" if each.default in (None, False, (), []) else f" Default: `{each.default}`."
        yield f"| `{_cell(names + value)}` | {_cell(each.help or '')}{given} |"


def _is_shared(parameter: Any) -> bool:
    return getattr(parameter, "rich_help_panel", None) == PANEL


def _metavar(argument: Any) -> str:
    name: str = argument.metavar or argument.name.upper()
    return name + "..." if argument.nargs == -1 and "..." not in name else name


def _value(option: Any) -> str:
    name: str = option.metavar or option.name.upper().replace("_", "-")
    return name


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _events() -> Iterator[str]:
    yield from ("# The events of the log", "", NOTE, "")
    yield "`tracker log --json` prints them, an event a line; fields at their default are left out."
    yield "Times are UTC, hashes are hexadecimal SHA-256."
    for title, kinds in (("Articles", ARTICLE_EVENTS), ("The newsroom", NEWSROOM_EVENTS)):
        yield from ("", f"## {title}")
        for kind in kinds:
            yield from _event(kind)


def _event(kind: type[LoggedEvent]) -> Iterator[str]:
    yield from ("", f"### {kind.event}", "")
    if said := _own_words(kind):
        yield from (said, "")
    yield from (f"Schema version {kind.schema_version}.", "", "| Field | Type | Default |")
    yield "| --- | --- | --- |"
    types = get_type_hints(kind)
    for name, field in kind.model_fields.items():
        default = "required" if field.is_required() else f"`{_literal(field.default)}`"
        yield f"| `{name}` | {_type(types[name])} | {default} |"


def _own_words(kind: type[LoggedEvent]) -> str:
    """The docstring of the event, or of the base it shares with its opposite."""
    for each in kind.__mro__:
        if each.__name__ in {"ArticleEvent", "NewsroomEvent", "LoggedEvent"}:
            break
        if each.__doc__:
            return inspect.cleandoc(each.__doc__)
    return ""


def _type(hint: Any) -> str:
    unqualified = re.sub(r"\b(?:\w+\.)+(\w+)", r"\1", inspect.formatannotation(hint))
    return f"`{_cell(unqualified.replace('AwareDatetime', 'time'))}`"


def _literal(default: object) -> str:
    return str(getattr(default, "value", default))


if __name__ == "__main__":
    main()
