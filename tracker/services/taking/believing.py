"""Deciding on what is held: which looks come to be believed, and which are dismissed.

A look decides on those held before it, never on its own time of arrival, so late looks are judged
by the same rule: what came after them may be known already.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tracker.article.events import CaptureDismissed, CaptureSuspected
from tracker.article.identity import article_stream, commit_id
from tracker.article.reading import Reading
from tracker.capture.archive import Kept, Outcome
from tracker.eventstore.model import ANY, NewCommit
from tracker.reading.decode import decode
from tracker.reading.regions.segments import scan
from tracker.reading.regions.setting_aside import asides_of, set_aside
from tracker.reading.suspicion.model import Page
from tracker.reading.suspicion.shared import likeness, share_kept
from tracker.reading.suspicion.signs import signs
from tracker.services.context import Context
from tracker.services.taking.remembered import remembered
from tracker.services.taking.settling import article_commit, read_kept, settle

CONFIRM_AFTER = timedelta(minutes=5)
"""How long after a held look another must show the same.

A server that is put up anew, or several that do not agree yet, are done by then.
"""

ALIKE = 0.6
"""How alike two readings must be to be the same page; it may have been edited since."""

CARRIED = 0.8
"""Share of a held text with which a longer one shows the same page, grown since."""

WITNESSES = 5
"""Looks of an article that are read again to be decided on, the newest.

So the cost is bounded where a page shows something else every time.
"""


@dataclass(frozen=True, slots=True)
class Later:
    """A look that may decide on those before it; `is_good` has no sign against it."""

    observed_at: datetime
    reading: Reading
    is_good: bool


def decide(context: Context, article: str, seen: Later | None = None) -> list[Kept]:
    """Believe or dismiss what is held of an article, as far as later looks tell; what is believed.

    `seen` is a look that is not archived yet. At most one is believed at a time, for that may
    change what the others are judged by. What was dismissed is decided on again, as it and one that
    comes in late may confirm each other.
    """
    held = context.archive.held(article)
    if not held:
        return []
    deciding = _Deciding(context, held, seen)
    for one in deciding.believable():
        if deciding.believes(one):
            context.archive.settle(one, Outcome.PENDING)
            settle(context, article, deciding.readings)
            return [one]
    for one in held:
        if there_again := deciding.there_again(one):
            dismiss(context, one, there_again)
    return []


def dismiss(context: Context, look: Kept, there_again: datetime) -> None:
    """Record that a held look was no view of the article, which stood there again at that time."""
    reason = f"the article was there again at {there_again.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    cause = commit_id(article_stream(look.article), "dismissed", look.id)
    event = CaptureDismissed(capture=look.id, reason=reason)
    dismissed = article_commit(look.article, cause, [event], ANY)
    context.store.append(suspected(look), dismissed)  # a crash may have left the first untold
    context.archive.settle(look, Outcome.DISMISSED, (*look.reasons, reason))


def suspected(look: Kept) -> NewCommit:
    """What tells in the log that a look is held; telling it again changes nothing."""
    event = CaptureSuspected(
        capture=look.id,
        observed_at=look.observed_at,
        address=look.address,
        reasons=look.reasons,
        raw=look.raw,
    )
    cause = commit_id(article_stream(look.article), "suspected", look.id)
    return article_commit(look.article, cause, [event], ANY)


def page_as_sent(address: str, final: str | None, body: bytes, media_type: str | None) -> Page:
    """A page to be judged, out of the bytes that came."""
    return Page(address, final or address, decode(body, media_type=media_type))


def page_of(context: Context, look: Kept) -> Page:
    """The page that a look in the archive saw."""
    assert look.raw is not None
    body = context.archive.raw(look.raw)
    return page_as_sent(look.address, look.final_address, body, look.media_type)


@dataclass(slots=True)
class _Deciding:
    """The looks that are held of one article, with what they are judged by, each read once."""

    context: Context
    held: Sequence[Kept]
    seen: Later | None
    readings: dict[str, Reading] = field(default_factory=dict)

    def believable(self) -> list[Kept]:
        """Those without a hard sign: what is held, and what was dismissed in the same time."""
        archive = self.context.archive
        first, last = archive.before(self.held[0]), archive.after(self.held[-1])
        return [
            look
            for look in archive.apart(self.held[0].article)
            if look.substance
            and (first is None or _place(first) < _place(look))
            and (last is None or _place(look) < _place(last))
        ][-WITNESSES:]

    def believes(self, one: Kept) -> bool:
        """Whether nothing speaks against it any more, or a later look confirms it."""
        known = self.context.archive.before(one)
        before = self._read(known) if known else None
        page = page_of(self.context, one)
        known_page = (lambda: page_of(self.context, known)) if known else None
        if not signs(page, self._read(one), before, known_page):
            return True
        for later in sorted(self._later(one), key=lambda later: later.observed_at):
            if _confirms(self._read(one), later, before, later.observed_at - one.observed_at):
                return True
            if later.is_good:
                return False
        return False

    def there_again(self, one: Kept) -> datetime | None:
        """When the article was next seen after a look; None where it has not been."""
        times = [good.observed_at] if (good := self.context.archive.after(one)) else []
        if self.seen and self.seen.is_good and self.seen.observed_at > one.observed_at:
            times.append(self.seen.observed_at)
        return min(times, default=None)

    def _later(self, one: Kept) -> Iterator[Later]:
        """The looks after one that may tell what it is."""
        for other in self.believable():
            if _place(other) > _place(one):
                yield Later(other.observed_at, self._read(other), is_good=False)
        if good := self.context.archive.after(one):
            yield Later(good.observed_at, self._read(good), is_good=True)
        if self.seen and self.seen.observed_at > one.observed_at:
            yield self.seen

    def _read(self, look: Kept) -> Reading:
        if look.id not in self.readings:
            self.readings[look.id] = _refined(self.context, look)
        return self.readings[look.id]


def _refined(context: Context, look: Kept) -> Reading:
    """A look read again, without what is known by now to be no part of its article."""
    reading = read_kept(context, look)
    known = remembered(context, look.address)
    if known is None:
        return reading
    page = scan(page_of(context, look).markup)
    return set_aside(reading, asides_of(page, known.fingerprint))


def _confirms(held: Reading, later: Later, known: Reading | None, apart: timedelta) -> bool:
    """Whether a later look shows the page that is held, rather than the article as known."""
    if apart < CONFIRM_AFTER:
        return False
    shown = later.reading.text
    alike = likeness(held.text, shown)
    if alike < ALIKE and share_kept(held.text, shown) < CARRIED:
        return False
    return known is None or alike > likeness(known.text, shown)


def _place(look: Kept) -> tuple[datetime, str]:
    return look.observed_at, look.id
