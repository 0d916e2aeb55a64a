"""The digest on a terminal: counts first, then each section with its evidence."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, tzinfo
from typing import TypeVar

from rich.console import Console
from rich.text import Text

from tracker.digest import captions, ink
from tracker.digest.model import (
    Agreement,
    ArticleLine,
    Change,
    Claim,
    Digest,
    HeadlineHistory,
    ImageLine,
    NoticeLine,
    PresenceLine,
    RemarkLine,
    Step,
    ThreadLine,
    Unannounced,
    is_silent,
)
from tracker.digest.phrases import UNNAMED, clock, stamp
from tracker.digest.summary import coverage, summary

Line = TypeVar("Line")
_SHORT_ID = 8  # a unique prefix of an id names an article


def render_terminal(console: Console, digest: Digest, zone: tzinfo) -> None:
    """Prints the digest; times are shown in `zone`."""
    face = _Face(console, zone)
    _head(face, digest)
    _section(face, captions.UNANNOUNCED, digest.unannounced, _unannounced)
    _section(face, captions.FACTS, digest.facts, _change)
    _section(face, captions.STATEMENTS, digest.statements, _change)
    _section(face, captions.WORDINGS, digest.wordings, _change)
    _section(face, captions.HEADLINES, digest.headlines, _headline)
    _section(face, captions.IMAGES, digest.images, _image)
    _section(face, captions.NOTICES, digest.notices, _notice)
    _section(face, captions.PRESENCE, digest.presence, _presence)
    _section(face, captions.DISAGREEMENTS, digest.disagreements, _thread)
    _section(face, captions.REMARKS, digest.remarks, _remark)
    _articles(face, digest.articles)
    _foot(face, digest)


class _Face:
    """A console with the zone its times are told in."""

    def __init__(self, console: Console, zone: tzinfo) -> None:
        self.console = console
        self.zone = zone

    def say(self, text: Text, indent: int = 2) -> None:
        ink.say(self.console, text, indent)

    def seen(self, outlet: str, version: str, moment: datetime, *more: tuple[str, str]) -> None:
        """The line that says where and when: outlet, version, time seen."""
        when = (clock(moment, self.zone), ink.QUIET)
        self.say(ink.line((outlet, ink.OUTLET), (version, ""), when, *more, gap="  "), 4)


def _head(face: _Face, digest: Digest) -> None:
    window = captions.window_words(digest.window, face.zone)
    face.say(ink.line((digest.title, ink.HEADING), (window, ink.QUIET), gap="   "), 0)
    ink.rule(face.console)
    for phrase in summary(digest):
        face.say(_counted(phrase), 0)
    face.say(ink.words(coverage(digest), ink.QUIET), 0)
    if only := captions.only_words(digest.scope):
        face.say(ink.words(only, ink.SILENT), 0)


def _counted(phrase: str) -> Text:
    text = ink.words(phrase)
    text.highlight_regex(r"^\d+", ink.HEADING)
    text.highlight_regex(r"(\d+ )?without a notice$", ink.SILENT)
    return text


def _section(
    face: _Face, title: str, lines: Sequence[Line], show: Callable[[_Face, Line], None]
) -> None:
    if not lines:
        return
    ink.heading(face.console, title, str(len(lines)))
    for line in lines:
        show(face, line)


def _unannounced(face: _Face, line: Unannounced) -> None:
    step = line.step
    face.say(
        _title(captions.step_trail(line.matter, step), line.subject, captions.step_words(step))
    )
    face.seen(line.outlet, captions.versions(step), step.seen_at)
    ink.evidence(face.console, None if step.new else step.old, step.new)


def _change(face: _Face, change: Change) -> None:
    face.say(_title(captions.trail(change), change.subject, captions.verdict(change)))
    for step in change.steps:
        face.seen(change.outlet, captions.versions(step), step.seen_at, _declared(step))
        ink.evidence(face.console, step.old, step.new)


def _title(values: Iterable[str], subject: str | None, verdict: str) -> Text:
    trail = ink.trail(values)
    about = (subject or "", "" if trail.plain else ink.HEADING)
    return ink.line(trail, about, (verdict, "italic"), gap="  ")


def _declared(step: Step) -> tuple[str, str]:
    return ("no notice", ink.SILENT) if is_silent(step) else ("", "")


def _headline(face: _Face, history: HeadlineHistory) -> None:
    back = f"changed and changed back ({history.flips} flips)" if history.flips else "changed"
    face.say(ink.line((history.outlet, ink.OUTLET), (back, "italic"), gap="  "))
    grid = ink.grid()
    for entry in history.entries:
        seen = ink.words(clock(entry.seen_at, face.zone), ink.QUIET)
        headline = ink.marked(face.console, entry.headline, new=True)
        grid.add_row(f"v{entry.version}", seen, headline)
    ink.say(face.console, grid, 4)


def _image(face: _Face, line: ImageLine) -> None:
    arrow = "→" if line.old and line.new else ""
    old, new = ink.words(line.old, ink.OLD), ink.words(line.new, ink.NEW)
    face.say(ink.line(old, arrow, new, gap="  "))
    face.seen(line.outlet, f"v{line.version}", line.seen_at)


def _notice(face: _Face, line: NoticeLine) -> None:
    title = "" if captions.says_its_kind(line) else captions.notice_title(line)
    face.say(ink.line((title, ink.HEADING), ink.words(line.text), gap="  "))
    stated = f"states {stamp(line.stated_at, face.zone)}" if line.stated_at else ""
    face.seen(line.outlet, f"v{line.version}", line.seen_at, (stated, ink.QUIET))


def _presence(face: _Face, line: PresenceLine) -> None:
    gone = line.kind == "gone"
    word = ("taken down", ink.OLD) if gone else ("brought back", ink.NEW)
    face.say(ink.line(word, ink.words(line.headline), gap="  "))
    face.seen(line.outlet, f"v{line.version}", line.seen_at)


def _thread(face: _Face, line: ThreadLine) -> None:
    verdict = captions.agreement_words(line.agreement)
    face.say(_compared(captions.thread_title(line), line.agreement, verdict))
    _claims(face, line.claims, with_value=True)


def _remark(face: _Face, line: RemarkLine) -> None:
    verdict = captions.likeness_words(line.agreement)
    face.say(_compared(line.speaker or UNNAMED, line.agreement, verdict))
    _claims(face, line.claims, with_value=False)


def _compared(title: str, agreement: Agreement, verdict: str) -> Text:
    style = ink.SILENT if agreement is Agreement.DIFFER else "italic"
    return ink.line((title, ink.HEADING), (verdict, style), gap="  ")


def _claims(face: _Face, claims: Sequence[Claim], *, with_value: bool) -> None:
    render_claims(face.console, claims, face.zone, with_value=with_value)


def render_claims(
    console: Console, claims: Sequence[Claim], zone: tzinfo, *, with_value: bool
) -> None:
    """Who claims what, aligned; below each its sentence."""
    values = ink.column([claim.value for claim in claims], ink.HEADING)
    outlets = ink.column([f"{claim.outlet} v{claim.version}" for claim in claims], ink.OUTLET)
    for claim, value, outlet in zip(claims, values, outlets, strict=True):
        when = (clock(claim.seen_at, zone), ink.QUIET)
        copied = (f"copy of {claim.copy_of}" if claim.copy_of else "", ink.QUIET)
        ink.say(
            console, ink.line(*([value] if with_value else []), outlet, when, copied, gap="  "), 4
        )
        ink.say(console, ink.cited(claim.quote), 6)


def _articles(face: _Face, articles: Sequence[ArticleLine]) -> None:
    if not articles:
        return
    ink.heading(face.console, captions.ARTICLES, str(len(articles)))
    grid = ink.grid()
    for article in articles:
        new = ("new" if article.is_new else "", ink.NEW)
        gone = ("taken down" if article.status == "gone" else "", ink.OLD)
        grid.add_row(
            ink.words(article.outlet, ink.OUTLET),
            ink.words(captions.version_range(article.versions) or "–"),
            ink.line(new, gone, ink.words(article.label), gap="  "),
        )
    ink.say(face.console, grid, 2)


def _foot(face: _Face, digest: Digest) -> None:
    head = digest.head
    face.console.print()
    face.say(
        ink.words(
            f"Made {stamp(digest.generated_at, face.zone)} at log position {head.position}, "
            f"head {head.hash[:16]}.",
            ink.QUIET,
        ),
        0,
    )
    if digest.articles:
        face.say(ink.line(("Next:", ink.QUIET), _next(digest)), 0)


def _next(digest: Digest) -> str:
    """The command that shows more of what matters most here."""
    changes = sorted(
        (*digest.facts, *digest.statements, *digest.wordings),
        key=lambda change: (not change.unannounced, -change.weight),
    )
    if not changes:
        return f"tracker history {digest.articles[0].id[:_SHORT_ID]}"
    step = max(changes[0].steps, key=lambda step: (is_silent(step), step.weight))
    return f"tracker diff {changes[0].article[:_SHORT_ID]} {step.old_version}..{step.version}"
