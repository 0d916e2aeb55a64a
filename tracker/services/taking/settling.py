"""Settling looks: deciding which of them saw a new version, and recording that.

Whether a look saw something new depends only on the look observed before it, so the versions of an
article come out the same in whatever order its looks are taken in.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime

from tracker.article.events import ArticleEvent
from tracker.article.fold import Article, Version
from tracker.article.identity import article_stream
from tracker.article.reading import Reading
from tracker.article.recording import Captured, Survivor, version_events
from tracker.capture.archive import UNSETTLED, Kept, Outcome
from tracker.comparing.blocks import align_blocks
from tracker.errors import ConflictError
from tracker.eventstore.model import Expected, NewCommit, NewEvent
from tracker.projections.streams import commits_of, recorded
from tracker.reading.decode import decode
from tracker.reading.noise.substance import noise_between
from tracker.reading.pages.recipes import Usual
from tracker.reading.read import read
from tracker.reading.regions.segments import scan
from tracker.reading.regions.setting_aside import asides_of, set_aside
from tracker.reading.sniff import Form, form_of
from tracker.services.context import Context
from tracker.services.taking.healing import expected_of
from tracker.services.taking.overriding import override_for
from tracker.services.taking.remembered import remembered

ATTEMPTS = 20
"""How often another writer of the same article is waited for; each wait is one append long."""

Judgement = tuple[Outcome, tuple[str, ...]]
"""What a look saw, and for noise its reasons."""


def settle(
    context: Context, article: str, known: dict[str, Reading] | None = None
) -> dict[str, Judgement]:
    """Decide what every unsettled look at `article` is; `known` spares reading them again."""
    readings = dict(known or {})
    pending = context.archive.pending(article)
    return {look.id: _judge(context, look, readings) for look in pending if look.substance}


def _judge(context: Context, look: Kept, readings: dict[str, Reading]) -> Judgement:
    """Judge a look by the one before it: again, where another process puts one in between.

    A look counts as settled only when the one after it has been judged anew, so that a crash in
    between leaves nothing half done.
    """
    while True:
        earlier = context.archive.before(look)
        judgement = _judged(context, earlier, look, readings)
        if look.outcome in UNSETTLED:
            _judge_next(context, look, readings)
        context.archive.settle(look, *judgement)
        if _is_same(context.archive.before(look), earlier):
            return judgement


def _judge_next(context: Context, look: Kept, readings: dict[str, Reading]) -> None:
    """A look that saw nothing new may have, with another before it (A, then B, then A), or no more.

    One that is unsettled itself is judged in its turn.
    """
    later = context.archive.after(look)
    if later and later.outcome not in UNSETTLED:
        _judge(context, later, readings)


def _judged(
    context: Context, earlier: Kept | None, look: Kept, readings: dict[str, Reading]
) -> Judgement:
    if earlier and earlier.substance == look.substance:
        return _same(context, earlier, look, readings)
    _append_version(context, look, readings)
    return Outcome.VERSION, ()


def _is_same(one: Kept | None, other: Kept | None) -> bool:
    return (one and one.id) == (other and other.id)


def _same(context: Context, earlier: Kept, look: Kept, readings: dict[str, Reading]) -> Judgement:
    if earlier.raw == look.raw:
        return Outcome.UNCHANGED, ()
    noise = noise_between(_reading(context, earlier, readings), _reading(context, look, readings))
    reasons = tuple(dict.fromkeys(difference.reason for difference in noise))
    return (Outcome.NOISE if reasons else Outcome.UNCHANGED), reasons


def _append_version(context: Context, look: Kept, readings: dict[str, Reading]) -> None:
    for _ in range(ATTEMPTS):
        article, version = folded(context, look.article)
        if look.id in article.versions:
            return
        commit = _version_commit(article, version, look, _reading(context, look, readings))
        try:
            context.store.append(commit)
        except ConflictError:
            continue
        return
    raise ConflictError(
        f"article {look.article} is being written by too many others at once. Try again."
    )


def _version_commit(article: Article, version: int, look: Kept, reading: Reading) -> NewCommit:
    parent = _parent(article, look)
    assert look.substance is not None
    assert look.raw is not None
    captured = Captured(
        reading,
        look.observed_at,
        look.address,
        look.substance,
        look.raw,
        reread=look.outcome is Outcome.REREAD,
    )
    events = version_events(captured, parent, surviving(parent, reading), article.blocks_named)
    return article_commit(article.id, uuid.UUID(look.id), events, version)


def surviving(old: Version | None, reading: Reading) -> tuple[Survivor, ...]:
    """The blocks of a version that live on in a reading."""
    pairs = align_blocks(old.reading.blocks, reading.blocks).pairs if old else ()
    return tuple(Survivor(pair.old, pair.new, pair.moved) for pair in pairs)


def _parent(article: Article, look: Kept) -> Version | None:
    """The version to build on: the one observed before, else the first one after."""
    ordered = sorted(
        article.versions.values(), key=lambda version: (version.observed_at, version.id)
    )
    earlier = [v for v in ordered if (v.observed_at, v.id) < (look.observed_at, look.id)]
    return earlier[-1] if earlier else next(iter(ordered), None)


def folded(context: Context, article: str) -> tuple[Article, int]:
    """An article as its stream tells it now, and the stream's version."""
    state, version = Article(article), 0
    for commit in commits_of(context.store.read_stream(article_stream(article))):
        version = commit.events[-1].version
        if taken := recorded(commit):
            state.apply(taken)
    return state, version


def article_commit(
    article: str, identifier: uuid.UUID, events: Iterable[ArticleEvent], expected: Expected | int
) -> NewCommit:
    """A commit of an article's stream."""
    new = [NewEvent(event.event, event.payload(), event.schema_version) for event in events]
    return NewCommit(identifier, article_stream(article), new, expected)


def read_look(
    body: bytes,
    address: str,
    media_type: str | None,
    observed_at: datetime,
    *,
    dated: bool,
    expected: Usual | None = None,
) -> Reading:
    """The reading of raw bytes; where the page names no date, a `dated` look lends its own."""
    return read(
        body,
        url=address if address.startswith("http") else None,
        published=observed_at if dated else None,
        media_type=media_type,
        override=override_for(address),
        expected=expected,
    )


def read_kept(context: Context, look: Kept) -> Reading:
    """The reading of a look in the archive, without what is known by now to be none of it."""
    assert look.raw is not None
    body = context.archive.raw(look.raw)
    reading = read_look(
        body,
        look.address,
        look.media_type,
        look.observed_at,
        dated=look.dated,
        expected=expected_of(context, look.address),
    )
    known = remembered(context, look.address)
    if known is None or known.article != look.article:
        return reading
    text = decode(body, media_type=look.media_type)
    if form_of(text, look.media_type) is not Form.HTML:
        return reading
    return set_aside(reading, asides_of(scan(text), known.fingerprint))


def _reading(context: Context, look: Kept, readings: dict[str, Reading]) -> Reading:
    if look.id not in readings:
        readings[look.id] = read_kept(context, look)
    return readings[look.id]
