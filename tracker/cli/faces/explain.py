"""Why a shift was reported: its sentences, rules and weight, and whether it was announced."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from rich.console import Console
from rich.text import Text

from tracker.article.reading import Evidence
from tracker.cli.faces.shifts import SHORT_ID, shift_title
from tracker.digest import ink
from tracker.digest.captions import kind_words
from tracker.digest.phrases import clock, stamp
from tracker.projections.announcing import Announcement
from tracker.projections.records import ShiftRecord, VersionRecord
from tracker.services.telling.explaining import Explanation
from tracker.understanding.model import Shift, Side


def render_explanation(console: Console, why: Explanation, zone: tzinfo) -> None:
    """The shift, then a section for each question an editor may ask about it."""
    shift = why.shift.shift
    ink.say(console, shift_title(shift))
    outlet, steps = (why.article.outlet, ink.OUTLET), _steps(why.shift)
    seen = (clock(why.shift.observed_at, zone), ink.QUIET)
    ink.say(console, ink.line(outlet, steps, seen, (why.shift.id, ink.QUIET), gap="  "), 2)

    ink.heading(console, "Sentences")
    ink.evidence(console, why.old_sentence, why.new_sentence, 2)
    for side, version in ((shift.old, why.old_version), (shift.new, why.new_version)):
        if side:
            ink.say(console, ink.words(_stands(side, version, zone), ink.QUIET), 4)

    ink.heading(console, "Rules")
    for text in _rules(shift):
        ink.say(console, text, 2)

    ink.heading(console, "Weight", f"{shift.weight:.2f}")
    for name, added in shift.weighing:
        ink.say(console, ink.line(f"{added:.2f}", name, gap="  "), 2)

    ink.heading(console, "Announced", "" if why.announcement.covers(shift) else "no")
    for text in _announced(why.announcement, shift, zone):
        ink.prose(console, text, 2)

    _chain(console, why.chain, why.shift.id, zone)


def _steps(record: ShiftRecord) -> str:
    return f"v{record.old_version} → v{record.new_version}"


def _stands(side: Side, version: VersionRecord, zone: tzinfo) -> str:
    """Where the words stand: version, time seen, field and offsets."""
    where = f"{_field(side.evidence)}, characters {side.evidence.start} to {side.evidence.end}"
    return f"v{version.number}, seen {stamp(version.observed_at, zone)}: {where}"


def _field(evidence: Evidence) -> str:
    """A field as a reader counts: "¶7" for "block:6"."""
    name, _, number = evidence.field.partition(":")
    return f"¶{int(number) + 1}" if number else name


def _rules(shift: Shift) -> Iterator[Text]:
    yield ink.line(f"{shift.topic.value} {kind_words(shift.kind)}", (_way(shift), ink.QUIET))
    weighed = {name for name, _ in shift.weighing}
    for reason in shift.reasons:
        if reason not in weighed:
            yield ink.words(reason)
    for name, side in (("before", shift.old), ("after", shift.new)):
        rule = getattr(side.item, "rule", "") if side else ""
        if rule:
            yield ink.line((f"{name}, found by", ink.QUIET), rule)


def _way(shift: Shift) -> str:
    return f"({shift.direction})" if shift.direction else ""


def _announced(announcement: Announcement, shift: Shift, zone: tzinfo) -> Iterator[Text]:
    for notice in announcement.notices:
        yield ink.line((notice.kind.value, ink.DECLARED), notice.text)
    if announcement.modified:
        yield ink.line(("modified", ink.DECLARED), stamp(announcement.modified, zone))
    if not announcement.made:
        yield ink.words("The new version has no new notice and no newer “modified” time.")
    elif not announcement.covers(shift):
        yield ink.words("What is declared names something else than this.")


def _chain(console: Console, chain: Sequence[ShiftRecord], this: str, zone: tzinfo) -> None:
    """All that became of the same fact or statement, step by step."""
    ids = [record.id for record in chain]
    if ids == [this]:
        return
    ink.heading(console, "Steps", f"this is {ids.index(this) + 1} of {len(ids)}")
    for record in chain:
        sign = ("▸", ink.HEADING) if record.id == this else " "
        when = (clock(record.observed_at, zone), ink.QUIET)
        short = (record.id[:SHORT_ID], ink.QUIET)
        title = shift_title(record.shift)
        ink.say(console, ink.line(sign, short, _steps(record), when, title, gap="  "), 2)
