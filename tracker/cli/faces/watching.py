"""What is looked at: articles, and the sources that list them."""

import json
from collections.abc import Sequence
from datetime import tzinfo

from rich.console import Console
from rich.text import Text
from sqlalchemy import RowMapping

from tracker.digest import ink
from tracker.digest.phrases import clock
from tracker.services.lists.sources import Source


def render_watched(console: Console, rows: Sequence[RowMapping], zone: tzinfo) -> None:
    """One row per watched address, the next look first."""
    if not rows:
        ink.say(console, ink.words("Nothing is watched. Next: tracker watch ADDRESS", ink.QUIET))
        return
    table = ink.table("Address", "Every", "Next look", "Last trouble", right=("Every",))
    for row in rows:
        table.add_row(
            ink.words(row["address"], ink.OUTLET),
            f"{row['every']} s" if row["every"] else "learned",
            ink.words(clock(row["next_look"], zone), ink.QUIET),
            ink.words(_trouble(row, zone), ink.SILENT),
        )
    ink.say(console, table)


def _trouble(row: RowMapping, zone: tzinfo) -> str | None:
    """Why the article was not seen when it was last looked at, if it was not."""
    if missing := row["missing_since"]:
        return f"missing since {clock(missing, zone)}"
    if held := row["held_since"]:
        return f"held since {clock(held, zone)}: {'; '.join(json.loads(row['held_for']))}"
    return str(row["last_error"]) if row["last_error"] else None


def render_sources(console: Console, sources: Sequence[Source], zone: tzinfo) -> None:
    """One row per source; what is wrong with it stands below it."""
    if not sources:
        ink.say(console, ink.words("No sources. Next: tracker watch ADDRESS", ink.QUIET))
        return
    table = ink.table(
        "Source", "Kind", "Articles", "Looked", "New", "Next look", right=("Articles",)
    )
    for source in sources:
        last, new = (
            clock(at, zone) if at else "not yet" for at in (source.last_look, source.last_new)
        )
        table.add_row(
            _named(source),
            source.kind,
            f"{source.articles:,}",
            ink.words(last, ink.QUIET),
            ink.words(new, ink.QUIET),
            ink.words(clock(source.next_look, zone), ink.QUIET),
        )
    ink.say(console, table)


def _named(source: Source) -> Text:
    """Address and title, and below them what is to be said of it."""
    lines = [ink.words(source.address, ink.OUTLET)]
    if source.title:
        lines.append(ink.words(source.title, ink.HEADING))
    lines += [ink.words(said, ink.QUIET) for said in _said(source)]
    if source.trouble:
        lines.append(ink.words(source.trouble, ink.SILENT))
    return Text("\n").join(lines)


def _said(source: Source) -> Sequence[str]:
    said = []
    if source.sitemaps:
        said.append(f"{source.sitemaps:,} of its sitemaps are looked at")
    if source.elsewhere:
        said.append(f"{source.elsewhere:,} of its articles are at other outlets")
    said += [f"only {glob}" for glob in source.include] + [f"not {glob}" for glob in source.exclude]
    if source.tags:
        said.append(f"tagged {', '.join(source.tags)}")
    return said
