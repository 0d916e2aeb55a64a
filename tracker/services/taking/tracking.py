"""Taking a look in: which article it is of, whether it is a new version, and what changed.

Its article is introduced first, then the look is archived, then settled: a crash in between loses
nothing that was archived, for what is left unsettled is settled with the article's next look.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from tracker.article.events import (
    ArticleReaddressed,
    ArticleTagged,
    ArticleTracked,
)
from tracker.article.identity import article_stream, canonical_address, commit_id, outlet_of
from tracker.article.reading import Reading
from tracker.capture.archive import Kept, Outcome
from tracker.capture.raws import raw_sha256
from tracker.errors import ConflictError
from tracker.eventstore.model import ANY, NO_STREAM, NewCommit
from tracker.projections.lookup import article_at, version_seen
from tracker.reading.developing import is_developing
from tracker.reading.noise.substance import substance
from tracker.services.context import Context
from tracker.services.taking.finding import Found, find
from tracker.services.taking.healing import expected_of
from tracker.services.taking.look import Look
from tracker.services.taking.merging import as_look_at, merge_into
from tracker.services.taking.settling import article_commit, read_look, settle


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a look: `version` is the number of the version it saw.

    `reasons` say in what noise it differed from the look before it; `matched` is the share of its
    paragraphs by which a text without an address found its article. `published` is what the page
    says, `developing` whether it says that more is to come.
    """

    article: str
    outcome: Outcome
    reasons: tuple[str, ...]
    is_new_article: bool
    version: int | None
    matched: float | None = None
    published: datetime | None = None
    developing: bool = False


_REPEATED = Outcome.UNCHANGED, ("this look was taken before",)


def take(context: Context, look: Look, reading: Reading | None = None) -> Taken:
    """Take in one look; the same look twice is taken in once. `reading` spares reading it again.

    Raises InputError where its bytes cannot be read as an article; then nothing is kept.
    """
    reading = reading or read_look(
        look.body,
        look.address,
        look.media_type,
        look.observed_at,
        dated=look.dated,
        expected=expected_of(context, look.address),
    )
    context.projector.catch_up()
    found = find(context, look, reading)
    _introduce(context, look, reading, found)
    kept = as_kept(look, reading, found.article)
    is_new = context.archive.keep(kept, look.body)
    settled = settle(context, found.article, {kept.id: reading})
    context.projector.catch_up()
    if found.twin:
        merge_into(context, found.article, found.twin)
        kept, settled = as_look_at(found.twin, kept), {}
    judged = settled.get(kept.id) or context.archive.outcome(kept)
    outcome, reasons = judged if is_new else _REPEATED
    with context.engine.connect() as connection:
        version = version_seen(connection, kept.article, kept.observed_at, kept.id)
    return Taken(
        kept.article,
        outcome,
        reasons,
        found.is_new,
        version,
        found.matched,
        reading.published,
        is_developing(reading),
    )


def _introduce(context: Context, look: Look, reading: Reading, found: Found) -> None:
    """Record what is new of the article itself: that there is one, its addresses, its tags."""
    stream = article_stream(found.article)
    new: list[NewCommit] = []
    if found.is_new:
        outlet = look.outlet or _outlet(found.addresses[0], reading)
        tracked = ArticleTracked(outlet=outlet, address=found.addresses[0])
        new.append(
            article_commit(found.article, commit_id(stream, "tracked"), [tracked], NO_STREAM)
        )
    with context.engine.connect() as connection:
        others = found.addresses[found.is_new :]
        unknown = [address for address in others if article_at(connection, [address]) is None]
    for address in unknown:
        moved = ArticleReaddressed(address=address)
        cause = commit_id(stream, "readdressed", address)
        new.append(article_commit(found.article, cause, [moved], ANY))
    if look.tags:
        tagged = ArticleTagged(tags=look.tags)
        new.append(
            article_commit(found.article, commit_id(stream, "tagged", *look.tags), [tagged], ANY)
        )
    if new:
        _append_once(context, new)


def _append_once(context: Context, commits: Sequence[NewCommit]) -> None:
    try:
        context.store.append(*commits)
    except ConflictError:
        # Another process met the article at the same moment; the rest is still ours to say.
        context.store.append(*(commit for commit in commits if commit.expected is ANY))


def _outlet(address: str, reading: Reading) -> str:
    return outlet_of(address) or reading.site or PurePosixPath(unquote(urlsplit(address).path)).stem


def as_kept(look: Look, reading: Reading | None, article: str) -> Kept:
    """The look as the archive keeps it, not yet settled; without a reading it is no article."""
    address = canonical_address(look.address)
    raw = raw_sha256(look.body)
    moment = look.observed_at.astimezone(UTC)
    cause = commit_id(article_stream(article), address, moment.isoformat(), raw)
    return Kept(
        id=cause.hex,
        article=article,
        address=address,
        observed_at=moment,
        dated=look.dated,
        status=look.status,
        media_type=look.media_type,
        raw=raw,
        substance=substance(reading) if reading else None,
        final_address=look.final_address,
        headers=look.headers,
        http_version=look.http_version,
        phrase=look.phrase,
    )
