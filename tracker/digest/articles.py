"""The articles a digest covers: versions seen, headlines, lead images, takedowns and returns."""

from collections.abc import Sequence
from itertools import pairwise

from tracker.digest.material import Material
from tracker.digest.model import (
    ArticleLine,
    HeadlineEntry,
    HeadlineHistory,
    ImageLine,
    PresenceLine,
    Quote,
    Window,
)
from tracker.digest.quoting import revised
from tracker.digest.walk import flips
from tracker.projections.records import ArticleRecord, PresenceRecord, VersionRecord


def article_lines(material: Material, window: Window) -> tuple[ArticleLine, ...]:
    """Every article in scope, the unchanged ones too, by outlet and first sight."""
    ordered = sorted(material.articles, key=lambda a: (a.outlet, a.first_seen, a.id))
    timelines = _timelines(material)
    return tuple(_line(article, timelines.get(article.id, []), window) for article in ordered)


def headline_histories(material: Material, window: Window) -> tuple[HeadlineHistory, ...]:
    """Headlines that changed inside the window, each with the one that stood before."""
    timelines = _timelines(material)
    found = [
        (entries, article)
        for article in material.articles
        if (entries := _headline_runs(timelines.get(article.id, []), window))
    ]
    found.sort(key=lambda pair: pair[0][1].observed_at)
    return tuple(_history(entries, article) for entries, article in found)


def image_lines(material: Material, window: Window) -> tuple[ImageLine, ...]:
    """Lead images exchanged inside the window, oldest first."""
    outlets = {article.id: article.outlet for article in material.articles}
    found = [
        ImageLine(
            article=new.article,
            outlet=outlets[new.article],
            version=new.number,
            seen_at=new.observed_at,
            old=old.image,
            new=new.image,
        )
        for timeline in _timelines(material).values()
        for old, new in pairwise(timeline)
        if old.image != new.image and window.holds(new.observed_at, new.position)
    ]
    return tuple(sorted(found, key=lambda line: line.seen_at))


def presence_lines(material: Material, window: Window) -> tuple[PresenceLine, ...]:
    """Articles taken down and brought back inside the window, oldest first."""
    articles = {article.id: article for article in material.articles}
    timelines = _timelines(material)
    inside = [
        record for record in material.presence if window.holds(record.observed_at, record.position)
    ]
    inside.sort(key=lambda record: (record.observed_at, record.position))
    return tuple(
        _presence(record, articles[record.article], timelines.get(record.article, []))
        for record in inside
        if record.article in articles
    )


def _timelines(material: Material) -> dict[str, list[VersionRecord]]:
    timelines: dict[str, list[VersionRecord]] = {}
    for version in sorted(material.versions, key=lambda version: version.number):
        timelines.setdefault(version.article, []).append(version)
    return timelines


def _line(article: ArticleRecord, timeline: Sequence[VersionRecord], window: Window) -> ArticleLine:
    seen = tuple(v.number for v in timeline if window.holds(v.observed_at, v.position))
    return ArticleLine(
        id=article.id,
        outlet=article.outlet,
        headline=article.headline,
        opening=article.opening,
        address=article.address,
        status=article.status,
        versions=seen,
        first_seen=article.first_seen,
        is_new=bool(timeline) and timeline[0].number in seen,
    )


def _headline_runs(timeline: Sequence[VersionRecord], window: Window) -> list[VersionRecord]:
    """The versions whose headlines a history tells; empty where none changed in the window."""
    runs: list[VersionRecord] = []
    standing: VersionRecord | None = None
    for version in timeline:
        if standing is None:
            standing = version
        elif version.headline != standing.headline:
            if window.holds(version.observed_at, version.position):
                runs.extend([version] if runs and runs[-1] is standing else [standing, version])
            standing = version
    return runs


def _history(entries: Sequence[VersionRecord], article: ArticleRecord) -> HeadlineHistory:
    return HeadlineHistory(
        article=article.id,
        outlet=article.outlet,
        flips=flips([entry.headline for entry in entries]),
        entries=tuple(
            HeadlineEntry(
                version=entry.number,
                seen_at=entry.observed_at,
                headline=_marked(entries[index - 1] if index else None, entry),
            )
            for index, entry in enumerate(entries)
        ),
    )


def _marked(before: VersionRecord | None, entry: VersionRecord) -> Quote:
    headline = entry.headline or ""
    pair = revised(before.headline or "", headline) if before else None
    return pair[1] if pair else Quote(text=headline)


def _presence(
    record: PresenceRecord, article: ArticleRecord, timeline: Sequence[VersionRecord]
) -> PresenceLine:
    known = [version for version in timeline if version.observed_at <= record.observed_at]
    last = known[-1] if known else None
    return PresenceLine(
        article=record.article,
        outlet=article.outlet,
        version=last.number if last else 1,
        seen_at=record.observed_at,
        kind="gone" if record.kind == "gone" else "returned",
        headline=last.headline if last else article.headline,
    )
