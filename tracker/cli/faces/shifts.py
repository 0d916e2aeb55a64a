"""Shifts: what is asserted now in place of what was."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from rich.console import Console
from rich.text import Text

from tracker.cli.faces.history import is_undeclared
from tracker.digest import ink
from tracker.digest.captions import LONGEST_VALUE, kind_words
from tracker.digest.phrases import about, clock, side_words
from tracker.digest.quoting import quotes
from tracker.projections.records import ShiftRecord
from tracker.understanding.model import Shift, ShiftKind, Topic


def render_shifts(console: Console, shifts: Sequence[Shift]) -> None:
    """The shifts of one revision, the weightiest first, with both sentences."""
    if not shifts:
        ink.say(console, ink.words("Nothing asserted has changed.", ink.QUIET))
    for shift in sorted(shifts, key=lambda shift: -shift.weight):
        ink.say(console, shift_title(shift))
        ink.evidence(console, *quotes(shift.old, shift.new))


def render_shift_records(
    console: Console, records: Sequence[ShiftRecord], outlets: Mapping[str, str], zone: tzinfo
) -> None:
    """Shifts over many revisions in the order given; `outlets` maps the article to its outlet."""
    if not records:
        ink.say(console, ink.words("No shifts.", ink.QUIET))
    for record in records:
        ink.say(console, shift_title(record.shift))
        versions = f"v{record.old_version} → v{record.new_version}"
        silent = ("no notice", ink.SILENT) if is_undeclared(record) else ("", "")
        outlet = (outlets.get(record.article, ""), ink.OUTLET)
        seen = (clock(record.observed_at, zone), ink.QUIET)
        ink.say(console, ink.line(outlet, versions, seen, silent, gap="  "), 2)
        ink.evidence(console, *quotes(record.shift.old, record.shift.new))


def shift_title(shift: Shift) -> Text:
    """The values where they are short, what they are of, and what became of them."""
    values = [words for side in (shift.old, shift.new) if (words := side_words(side))]
    spoken = shift.topic in {Topic.STATEMENT, Topic.NOTICE}
    if spoken or max(map(len, values), default=0) > LONGEST_VALUE:
        values = []
    subjects = [words for side in (shift.old, shift.new) if side and (words := about(side))]
    if shift.kind is not ShiftKind.REATTRIBUTED:
        del subjects[:-1]
    kind = shift.direction or kind_words(shift.kind)
    verdict = kind if values else f"{shift.topic.value} {kind}"
    subject = (" → ".join(dict.fromkeys(subjects)), "" if values else ink.HEADING)
    return ink.line(ink.trail(values), subject, (verdict, "italic"), gap="  ")
