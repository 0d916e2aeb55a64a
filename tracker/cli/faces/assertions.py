"""What versions assert: facts as a table, statements as a list."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tracker.digest import ink
from tracker.digest.phrases import UNNAMED, about_fact, clock, value_words
from tracker.projections.records import FactRecord, StatementRecord
from tracker.understanding.model import Fact, Statement


def render_facts(
    console: Console, records: Sequence[FactRecord], outlets: Mapping[str, str], zone: tzinfo
) -> None:
    """A row per fact and version; `outlets` maps the article to its outlet."""
    if not records:
        ink.say(console, ink.words("No figures or dates.", ink.QUIET))
        return
    table = ink.table("Value", "Of what", "Outlet", "Version", "Seen", "In the sentence")
    for record in records:
        table.add_row(
            *_fact_cells(record.fact),
            ink.words(outlets.get(record.article, ""), ink.OUTLET),
            f"v{record.version}",
            ink.words(clock(record.observed_at, zone), ink.QUIET),
            ink.excerpt(record.sentence, record.fact.text),
        )
    ink.say(console, table)


def render_statements(
    console: Console, records: Sequence[StatementRecord], outlets: Mapping[str, str], zone: tzinfo
) -> None:
    """Each statement with its speaker, then where and when it was seen."""
    if not records:
        ink.say(console, ink.words("No statements.", ink.QUIET))
        return
    for record in records:
        render_statement(console, record.statement)
        outlet = (outlets.get(record.article, ""), ink.OUTLET)
        seen = (clock(record.observed_at, zone), ink.QUIET)
        ink.say(console, ink.line(outlet, f"v{record.version}", seen, gap="  "), 4)


def fact_table(facts: Sequence[tuple[Fact, str]]) -> Table:
    """Facts with their sentences, for a text that is in no database."""
    table = ink.table("Value", "Of what", "In the sentence")
    for fact, sentence in facts:
        table.add_row(*_fact_cells(fact), ink.excerpt(sentence, fact.text))
    return table


def render_statement(console: Console, statement: Statement) -> None:
    """Who says it, how it is attributed, and the words."""
    who = (statement.speaker or UNNAMED, ink.HEADING)
    how = (" · ".join(word for word in (statement.kind.value, statement.cue) if word), ink.QUIET)
    ink.prose(console, ink.line(who, how, gap="  "))
    ink.prose(console, ink.words(statement.text), 4)


def _fact_cells(fact: Fact) -> tuple[Text, Text]:
    value = ink.line((value_words(fact), ink.HEADING), (_calendar(fact), ink.QUIET))
    return value, ink.words(about_fact(fact))


def _calendar(fact: Fact) -> str:
    """The day or time that a date expression was resolved to, where it could be."""
    timex = fact.timex or ""
    return f"({timex})" if timex[:1].isdigit() and "X" not in timex else ""
