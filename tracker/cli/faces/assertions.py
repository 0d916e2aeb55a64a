"""What versions assert: facts as a table, statements as a list."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from itertools import groupby
from typing import TypeAlias

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tracker.digest import ink
from tracker.digest.phrases import UNNAMED, about_fact, clock, value_words
from tracker.projections.records import FactRecord, StatementRecord
from tracker.understanding.measures.values import is_vague
from tracker.understanding.model import Fact, Statement

Version: TypeAlias = tuple[str, int, datetime]
_CALENDAR = re.compile(r"\d{4}(-\d\d){0,2}(T[\d:]+)?")


def render_facts(
    console: Console, records: Sequence[FactRecord], outlets: Mapping[str, str], zone: tzinfo
) -> None:
    """A table for each version, in the order given; `outlets` maps the article to its outlet."""
    if not records:
        ink.say(console, ink.words("No figures or dates.", ink.QUIET))
    for version, told in groupby(records, key=_version):
        ink.say(console, _place(version, outlets, zone))
        ink.say(console, fact_table([(record.fact, record.sentence) for record in told]), 2)


def render_statements(
    console: Console, records: Sequence[StatementRecord], outlets: Mapping[str, str], zone: tzinfo
) -> None:
    """The statements of each version, in the order given."""
    if not records:
        ink.say(console, ink.words("No statements.", ink.QUIET))
    for version, told in groupby(records, key=_version):
        ink.say(console, _place(version, outlets, zone))
        for record in told:
            render_statement(console, record.statement)


def _version(record: FactRecord | StatementRecord) -> Version:
    return record.article, record.version, record.observed_at


def _place(version: Version, outlets: Mapping[str, str], zone: tzinfo) -> Text:
    article, number, seen = version
    outlet = (outlets.get(article, ""), ink.OUTLET)
    return ink.line(outlet, f"v{number}", (clock(seen, zone), ink.QUIET), gap="  ")


def fact_table(facts: Sequence[tuple[Fact, str]]) -> Table:
    """Facts with their sentences; what only says "recently" or "for months" is left out."""
    table = ink.table("Value", "Of what", "In the sentence")
    for fact, sentence in facts:
        if is_vague(fact):
            continue
        table.add_row(*_fact_cells(fact), ink.excerpt(sentence, fact.text))
    return table


def render_statement(console: Console, statement: Statement) -> None:
    """Who says it, how it is attributed, and the words."""
    who = (statement.speaker or UNNAMED, ink.HEADING)
    how = (" · ".join(word for word in (statement.kind.value, statement.cue) if word), ink.QUIET)
    ink.prose(console, ink.line(who, how, gap="  "), 2)
    if not (statement.cue or "").endswith(statement.text):  # "declined to comment" tells it all
        ink.prose(console, ink.words(statement.text), 4)


def _fact_cells(fact: Fact) -> tuple[Text, Text]:
    value = ink.line((value_words(fact), ink.HEADING), (_calendar(fact), ink.QUIET))
    return value, ink.words(about_fact(fact))


def _calendar(fact: Fact) -> str:
    """The day or time that a date expression was resolved to, where it could be."""
    return f"({fact.timex})" if _CALENDAR.fullmatch(fact.timex or "") else ""
