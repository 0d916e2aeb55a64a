"""An article's versions in the order they were seen, with what each of them changed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from typing import TypeAlias

from rich.console import Console
from rich.text import Text

from tracker.cli.answers import HeldLook
from tracker.cli.faces.articles import SHORT_ID
from tracker.digest import ink
from tracker.digest.captions import kind_words
from tracker.digest.phrases import clock, count
from tracker.projections.records import (
    ArticleRecord,
    PresenceRecord,
    ShiftRecord,
    VersionRecord,
)
from tracker.understanding.model import Fact, FactKind, ShiftKind, Topic

Row: TypeAlias = tuple[Text, Text, Text, Text]


def render_history(
    console: Console,
    article: ArticleRecord,
    versions: Sequence[VersionRecord],
    shifts: Sequence[ShiftRecord],
    presence: Iterable[PresenceRecord],
    zone: tzinfo,
    held: Iterable[HeldLook] = (),
) -> None:
    """A row per version, and one for each time the article was taken down or brought back.

    Looks that did not show the article stand among them in quiet lines, with their reasons.
    """
    ink.prose(console, ink.words(article.label, ink.HEADING))
    number = count(len(versions), "version")
    place = (article.outlet, ink.OUTLET), number, (article.address, ink.QUIET)
    ink.say(console, ink.line(*place, gap="  "))
    console.print()
    table = ink.table("", "Seen", "Words", "What changed", right=("Words",))
    apart = [(look.observed_at, _held(look, zone)) for look in held]
    for row in _rows(versions, shifts, presence, apart, zone):
        table.add_row(*row)
    ink.say(console, table)
    if len(versions) > 1:
        console.print()
        for step in _next(article.id[:SHORT_ID], versions[-1].number, shifts):
            ink.say(console, ink.words(f"Next: {step}", ink.QUIET))


def _next(article: str, last: int, shifts: Sequence[ShiftRecord]) -> Iterator[str]:
    yield f"tracker diff {article} {last - 1}..{last}"
    if shifts:
        weightiest = max(shifts, key=lambda record: record.shift.weight)
        yield f"tracker explain {article} {weightiest.id[:SHORT_ID]}"


def _rows(
    versions: Sequence[VersionRecord],
    shifts: Sequence[ShiftRecord],
    presence: Iterable[PresenceRecord],
    apart: Iterable[tuple[datetime, Row]],
    zone: tzinfo,
) -> list[Row]:
    """Versions and comings and goings, told together in the order of time."""
    told: list[tuple[datetime, Row]] = list(apart)
    before: VersionRecord | None = None
    for version in versions:
        own = [record for record in shifts if record.new_version == version.number]
        told.append((version.observed_at, _version(version, before, own, zone)))
        before = version
    told += [(record.observed_at, _presence(record, zone)) for record in presence]
    return [row for _, row in sorted(told, key=lambda pair: pair[0])]


def _version(
    version: VersionRecord, before: VersionRecord | None, own: Sequence[ShiftRecord], zone: tzinfo
) -> Row:
    size = str(version.words)
    if before is not None and version.words != before.words:
        size += f" ({version.words - before.words:+d})"
    seen = ink.words(clock(version.observed_at, zone), ink.QUIET)
    return (
        Text(f"v{version.number}", style=ink.HEADING),
        seen,
        Text(size),
        _changed(version, before, own),
    )


def _changed(
    version: VersionRecord, before: VersionRecord | None, own: Sequence[ShiftRecord]
) -> Text:
    if before is None:
        return Text("first seen", style=ink.QUIET)
    headline = version.headline if version.headline != before.headline else None
    image = "lead image" if version.image != before.image else None
    named = [(words, "") for words in ("headline" if headline else None, image) if words]
    parts = [*named, *((words, "") for words in tallies(own))]
    silent = any(is_undeclared(record) for record in own)
    text = ink.line(*(parts or [("wording and details", ink.QUIET)]), gap=", ")
    return ink.line(text, ("no notice", ink.SILENT) if silent else ("", ""), gap="  ")


def tallies(records: Iterable[ShiftRecord]) -> list[str]:
    """Counts by what shifted and how: "2 changed figures", "1 dropped statement"."""
    counts = Counter((_noun(record), record.shift.kind) for record in records)
    return [
        count(number, f"{kind_words(kind)} {noun}") for (noun, kind), number in counts.most_common()
    ]


def is_undeclared(record: ShiftRecord) -> bool:
    """A shift of substance without a notice and without a newer "modified"."""
    of_substance = record.shift.topic is not Topic.NOTICE
    return of_substance and record.shift.kind is not ShiftKind.MOVED and not record.announced


def _noun(record: ShiftRecord) -> str:
    side = record.shift.new or record.shift.old
    if record.shift.topic is not Topic.FACT or side is None:
        return record.shift.topic.value
    return "date" if isinstance(side.item, Fact) and side.item.kind is FactKind.DATE else "figure"


def _presence(record: PresenceRecord, zone: tzinfo) -> Row:
    gone = record.kind == "gone"
    word = Text("taken down", style=ink.OLD) if gone else Text("brought back", style=ink.NEW)
    return Text("–"), ink.words(clock(record.observed_at, zone), ink.QUIET), Text(""), word


def _held(look: HeldLook, zone: tzinfo) -> Row:
    word = "dismissed" if look.dismissed else "held"
    said = ink.words(f"{word}: {'; '.join(look.reasons)}", ink.QUIET)
    return Text("–"), ink.words(clock(look.observed_at, zone), ink.QUIET), Text(""), said
