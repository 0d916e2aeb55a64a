"""The edits between two versions: inline, side by side, or like `diff -u`."""

from collections.abc import Iterator, Sequence
from datetime import UTC, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tracker.comparing.model import Comparison, Edit, EditKind, Noise
from tracker.digest import ink
from tracker.digest.model import Quote
from tracker.digest.phrases import clock
from tracker.understanding.model import Revision

if TYPE_CHECKING:
    from tracker.cli.answers import NoiseLook
    from tracker.reading.noise.substance import NoiseDifference


class DiffFormat(StrEnum):
    INLINE = "inline"
    SIDE = "side"
    UNIFIED = "unified"


def render_diff(
    console: Console,
    comparison: Comparison | Revision,
    style: DiffFormat = DiffFormat.INLINE,
    *,
    names: tuple[str, str] = ("old", "new"),
) -> None:
    """The edits; `names` say what is compared, such as "v2, 17 Nov 21:04 EST"."""
    if comparison.edits:
        _FORMATS[style](console, comparison.edits, names)
    else:
        ink.say(
            console,
            ink.words(
                "No difference but noise." if comparison.noise else "No difference.", ink.QUIET
            ),
        )


def render_noise(
    console: Console,
    noise: Sequence[Noise],
    looks: "Sequence[NoiseLook]" = (),
    zone: tzinfo = UTC,
) -> None:
    """Differences that assert nothing, each with the reason for thinking so.

    First those between the two versions, then those of each look that made no version.
    """
    count = len(noise) + sum(len(look.noise) for look in looks)
    ink.heading(console, "Noise", str(count))
    _differences(console, noise, 2)
    for look in looks:
        seen = f"looked at {clock(look.observed_at, zone)}: {', '.join(look.reasons)}"
        ink.say(console, ink.words(seen, ink.QUIET), 2)
        _differences(console, look.noise, 4)


def _differences(
    console: Console, noise: "Sequence[Noise] | Sequence[NoiseDifference]", indent: int
) -> None:
    for each in noise:
        old, new = ink.words(each.old, ink.OLD), ink.words(each.new, ink.NEW)
        arrow = "→" if each.old and each.new else ""
        ink.say(console, ink.line((each.reason, ink.QUIET), old, arrow, new, gap="  "), indent)


def _inline(console: Console, edits: Sequence[Edit], names: tuple[str, str]) -> None:
    ink.say(console, ink.words(f"{names[0]} → {names[1]}", ink.QUIET))
    for edit in edits:
        console.print()
        ink.say(console, ink.words(place(edit), ink.QUIET))
        for text in _inline_texts(console, edit):
            ink.prose(console, text)


def _inline_texts(console: Console, edit: Edit) -> Iterator[Text]:
    if edit.kind is EditKind.MOVED and not edit.words:
        yield ink.words(edit.new)
    elif edit.words:
        yield _woven(console, edit)
    else:
        if edit.old:
            yield ink.gone(console, edit.old)
        if edit.new:
            yield ink.come(console, edit.new)


def _woven(console: Console, edit: Edit) -> Text:
    """The new text with the words that went standing before those that came."""
    new = edit.new or ""
    pieces, position = [], 0
    for change in edit.words:
        start, end = change.new_span
        pieces += [
            ink.words(new[position:start]),
            ink.gone(console, change.old),
            ink.come(console, change.new),
        ]
        position = end
    return Text.assemble(*pieces, ink.words(new[position:]))


def _side(console: Console, edits: Sequence[Edit], names: tuple[str, str]) -> None:
    table = Table(
        box=None, padding=(0, 3, 1, 0), header_style=ink.QUIET, pad_edge=False, expand=True
    )
    table.add_column("", ratio=1)
    table.add_column(ink.words(names[0]), ratio=5)
    table.add_column(ink.words(names[1]), ratio=5)
    for edit in edits:
        old, new = _sides(console, edit)
        table.add_row(ink.words(place(edit), ink.QUIET), old, new)
    ink.say(console, table)


def _unified(console: Console, edits: Sequence[Edit], names: tuple[str, str]) -> None:
    """One line a text, never wrapped, so that it can be piped and searched."""
    lines = [ink.words(f"--- {names[0]}", ink.HEADING), ink.words(f"+++ {names[1]}", ink.HEADING)]
    for edit in edits:
        lines.append(ink.words(f"@@ {place(edit)} @@", "cyan"))
        if edit.kind is EditKind.MOVED and not edit.words:
            lines.append(ink.words(f" {edit.new}"))
            continue
        old, new = _sides(console, edit, written=False)
        lines += [
            Text.assemble((sign, style), text)
            for sign, style, text in (("-", ink.OLD, old), ("+", ink.NEW, new))
            if text.plain
        ]
    for line in lines:
        console.print(line, soft_wrap=True, highlight=False)


def _sides(console: Console, edit: Edit, *, written: bool = True) -> tuple[Text, Text]:
    old = Quote(text=edit.old or "", marks=tuple(w.old_span for w in edit.words if w.old))
    new = Quote(text=edit.new or "", marks=tuple(w.new_span for w in edit.words if w.new))
    return (
        ink.marked(console, old, new=False, written=written),
        ink.marked(console, new, new=True, written=written),
    )


def place(edit: Edit) -> str:
    """Where an edit stands and what it did: "¶3 revised", "headline revised"."""
    if edit.field != "block":
        return f"{edit.field} {edit.kind.value}"
    old, new = _numbers(edit.old_blocks), _numbers(edit.new_blocks)
    where = old or new if old == new or not (old and new) else f"{old} → {new}"
    return f"{where} {edit.kind.value}"


def _numbers(blocks: Sequence[int]) -> str:
    """Blocks as a reader counts them, from 1."""
    return ", ".join(f"¶{block + 1}" for block in blocks)


_FORMATS = {DiffFormat.INLINE: _inline, DiffFormat.SIDE: _side, DiffFormat.UNIFIED: _unified}
