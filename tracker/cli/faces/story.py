"""A story's ledger: what its outlets say on the same things, side by side."""

from collections.abc import Iterable, Sequence
from datetime import tzinfo

from rich.console import Console

from tracker.digest import ink
from tracker.digest.captions import agreement_words, likeness_words, part_words, thread_title
from tracker.digest.model import Agreement, RemarkLine, ThreadLine
from tracker.digest.phrases import UNNAMED, count
from tracker.digest.terminal import render_claims
from tracker.projections.records import ArticleRecord, StoryRecord

_STYLES = {
    Agreement.AGREE: ink.NEW,
    Agreement.COMPATIBLE: ink.QUIET,
    Agreement.DIFFER: ink.SILENT,
    Agreement.SINGLE: ink.QUIET,
}
_SIGNS = {
    Agreement.AGREE: "=",
    Agreement.COMPATIBLE: "~",
    Agreement.DIFFER: "≠",
    Agreement.SINGLE: "·",
}


def render_story(
    console: Console,
    story: StoryRecord,
    articles: Sequence[ArticleRecord],
    threads: Sequence[ThreadLine],
    remarks: Sequence[RemarkLine],
    zone: tzinfo,
) -> None:
    """The story's articles, then its ledger."""
    ink.say(console, ink.line((story.title, ink.HEADING), (story.name, ink.QUIET), gap="  "))
    grid = ink.grid()
    for article in articles:
        outlet = ink.words(article.outlet, ink.OUTLET)
        grid.add_row(outlet, count(article.versions, "version"), ink.words(article.label))
    ink.say(console, grid, 2)
    render_ledger(console, threads, remarks, zone)


def render_ledger(
    console: Console, threads: Sequence[ThreadLine], remarks: Sequence[RemarkLine], zone: tzinfo
) -> None:
    """Each fact with a row per outlet and version; then remarks that several outlets quote."""
    if threads:
        ink.heading(console, "Facts", _count_of(line.agreement for line in threads))
    for thread in threads:
        verdict = agreement_words(thread.agreement)
        _group(console, thread_title(thread), thread.agreement, verdict)
        render_claims(console, thread.claims, zone, with_value=True)
        if parts := part_words(thread):
            ink.say(console, ink.words(parts, ink.QUIET), 4)
    if remarks:
        ink.heading(console, "Remarks", _count_of(line.agreement for line in remarks))
    for remark in remarks:
        verdict = likeness_words(remark.agreement)
        _group(console, remark.speaker or UNNAMED, remark.agreement, verdict)
        render_claims(console, remark.claims, zone, with_value=False)
    if not threads and not remarks:
        ink.say(console, ink.words("No fact or remark is shared by two versions yet.", ink.QUIET))


def _group(console: Console, title: str, agreement: Agreement, verdict: str) -> None:
    style = _STYLES[agreement]
    sign = _SIGNS[agreement], style
    ink.say(console, ink.line(sign, (title, ink.HEADING), (verdict, style)), 2)


def _count_of(agreements: Iterable[Agreement]) -> str:
    """How many there are, and how many differ."""
    found = list(agreements)
    differing = found.count(Agreement.DIFFER)
    return f"{len(found)}, {differing} differ" if differing else str(len(found))


def render_stories(console: Console, stories: Sequence[StoryRecord]) -> None:
    """One row per story."""
    if not stories:
        ink.say(console, ink.words("No stories yet. Next: tracker story open NAME", ink.QUIET))
        return
    table = ink.table("Story", "Articles", "Title", right=("Articles",))
    for story in stories:
        name = ink.words(story.name, ink.HEADING)
        table.add_row(name, str(len(story.articles)), ink.words(story.title))
    ink.say(console, table)
