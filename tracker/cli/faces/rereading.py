"""What reading the archive again corrected."""

from datetime import tzinfo

from rich.console import Console

from tracker.cli.answers import Rereading
from tracker.cli.faces.articles import SHORT_ID
from tracker.digest import ink
from tracker.digest.phrases import clock, count

_HOW = {
    "found": "shows a version after all",
    "lost": "shows no version any more",
    "unread": "holds no article for today's extractor: left as it was",
}


def render_rereading(console: Console, answer: Rereading, zone: tzinfo) -> None:
    """A line a corrected version and a look settled anew, then how much was read."""
    for one in answer.corrected:
        changes = ", ".join(f"{number} {name}" for name, number in one.changes.items())
        place = (one.article[:SHORT_ID], ink.HEADING), (clock(one.observed_at, zone), ink.QUIET)
        ink.say(console, ink.line(*place, changes, gap="  "))
    for look in answer.resettled:
        place = (look.article[:SHORT_ID], ink.HEADING), (clock(look.observed_at, zone), ink.QUIET)
        ink.say(console, ink.line(*place, _HOW[look.how], gap="  "))
    read = f"{count(answer.looks, 'look')} at {count(answer.articles, 'article')}"
    verb = "would be corrected" if answer.dry_run else "corrected"
    versions = count(len(answer.corrected), "version")
    ink.say(console, ink.words(f"Read again: {read}; {versions} {verb}."))
    ink.say(console, ink.words(f"Database: {answer.database}", ink.QUIET))
