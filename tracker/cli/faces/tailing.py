"""One line for each thing that was recorded."""

from datetime import tzinfo

from rich.console import Console
from rich.text import Text

from tracker.cli.faces.articles import SHORT_ID
from tracker.cli.faces.history import is_undeclared
from tracker.cli.faces.shifts import shift_title
from tracker.digest import ink
from tracker.digest.escaping import inert
from tracker.digest.phrases import clock, side_words
from tracker.projections.records import ArticleRecord, PresenceRecord, ShiftRecord
from tracker.services.telling.tailing import Happening
from tracker.understanding.model import Topic

_LONGEST = 70  # characters of the words at issue that are shown


def render_happening(console: Console, happening: Happening, zone: tzinfo) -> None:
    """When it was seen, where, in which version, what changed, and whether that was declared."""
    record, article = happening.record, happening.article
    parts = (
        (clock(record.observed_at, zone), ink.QUIET),
        (article.outlet, ink.OUTLET),
        (article.id[:SHORT_ID], ink.QUIET),
    )
    told = (
        _shift(console, record) if isinstance(record, ShiftRecord) else _presence(record, article)
    )
    console.print(ink.line(*parts, *told, gap="  "), soft_wrap=True, highlight=False)


def _shift(console: Console, record: ShiftRecord) -> tuple[Text | tuple[str, str], ...]:
    title = shift_title(record.shift)
    return (
        (f"v{record.new_version}", ink.HEADING),
        title,
        _words(console, record, title.plain),
        _declared(record),
        (record.id[:SHORT_ID], ink.QUIET),
    )


def _words(console: Console, record: ShiftRecord, title: str) -> Text:
    """What is said now, or no longer, where the title does not tell it."""
    old, new = side_words(record.shift.old), side_words(record.shift.new)
    mark, said = (ink.come, new) if new else (ink.gone, old or "")
    return Text() if inert(said) in title else mark(console, _short(said))


def _declared(record: ShiftRecord) -> tuple[str, str]:
    if is_undeclared(record):
        return "no notice", ink.SILENT
    is_notice = record.shift.topic is Topic.NOTICE
    return ("announced", ink.DECLARED) if record.announced and not is_notice else ("", "")


def _presence(record: PresenceRecord, article: ArticleRecord) -> tuple[tuple[str, str], ...]:
    gone = record.kind == "gone"
    word = ("taken down", ink.OLD) if gone else ("brought back", ink.NEW)
    return word, (article.label, "")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
