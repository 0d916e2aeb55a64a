"""Events of the log, one a line."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import tzinfo
from typing import Any

from rich.console import Console
from rich.text import Text

from tracker.article.identity import article_of
from tracker.cli.faces.articles import SHORT_ID
from tracker.digest import ink
from tracker.digest.phrases import clock
from tracker.eventstore.model import RecordedEvent

_LONGEST = 60  # characters of one value that are shown
_GAP = 2  # columns between two of the table
_LEAST = 12  # columns for the data where the rest leaves none


def render_log(console: Console, events: Iterable[RecordedEvent], zone: tzinfo) -> None:
    """Position, time recorded, stream, type, and what the event holds in short."""
    heads = ("Position", "Recorded", "Stream", "Event")
    rows = [(_cells(event, zone), ink.words(brief(event.data), ink.QUIET)) for event in events]
    table = ink.table(*heads, "Data", right=("Position",))
    for column in table.columns:
        column.no_wrap = True
    widest = (
        max(len(head), *(cells[place].cell_len for cells, _ in rows))
        for place, head in enumerate(heads)
    )
    room = ink.width(console) - sum(wide + _GAP for wide in widest)
    for cells, data in rows:
        data.truncate(max(room, _LEAST), overflow="ellipsis")
        table.add_row(*cells, data)
    ink.say(console, table)


def _cells(event: RecordedEvent, zone: tzinfo) -> tuple[Text, ...]:
    return (
        ink.words(str(event.position)),
        ink.words(clock(event.recorded_at, zone), ink.QUIET),
        ink.words(_short(event.stream), ink.OUTLET),
        ink.words(event.type, ink.HEADING),
    )


def brief(data: Mapping[str, Any] | None) -> str:
    """An event's data in short: names with values, lists by their length; erased data say so."""
    if data is None:
        return "erased"
    return " · ".join(_pairs(data))


def _pairs(data: Mapping[str, Any]) -> Iterator[str]:
    for name, value in data.items():
        if isinstance(value, list | dict):
            yield f"{len(value)} {name}"
        else:
            text = str(value)
            yield f"{name} {text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}"


def _short(stream: str) -> str:
    """A stream's name, an article's id cut: "article-1f0c2a9e"."""
    article = article_of(stream)
    return f"article-{article[:SHORT_ID]}" if article else stream
