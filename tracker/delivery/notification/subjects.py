"""One line that says what a message tells: the subject of a mail, the title of a notification."""

from collections.abc import Callable, Mapping
from typing import Any

from tracker.delivery import messages
from tracker.digest import captions
from tracker.digest.model import Digest, Matter, NoticeLine, ThreadLine
from tracker.digest.phrases import count
from tracker.understanding.model import ShiftKind

_LONGEST = 120
_LONGEST_VALUE = 40


def subject_line(data: messages.Data, digest: Digest | None) -> str:
    """The line, foreign words as they are; the most telling comes first, as phones cut the rest."""
    words = " ".join(_LINES[type(data)](data, digest).split())
    return shortened(words, _LONGEST)


def shortened(text: str, longest: int) -> str:
    """The text, cut between words where it is longer."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[longest // 2 :] else cut).rstrip(" ,;:—-") + "…"


def is_silent(data: messages.Shifted) -> bool:
    """A change of substance that the outlet did not declare; a mere move is none."""
    return not data.announced and data.kind is not ShiftKind.MOVED


def verdict(data: messages.Shifted) -> str:
    """What became of it: "up", "reworded", "dropped"."""
    return data.direction or captions.kind_words(data.kind)


def trail(data: messages.Shifted, longest: int = captions.LONGEST_VALUE) -> tuple[str, ...]:
    """What stood and what stands, where that is short; remarks are read in their sentences."""
    values = [value for value in (data.before, data.after) if value is not None]
    is_long = data.matter is Matter.STATEMENT or any(len(value) > longest for value in values)
    return () if is_long else tuple(values)


def _version(data: messages.VersionCaptured, _: Digest | None) -> str:
    name = data.article.headline or data.article.address
    if data.version == 1:
        return f"New at {data.article.outlet}: {name}"
    silent = ", no notice" if data.changed and not data.announced else ""
    return f"{data.article.outlet} v{data.version}{silent}: {name}"


def _shifted(data: messages.Shifted, _: Digest | None) -> str:
    values = " → ".join(trail(data, _LONGEST_VALUE))
    where = data.article.outlet + (", no notice" if is_silent(data) else "")
    said = f"{values} " if values else f"{verdict(data)} "
    return f"{data.subject}: {said}({where})" if data.subject else f"{said}({where})"


def _notice(data: messages.NoticePublished, _: Digest | None) -> str:
    line = NoticeLine(
        article=data.article.id,
        outlet=data.article.outlet,
        version=data.version,
        seen_at=data.seen_at,
        kind=data.kind,
        text=data.text,
        stated_at=None,
        wrong=None,
        right=None,
    )
    return f"{captions.notice_title(line)} at {data.article.outlet}: {data.article.headline or ''}"


def _gone(data: messages.ArticleGone, _: Digest | None) -> str:
    return f"Taken down by {data.article.outlet}: {data.article.headline or data.article.address}"


def _returned(data: messages.ArticleReturned, _: Digest | None) -> str:
    return f"Brought back by {data.article.outlet}: {data.article.headline or data.article.address}"


def _diverged(data: messages.StoryDiverged, _: Digest | None) -> str:
    line = ThreadLine(
        subject=data.subject,
        scope=data.scope,
        unit=data.unit,
        agreement=data.agreement,
        claims=data.claims,
    )
    values = dict.fromkeys(claim.value for claim in data.claims)
    told = f": {' / '.join(values)}" if values else ""
    return f"{data.title}: outlets differ on {captions.thread_title(line)}{told}"


def _digest(data: messages.DigestPublished, digest: Digest | None) -> str:
    if digest is None:
        return f"{data.title}: {data.summary[0] if data.summary else 'a digest'}"
    silent = len(digest.unannounced)
    sections = (
        *(digest.facts, digest.statements, digest.wordings, digest.headlines),
        *(digest.images, digest.notices, digest.presence),
    )
    number = sum(len(lines) for lines in sections)
    if not number:
        return f"{data.title}: nothing shifted"
    if not silent:
        return f"{data.title}: {count(number, 'change')}"
    return f"{data.title}: {count(silent, 'change')} without a notice, {number} in all"


def _disabled(data: messages.EndpointDisabled, _: Digest | None) -> str:
    return f"Endpoint {data.endpoint} gets nothing any more: {data.reason}"


def _test(data: messages.Test, _: Digest | None) -> str:
    return f"A test for endpoint {data.endpoint}"


_LINES: Mapping[type[messages.Data], Callable[[Any, Digest | None], str]] = {
    messages.VersionCaptured: _version,
    messages.FactShifted: _shifted,
    messages.StatementShifted: _shifted,
    messages.WordingShifted: _shifted,
    messages.NoticePublished: _notice,
    messages.ArticleGone: _gone,
    messages.ArticleReturned: _returned,
    messages.StoryDiverged: _diverged,
    messages.DigestPublished: _digest,
    messages.EndpointDisabled: _disabled,
    messages.Test: _test,
}
