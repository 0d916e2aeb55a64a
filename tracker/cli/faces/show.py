"""One version of an article, laid out to be read."""

from datetime import tzinfo

from rich.console import Console
from rich.text import Text

from tracker.article.reading import Block, BlockKind, Notice, Reading
from tracker.digest import ink
from tracker.digest.phrases import clock, stamp
from tracker.projections.records import ArticleRecord, VersionRecord

_STYLES = {
    BlockKind.HEADING: "bold",
    BlockKind.QUOTE: "italic",
    BlockKind.CAPTION: "dim italic",
    BlockKind.CREDIT: "dim",
    BlockKind.NOTICE: "yellow",
}
_INDENTS = {BlockKind.LIST_ITEM: 2, BlockKind.QUOTE: 4, BlockKind.CAPTION: 2, BlockKind.CREDIT: 2}


def render_version(
    console: Console,
    reading: Reading,
    zone: tzinfo,
    article: ArticleRecord | None = None,
    version: VersionRecord | None = None,
) -> None:
    """Headline, dek, byline, times, notices and every block of the version."""
    if article and version:
        ink.say(console, _place(article, version, zone))
    render_head(console, reading, zone)
    for block in reading.blocks:
        console.print()
        ink.prose(console, _block(block), _INDENTS.get(block.kind, 0))


def render_head(console: Console, reading: Reading, zone: tzinfo) -> None:
    """What stands above the body: headline, dek, byline, times; then the notices."""
    ink.prose(console, ink.words(reading.headline or "(no headline)", ink.HEADING))
    if reading.dek:
        ink.prose(console, ink.words(reading.dek, "italic"))
    times = (("published", reading.published), ("modified", reading.modified))
    told = [f"{name} {stamp(moment, zone)}" for name, moment in times if moment]
    by = [f"By {', '.join(reading.bylines)}"] if reading.bylines else []
    about = [*by, *told, *(word for word in (reading.section, reading.language) if word)]
    if about:
        ink.prose(console, ink.words(" · ".join(about), ink.QUIET))
    if reading.image:
        ink.prose(console, ink.words(f"image {reading.image}", ink.QUIET))
    for notice in reading.notices:
        ink.prose(console, notice_line(notice, zone))


def notice_line(notice: Notice, zone: tzinfo) -> Text:
    """A notice with its kind and the time it states."""
    stated = f"({stamp(notice.stated_at, zone)})" if notice.stated_at else ""
    kind = notice.kind.value.replace("_", " ")
    return ink.line((kind, ink.SILENT), ink.words(notice.text), (stated, ink.QUIET), gap="  ")


def _place(article: ArticleRecord, version: VersionRecord, zone: tzinfo) -> Text:
    seen = f"seen {clock(version.observed_at, zone)}"
    which = f"v{version.number} of {article.versions}"
    return ink.line(
        (article.outlet, ink.OUTLET),
        which,
        (seen, ink.QUIET),
        (article.address, ink.QUIET),
        gap="  ",
    )


def _block(block: Block) -> Text:
    bullet = "• " if block.kind is BlockKind.LIST_ITEM else ""
    return ink.words(f"{bullet}{block.text}", _STYLES.get(block.kind, ""))
