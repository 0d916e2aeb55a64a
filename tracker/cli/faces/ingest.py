"""What came of one file that was taken in."""

from collections.abc import Sequence

from rich.console import Console

from tracker.capture.archive import Outcome
from tracker.cli.answers import Ingested
from tracker.cli.faces.articles import SHORT_ID
from tracker.cli.faces.history import is_undeclared, tallies
from tracker.digest import ink
from tracker.projections.records import ArticleRecord, ShiftRecord


def render_ingested(
    console: Console,
    file: str,
    article: ArticleRecord,
    answer: Ingested,
    shifts: Sequence[ShiftRecord],
) -> None:
    """One line: the article, its version, and what that changed; a second where it was matched."""
    head = (article.id[:SHORT_ID], ink.HEADING), (article.outlet, ink.OUTLET)
    name = ink.words(article.label)
    ink.say(console, ink.line(*head, f"v{answer.version}", _news(answer, shifts), name, gap="  "))
    if answer.matched is not None:
        share = f"{answer.matched:.0%} of its paragraphs"
        ink.say(console, ink.words(f"matched by {share}: {file}", ink.QUIET), 2)


def _news(answer: Ingested, shifts: Sequence[ShiftRecord]) -> tuple[str, str]:
    if answer.outcome != Outcome.VERSION:
        reasons = f" but for {', '.join(answer.reasons)}" if answer.reasons else ""
        return f"unchanged{reasons}", ink.QUIET
    if answer.version == 1 and not shifts:
        return "new", ink.NEW
    silent = ", no notice" if any(is_undeclared(shift) for shift in shifts) else ""
    return (", ".join(tallies(shifts)) or "wording and details") + silent, ink.SILENT
