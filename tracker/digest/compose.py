"""Compose a digest out of what the projections hold: pure, so that it can be told twice alike."""

from datetime import datetime

from tracker.digest.articles import article_lines, headline_histories, presence_lines
from tracker.digest.changes import changes, unannounced
from tracker.digest.material import Material
from tracker.digest.model import Agreement, Change, Digest, Head, Matter, Scope, Window
from tracker.digest.notices import notice_lines
from tracker.digest.outlets import remark_lines, thread_lines


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
    outlets = {article.id: article.outlet for article in material.articles}
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
        wordings=_of(found, Matter.WORDING),
        headlines=headline_histories(material, window),
        notices=notice_lines(material, window),
        unannounced=unannounced(found),
        presence=presence_lines(material, window),
        disagreements=tuple(
            line for line in thread_lines(material.threads) if line.agreement in _UNLIKE
        ),
        remarks=tuple(line for line in remark_lines(material.remarks) if line.agreement in _UNLIKE),
    )


_UNLIKE = frozenset({Agreement.DIFFER, Agreement.COMPATIBLE})


def _title(scope: Scope) -> str:
    return "Everything tracked" if scope.name is None else scope.name


def _of(found: tuple[Change, ...], *matters: Matter) -> tuple[Change, ...]:
    return tuple(change for change in found if change.matter in matters)
