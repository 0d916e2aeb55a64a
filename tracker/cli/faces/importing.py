"""What came of an import: how much was taken in, and how much was not, and why."""

from rich.console import Console

from tracker.cli.answers import Imported
from tracker.digest import ink

_TAKEN = {
    "version": "taken in as a version",
    "unchanged": "unchanged",
    "noise": "changed in noise alone",
    "suspected": "held: does not look like the article",
}


def render_import(console: Console, answer: Imported) -> None:
    """A heading, then a line a kind: its number and what it is."""
    ink.say(console, ink.words(answer.source, ink.HEADING))
    table = ink.table("Captures", "", right=("Captures",))
    for outcome, number in answer.taken.items():
        table.add_row(ink.words(f"{number:,}"), ink.words(_TAKEN.get(outcome, outcome), ink.NEW))
    for reason, number in answer.skipped.items():
        table.add_row(ink.words(f"{number:,}"), ink.words(f"skipped: {reason}", ink.QUIET))
    if not answer.taken and not answer.skipped:
        table.add_row(ink.words("0"), ink.words("nothing to take in", ink.QUIET))
    ink.say(console, table)
