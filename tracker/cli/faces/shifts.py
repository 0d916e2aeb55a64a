"""Shifts: what is asserted now in place of what was."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from tracker.cli.faces.history import is_undeclared
from tracker.digest import ink
from tracker.digest.captions import LONGEST_VALUE, kind_words
from tracker.digest.phrases import about, side_words
from tracker.digest.quoting import quotes
from tracker.projections.records import ShiftRecord
from tracker.understanding.model import Shift, ShiftKind, Topic

SHORT_ID = 8  # characters of a shift's id that are shown; a unique prefix names it


def render_shifts(console: Console, shifts: Sequence[Shift]) -> None:
    """The shifts of one revision, the weightiest first, with both sentences."""
    if not shifts:
        ink.say(console, ink.words("Nothing asserted has changed.", ink.QUIET))
    for shift in sorted(shifts, key=lambda shift: -shift.weight):
        ink.say(console, shift_title(shift))
        ink.evidence(console, *quotes(shift.old, shift.new))


def render_shift_ids(console: Console, records: Sequence[ShiftRecord]) -> None:
    """A line for each shift, the weightiest first, under the short id by which it is explained."""
    ink.heading(console, "Shifts", str(len(records)))
    for record in sorted(records, key=lambda record: -record.shift.weight):
        silent = ("no notice", ink.SILENT) if is_undeclared(record) else ("", "")
        short = (record.id[:SHORT_ID], ink.QUIET)
        ink.say(console, ink.line(short, shift_title(record.shift), silent, gap="  "), 2)


def shift_title(shift: Shift) -> Text:
    """The values where they are short, what they are of, and what became of them."""
    values = [words for side in (shift.old, shift.new) if (words := side_words(side))]
    spoken = shift.topic in {Topic.STATEMENT, Topic.NOTICE}
    if spoken or max(map(len, values), default=0) > LONGEST_VALUE:
        values = []
    subjects = [words for side in (shift.old, shift.new) if side and (words := about(side))]
    if shift.kind is not ShiftKind.REATTRIBUTED:
        del subjects[:-1]
    if shift.kind is ShiftKind.MOVED:
        del values[1:]
    kind = shift.direction or _way(shift) or kind_words(shift.kind)
    verdict = kind if values else f"{shift.topic.value} {kind}"
    subject = (" → ".join(dict.fromkeys(subjects)), "" if values else ink.HEADING)
    return ink.line(ink.trail(values), subject, (verdict, "italic"), gap="  ")


def _way(shift: Shift) -> str:
    """Where a passage went: "moved up"."""
    told = shift.reasons if shift.kind is ShiftKind.MOVED else ()
    return next((reason for reason in told if reason.startswith("moved")), "")
