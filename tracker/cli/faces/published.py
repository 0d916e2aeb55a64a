"""The digests that were published."""

from collections.abc import Sequence
from datetime import tzinfo

from rich.console import Console

from tracker.digest import ink
from tracker.digest.phrases import stamp
from tracker.services.scheduling.digests import PublishedDigest

_SHORT_ID = 8
_NOTHING = "Nothing shifted"


def render_published(
    console: Console, digests: Sequence[PublishedDigest], zone: tzinfo, *, has_more: bool
) -> None:
    """A row for each: its id, the slot it is of, and what is in it in short."""
    if not digests:
        hint = "Nothing was published yet. Next: tracker schedule list"
        ink.say(console, ink.words(hint, ink.QUIET))
        return
    table = ink.table("Digest", "Schedule", "Slot", "What is in it")
    for digest in digests:
        short = "; ".join(digest.summary)
        style = ink.QUIET if short == _NOTHING else ""
        table.add_row(
            ink.words(digest.id[:_SHORT_ID]),
            ink.words(digest.schedule, ink.HEADING),
            ink.words(stamp(digest.slot, zone)),
            ink.words(short, style),
        )
    ink.say(console, table)
    if has_more:
        ink.say(console, ink.words("and more: see --limit", ink.QUIET))
    following = f"tracker digests show {digests[0].id[:_SHORT_ID]}"
    ink.say(console, ink.line(("Next:", ink.QUIET), following))
