"""Compose a digest out of what the projections hold: pure, so that it can be told twice alike."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from tracker.digest.articles import article_lines, headline_histories, image_lines, presence_lines
from tracker.digest.changes import changes, unannounced
from tracker.digest.material import Material
from tracker.digest.model import (
    Agreement,
    Change,
    Digest,
    Head,
    HeadlineHistory,
    Matter,
    Scope,
    Window,
)
from tracker.digest.notices import notice_lines
from tracker.digest.outlets import remark_lines, thread_lines
from tracker.digest.phrases import HEADLINE
from tracker.projections.records import FactThread, RemarkThread

_OTHER_WORDS = (Agreement.DIFFER, Agreement.COMPATIBLE)


def compose(
    material: Material,
    *,
    scope: Scope,
    window: Window,
    generated_at: datetime,
    head: Head,
    title: str | None = None,
) -> Digest:
    """The digest of `material` inside `window`. Nothing is left out for its low weight."""
    threads, remarks = _told_until(material, window)
    outlets = {article.id: article.outlet for article in material.articles}
    headlines = headline_histories(material, window)
    found = changes(material.shifts, outlets, window)
    return Digest(
        title=title or _title(scope),
        scope=scope,
        window=window,
        generated_at=generated_at,
        head=head,
        articles=article_lines(material, window),
        facts=_of(found, Matter.FIGURE, Matter.DATE),
        statements=_of(found, Matter.STATEMENT),
        wordings=_without_headlines(_of(found, Matter.WORDING), headlines),
        headlines=headlines,
        notices=notice_lines(material, window),
        unannounced=unannounced(found),
        presence=presence_lines(material, window),
        disagreements=tuple(
            line for line in thread_lines(threads) if line.agreement is Agreement.DIFFER
        ),
        remarks=tuple(line for line in remark_lines(remarks) if line.agreement in _OTHER_WORDS),
        images=image_lines(material, window),
    )


def _told_until(material: Material, window: Window) -> tuple[list[FactThread], list[RemarkThread]]:
    """The story's threads as they stood at the window's end, without the versions after it."""
    end = Window(until=window.until, upto=window.upto)
    known = {
        (version.article, version.number)
        for version in material.versions
        if end.holds(version.observed_at, version.position)
    }
    threads = [
        replace(thread, voices=tuple(v for v in thread.voices if (v.article, v.version) in known))
        for thread in material.threads
    ]
    remarks = [
        replace(remark, voices=tuple(v for v in remark.voices if (v.article, v.version) in known))
        for remark in material.remarks
    ]
    return (
        [thread for thread in threads if thread.voices],
        [remark for remark in remarks if remark.voices],
    )


def _title(scope: Scope) -> str:
    return "Everything tracked" if scope.name is None else scope.name


def _without_headlines(
    wordings: Iterable[Change], histories: Iterable[HeadlineHistory]
) -> tuple[Change, ...]:
    """The wordings that no history of headlines tells already."""
    told = {(each.article, entry.version) for each in histories for entry in each.entries}
    return tuple(
        change
        for change in wordings
        if change.subject != HEADLINE
        or not all((change.article, step.version) in told for step in change.steps)
    )


def _of(found: tuple[Change, ...], *matters: Matter) -> tuple[Change, ...]:
    return tuple(change for change in found if change.matter in matters)
