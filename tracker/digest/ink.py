"""Words for a terminal: foreign text made harmless, changed words marked, colours with a meaning.

Red and struck through is what went, green and underlined what came, yellow what was not declared.
Where no styles reach the reader (a pipe, a file) the marks are written: [-old-] and {+new+}.
"""

from collections.abc import Iterable, Sequence

from rich.console import Console, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from tracker.digest.escaping import inert
from tracker.digest.model import Quote

OLD = "red"
NEW = "green"
OLD_MARK = "bold red strike"
NEW_MARK = "bold green underline"
SILENT = "bold yellow"
DECLARED = "green"
OUTLET = "cyan"
QUIET = "dim"
HEADING = "bold"

_WIDEST = 160
_COLUMN = 88
_EXCERPT = 280  # characters of a sentence that a table cell shows
_SIGN = 2  # columns of the sign before a sentence
_SIDE_BY_SIDE = 120  # from this width on, old and new stand beside each other


def width(console: Console) -> int:
    """The columns to use: lines beyond 160 are hard to follow with the eye."""
    return min(console.width, _WIDEST)


def words(text: str | None, style: str = "") -> Text:
    """Foreign text, inert: no markup of ours or the terminal's acts inside it."""
    return Text(inert(text or ""), style=style)


def line(*parts: str | Text | tuple[str, str], gap: str = " ") -> Text:
    """Parts put together on one line; a pair is text and style, empty parts are skipped."""
    texts = [part if isinstance(part, Text) else _text(part) for part in parts]
    return Text(gap).join(text for text in texts if text.plain)


def marked(console: Console, quote: Quote, *, new: bool, written: bool = True) -> Text:
    """A sentence with its changed words marked as come (`new`) or gone.

    Without styles the marks are written into the text, unless `written` is false.
    """
    made, position = Text(), 0
    mark = come if new else gone
    for start, end in quote.marks if written or _has_styles(console) else ():
        made.append_text(words(quote.text[position:start]))
        made.append_text(mark(console, quote.text[start:end]))
        position = end
    return made.append_text(words(quote.text[position:]))


def cited(quote: Quote) -> Text:
    """A sentence with the words that count in bold."""
    text = words(quote.text)
    for start, end in quote.marks:
        text.stylize(HEADING, start, end)
    return text


def gone(console: Console, text: str) -> Text:
    """Words that are no longer there."""
    return _mark(console, text, OLD_MARK, "[-{}-]")


def come(console: Console, text: str) -> Text:
    """Words that are new."""
    return _mark(console, text, NEW_MARK, "{{+{}+}}")


def _mark(console: Console, text: str, style: str, written: str) -> Text:
    if not text or _has_styles(console):
        return words(text, style)
    return words(written.format(text))


def _has_styles(console: Console) -> bool:
    return console.color_system is not None


def say(console: Console, renderable: RenderableType, indent: int = 0) -> None:
    """Prints within the reading width, every line indented."""
    room = max(width(console) - indent, 1)
    _print(console, _rows(console, renderable, room), indent)


def prose(console: Console, text: Text, indent: int = 0) -> None:
    """Prints in a column that is comfortable to read."""
    room = max(min(console.width, _COLUMN) - indent, 1)
    _print(console, text.wrap(console, room), indent)


def excerpt(sentence: str, part: str) -> Text:
    """A sentence for a table cell, `part` of it in bold; what is too long is cut around that."""
    start = max(sentence.find(part), 0)
    first = max(0, start - _EXCERPT // 2) if len(sentence) > _EXCERPT else 0
    last = min(len(sentence), first + _EXCERPT)
    opening, closing = "…" if first else "", "…" if last < len(sentence) else ""
    text = words(f"{opening}{sentence[first:last]}{closing}")
    if part in sentence:
        place = start - first + len(opening)
        text.stylize(HEADING, place, place + len(part))
    return text


def trail(values: Iterable[str]) -> Text:
    """Values one after the other, with quiet arrows between them."""
    made = Text()
    for value in values:
        made.append(" → " if made else "", style=QUIET)
        made.append_text(words(value, HEADING))
    return made


def heading(console: Console, title: str, note: str = "") -> None:
    """The head of a section, after an empty line."""
    console.print()
    say(console, line((title.upper(), HEADING), (note, QUIET), gap="  "))


def rule(console: Console) -> None:
    console.print(Rule(style=QUIET), width=width(console))


def evidence(console: Console, old: Quote | None, new: Quote | None, indent: int = 4) -> None:
    """The old and the new sentence: beside each other where there is room, else below.

    A sentence that stayed as it was is shown once.
    """
    if old and new and old.text == new.text:
        say(console, words(new.text), indent + _SIGN)
        return
    sides = [
        (Text("- ", style=OLD), marked(console, old, new=False)) if old else None,
        (Text("+ ", style=NEW), marked(console, new, new=True)) if new else None,
    ]
    given = [side for side in sides if side is not None]
    if all(sides) and width(console) >= _SIDE_BY_SIDE:
        say(console, _columns(given), indent)
        return
    room = max(width(console) - indent - _SIGN, 1)
    for sign, sentence in given:
        _print(console, sentence.wrap(console, room), indent, sign)


def column(cells: Sequence[str], style: str = "") -> list[Text]:
    """Cells of one width, so that lines below each other align."""
    made = [words(cell, style) for cell in cells]
    widest = max((text.cell_len for text in made), default=0)
    for text in made:
        text.pad_right(widest - text.cell_len)
    return made


def table(*columns: str, right: Iterable[str] = ()) -> Table:
    """A quiet table: a head, no frame; the columns in `right` are set flush right."""
    made = Table(box=None, padding=(0, 2, 0, 0), header_style=QUIET, pad_edge=False)
    flush = set(right)
    for column in columns:
        made.add_column(column, justify="right" if column in flush else "left")
    return made


def _print(console: Console, rows: Iterable[Text], indent: int, lead: Text | None = None) -> None:
    """Prints rows below each other, `lead` before the first, and no blanks at their ends.

    Rich pads lines to their width, which spoils what is piped or copied.
    """
    margin = Text(" " * indent)
    made = []
    for row in rows:
        made.append(Text.assemble(margin, *([lead] if lead else []), row))
        made[-1].rstrip()
        if lead:
            lead = Text(" " * lead.cell_len)
    console.print(Text("\n").join(made), soft_wrap=True, highlight=False)


def _rows(console: Console, renderable: RenderableType, columns: int) -> Iterable[Text]:
    if isinstance(renderable, Text):  # the common case, at a third of the cost
        return renderable.wrap(console, columns)
    options = console.options.update(width=columns, highlight=False)
    return [
        Text.assemble(*((segment.text, segment.style or "") for segment in row))
        for row in console.render_lines(renderable, options, pad=False)
    ]


def grid() -> Table:
    """Columns without a head."""
    return Table.grid(padding=(0, 2, 0, 0))


def _text(part: str | tuple[str, str]) -> Text:
    return words(part) if isinstance(part, str) else words(*part)


def _columns(sides: Iterable[tuple[Text, Text]]) -> Table:
    made = Table.grid(padding=(0, 1, 0, 0), expand=True)
    cells: list[Text] = []
    for side in sides:
        made.add_column(width=1)
        made.add_column(ratio=1)
        cells += side
    made.add_row(*cells)
    return made
