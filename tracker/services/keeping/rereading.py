"""Reading archived bytes again: versions get the reading they should have had, announced to nobody.

A correction is recorded first, then the looks are noted as saying something else, together with the
order to settle them anew. After a crash in between, doing it again goes on where it was left.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from tracker.article.events import ArticleEvent
from tracker.article.fold import Article, Version, reading_sha256
from tracker.article.identity import article_stream, commit_id
from tracker.article.reading import Reading
from tracker.article.recording import corrected_events
from tracker.capture.archive import APART, Kept, Outcome
from tracker.errors import ConflictError, InputError
from tracker.reading.noise.substance import substance
from tracker.services.context import Context
from tracker.services.taking.settling import (
    ATTEMPTS,
    article_commit,
    folded,
    read_kept,
    settle,
    surviving,
)


@dataclass(frozen=True, slots=True)
class Correction:
    """A version that was read wrongly: how many events of each kind put it right."""

    version: str
    observed_at: datetime
    changes: Mapping[str, int]


@dataclass(slots=True)
class Reread:
    """What reading an article's looks again brought.

    `found` are the times of looks that turned out to show a version, `lost` of those that no longer
    do, `unread` of those that today's extractor finds no article in: they stay as they were.
    """

    article: str
    looks: int = 0
    corrected: list[Correction] = field(default_factory=list)
    found: list[datetime] = field(default_factory=list)
    lost: list[datetime] = field(default_factory=list)
    unread: list[datetime] = field(default_factory=list)


def reread(context: Context, article: str, *, dry_run: bool = False) -> Reread:
    """Read all archived looks at an article again, and correct what was read otherwise before.

    With `dry_run` nothing is recorded. Doing it twice corrects nothing the second time.
    """
    done = Reread(article)
    looks, (state, _) = _articles(context, article), folded(context, article)
    readings = _read_again(context, looks, done)
    for look in looks:
        version = state.versions.get(look.id)
        reading = readings.get(look.id)
        if reading and version and version.reading_sha256 != reading_sha256(reading):
            done.corrected.append(_correction(version, reading, state))
            if not dry_run:
                _record(context, article, version.id, reading)
    substances = {name: substance(reading) for name, reading in readings.items()}
    if dry_run:
        _foretell(looks, substances, done)
        return done
    restate(context, article, looks, substances, readings)
    context.projector.catch_up()
    _compare(looks, _articles(context, article), done)
    return done


def _read_again(context: Context, looks: Iterable[Kept], done: Reread) -> dict[str, Reading]:
    readings = {}
    for look in looks:
        if look.raw is None:
            continue
        done.looks += 1
        try:
            readings[look.id] = read_kept(context, look)
        except InputError:
            done.unread.append(look.observed_at)
    return readings


def _correction(version: Version, reading: Reading, state: Article) -> Correction:
    events = _events(version, reading, state)[1:]
    changes = Counter(event.event for event in events) or Counter({"times": 1})
    return Correction(version.id, version.observed_at, dict(changes))


def _foretell(looks: Sequence[Kept], substances: Mapping[str, str], done: Reread) -> None:
    """Say which looks would see a version: those that say something else than the one before."""
    before: str | None = None
    for look in looks:
        said = substances.get(look.id, look.substance)
        _tell(look, said != before, done)
        before = said


def _compare(before: Sequence[Kept], after: Sequence[Kept], done: Reread) -> None:
    saw = {look.id: look.outcome is Outcome.VERSION for look in after}
    for look in before:
        _tell(look, saw.get(look.id, False), done)


def _tell(look: Kept, sees_version: bool, done: Reread) -> None:
    if sees_version is not (look.outcome is Outcome.VERSION):
        (done.found if sees_version else done.lost).append(look.observed_at)


def correct(context: Context, article: str, version_id: str, reading: Reading) -> bool:
    """Give a version of `article` the reading that its bytes should have had; False if it has it.

    All looks that saw the same as the version are taken to say the same still, so `reading` is to
    be better, not other bytes' own. They and the look after them are settled anew, and the
    projections follow. KeyError where the article has no such version.
    """
    said = substance(reading)
    looks = _articles(context, article)
    run = _run(looks, version_id)
    changed = _record(context, article, version_id, reading)
    for other in (look.id for look in run if look.id != version_id and look.substance != said):
        if other in folded(context, article)[0].versions:
            changed |= _record(context, article, other, reading)
    restate(context, article, looks, {look.id: said for look in run}, {version_id: reading})
    context.projector.catch_up()
    return changed


def restate(
    context: Context,
    article: str,
    looks: Sequence[Kept],
    substances: Mapping[str, str],
    known: Mapping[str, Reading],
) -> None:
    """Note what looks at `article` say now, and settle them and those after them anew.

    `looks` are all that brought the article, as observed; `known` spares reading them again.
    """
    changed = {
        look.id: substances[look.id]
        for look in looks
        if look.id in substances and look.substance != substances[look.id]
    }
    followers = {later.id for look, later in pairwise(looks) if look.id in changed}
    if changed:
        context.archive.restate(changed, changed.keys() | followers)
    settle(context, article, dict(known))


def _articles(context: Context, article: str) -> list[Kept]:
    looks = context.archive.of_article(article)
    return [look for look in looks if look.substance and look.outcome not in APART]


def _run(looks: Sequence[Kept], version_id: str) -> list[Kept]:
    """The looks around a version that saw the same in substance, the version's own among them."""
    at = next((place for place, look in enumerate(looks) if look.id == version_id), None)
    if at is None:
        return []
    return [*reversed(_alike(looks[at::-1])), *_alike(looks[at:])[1:]]


def _alike(looks: Iterable[Kept]) -> list[Kept]:
    alike: list[Kept] = []
    for look in looks:
        if alike and look.substance != alike[0].substance:
            break
        alike.append(look)
    return alike


def _record(context: Context, article: str, version_id: str, reading: Reading) -> bool:
    """Append the correction of one version, if it has another reading."""
    stream = article_stream(article)
    for _ in range(ATTEMPTS):
        state, length = folded(context, article)
        version = state.versions[version_id]
        if version.reading_sha256 == reading_sha256(reading):
            return False
        events = _events(version, reading, state)
        # A reading may come back, as versions do, so the place in the stream is part of the cause.
        cause = commit_id(stream, "corrected", version_id, str(length))
        try:
            context.store.append(article_commit(article, cause, events, length))
        except ConflictError:
            continue
        return True
    raise ConflictError(f"article {article} is being written by too many others. Try again.")


def _events(version: Version, reading: Reading, state: Article) -> list[ArticleEvent]:
    said, survivors = substance(reading), surviving(version, reading)
    return corrected_events(reading, said, version, survivors, state.blocks_named)
