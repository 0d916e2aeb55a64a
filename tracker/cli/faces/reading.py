"""What was read out of one file: for `tracker read`, which keeps nothing."""

from bisect import bisect_right
from datetime import tzinfo

from rich.console import Console

from tracker.article.reading import Reading
from tracker.cli.faces.assertions import fact_table, render_statement
from tracker.cli.faces.show import render_version
from tracker.digest import ink
from tracker.understanding.measures.values import is_vague
from tracker.understanding.model import Understanding


def render_reading(
    console: Console, reading: Reading, zone: tzinfo, understanding: Understanding | None = None
) -> None:
    """The article as it was read and, where given, what it asserts."""
    render_version(console, reading, zone)
    if understanding is not None:
        render_understanding(console, understanding)


def render_understanding(console: Console, understanding: Understanding) -> None:
    """Facts with their sentences, then statements; what could not be read is named."""
    facts = [fact for fact in understanding.facts if not is_vague(fact)]
    if facts:
        ink.heading(console, "Figures and dates", str(len(facts)))
        starts = [sentence.start for sentence in understanding.sentences]
        texts = [sentence.text for sentence in understanding.sentences]
        rows = [
            (fact, texts[place] if (place := bisect_right(starts, fact.start) - 1) >= 0 else "")
            for fact in facts
        ]
        ink.say(console, fact_table(rows))
    if understanding.statements:
        ink.heading(console, "Statements", str(len(understanding.statements)))
    for statement in understanding.statements:
        render_statement(console, statement)
    if understanding.unread:
        console.print()
        left = ", ".join(understanding.unread)
        told = f" (language {understanding.language})" if understanding.language else ""
        ink.say(console, ink.words(f"Not read{told}: {left}", ink.SILENT))
