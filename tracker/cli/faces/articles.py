"""Articles as a table, the latest change first."""

from collections.abc import Sequence
from datetime import tzinfo

from rich.console import Console

from tracker.digest import ink
from tracker.digest.phrases import clock
from tracker.projections.records import ArticleRecord

SHORT_ID = 8  # characters of an id that are shown; a unique prefix names an article


def render_articles(
    console: Console, articles: Sequence[ArticleRecord], zone: tzinfo, rest: int = 0
) -> None:
    """One row per article: its short id is what other commands take; `rest` are not listed."""
    if not articles:
        ink.say(console, ink.words("No articles yet. Next: tracker ingest PATH", ink.QUIET))
        return
    table = ink.table(
        "Article", "Outlet", "Versions", "Last changed", "Headline", right=("Versions",)
    )
    for article in sorted(articles, key=lambda row: row.last_changed, reverse=True):
        table.add_row(
            ink.words(article.id[:SHORT_ID], ink.HEADING),
            ink.words(article.outlet, ink.OUTLET),
            str(article.versions),
            ink.words(clock(article.last_changed, zone), ink.QUIET),
            ink.line(*_marks(article), ink.words(article.label)),
        )
    ink.say(console, table)
    if rest:
        console.print()
        ink.say(console, ink.words(f"and {rest} more: see --limit", ink.QUIET))


def _marks(article: ArticleRecord) -> list[tuple[str, str]]:
    gone = [("taken down", ink.OLD)] if article.status == "gone" else []
    return [*gone, *((f"#{tag}", ink.QUIET) for tag in article.tags)]
